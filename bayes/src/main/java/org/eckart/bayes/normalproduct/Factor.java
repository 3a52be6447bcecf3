package org.eckart.bayes.normalproduct;

import org.eckart.core.store.NamedArrays;

/**
 * One side of the product in a chain: a row of q numbers for each row of the data, its d factors
 * and, where there are offsets, its offset last; and how features speak for them.
 */
final class Factor {
  /** Rows × q. */
  final double[] theta;

  /** Features × q; empty without features. */
  final double[] coefficients;

  /** λ of each of the q regressions; empty without features. */
  final double[] shrinkage;

  /** Variance of the offsets. */
  double offsetVariance;

  Factor(double[] theta, double[] coefficients, double[] shrinkage, double offsetVariance) {
    this.theta = theta;
    this.coefficients = coefficients;
    this.shrinkage = shrinkage;
    this.offsetVariance = offsetVariance;
  }

  Factor copy() {
    return new Factor(theta.clone(), coefficients.clone(), shrinkage.clone(), offsetVariance);
  }

  /** Some of the q numbers of each row alone. */
  Factor only(int[] stay, int q) {
    return new Factor(
        only(theta, stay, q),
        only(coefficients, stay, q),
        only(shrinkage, stay, q),
        offsetVariance);
  }

  private static double[] only(double[] all, int[] stay, int q) {
    double[] some = new double[all.length / q * stay.length];
    for (int at = 0; at < some.length; at++) {
      some[at] = all[at / stay.length * q + stay[at % stay.length]];
    }
    return some;
  }

  void save(NamedArrays.Builder to, String prefix) {
    to.put(prefix + "theta", theta);
    to.put(prefix + "coefficients", coefficients);
    to.put(prefix + "shrinkage", shrinkage);
    to.put(prefix + "offset_variance", new double[] {offsetVariance});
  }

  static Factor load(NamedArrays from, String prefix) {
    return new Factor(
        from.doubles(prefix + "theta").clone(),
        from.doubles(prefix + "coefficients").clone(),
        from.doubles(prefix + "shrinkage").clone(),
        from.doubles(prefix + "offset_variance")[0]);
  }
}
