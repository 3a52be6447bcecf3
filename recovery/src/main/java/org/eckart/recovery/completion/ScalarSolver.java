package org.eckart.recovery.completion;

import java.util.Arrays;

/** The row solver without SIMD. */
final class ScalarSolver extends BlockSolver {
  ScalarSolver(int rank, int stride, int innerSteps) {
    super(rank, stride, innerSteps);
  }

  @Override
  void sumSquares() {
    Arrays.fill(diagonal, 0);
    for (int p = 0; p < count; p++) {
      for (int k = 0; k < rank; k++) {
        float r = block[p * stride + k];
        diagonal[k] += entryWeight[p] * r * r;
      }
    }
  }

  @Override
  void sumVariances(int[] column, int from, float[] variance) {
    Arrays.fill(varianceSum, 0);
    for (int p = 0; p < count; p++) {
      for (int k = 0; k < rank; k++) {
        varianceSum[k] += entryWeight[p] * variance[column[from + p] * stride + k];
      }
    }
  }

  @Override
  void dots(float[] x) {
    for (int p = 0; p < count; p++) {
      float sum = 0;
      for (int k = 0; k < rank; k++) {
        sum += block[p * stride + k] * x[k];
      }
      along[p] = sum;
    }
  }

  @Override
  void combine(float[] sum) {
    Arrays.fill(sum, 0);
    for (int p = 0; p < count; p++) {
      for (int k = 0; k < rank; k++) {
        sum[k] += along[p] * block[p * stride + k];
      }
    }
  }
}
