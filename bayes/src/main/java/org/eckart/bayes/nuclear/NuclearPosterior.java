package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * What the draws say of X: means and intervals of its entries, its spectrum and ranks, λ, and
 * whether any of it can be believed.
 *
 * <p>Everything is in the data's shape and units.
 */
public final class NuclearPosterior {
  private static final double STEIN_ALARM = 4;
  private static final double VANISHED = 0.01;

  private final NuclearProblem problem;
  private final NuclearSampler sampler;
  private final Posterior draws;
  private final SequencedMap<String, Diagnostic> diagnostics = new LinkedHashMap<>();
  private final double[] entryEss;

  private NuclearPosterior(
      NuclearProblem problem, NuclearSampler sampler, Posterior draws, double[] entryEss) {
    this.problem = problem;
    this.sampler = sampler;
    this.draws = draws;
    this.entryEss = entryEss;
  }

  /**
   * Reads the draws; some ms for each scalar and watched entry.
   *
   * @throws IllegalArgumentException if the chains are still warming up
   */
  public static NuclearPosterior of(
      NuclearProblem problem, NuclearSampler sampler, Posterior draws, Parallel parallel) {
    check(draws.draws() > 0, "The chains are still warming up; let them run on to the first draw");
    double[] ess = draws.watchedEss(parallel);
    NuclearPosterior posterior =
        new NuclearPosterior(
            problem,
            sampler,
            draws,
            Arrays.stream(ess).filter(Double::isFinite).sorted().toArray());
    List<String> names = draws.names();
    Diagnostic[] found = new Diagnostic[names.size()];
    parallel.forEachBlock(found.length, k -> found[k] = draws.diagnostic(names.get(k)));
    for (int k = 0; k < found.length; k++) {
      posterior.diagnostics.put(names.get(k), found[k]);
    }
    return posterior;
  }

  public Posterior draws() {
    return draws;
  }

  public Engine engine() {
    return sampler.engine();
  }

  /**
   * Posterior mean. For complete data of equal noise it is U_Y diag(g) V_Yᵀ, and only the n means
   * of g are averaged over draws: every other coordinate is 0 by symmetry.
   */
  public Matrix mean() {
    if (!problem.isIsotropic() || problem.y().rows() > DrawShow.MOST_COORDINATES) {
      return shaped(draws.mean());
    }
    Svd data = problem.spectrum();
    double[] g = new double[problem.y().rows()];
    for (int k = 0; k < g.length; k++) {
      g[k] = mean(DrawShow.coordinate(problem, k)) / problem.noise();
    }
    Matrix own = data.u().columnsScaled(Vector.wrap(g)).timesTranspose(data.v());
    double[] given = new double[own.array().length];
    problem.restore(own.array(), given);
    return shaped(given);
  }

  /** Posterior standard deviation of each entry. */
  public Matrix sd() {
    return shaped(draws.sd());
  }

  /**
   * The p-quantile of each entry; an equal-tailed interval of level L lies between (1 − L)/2 and (1
   * + L)/2.
   */
  public Matrix quantile(double p) {
    return shaped(draws.quantile(p));
  }

  private Matrix shaped(double[] entries) {
    return Matrix.wrap(problem.rows(), problem.columns(), entries);
  }

  private double mean(String name) {
    return Diagnostic.of(draws.trace(name)).undefined().isPresent()
        ? Arrays.stream(draws.trace(name)).flatMapToDouble(Arrays::stream).average().orElseThrow()
        : diagnostic(name).mean();
  }

  /** Of one traced scalar, such as {@code nuclearNorm}; refused if there is none of that name. */
  public Diagnostic diagnostic(String name) {
    Diagnostic found = diagnostics.get(name);
    check(found != null, "There is no scalar '%s' among %s", name, diagnostics.keySet());
    return java.util.Objects.requireNonNull(found);
  }

  /** Of every traced scalar. */
  public SequencedMap<String, Diagnostic> diagnostics() {
    return java.util.Collections.unmodifiableSequencedMap(diagnostics);
  }

  /** λ, where it was learned: quantiles are what to report, a mean it may not have. */
  public Optional<Diagnostic> lambda() {
    return Optional.ofNullable(diagnostics.get(DrawShow.LAMBDA));
  }

  /** The noise level, where it was learned. */
  public Optional<Diagnostic> noise() {
    return Optional.ofNullable(diagnostics.get(DrawShow.NOISE));
  }

  /** Least bulk ESS among watched entries; NaN if none ever changed. */
  public double leastEntryEss() {
    return entryEss.length == 0 ? Double.NaN : entryEss[0];
  }

  public double medianEntryEss() {
    return entryEss.length == 0 ? Double.NaN : entryEss[entryEss.length / 2];
  }

  /** The scalar with the least bulk ESS, ranks that are counts aside. */
  public Optional<String> slowest() {
    return diagnostics.entrySet().stream()
        .filter(one -> Double.isFinite(one.getValue().bulkEss()))
        .filter(one -> !one.getKey().equals(DrawShow.ABOVE_NOISE))
        .min(java.util.Comparator.comparingDouble(one -> one.getValue().bulkEss()))
        .map(java.util.Map.Entry::getKey);
  }

