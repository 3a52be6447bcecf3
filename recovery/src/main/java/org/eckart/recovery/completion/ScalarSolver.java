package org.eckart.recovery.completion;

/**
 * The row solver without SIMD: plain loops through the entries at each step.
 *
 * <p>Cost of a row with n entries: 2 (2 + innerSteps) n rank multiplications and additions.
 */
final class ScalarSolver extends RowSolver {
  private float[] block = new float[0]; // the row's columns, one after another
  private float[] entryWeight = new float[0];
  private float[] residual = new float[0];
  private int count;
  private final float[] gradient;
  private final float[] direction;
  private final float[] curved;
  private double error;

  ScalarSolver(int rank, int stride, int innerSteps) {
    super(rank, stride, innerSteps);
    gradient = new float[stride];
    direction = new float[stride];
    curved = new float[stride];
  }

  @Override
  void collect(CompressedEntries entries, int from, int to, SideState other, boolean uncertain) {
    count = to - from;
    if (residual.length < count) {
      int room = count + count / 2;
      block = new float[room * stride];
      entryWeight = new float[room];
      residual = new float[room];
    }
    java.util.Arrays.fill(diagonal, 0);
    java.util.Arrays.fill(varianceSum, 0);
    weightSum = 0;
    targetSquares = 0;
    offsetVarianceSum = 0;
    for (int p = 0; p < count; p++) {
      int j = entries.other()[from + p];
      float w = other.weight()[j];
      float t = entries.value()[from + p] - other.offset()[j];
      System.arraycopy(other.factor(), j * stride, block, p * stride, stride);
      entryWeight[p] = w;
      residual[p] = t;
      weightSum += w;
      targetSquares += (double) w * t * t;
      for (int k = 0; k < rank; k++) {
        float r = block[p * stride + k];
        diagonal[k] += w * r * r;
      }
      if (uncertain) {
        for (int k = 0; k < rank; k++) {
          varianceSum[k] += w * other.factorVariance()[j * stride + k];
        }
        offsetVarianceSum += w * other.offsetVariance()[j];
      }
    }
  }

  @Override
  void iterate(float[] factor, int at, float offset, float offsetPenalty) {
    System.arraycopy(factor, at, mean, 0, stride);
    meanOffset = offset;
    java.util.Arrays.fill(gradient, 0);
    double gradientOffset = 0;
    error = 0;
    for (int p = 0; p < count; p++) {
      float e = residual[p] - offset - dot(p, mean);
      float we = entryWeight[p] * e;
      error += (double) we * e;
      gradientOffset += we;
      addTo(gradient, p, we);
    }
    for (int k = 0; k < rank; k++) {
      gradient[k] -= regular[k] * mean[k];
    }
    double go = gradientOffset - (double) offsetPenalty * offset;
    double penalised = error + penalty(offsetPenalty);
    double gz = go * go * inverseOffsetCurvature;
    double directionOffset = go * inverseOffsetCurvature;
    for (int k = 0; k < rank; k++) {
      direction[k] = gradient[k] * inverseCurvature[k];
      gz += (double) gradient[k] * direction[k];
    }
    double first = gz;
    for (int step = 0; step < innerSteps && gz > enough * first && gz > 0; step++) {
      java.util.Arrays.fill(curved, 0);
      double curvedOffset = 0;
      double bend = 0;
      for (int p = 0; p < count; p++) {
        float along = dot(p, direction) + (float) directionOffset;
        float w = entryWeight[p] * along;
        bend += (double) w * along;
        curvedOffset += w;
        addTo(curved, p, w);
      }
      for (int k = 0; k < rank; k++) {
        float d = regular[k] * direction[k];
        bend += (double) d * direction[k];
        curved[k] += d;
      }
      curvedOffset += offsetPenalty * directionOffset;
      bend += offsetPenalty * directionOffset * directionOffset;
      double length = gz / bend;
      if (!(bend > 0) || !Double.isFinite(length)) {
        break;
      }
      penalised -= length * gz;
      meanOffset += (float) (length * directionOffset);
      go -= length * curvedOffset;
      double next = go * go * inverseOffsetCurvature;
      for (int k = 0; k < rank; k++) {
        mean[k] += (float) length * direction[k];
        gradient[k] -= (float) length * curved[k];
        next += (double) gradient[k] * gradient[k] * inverseCurvature[k];
      }
      double turn = next / gz;
      gz = next;
      directionOffset = go * inverseOffsetCurvature + turn * directionOffset;
      for (int k = 0; k < rank; k++) {
        direction[k] = gradient[k] * inverseCurvature[k] + (float) turn * direction[k];
      }
    }
    error = Math.max(0, penalised - penalty(offsetPenalty));
  }

  @Override
  double squaredError() {
    return error;
  }

  private double penalty(float offsetPenalty) {
    double sum = (double) offsetPenalty * meanOffset * meanOffset;
    for (int k = 0; k < rank; k++) {
      sum += (double) regular[k] * mean[k] * mean[k];
    }
    return sum;
  }

  private float dot(int p, float[] x) {
    float sum = 0;
    for (int k = 0; k < rank; k++) {
      sum += block[p * stride + k] * x[k];
    }
    return sum;
  }

  private void addTo(float[] sum, int p, float factor) {
    for (int k = 0; k < rank; k++) {
      sum[k] += factor * block[p * stride + k];
    }
  }
}
