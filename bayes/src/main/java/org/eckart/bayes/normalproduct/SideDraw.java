package org.eckart.bayes.normalproduct;

import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws all rows of one side given the other: independent, so in parallel, each with a random
 * stream of its own. O(|Ω| q²/2 + rows q³/3).
 */
final class SideDraw {
  private final EntryRows side;
  private final double[] value;
  private final int q;
  private final boolean offsets;
  private final Parallel parallel;

  /**
   * @param value of each entry of the side; those of the side itself, or latent ones
   * @param q numbers of a row
   */
  SideDraw(EntryRows side, double[] value, int q, boolean offsets, Parallel parallel) {
    this.side = side;
    this.value = value;
    this.q = q;
    this.offsets = offsets;
    this.parallel = parallel;
  }

  /**
   * What is known besides the other side.
   *
   * @param mean of all values
   * @param precision τ
   * @param ownWeight of the rows' own precision; null if all are 1
   * @param otherWeight of the other side's; null if all are 1
   * @param prior mean of each of the rows' numbers; null for 0
   * @param variance of each of the q numbers under the prior
   */
  record Given(
      double mean,
      double precision,
      double @Nullable [] ownWeight,
      double @Nullable [] otherWeight,
      double @Nullable [] prior,
      double[] variance) {}

  /**
   * Draws the rows of {@code theta}.
   *
   * @param squares takes Σ of squared residuals of each row, without τ and its own weight; null if
   *     not wanted
   * @param wantsMoments whether moments of what entries receive of each of the q numbers are summed
   * @return those moments: q × q of Σ x_k x_l (lower half), then q of Σ r x_k, without τ
   */
  double[] draw(
      double[] theta,
      double[] other,
      Given given,
      double @Nullable [] squares,
      boolean wantsMoments,
      RandomStream random) {
    double[][] parts = new double[side.blocks()][];
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          RowConditional row = new RowConditional(q);
          parts[b] = new double[wantsMoments ? q * q + q : 0];
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            double weight = given.ownWeight() == null ? 1 : given.ownWeight()[i];
            gather(row, i, other, given);
            row.draw(
                given.precision() * weight,
                given.prior(),
                i * q,
                given.variance(),
                theta,
                i * q,
                random.split(i));
            if (squares != null) {
              squares[i] = row.squares(theta, i * q);
            }
            if (wantsMoments) {
              row.addMoments(theta, i * q, weight, parts[b]);
            }
          }
        });
    double[] moments = new double[wantsMoments ? q * q + q : 0];
    for (double[] part : parts) {
      for (int k = 0; k < moments.length; k++) {
        moments[k] += part[k];
      }
    }
    return moments;
  }

  private void gather(RowConditional row, int i, double[] other, Given given) {
    row.clear();
    double[] precision = side.precision();
    double[] weight = given.otherWeight();
    for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
      int j = side.other()[k];
      double relative = (precision == null ? 1 : precision[k]) * (weight == null ? 1 : weight[j]);
      row.add(
          other, j * q, offsets, value[k] - given.mean(), relative == 1 ? 1 : Math.sqrt(relative));
    }
    row.finish();
  }
}
