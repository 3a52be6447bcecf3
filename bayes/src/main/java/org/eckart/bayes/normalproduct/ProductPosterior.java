package org.eckart.bayes.normalproduct;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.diagnose.Diagnostic;

/**
 * What the chains came to: a model that predicts, the draws of what was traced, and whether to
 * trust them.
 */
public final class ProductPosterior {
  private final ProductProblem problem;
  private final ProductOptions options;
  private final int iterations;
  private final Posterior draws;
  private final Optional<ProductModel> model;
  private final SequencedMap<String, Diagnostic> diagnostics;
  private final double[] ess;

  private ProductPosterior(
      ProductProblem problem,
      ProductOptions options,
      int iterations,
      Posterior draws,
      Optional<ProductModel> model,
      SequencedMap<String, Diagnostic> diagnostics,
      double[] ess) {
    this.problem = problem;
    this.options = options;
    this.iterations = iterations;
    this.draws = draws;
    this.model = model;
    this.diagnostics = diagnostics;
    this.ess = ess;
  }

  static ProductPosterior of(
      ProductProblem problem,
      ProductOptions options,
      ChainsState<ProductChain> state,
      Posterior draws) {
    SequencedMap<String, Diagnostic> diagnostics = new LinkedHashMap<>();
    boolean none = draws.draws() == 0;
    for (String name : none ? java.util.List.<String>of() : draws.names()) {
      diagnostics.put(name, draws.diagnostic(name));
    }
    boolean kept = state.chains().stream().anyMatch(chain -> !chain.kept.isEmpty());
    return new ProductPosterior(
        problem,
        options,
        state.iterations(),
        draws,
        kept
            ? Optional.of(ProductModel.of(problem, options.offsets(), state.chains()))
            : Optional.empty(),
        diagnostics,
        none ? new double[0] : draws.watchedEss(problem.parallel()));
  }

  /** Iterations of each chain. */
  public int iterations() {
    return iterations;
  }

  public ProductOptions options() {
    return options;
  }

  /**
   * The model.
   *
   * @throws IllegalStateException while the chains are still warming up
   */
  public ProductModel model() {
    return model.orElseThrow(() ->
        new IllegalStateException(
            "The chains are still warming up, so there is no draw to predict from; let them run"
                + " on"));
  }

  /** Whether there is a draw to predict from. */
  public boolean hasModel() {
    return model.isPresent();
  }

  /** Traced numbers and followed entries, draw by draw. */
  public Posterior draws() {
    return draws;
  }

  /** Of each traced number. */
  public SequencedMap<String, Diagnostic> diagnostics() {
    return java.util.Collections.unmodifiableSequencedMap(diagnostics);
  }

  public Diagnostic diagnostic(String name) {
    return java.util.Objects.requireNonNull(diagnostics.get(name), name);
  }

  /** The traced number with the fewest effective draws. */
  public Optional<String> slowest() {
    return diagnostics.entrySet().stream()
        .filter(one -> Double.isFinite(one.getValue().bulkEss()))
        .min(java.util.Comparator.comparingDouble(one -> one.getValue().bulkEss()))
        .map(java.util.Map.Entry::getKey);
  }

  /** The largest R̂ of traced numbers; NaN where none is defined. */
  public double largestRhat() {
    return diagnostics.values().stream()
        .mapToDouble(Diagnostic::rhat)
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Bulk ESS of followed entries, least and median; NaN where none is defined. */
  public double[] entryEss() {
    double[] defined = Arrays.stream(ess).filter(Double::isFinite).sorted().toArray();
    return defined.length == 0
        ? new double[] {Double.NaN, Double.NaN}
        : new double[] {defined[0], defined[defined.length / 2]};
  }

  /** Posterior mean of σ in the data's units; NaN of ordinal output. */
  public double noise() {
    return diagnostics.containsKey("noise") ? diagnostics.get("noise").mean() : Double.NaN;
  }

  /**
   * Whether the model makes data like those it was given (posterior predictive checks): how often a
   * replicate is the more extreme in its largest residual ({@code outliers}), in their kurtosis
   * ({@code tails}) and in what is left of the columns' means ({@code columns}). Near 0 or 1 it
   * does not fit in that respect. Empty of ordinal output, whose probabilities are checked instead.
   */
  public SequencedMap<String, Double> checks() {
    return problem.isOrdinal()
        ? new LinkedHashMap<>()
        : new PredictiveChecks(problem, model()).gaussian();
  }
}
