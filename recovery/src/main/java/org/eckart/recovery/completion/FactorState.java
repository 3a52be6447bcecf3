package org.eckart.recovery.completion;

import org.eckart.linalg.Check;
import org.eckart.linalg.RandomStream;

/**
 * Both sides' factors after some sweeps, in standardised units, positions by popularity.
 *
 * @param rank of the factors; each side may hold more numbers, to fill registers
 * @param noise variance of an entry of weight 1
 * @param trainRmse over the fitted entries, after the rows of the last sweep were solved; NaN at
 *     the start
 */
record FactorState(int rank, SideState rows, SideState columns, double noise, double trainRmse) {
  /**
   * Standard deviation of the columns' random start. Anything from 0.01 to 0.5 ends at the same
   * error; smaller starts need a sweep or two more, to grow out of the start.
   */
  private static final double START = 0.1;

  /** Prior precision of the first sweep; learned ones replace it after half a sweep. */
  private static final float FIRST_PRECISION = 3;

  /**
   * Noise is never believed to be below this part of the variance: float factors know no better.
   */
  static final double LEAST_NOISE = 1e-8;

  static FactorState start(int rows, int columns, int rank, long seed) {
    int stride = RowKernels.chosen().stride(rank);
    long most = (long) Math.max(rows, columns) * stride;
    Check.check(
        most <= Integer.MAX_VALUE - 8,
        "rank is %d, and %d rows or columns of it are %d numbers where one array holds 2147483639;"
            + " ask for %d or less",
        rank,
        Math.max(rows, columns),
        most,
        (Integer.MAX_VALUE - 8) / Math.max(rows, columns) / 16 * 16);
    RandomStream stream = RandomStream.of(seed, "factor start").split(rank);
    float[] factor = new float[columns * stride];
    fill(factor, columns, stride, 0, rank, stream);
    return new FactorState(
        rank,
        side(rows, stride, rank, new float[rows * stride]),
        side(columns, stride, rank, factor),
        1,
        Double.NaN);
  }

  private static SideState side(int size, int stride, int rank, float[] factor) {
    float[] weight = new float[size];
    java.util.Arrays.fill(weight, 1);
    float[] precision = new float[stride + 1];
    java.util.Arrays.fill(precision, 0, rank, FIRST_PRECISION);
    precision[stride] = FIRST_PRECISION;
    return new SideState(
        factor, new float[factor.length], new float[size], new float[size], weight, precision);
  }

  /** Uniform numbers of standard deviation {@link #START}: they cost a tenth of normal ones. */
  private static void fill(
      float[] factor, int size, int stride, int from, int to, RandomStream stream) {
    double width = 2 * Math.sqrt(3) * START;
    for (int i = 0; i < size; i++) {
      for (int k = from; k < to; k++) {
        factor[i * stride + k] = (float) ((stream.nextUniform() - 0.5) * width);
      }
    }
  }

  /**
   * This state with directions added, which start at random in the columns and at 0 in the rows.
   */
  FactorState grown(int larger, long seed) {
    int stride = RowKernels.chosen().stride(larger);
    RandomStream stream = RandomStream.of(seed, "factor start").split(larger);
    SideState r = widened(rows, larger, stride);
    SideState c = widened(columns, larger, stride);
    fill(c.factor(), c.size(), stride, rank, larger, stream);
    return new FactorState(larger, r, c, noise, trainRmse);
  }

  private SideState widened(SideState side, int larger, int stride) {
    float[] factor = new float[Math.multiplyExact(side.size(), stride)];
    float[] variance = new float[factor.length];
    for (int i = 0; i < side.size(); i++) {
      System.arraycopy(side.factor(), i * side.stride(), factor, i * stride, rank);
      System.arraycopy(side.factorVariance(), i * side.stride(), variance, i * stride, rank);
    }
    float[] precision = new float[stride + 1];
    System.arraycopy(side.precision(), 0, precision, 0, rank);
    java.util.Arrays.fill(precision, rank, larger, FIRST_PRECISION);
    precision[stride] = side.precision()[side.stride()];
    return new SideState(
        factor, variance, side.offset(), side.offsetVariance(), side.weight(), precision);
  }

