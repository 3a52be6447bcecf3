package org.eckart.bayes.diagnose;

/**
 * How many independent draws give a mean as precise as M chains of T correlated ones (Vehtari eq.
 * 10–13): S/τ with τ = −1 + 2 Σ ρ_t up to the last positive pair, pair sums made non-increasing
 * (Geyer's initial monotone sequence), and τ ≥ 1/log₁₀ S.
 */
final class EffectiveSize {
  private EffectiveSize() {}

  /** Of split chains of two draws or more; NaN where all draws are the same. */
  static double of(double[][] chains) {
    int length = chains[0].length;
    int all = chains.length * length;
    double[] covariance = Autocovariance.mean(chains);
    double within = covariance[0] * length / (length - 1.0);
    double total = covariance[0];
    if (chains.length > 1) {
      total += Moments.variance(SplitChains.means(chains));
    }
    if (!(total > 0)) {
      return Double.NaN;
    }
    double[] rho = new double[length];
    rho[0] = 1;
    double even = 1;
    double odd = 1 - (within - covariance[1]) / total;
    rho[1] = odd;
    int t = 1;
    while (t < length - 3 && even + odd > 0) {
      even = 1 - (within - covariance[t + 1]) / total;
      odd = 1 - (within - covariance[t + 2]) / total;
      if (even + odd >= 0) {
        rho[t + 1] = even;
        rho[t + 2] = odd;
      }
      t += 2;
    }
    int last = t - 2; // the last pair that was kept ends here
    if (even > 0) {
      rho[last + 1] = even; // the next even term improves antithetic chains
    }
    for (int k = 1; k <= last - 2; k += 2) {
      double before = rho[k - 1] + rho[k];
      if (rho[k + 1] + rho[k + 2] > before) {
        rho[k + 1] = before / 2;
        rho[k + 2] = before / 2;
      }
    }
    double tau = -1;
    for (int k = 0; k <= last; k++) {
      tau += 2 * rho[k];
    }
    tau += rho[last + 1];
    tau = Math.max(tau, 1 / Math.log10(all));
    return all / tau;
  }
}
