package org.eckart.recovery.completion;

import java.util.Arrays;

/** The row solver without SIMD. */
final class ScalarSolver extends EntrySolver {
  ScalarSolver(int rank, int stride, int innerSteps) {
    super(rank, stride, innerSteps);
  }

  @Override
  void sumSquares() {
    Arrays.fill(diagonal, 0);
    for (int p = 0; p < count; p++) {
      for (int k = 0; k < rank; k++) {
        float r = factor[at[p] + k];
        diagonal[k] += entryWeight[p] * r * r;
      }
    }
  }

  @Override
  void sumVariances(float[] variance) {
    Arrays.fill(varianceSum, 0);
    for (int p = 0; p < count; p++) {
      for (int k = 0; k < rank; k++) {
        varianceSum[k] += entryWeight[p] * variance[at[p] + k];
      }
    }
  }

  @Override
  void dots(float[] x, int from, int to) {
    for (int p = from; p < to; p++) {
      float sum = 0;
      for (int k = 0; k < rank; k++) {
        sum += factor[at[p] + k] * x[k];
      }
      along[p] = sum;
    }
  }

  @Override
  void combine(float[] sum, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int k = 0; k < rank; k++) {
        sum[k] += along[p] * factor[at[p] + k];
      }
    }
  }
}
