package org.eckart.recovery.completion;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The row solver for any rank on any registers. */
final class EntrySolver extends BlockSolver {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  EntrySolver(int rank, int stride, int innerSteps) {
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
        FloatVector r = FloatVector.fromArray(S, block, p * stride + k);
        sum = r.mul(entryWeight[p]).fma(r, sum);
      }
      sum.intoArray(diagonal, k);
    }
  }

  @Override
  void sumVariances(int[] column, int from, float[] variance) {
    for (int k = 0; k < stride; k += LANES) {
      FloatVector sum = FloatVector.zero(S);
      for (int p = 0; p < count; p++) {
        sum =
            FloatVector.fromArray(S, variance, column[from + p] * stride + k)
                .fma(FloatVector.broadcast(S, entryWeight[p]), sum);
      }
      sum.intoArray(varianceSum, k);
    }
  }

  @Override
  void dots(float[] x) {
    for (int p = 0; p < count; p++) {
      int at = p * stride;
      FloatVector sum = FloatVector.fromArray(S, block, at).mul(FloatVector.fromArray(S, x, 0));
      for (int k = LANES; k < stride; k += LANES) {
        sum = FloatVector.fromArray(S, block, at + k).fma(FloatVector.fromArray(S, x, k), sum);
      }
      along[p] = LaneSum.of(sum);
    }
  }

  @Override
  void combine(float[] sum) {
    for (int k = 0; k < stride; k += LANES) {
      FloatVector even = FloatVector.zero(S);
      FloatVector odd = FloatVector.zero(S);
      int p = 0;
      for (; p < count - 1; p += 2) {
        even =
            FloatVector.fromArray(S, block, p * stride + k)
                .fma(FloatVector.broadcast(S, along[p]), even);
        odd =
            FloatVector.fromArray(S, block, (p + 1) * stride + k)
                .fma(FloatVector.broadcast(S, along[p + 1]), odd);
      }
      if (p < count) {
        even =
            FloatVector.fromArray(S, block, p * stride + k)
                .fma(FloatVector.broadcast(S, along[p]), even);
      }
      even.add(odd).intoArray(sum, k);
    }
  }
}
