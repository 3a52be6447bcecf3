package org.eckart.recovery.groups;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;

/**
 * Bounds on λ_max, the factor of all thresholds from which on X = 0.
 *
 * @param lower X is not 0 for a factor below
 * @param upper X = 0 for a factor of at least this
 */
public record LargestPenalty(double lower, double upper) {
  private static final int PAIRS = 3;

  /**
   * From above: S handed to the groups in proportion to their thresholds, or all of it to a group
   * of all rows. From below: the leading singular vectors of each S_g, padded with zeros.
   */
  public static LargestPenalty of(ObservedCells cells, GroupPenalty penalty, long seed) {
    double[] values = cells.byRow().value();
    double[] totals = penalty.totals();
    double[] inverse = new double[totals.length];
    Arrays.setAll(inverse, i -> 1 / totals[i]);
    double[] shared = new double[penalty.size()];
    double[] alone = new double[penalty.size()];
    double[] below = new double[penalty.size()];
    RandomStream random = RandomStream.of(seed, "largest penalty");
    cells
        .parallel()
        .forEachBlock(
            penalty.size(),
            g -> {
              int[] members = penalty.members(g);
              shared[g] =
                  SubmatrixNorm.upper(
                      SubmatrixNorm.rows(cells, values, members, inverse), random.split(2L * g));
              var own = SubmatrixNorm.rows(cells, values, members, null);
              alone[g] =
                  members.length == penalty.rows()
                      ? SubmatrixNorm.upper(own, random.split(2L * g + 1)) / penalty.threshold(g)
                      : Double.POSITIVE_INFINITY;
              below[g] = below(penalty, members, SubmatrixNorm.leading(own, PAIRS));
            });
    double most = 0;
    for (double one : shared) {
      most = Math.max(most, one);
    }
    for (double one : alone) {
      most = Math.min(most, one);
    }
    return new LargestPenalty(Math.min(most, Arrays.stream(below).max().orElse(0)), most);
  }

  /** σ/Σ_h w_h‖u_{R_h}‖ for a singular pair u vᵀ of S_g. */
  private static double below(GroupPenalty penalty, int[] members, Svd pairs) {
    double best = 0;
    for (int k = 0; k < pairs.rank(); k++) {
      double[] u = new double[penalty.rows()];
      Matrix left = pairs.u();
      for (int i = 0; i < members.length; i++) {
        u[members[i]] = left.get(i, k);
      }
      double norms = 0;
      for (int h = 0; h < penalty.size(); h++) {
        double squares = 0;
        for (int i : penalty.members(h)) {
          squares += u[i] * u[i];
        }
        norms += penalty.threshold(h) * Math.sqrt(squares);
      }
      best = Math.max(best, pairs.s().get(k) / norms);
    }
    return best;
  }
}