  /**
   * A check without a reference: E[ρ‖X‖_* + ⟨X, P∘(X − Y)⟩] = nm under the exact posterior; this is
   * the deviation over its Monte Carlo error. Beyond 4, something is wrong or has not converged.
   * NaN for the normal product, whose posterior is another.
   */
  public double steinScore() {
    Diagnostic stein = diagnostic(DrawShow.STEIN);
    return engine() == Engine.NORMAL_PRODUCT ? Double.NaN : stein.mean() / stein.mcse();
  }

  /**
   * Posterior predictive p-value of the residual: the chance that replicated data lie farther from
   * X than the data do. Near 0 or 1 the model does not fit: the noise level is too low, or too
   * high.
   */
  public double residualCheck() {
    ChiSquaredDistribution chi = ChiSquaredDistribution.of(problem.observed());
    double[][] residual = draws.trace(DrawShow.RESIDUAL);
    double[][] noise =
        noise().isPresent() ? draws.trace(DrawShow.NOISE) : new double[residual.length][];
    double sum = 0;
    int count = 0;
    for (int c = 0; c < residual.length; c++) {
      for (int t = 0; t < residual[c].length; t++) {
        double level = noise().isPresent() ? noise[c][t] : problem.noise();
        sum += chi.survivalProbability(residual[c][t] / level / level);
        count++;
      }
    }
    return sum / count;
  }

  /**
   * Rank of the posterior mode, for complete data of equal noise: singular values of Y above λγ, at
   * the medians of λ and γ where they were learned. The draws themselves have full rank.
   */
  public OptionalInt modeRank() {
    if (!problem.isIsotropic()) {
      return OptionalInt.empty();
    }
    double penalty =
        lambda()
            .map(Diagnostic::median)
            .orElseGet(() ->
                sampler.options().penalty() instanceof Penalty.Fixed fixed ? fixed.value() : 0.0);
    double noise = noise().map(Diagnostic::median).orElse(problem.noise()) / problem.noise();
    int rank = 0;
    for (double s : problem.spectrum().s().toArray()) { // of Y over the noise it came with
      rank += s > penalty * noise ? 1 : 0;
    }
    return OptionalInt.of(rank);
  }

  /** What a reader must know before the numbers, in plain words. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    int[] unseen = problem.unseen();
    if (unseen[0] + unseen[1] > 0) {
      warnings.add(
          "%d rows and %d columns have no observed entry; what is said of them is the prior's"
              .formatted(unseen[0], unseen[1]));
    }
    if (noise().isPresent()) {
      warnings.add(
          "The noise level was learned together with X under the nuclear norm prior, which takes"
              + " noise for signal: it comes out far too low, and the chain mixes slowly. Give the"
              + " noise level, or use a low-rank model");
    }
    double reference = Starts.modeNorm(problem);
    if (lambda().isPresent() && diagnostic(DrawShow.NUCLEAR_NORM).mean() < VANISHED * reference) {
      warnings.add(
          "The draws have collapsed towards 0 while lambda grew; observe more, or hold lambda back"
              + " with a gamma prior");
    }
    List<String> apart = new ArrayList<>();
    List<String> few = new ArrayList<>();
    List<String> tails = new ArrayList<>();
    diagnostics.forEach((name, found) -> {
      if (found.undefined().isPresent() || name.equals(DrawShow.ABOVE_NOISE)) {
        return;
      }
      if (draws.chains() > 1 && !(found.rhat() < Diagnostic.RHAT)) {
        apart.add(String.format(Locale.ROOT, "%s (%.3f)", name, found.rhat()));
      }
      double wanted = (double) Diagnostic.LEAST_PER_CHAIN * draws.chains();
      if (!(found.bulkEss() >= wanted)) {
        few.add(String.format(Locale.ROOT, "%s (%.0f)", name, found.bulkEss()));
      } else if (found.tailEss() < wanted) { // not where it is NaN: see Diagnostic
        tails.add(String.format(Locale.ROOT, "%s (%.0f)", name, found.tailEss()));
      }
    });
    if (leastEntryEss() < (double) Diagnostic.LEAST_PER_CHAIN * draws.chains()) {
      few.addFirst(String.format(Locale.ROOT, "the least-mixed entry (%.0f)", leastEntryEss()));
    }
    if (!apart.isEmpty()) {
      warnings.add(
          "The chains do not agree yet: R-hat is 1.01 or more for "
              + listed(apart)
              + "; take more draws or a longer warm-up");
    }
    if (!few.isEmpty()) {
      warnings.add(
          "Fewer than "
              + Diagnostic.LEAST_PER_CHAIN
              + " effective draws a chain for "
              + listed(few)
              + "; take more draws");
    }
    if (!tails.isEmpty()) {
      warnings.add(
          "Fewer than "
              + Diagnostic.LEAST_PER_CHAIN
              + " effective draws a chain for the tails of "
              + listed(tails)
              + ", so intervals are rough; take more draws");
    }
    if (draws.chains() == 1) {
      warnings.add("One chain cannot show whether it would agree with another; run at least 4");
    }
    if (Math.abs(steinScore()) > STEIN_ALARM) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "An identity that holds for every exact sampler is off by %.1f standard errors: the"
                  + " chains have not converged",
              Math.abs(steinScore())));
    }
    return warnings;
  }

  private static String listed(List<String> names) {
    int most = 4;
    String list = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() <= most ? list : list + " and " + (names.size() - most) + " more";
  }
}
