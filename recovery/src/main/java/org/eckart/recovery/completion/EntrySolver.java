package org.eckart.recovery.completion;

/**
 * A row solver that goes through the row's entries once a step, reading the columns where they lie:
 * a short row's columns stay in cache between steps, and a long row's would not fit there as a copy
 * either. What runs over the entries is the twins' own: {@link SimdSolver} in registers, {@link
 * ScalarSolver} in plain loops.
 *
 * <p>Cost of a row with n entries: 2 (2 + innerSteps) n rank multiplications and additions.
 */
abstract class EntrySolver extends RowSolver {
  /** Entries between two visits of the same columns: at rank 64 they are 16 kB and still in L1. */
  private static final int PIECE = 64;

  /** The other side's factors; entry p has its own from {@code at[p]} on. */
  float[] factor = new float[0];

  int[] at = new int[0];

  float[] entryWeight = new float[0];

  /** One number an entry, between two passes over the block. */
  float[] along = new float[0];

  /** The row's entries. */
  int count;

  private float[] target = new float[0];
  private final float[] gradient;
  private final float[] direction;
  private final float[] curved;
  private double error;
  private double alongSum;

  EntrySolver(int rank, int stride, int innerSteps) {
    super(rank, stride, innerSteps);
    gradient = new float[stride];
    direction = new float[stride];
    curved = new float[stride];
  }

  /** Puts Σ w r² into {@link #diagonal}. */
  abstract void sumSquares();

  /** Puts Σ w Var r into {@link #varianceSum}; variances lie as the factors do. */
  abstract void sumVariances(float[] variance);

  /** Puts r·x of entries {@code from} up to {@code to} into {@link #along}. */
  abstract void dots(float[] x, int from, int to);

  /** Adds Σ along · r over entries {@code from} up to {@code to} to {@code sum}. */
  abstract void combine(float[] sum, int from, int to);

  @Override
  final void collect(CompressedEntries entries, int from, int to, SideState other, float trust) {
    count = to - from;
    if (target.length < count) {
      int room = Math.max(1024, count + count / 2);
      at = new int[room];
      entryWeight = new float[room];
      target = new float[room];
      along = new float[room];
    }
    int[] column = entries.other();
    float[] value = entries.value();
    factor = other.factor();
    float[] offset = other.offset();
    float[] weight = other.weight();
    float[] offsetVariance = other.offsetVariance();
    weightSum = 0;
    targetSquares = 0;
    offsetVarianceSum = 0;
    for (int p = 0; p < count; p++) {
      int j = column[from + p];
      float w = weight[j];
      float t = value[from + p] - offset[j];
      at[p] = j * stride;
      entryWeight[p] = w;
      target[p] = t;
      weightSum += w;
      targetSquares += (double) w * t * t;
      if (trust > 0) {
        offsetVarianceSum += w * offsetVariance[j];
      }
    }
    sumSquares();
    if (trust > 0) {
      sumVariances(other.factorVariance());
    } else {
      java.util.Arrays.fill(varianceSum, 0);
    }
    temper(trust);
  }

  @Override
  final void iterate(float[] start, int startAt, float offset, float offsetPenalty) {
    System.arraycopy(start, startAt, mean, 0, stride);
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
    for (int step = 1; step <= innerSteps && gz > enough * first && gz > 0; step++) {
      boolean last = step == innerSteps; // it needs its length alone, not where to turn next
      double bend = bend((float) directionOffset, offsetPenalty, !last);
      double length = gz / bend;
      if (!(bend > 0) || !Double.isFinite(length)) {
        break;
      }
      penalised -= length * gz;
      meanOffset += (float) (length * directionOffset);
      for (int k = 0; k < stride; k++) {
        mean[k] += (float) length * direction[k];
      }
      if (last) {
        break;
      }
      go -= length * (alongSum + offsetPenalty * directionOffset);
      double next = go * go * inverseOffsetCurvature;
      for (int k = 0; k < stride; k++) {
        gradient[k] -= (float) length * (curved[k] + regular[k] * direction[k]);
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
  final double squaredError() {
    return error;
  }

  /** Puts Σ w e r into {@link #gradient} and Σ w e² into {@link #error}; returns Σ w e. */
  private double residualGradient(float offset) {
    java.util.Arrays.fill(gradient, 0);
    double sum = 0;
    double squares = 0;
    for (int from = 0; from < count; from += PIECE) {
      int to = Math.min(count, from + PIECE);
      dots(mean, from, to);
      for (int p = from; p < to; p++) {
        float e = target[p] - offset - along[p];
        float we = entryWeight[p] * e;
        squares += (double) we * e;
        sum += we;
        along[p] = we;
      }
      combine(gradient, from, to);
    }
    error = squares;
    return sum;
  }

  /**
   * The Hessian's bend along the direction, with Σ w (r·d + d₀) in {@link #alongSum}.
   *
   * @param turning whether Σ w (r·d + d₀) r is wanted too, in {@link #curved}
   */
  private double bend(float directionOffset, float offsetPenalty, boolean turning) {
    java.util.Arrays.fill(curved, 0);
    double sum = 0;
    double bend = (double) offsetPenalty * directionOffset * directionOffset;
    for (int from = 0; from < count; from += PIECE) {
      int to = Math.min(count, from + PIECE);
      dots(direction, from, to);
      for (int p = from; p < to; p++) {
        float a = along[p] + directionOffset;
        float w = entryWeight[p] * a;
        bend += (double) w * a;
        sum += w;
        along[p] = w;
      }
      if (turning) {
        combine(curved, from, to);
      }
    }
    for (int k = 0; k < stride; k++) {
      bend += (double) regular[k] * direction[k] * direction[k];
    }
    alongSum = sum;
    return bend;
  }

  private double penalty(float offsetPenalty) {
    double sum = (double) offsetPenalty * meanOffset * meanOffset;
    for (int k = 0; k < stride; k++) {
      sum += (double) regular[k] * mean[k] * mean[k];
    }
    return sum;
  }
}
