package org.eckart.bayes.diagnose;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Convergence and precision of one scalar over several chains.
 *
 * <p>Read it so: R̂ below {@value #RHAT} and bulk and tail ESS of {@value #LEAST_PER_CHAIN} or more
 * a chain mean that the chains agree and that the summaries can be used; {@code mcse} is then the
 * standard error of {@code mean} as an estimate of the posterior mean.
 *
 * <p>Where a number cannot be had (draws that are all the same, too few of them, or not finite) it
 * is NaN and {@link #undefined} says why.
 *
 * @param mean of all draws
 * @param sd standard deviation of all draws
 * @param q05 their 5 % quantile
 * @param median of all draws
 * @param q95 their 95 % quantile
 * @param rhat the larger of rank-normalised split R̂ of the draws and of their distances from the
 *     median; 1 at convergence
 * @param bulkEss effective number of draws for the centre of the distribution: of normal scores
 * @param tailEss the smaller effective number for the 5 % and 95 % quantiles; NaN where one of
 *     these is the least or greatest value a scalar takes
 * @param meanEss effective number of draws for the mean itself, of the raw draws
 * @param mcse Monte Carlo standard error of the mean, sd / √meanEss
 * @param undefined why numbers are missing, or empty
 */
public record Diagnostic(
    double mean,
    double sd,
    double q05,
    double median,
    double q95,
    double rhat,
    double bulkEss,
    double tailEss,
    double meanEss,
    double mcse,
    Optional<String> undefined) {
  /** Above it, chains disagree (Vehtari section 4.1). */
  public static final double RHAT = 1.01;

  /** Effective draws wanted a chain, so that R̂ and the ESS themselves can be relied on. */
  public static final int LEAST_PER_CHAIN = 100;

  private static final int LEAST_DRAWS = 4;

  /**
   * Diagnoses chains of one length; O(S log S) for S draws in all.
   *
   * @param chains one array of draws a chain; not changed
   */
  public static Diagnostic of(double[][] chains) {
    check(chains.length >= 1, "There is no chain to diagnose; give at least one");
    int draws = chains[0].length;
    for (double[] chain : chains) {
      check(
          chain.length == draws,
          "Chains to diagnose have %d and %d draws; cut them to the same length",
          draws,
          chain.length);
    }
    for (int c = 0; c < chains.length; c++) {
      for (int t = 0; t < draws; t++) {
        if (!Double.isFinite(chains[c][t])) {
          return without("draw %d of chain %d is %s".formatted(t + 1, c + 1, chains[c][t]));
        }
      }
    }
    if (draws < LEAST_DRAWS) {
      return without(
          "a chain has %d draws and at least %d are needed to compare its halves"
              .formatted(draws, LEAST_DRAWS));
    }
    double[] sorted = RankNormal.sorted(chains);
    double scale = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
    if (scale > 1e150 || (scale < 1e-150 && scale > 0)) { // squares would overflow or vanish
      return of(divided(chains, scale)).times(scale);
    }
    double q05 = quantile(sorted, 0.05);
    double median = quantile(sorted, 0.5);
    double q95 = quantile(sorted, 0.95);
    if (sorted[0] == sorted[sorted.length - 1]) {
      return new Diagnostic(
          sorted[0],
          0,
          q05,
          median,
          q95,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Optional.of(String.format(Locale.ROOT, "all draws are %s", sorted[0])));
    }
    double[] all = new double[chains.length * draws];
    for (int c = 0; c < chains.length; c++) {
      System.arraycopy(chains[c], 0, all, c * draws, draws);
    }
    double sd = Math.sqrt(Moments.variance(all));
    double[][] halves = SplitChains.halves(chains);
    double[][] scores = scores(halves);
    double middle = middle(halves);
    double[][] folded = new double[halves.length][];
    for (int h = 0; h < halves.length; h++) {
      folded[h] = Arrays.stream(halves[h]).map(x -> Math.abs(x - middle)).toArray();
    }
    double rhat =
        Math.max(
            SplitChains.potentialScaleReduction(scores),
            SplitChains.potentialScaleReduction(scores(folded)));
    double tail =
        Math.min(
            EffectiveSize.of(SplitChains.halves(atMost(chains, q05))),
            EffectiveSize.of(SplitChains.halves(atMost(chains, q95))));
    double meanEss = EffectiveSize.of(halves);
    return new Diagnostic(
        Moments.mean(all),
        sd,
        q05,
        median,
        q95,
        rhat,
        EffectiveSize.of(scores),
        tail,
        meanEss,
        sd / Math.sqrt(meanEss),
        Double.isNaN(rhat)
            ? Optional.of("each half of a chain stays at one value")
            : Optional.empty());
  }

  /** Bulk ESS alone, for many scalars at a fraction of the cost; NaN where it is not defined. */
  public static double bulkEss(double[][] chains) {
    double[][] halves = SplitChains.halves(chains);
    if (halves[0].length < LEAST_DRAWS / 2) {
      return Double.NaN;
    }
    double[] sorted = RankNormal.sorted(halves);
    boolean finite = Double.isFinite(sorted[0]) && Double.isFinite(sorted[sorted.length - 1]);
    return finite && sorted[0] < sorted[sorted.length - 1]
        ? EffectiveSize.of(RankNormal.scores(halves, sorted))
        : Double.NaN;
  }

  /** Whether R̂ and both ESS are as wanted for this many chains; false where undefined. */
  public boolean hasConverged(int chains) {
    double least = (double) LEAST_PER_CHAIN * chains;
    return rhat < RHAT && bulkEss >= least && tailEss >= least;
  }

  private static double[][] scores(double[][] halves) {
    return RankNormal.scores(halves, RankNormal.sorted(halves));
  }

  private static double middle(double[][] halves) {
    return quantile(RankNormal.sorted(halves), 0.5);
  }

  private static double[][] atMost(double[][] chains, double bound) {
    double[][] within = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      within[c] = Arrays.stream(chains[c]).map(x -> x <= bound ? 1 : 0).toArray();
    }
    return within;
  }

  /** Linear between order statistics: h = (S − 1) p (R's type 7). */
  static double quantile(double[] sorted, double p) {
    double h = (sorted.length - 1) * p;
    int below = (int) h;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
  }

  private static double[][] divided(double[][] chains, double scale) {
    double[][] divided = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      divided[c] = Arrays.stream(chains[c]).map(x -> x / scale).toArray();
    }
    return divided;
  }

  private Diagnostic times(double scale) {
    return new Diagnostic(
        mean * scale,
        sd * scale,
        q05 * scale,
        median * scale,
        q95 * scale,
        rhat,
        bulkEss,
        tailEss,
        meanEss,
        mcse * scale,
        undefined);
  }

  private static Diagnostic without(String why) {
    double none = Double.NaN;
    return new Diagnostic(
        none, none, none, none, none, none, none, none, none, none, Optional.of(why));
  }
}
