package org.eckart.recovery.completion;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sum of a register's lanes, halves upon halves: always in this order, where {@code
 * reduceLanes} may add differently before and after a method is compiled, and the bits of a fit
 * with it.
 */
final class LaneSum {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private LaneSum() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + by) % LANES);
  }

  static float of(FloatVector v) {
    FloatVector sum = v;
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LANES >= 4) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }
}