  /** The posterior mean at row i and column j. */
  double predict(int i, int j) {
    float[] left = rows.factor();
    float[] right = columns.factor();
    int stride = rows.stride();
    int a = i * stride;
    int b = j * stride;
    double sum = rows.offset()[i] + columns.offset()[j];
    for (int k = 0; k < rank; k++) {
      sum += left[a + k] * right[b + k];
    }
    return sum;
  }

  /**
   * The posterior variance of a new entry at row i and column j: noise, and what is not known yet.
   */
  double variance(int i, int j) {
    int stride = rows.stride();
    double sum = noise / rows.weight()[i] + rows.offsetVariance()[i] + columns.offsetVariance()[j];
    for (int k = 0; k < rank; k++) {
      double l = rows.factor()[i * stride + k];
      double r = columns.factor()[j * stride + k];
      double vl = rows.factorVariance()[i * stride + k];
      double vr = columns.factorVariance()[j * stride + k];
      sum += l * l * vr + r * r * vl + vl * vr;
    }
    return sum;
  }

  /**
   * The number of directions in use: those whose means make up at least a twentieth of their second
   * moment on both sides. A direction that fades has means near 0 and the prior's variance.
   */
  int directionsInUse() {
    int used = 0;
    for (int k = 0; k < rank; k++) {
      if (Math.min(determined(rows, k), determined(columns, k)) > 0.05) {
        used++;
      }
    }
    return used;
  }

  /**
   * The part of a direction's prior variance that is explained by differences between the means.
   */
  private static double determined(SideState side, int k) {
    double means = 0;
    double variances = 0;
    for (int i = 0; i < side.size(); i++) {
      double mean = side.factor()[i * side.stride() + k];
      means += mean * mean;
      variances += side.factorVariance()[i * side.stride() + k];
    }
    return means == 0 ? 0 : means / (means + variances);
  }

  /** This state's offsets with directions that all start anew. */
  FactorState restarted(int rankThen, long seed) {
    return new FactorState(0, rows, columns, noise, trainRmse).grown(rankThen, seed);
  }

  /**
   * One sweep: every row, then every column.
   *
   * @param trust how far variances and precisions count as learned: 1, or less while directions
   *     form
   */
  FactorState swept(
      CompletionProblem.Grouped grouped,
      Penalty penalty,
      int innerSteps,
      double trust,
      org.eckart.linalg.Parallel parallel) {
    boolean learned = penalty instanceof Penalty.Learned;
    double count = Math.max(1, grouped.byRow().value().length);
    HalfSweep.Result r =
        HalfSweep.run(
            grouped.byRow(),
            rows,
            columns,
            rank,
            noise,
            penalty,
            innerSteps,
            learned && trust > 0,
            trust,
            parallel);
    double common = learned ? Math.max(LEAST_NOISE, r.expectedSquaredError() / count) : noise;
    HalfSweep.Result c =
        HalfSweep.run(
            grouped.byColumn(),
            columns,
            r.side(),
            rank,
            common,
            penalty,
            innerSteps,
            false,
            trust,
            parallel);
    return new FactorState(
        rank,
        r.side(),
        c.side(),
        learned ? common : Math.max(LEAST_NOISE, r.squaredError() / count),
        Math.sqrt(r.squaredError() / count));
  }

  /** The rows solved once more, so that they agree with the columns as they now are. */
  FactorState settledRows(
      CompletionProblem.Grouped grouped, Penalty penalty, org.eckart.linalg.Parallel parallel) {
    HalfSweep.Result r =
        HalfSweep.run(
            grouped.byRow(),
            rows,
            columns,
            rank,
            noise,
            penalty,
            CompletionOptions.EXACT_STEPS,
            penalty instanceof Penalty.Learned,
            1,
            parallel);
    return new FactorState(
        rank,
        r.side(),
        columns,
        noise,
        Math.sqrt(r.squaredError() / Math.max(1, grouped.byRow().value().length)));
  }
}
