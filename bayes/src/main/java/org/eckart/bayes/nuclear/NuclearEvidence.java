package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.core.run.Cancellation;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Parallel;

/**
 * The evidence log p(Y | λ) of complete data, by which values of λ, and this model and others, are
 * compared.
 *
 * <p>By thermodynamic integration along the rate of the prior. With ρ = λ/γ and Z(ρ) = ∫
 * e^{−ρ‖X‖_*} N(Y; X, γ²) dX there are Z(0) = 1 and d log Z/dρ = −E[‖X‖_* | Y, ρ], so that
 *
 * <p>log p(Y | λ) = −log C(1) + nm log ρ − ∫₀^ρ E[‖X‖_* | Y, r] dr,
 *
 * <p>with the exact normaliser C(1) and an integrand that is smooth, falling and bounded: Gauss and
 * Legendre's rule of {@value #NODES} points on each stretch between two λ, and on several between 0
 * and the first. Each point takes chains of its own, by pairwise spectral Gibbs. A path over powers
 * of the likelihood would meet a singularity where the data fade out; this one begins at the data.
 *
 * @param lambda λ, increasing
 * @param log log p(Y | λ) in the data's units
 * @param error its Monte Carlo standard error; errors of neighbouring λ share a part
 */
public record NuclearEvidence(double lambda, double log, double error) {
  /** Points on a stretch. The integrand's bend over one is slight: the rule adds below 1e-4. */
  private static final int NODES = 5;

  private static final double[] NODE = {
    -0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664
  };
  private static final double[] WEIGHT = {
    0.23692688505618908,
    0.47862867049936647,
    0.5688888888888889,
    0.47862867049936647,
    0.23692688505618908
  };

  /** From 0 to λ₁ so many stretches, each twice as long as the one before. */
  private static final int FIRST_STRETCHES = 3;

  /**
   * The evidence at several λ.
   *
   * @param lambdas increasing, the first above 0
   * @param schedule of the chains at each of the {@value #NODES} · (number of λ + 2) points
   * @param cancellation looked at between points; a cancelled comparison gives what it has
   * @throws IllegalArgumentException as {@link #refuse} says
   */
  public static List<NuclearEvidence> of(
      NuclearProblem problem,
      double[] lambdas,
      Schedule schedule,
      Parallel parallel,
      Cancellation cancellation) {
    refuse(problem, lambdas);
    int n = problem.y().rows();
    int m = problem.y().columns();
    double entries = (double) n * m;
    double logNormaliser = NuclearNormDistribution.of(n, m, 1).logNormaliser();
    double units = entries * Math.log(problem.noise()); // of dY
    List<NuclearEvidence> found = new ArrayList<>();
    double integral = 0;
    double variance = 0;
    double from = 0;
    long point = 0;
    for (double lambda : lambdas) {
      for (double to : ends(from, lambda)) {
        double half = (to - from) / 2;
        for (int k = 0; k < NODES; k++) {
          double rate = from + half * (1 + NODE[k]);
          Schedule own = schedule.withSeed(schedule.seed() + 1_000_003L * ++point);
          Diagnostic norm = norm(problem, rate, own, parallel, cancellation);
          if (norm == null) {
            return found;
          }
          integral += half * WEIGHT[k] * norm.mean();
          variance += Math.pow(half * WEIGHT[k] * norm.mcse(), 2);
        }
        from = to;
      }
      found.add(
          new NuclearEvidence(
              lambda,
              entries * Math.log(lambda) - logNormaliser - integral - units,
              Math.sqrt(variance)));
    }
    return found;
  }

  /**
   * Refuses what {@link #of} would refuse, at once.
   *
   * @throws IllegalArgumentException if entries are missing, λ do not increase, or the matrix is
   *     too large for its exact normaliser
   */
  public static void refuse(NuclearProblem problem, double[] lambdas) {
    check(
        problem.isComplete(),
        "The evidence needs complete data, and %d of %d entries are missing",
        (long) problem.rows() * problem.columns() - problem.observed(),
        (long) problem.rows() * problem.columns());
    for (int k = 0; k < lambdas.length; k++) {
      check(
          lambdas[k] > (k == 0 ? 0 : lambdas[k - 1]) && Double.isFinite(lambdas[k]),
          "lambda %d is %s; they must be above 0 and increase",
          k + 1,
          lambdas[k]);
    }
    new Pfaffian(problem.rows(), problem.columns()); // refuses what is too large
  }

  private static double[] ends(double from, double to) {
    if (from > 0) {
      return new double[] {to};
    }
    double[] ends = new double[FIRST_STRETCHES];
    for (int k = 0; k < ends.length; k++) {
      ends[k] = to * Math.pow(2, k + 1.0 - ends.length);
    }
    return ends;
  }

  /** ‖X‖_* in units of the noise given the data and the rate; null if cancelled. */
  private static @org.jspecify.annotations.Nullable Diagnostic norm(
      NuclearProblem problem,
      double rate,
      Schedule schedule,
      Parallel parallel,
      Cancellation cancellation) {
    NuclearSampler sampler =
        NuclearSampler.of(
            problem, NuclearOptions.of(Engine.SPECTRAL, Penalty.of(rate)).withSchedule(schedule));
    var outcome = Run.of(new Chains<>(sampler, parallel)).cancelledBy(cancellation).start(problem);
    if (outcome.reason() == StopReason.CANCELLED) {
      return null;
    }
    double[][] trace = outcome.estimate().trace(DrawShow.NUCLEAR_NORM);
    for (double[] chain : trace) {
      for (int t = 0; t < chain.length; t++) {
        chain[t] /= problem.noise();
      }
    }
    return Diagnostic.of(trace);
  }
}
