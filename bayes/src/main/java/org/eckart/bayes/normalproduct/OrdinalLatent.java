package org.eckart.bayes.normalproduct;

import org.apache.commons.numbers.gamma.Erfc;
import org.eckart.bayes.variate.TruncatedNormal;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/**
 * What is behind levels: cutpoints, and a normal for each entry between those of its level (Albert
 * &amp; Chib 1993).
 *
 * <p>Cutpoints are drawn with the normals integrated out, by a walk of each in turn; given the
 * normals they could hardly move where entries are many (Cowles 1996).
 */
final class OrdinalLatent {
  /** Variance of a cutpoint under the prior, in units of the noise's. */
  static final double CUTPOINT_VARIANCE = 25;

  private static final double TARGET = 0.44;
  private static final int BLOCK = 8192;

  private final ProductProblem problem;
  private final boolean offsets;
  private final Parallel parallel;

  /** Of each entry in the order of rows: what is expected, then the normal drawn about it. */
  private final double[] latent;

  private final double[] ofColumns;

  OrdinalLatent(ProductProblem problem, boolean offsets, Parallel parallel) {
    this.problem = problem;
    this.offsets = offsets;
    this.parallel = parallel;
    this.latent = new double[problem.observed()];
    this.ofColumns = new double[problem.observed()];
  }

  /** Latent values in the order of rows. */
  double[] ofRows() {
    return latent;
  }

  double[] ofColumns() {
    return ofColumns;
  }

  /**
   * Draws cutpoints, then all latent values.
   *
   * @param gain of the walk's adaptation; 0 after warm-up
   */
  void draw(ProductChain at, double gain, RandomStream random) {
    expect(at);
    for (int l = 0; l < at.cutpoints.length; l++) {
      walk(at, l, gain, random);
    }
    EntryRows side = problem.byRow();
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            RandomStream own = random.split(i);
            for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
              int level = (int) side.value()[k];
              double x = latent[k];
              latent[k] =
                  x
                      + TruncatedNormal.standard(
                          cutpoint(at.cutpoints, level - 1) - x,
                          cutpoint(at.cutpoints, level) - x,
                          own);
            }
          }
        });
    int[] place = problem.columnPlace();
    parallel.forEachBlock(
        Math.ceilDiv(place.length, BLOCK),
        b -> {
          for (int k = b * BLOCK; k < Math.min(place.length, (b + 1) * BLOCK); k++) {
            ofColumns[k] = latent[place[k]];
          }
        });
  }

  private static double cutpoint(double[] cutpoints, int l) {
    return l < 0
        ? Double.NEGATIVE_INFINITY
        : l == cutpoints.length ? Double.POSITIVE_INFINITY : cutpoints[l];
  }

  private void expect(ProductChain at) {
    EntryRows side = problem.byRow();
    int d = at.rank();
    int q = d + (offsets ? 1 : 0);
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
              int j = side.other()[k];
              double x = offsets ? at.rows.theta[i * q + d] + at.columns.theta[j * q + d] : 0;
              for (int r = 0; r < d; r++) {
                x += at.rows.theta[i * q + r] * at.columns.theta[j * q + r];
              }
              latent[k] = x;
            }
          }
        });
  }

  private void walk(ProductChain at, int l, double gain, RandomStream random) {
    double from = at.cutpoints[l];
    double to = from + at.cutpointStep[l] * random.nextGaussian();
    double u = 1 - random.nextUniform();
    double below = cutpoint(at.cutpoints, l - 1);
    double above = cutpoint(at.cutpoints, l + 1);
    double acceptance = 0;
    if (to > below && to < above) {
      double log =
          (from - to) * (from + to) / (2 * CUTPOINT_VARIANCE) + change(l, at, below, above, to);
      acceptance = Math.min(1, Math.exp(log));
    }
    if (u <= acceptance) {
      at.cutpoints[l] = to;
      at.accepted++;
    }
    at.tried++;
    if (gain > 0) {
      at.cutpointStep[l] *= Math.exp(gain * (acceptance - TARGET));
    }
  }

  /** Change of the log likelihood of the two levels beside cutpoint l. */
  private double change(int l, ProductChain at, double below, double above, double to) {
    EntryRows side = problem.byRow();
    double from = at.cutpoints[l];
    return parallel.sum(
        side.blocks(),
        b -> {
          double sum = 0;
          double product = 1;
          int many = 0;
          for (int k = side.start()[side.block()[b]]; k < side.start()[side.block()[b + 1]]; k++) {
            int level = (int) side.value()[k];
            double x = latent[k];
            double ratio;
            if (level == l) {
              ratio = probability(below - x, to - x) / probability(below - x, from - x);
            } else if (level == l + 1) {
              ratio = probability(to - x, above - x) / probability(from - x, above - x);
            } else {
              continue;
            }
            if (ratio > 1e-10 && ratio < 1e10) { // up to 16 factors before one logarithm
              product *= ratio;
              if (++many == 16) {
                sum += Math.log(product);
                product = 1;
                many = 0;
              }
            } else {
              sum += Double.isNaN(ratio) ? 0 : Math.log(ratio);
            }
          }
          return sum + Math.log(product);
        });
  }

  /** P(lower &lt; N &lt; upper), from the tail that loses no digits; never 0. */
  static double probability(double lower, double upper) {
    double root = Math.sqrt(0.5);
    double p =
        lower > 0
            ? Erfc.value(lower * root) - Erfc.value(upper * root)
            : Erfc.value(-upper * root) - Erfc.value(-lower * root);
    return Math.max(p / 2, 1e-300);
  }
}
