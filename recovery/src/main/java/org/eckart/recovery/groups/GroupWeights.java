package org.eckart.recovery.groups;

import java.util.List;
import org.eckart.linalg.RandomStream;

/**
 * How large noise of size 1 is within each group, ω_g: what its nuclear norm is weighed by, so that
 * λ counts in units of the noise.
 */
public final class GroupWeights {
  private static final int DRAWS = 3;
  private static final int POWER_STEPS = 15;

  private GroupWeights() {}

  /**
   * ω_g = E‖(ε∘M)_g‖₂ for random signs ε on the observed cells M, from 3 draws by 15 power steps:
   * right also where some rows and columns are observed far more often than others. One draw serves
   * all groups.
   */
  public static double[] rademacher(ObservedCells cells, List<int[]> groups, long seed) {
    ObservedCells.Side side = cells.byRow();
    int p = cells.columns();
    double[] weights = new double[groups.size()];
    for (int draw = 0; draw < DRAWS; draw++) {
      RandomStream random = RandomStream.of(seed, "group weights").split(draw);
      long[] signs = new long[(cells.count() + 63) / 64];
      java.util.Arrays.setAll(signs, _ -> random.nextLong());
      double[] start = random.gaussian(1, p).array();
      cells
          .parallel()
          .forEachBlock(
              weights.length, g -> weights[g] += norm(side, groups.get(g), signs, start) / DRAWS);
    }
    return weights;
  }

  private static double norm(ObservedCells.Side side, int[] members, long[] signs, double[] start) {
    double[] v = start.clone();
    double[] next = new double[v.length];
    double norm = 0;
    for (int step = 0; step <= POWER_STEPS; step++) {
      double length = length(v);
      if (length == 0) {
        return 0;
      }
      java.util.Arrays.fill(next, 0);
      double squares = 0;
      for (int i : members) {
        double u = 0;
        for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
          double term = v[side.other()[e]];
          u += (signs[e >> 6] >>> e & 1) == 0 ? term : -term;
        }
        u /= length;
        squares += u * u;
        for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
          next[side.other()[e]] += (signs[e >> 6] >>> e & 1) == 0 ? u : -u;
        }
      }
      norm = Math.sqrt(squares);
      double[] swap = v;
      v = next;
      next = swap;
    }
    return norm;
  }

  private static double length(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** ω_g = √q_g (√n_g + √p) for the observed share q_g: the same where cells are missing evenly. */
  public static double[] balanced(ObservedCells cells, List<int[]> groups) {
    double[] weights = new double[groups.size()];
    for (int g = 0; g < weights.length; g++) {
      int[] members = groups.get(g);
      long observed = 0;
      for (int i : members) {
        observed += cells.byRow().count(i);
      }
      double share = (double) observed / Math.max(1, members.length) / cells.columns();
      weights[g] = Math.sqrt(share) * (Math.sqrt(members.length) + Math.sqrt(cells.columns()));
    }
    return weights;
  }
}
