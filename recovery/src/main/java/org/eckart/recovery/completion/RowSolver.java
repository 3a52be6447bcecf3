package org.eckart.recovery.completion;

/**
 * Solves one row at a time by preconditioned conjugate gradients from where the row stands: the
 * scaled-gradient direction with exact steps. {@link #collect} reads the row's entries, {@code
 * solve} steps; then the fields hold the new row.
 *
 * <p>One object serves one thread. Kernels differ in how they apply the row's Hessian: {@link
 * GramSolver} forms it, which is cheapest where it fits the registers; {@link SimdSolver} goes
 * through the entries at each step; {@link ScalarSolver} is the twin of both without SIMD.
 */
abstract class RowSolver {
  /** Steps stop where the squared preconditioned gradient has fallen by this factor. */
  final float enough;

  final int rank;
  final int stride;
  final int innerSteps;

  /** The row's new factor. */
  final float[] mean;

  /** 1 over the diagonal of the row's Hessian. */
  final float[] inverseCurvature;

  /** The row's new offset. */
  float meanOffset;

  /** 1 over the Hessian's entry for the offset. */
  float inverseOffsetCurvature;

  /** D, the diagonal that is added to Σ w r rᵀ. */
  final float[] regular;

  /** Σⱼ wⱼ Var rⱼ, or zeros. */
  final float[] varianceSum;

  /** Σⱼ wⱼ rⱼ². */
  final float[] diagonal;

  /** Σⱼ wⱼ, Σⱼ wⱼ tⱼ², Σⱼ wⱼ Var cⱼ. */
  double weightSum;

  double targetSquares;
  double offsetVarianceSum;

  RowSolver(int rank, int stride, int innerSteps) {
    this.rank = rank;
    this.stride = stride;
    this.innerSteps = innerSteps;
    this.enough = innerSteps >= CompletionOptions.EXACT_STEPS ? 1e-12f : 1e-4f;
    this.mean = new float[stride];
    this.inverseCurvature = new float[stride];
    this.regular = new float[stride];
    this.varianceSum = new float[stride];
    this.diagonal = new float[stride];
  }

  /** The fastest solver that this machine and JVM can run for this rank. */
  static RowSolver of(int rank, int stride, int innerSteps) {
    return RowKernels.chosen().solver(rank, stride, innerSteps);
  }

  /**
   * Reads entries {@code from} up to {@code to}.
   *
   * @param trust by which the other side's variances are multiplied, 0 to leave them out
   */
  abstract void collect(CompressedEntries entries, int from, int to, SideState other, float trust);

  /** Lets the other side's variances count in part. */
  final void temper(float trust) {
    if (trust < 1) {
      for (int k = 0; k < stride; k++) {
        varianceSum[k] *= trust;
      }
      offsetVarianceSum *= trust;
    }
  }

  /** Steps from the row's present place with {@link #regular} and this offset penalty in force. */
  abstract void iterate(float[] factor, int at, float offset, float offsetPenalty);

  /** Σ w e² at the new row. */
  abstract double squaredError();

  /**
   * Solves row i under prior precisions: {@code precision · rowNoise}, plus the other side's
   * spread.
   */
  final void solve(SideState own, int i, float[] precision, float rowNoise) {
    for (int k = 0; k < stride; k++) {
      regular[k] = precision[k] * rowNoise + varianceSum[k];
    }
    finish(own, i, precision[stride] * rowNoise);
  }

  /** Solves row i under one penalty for factor and offset. */
  final void solve(SideState own, int i, float penalty) {
    java.util.Arrays.fill(regular, penalty);
    finish(own, i, penalty);
  }

  private void finish(SideState own, int i, float offsetPenalty) {
    for (int k = 0; k < stride; k++) {
      float curvature = diagonal[k] + regular[k];
      inverseCurvature[k] = k < rank && curvature > 0 ? 1 / curvature : 0;
    }
    inverseOffsetCurvature = 1 / ((float) weightSum + offsetPenalty);
    iterate(own.factor(), i * stride, own.offset()[i], offsetPenalty);
  }

  /**
   * What the posterior adds to Σ w e²: the other side's variances, the row's own, and both
   * together.
   */
  final double spread(float rowNoise) {
    double sum = offsetVarianceSum + rowNoise * (double) inverseOffsetCurvature * weightSum;
    for (int k = 0; k < rank; k++) {
      sum += (double) varianceSum[k] * mean[k] * mean[k];
      sum += (double) rowNoise * inverseCurvature[k] * (diagonal[k] + varianceSum[k]);
    }
    return sum;
  }
}
