package org.eckart.recovery.groups;

/**
 * The variance of groups' levels within classes whose own levels are unknown (columns, say), by
 * moments: groups are compared only with others in their class. Of B = Σ n_g (m_g − m)², m the mean
 * of the class, noise makes σ² (G − Σ c²/N), where an entry in c groups counts c times in N, and
 * levels of variance s make s Σ n_g (1 − n_g/N), exactly so where groups do not overlap
 * (Henderson's method 3, within classes).
 */
final class Spread {
  private final double[] sums;
  private final double[] weights;
  private final double[] overlaps;
  private final double[] withinGroups; // Σ n_g m_g² of each class
  private final double[] squaredWeights;
  private final double[] levelled; // the weight of groups that have levels
  private final int[] groups;

  Spread(int classes) {
    sums = new double[classes];
    weights = new double[classes];
    overlaps = new double[classes];
    withinGroups = new double[classes];
    squaredWeights = new double[classes];
    levelled = new double[classes];
    groups = new int[classes];
  }

  /** An entry of a group, once for each group that it is in. */
  void overlap(int of, int memberships, double weight) {
    overlaps[of] += memberships * weight;
  }

  /**
   * @param sum of the group's entries in the class
   * @param hasLevel false of those in no group, whose level is 0
   */
  void add(int to, double sum, double weight, boolean hasLevel) {
    if (weight > 0) {
      sums[to] += sum;
      weights[to] += weight;
      withinGroups[to] += sum * sum / weight;
      groups[to]++;
      if (hasLevel) {
        levelled[to] += weight;
        squaredWeights[to] += weight * weight;
      }
    }
  }

  /**
   * κ = σ²/s.
   *
   * @param squares Σ z² of all entries, which σ² is found from
   */
  double shrinkage(double squares) {
    double entries = 0;
    double between = 0;
    int levels = 0;
    for (int k = 0; k < sums.length; k++) {
      entries += weights[k];
      between += withinGroups[k];
      levels += groups[k];
    }
    return entries <= levels
        ? GroupOffsets.UNDETERMINED
        : shrinkageGiven(Math.max(0, squares - between) / (entries - levels));
  }

  /** κ = σ²/s for a known σ². */
  double shrinkageGiven(double variance) {
    double between = 0;
    double freedom = 0;
    double share = 0;
    for (int k = 0; k < sums.length; k++) {
      if (groups[k] > 1) {
        between += withinGroups[k] - sums[k] * sums[k] / weights[k];
        freedom += groups[k] - overlaps[k] / weights[k];
        share += levelled[k] - squaredWeights[k] / weights[k];
      }
    }
    if (!(share > 0)) {
      return GroupOffsets.UNDETERMINED;
    }
    double levels = (between - freedom * variance) / share;
    return variance == 0
        ? 0
        : levels <= variance / GroupOffsets.LARGEST ? GroupOffsets.LARGEST : variance / levels;
  }
}
