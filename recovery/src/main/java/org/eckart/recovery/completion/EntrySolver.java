package org.eckart.recovery.completion;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The row solver for any rank on any registers: the row's columns are copied into one block, which
 * stays in cache, and each step goes through it once.
 *
 * <p>Cost of a row with n entries: 2 (2 + innerSteps) n rank multiplications and additions.
 */
final class EntrySolver extends RowSolver {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  private float[] block = new float[0]; // the row's columns, one after another
  private float[] entryWeight = new float[0];
  private float[] target = new float[0];
  private float[] along = new float[0]; // one number an entry, between two passes over the block
  private int count;
  private final float[] gradient;
  private final float[] direction;
  private final float[] curved;
  private double error;

  EntrySolver(int rank, int stride, int innerSteps) {
    super(rank, stride, innerSteps);
    gradient = new float[stride];
    direction = new float[stride];
    curved = new float[stride];
  }

  /** Floats in a register; touching it loads the Vector API. */
  static int lanes() {
    return LANES;
  }

  @Override
  void collect(CompressedEntries entries, int from, int to, SideState other, boolean uncertain) {
    count = to - from;
    if (target.length < count) {
      int room = count + count / 2;
      block = new float[room * stride];
      entryWeight = new float[room];
      target = new float[room];
      along = new float[room];
    }
    float[] factor = other.factor();
    weightSum = 0;
    targetSquares = 0;
    offsetVarianceSum = 0;
    for (int p = 0; p < count; p++) {
      int j = entries.other()[from + p];
      float w = other.weight()[j];
      float t = entries.value()[from + p] - other.offset()[j];
      System.arraycopy(factor, j * stride, block, p * stride, stride);
      entryWeight[p] = w;
      target[p] = t;
      weightSum += w;
      targetSquares += (double) w * t * t;
      if (uncertain) {
        offsetVarianceSum += w * other.offsetVariance()[j];
      }
    }
    for (int k = 0; k < stride; k += LANES) {
      sumSquares(k);
      if (uncertain) {
        sumVariances(entries.other(), from, other.factorVariance(), k);
      }
    }
  }

  private void sumSquares(int k) {
    FloatVector sum = FloatVector.zero(S);
    for (int p = 0; p < count; p++) {
      FloatVector r = FloatVector.fromArray(S, block, p * stride + k);
      sum = r.mul(entryWeight[p]).fma(r, sum);
    }
    sum.intoArray(diagonal, k);
  }

  private void sumVariances(int[] column, int from, float[] variance, int k) {
    FloatVector sum = FloatVector.zero(S);
    for (int p = 0; p < count; p++) {
      sum =
          FloatVector.fromArray(S, variance, column[from + p] * stride + k)
              .fma(FloatVector.broadcast(S, entryWeight[p]), sum);
    }
    sum.intoArray(varianceSum, k);
  }

  @Override
  void iterate(float[] factor, int at, float offset, float offsetPenalty) {
    System.arraycopy(factor, at, mean, 0, stride);
    meanOffset = offset;
    double go = residualGradient(offset) - (double) offsetPenalty * offset;
    for (int k = 0; k < stride; k++) {
      gradient[k] -= regular[k] * mean[k];
    }
    double penalised = error + penalty(offsetPenalty);
    double directionOffset = go * inverseOffsetCurvature;
    double gz = go * directionOffset;
    for (int k = 0; k < stride; k++) {
      direction[k] = gradient[k] * inverseCurvature[k];
      gz += (double) gradient[k] * direction[k];
    }
    double first = gz;
    for (int step = 0; step < innerSteps && gz > enough * first && gz > 0; step++) {
      double curvedOffset = curve((float) directionOffset) + offsetPenalty * directionOffset;
      double bend = directionOffset * curvedOffset;
      for (int k = 0; k < stride; k++) {
        curved[k] += regular[k] * direction[k];
        bend += (double) curved[k] * direction[k];
      }
      double length = gz / bend;
      if (!(bend > 0) || !Double.isFinite(length)) {
        break;
      }
      penalised -= length * gz;
      meanOffset += (float) (length * directionOffset);
      go -= length * curvedOffset;
      double next = go * go * inverseOffsetCurvature;
      for (int k = 0; k < stride; k++) {
        mean[k] += (float) length * direction[k];
        gradient[k] -= (float) length * curved[k];
        next += (double) gradient[k] * gradient[k] * inverseCurvature[k];
      }
      double turn = next / gz;
      gz = next;
      directionOffset = go * inverseOffsetCurvature + turn * directionOffset;
      for (int k = 0; k < stride; k++) {
        direction[k] = gradient[k] * inverseCurvature[k] + (float) turn * direction[k];
      }
    }
    error = Math.max(0, penalised - penalty(offsetPenalty));
  }

  @Override
  double squaredError() {
    return error;
  }

  /** Puts Σ w e r into {@link #gradient} and Σ w e² into {@link #error}; returns Σ w e. */
  private double residualGradient(float offset) {
    dots(mean);
    double sum = 0;
    double squares = 0;
    for (int p = 0; p < count; p++) {
      float e = target[p] - offset - along[p];
      float we = entryWeight[p] * e;
      squares += (double) we * e;
      sum += we;
      along[p] = we;
    }
    error = squares;
    combine(gradient);
    return sum;
  }

  /** Puts Σ w (r·d + d₀) r into {@link #curved}; returns Σ w (r·d + d₀). */
  private double curve(float directionOffset) {
    dots(direction);
    double sum = 0;
    for (int p = 0; p < count; p++) {
      float w = entryWeight[p] * (along[p] + directionOffset);
      sum += w;
      along[p] = w;
    }
    combine(curved);
    return sum;
  }

  /** Puts r·x of each entry into {@link #along}. */
  private void dots(float[] x) {
    for (int p = 0; p < count; p++) {
      int at = p * stride;
      FloatVector sum = FloatVector.fromArray(S, block, at).mul(FloatVector.fromArray(S, x, 0));
      for (int k = LANES; k < stride; k += LANES) {
        sum = FloatVector.fromArray(S, block, at + k).fma(FloatVector.fromArray(S, x, k), sum);
      }
      along[p] = LaneSum.of(sum);
    }
  }

  /** Puts Σ along · r into {@code sum}, a register of it at a time. */
  private void combine(float[] sum) {
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

  private double penalty(float offsetPenalty) {
    double sum = (double) offsetPenalty * meanOffset * meanOffset;
    for (int k = 0; k < stride; k++) {
      sum += (double) regular[k] * mean[k] * mean[k];
    }
    return sum;
  }
}
