package org.eckart.recovery.completion;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The row solver for any rank on any registers. */
final class SimdSolver extends EntrySolver {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  SimdSolver(int rank, int stride, int innerSteps) {
    super(rank, stride, innerSteps);
  }

  /** Floats in a register; touching it loads the Vector API. */
  static int lanes() {
    return LANES;
  }

  @Override
  void sumSquares() {
    for (int k = 0; k < stride; k += LANES) {
      FloatVector sum = FloatVector.zero(S);
      for (int p = 0; p < count; p++) {
        FloatVector r = FloatVector.fromArray(S, factor, at[p] + k);
        sum = r.mul(entryWeight[p]).fma(r, sum);
      }
      sum.intoArray(diagonal, k);
    }
  }

  @Override
  void sumVariances(float[] variance) {
    for (int k = 0; k < stride; k += LANES) {
      FloatVector sum = FloatVector.zero(S);
      for (int p = 0; p < count; p++) {
        sum =
            FloatVector.fromArray(S, variance, at[p] + k)
                .fma(FloatVector.broadcast(S, entryWeight[p]), sum);
      }
      sum.intoArray(varianceSum, k);
    }
  }

  @Override
  void dots(float[] x, int from, int to) {
    for (int p = from; p < to; p++) {
      int start = at[p];
      FloatVector sum = FloatVector.fromArray(S, factor, start).mul(FloatVector.fromArray(S, x, 0));
      for (int k = LANES; k < stride; k += LANES) {
        sum = FloatVector.fromArray(S, factor, start + k).fma(FloatVector.fromArray(S, x, k), sum);
      }
      along[p] = LaneSum.of(sum);
    }
  }

  @Override
  void combine(float[] sum, int from, int to) {
    for (int k = 0; k < stride; k += LANES) {
      FloatVector even = FloatVector.fromArray(S, sum, k);
      FloatVector odd = FloatVector.zero(S);
      int p = from;
      for (; p < to - 1; p += 2) {
        even =
            FloatVector.fromArray(S, factor, at[p] + k)
                .fma(FloatVector.broadcast(S, along[p]), even);
        odd =
            FloatVector.fromArray(S, factor, at[p + 1] + k)
                .fma(FloatVector.broadcast(S, along[p + 1]), odd);
      }
      if (p < to) {
        even =
            FloatVector.fromArray(S, factor, at[p] + k)
                .fma(FloatVector.broadcast(S, along[p]), even);
      }
      even.add(odd).intoArray(sum, k);
    }
  }
}
