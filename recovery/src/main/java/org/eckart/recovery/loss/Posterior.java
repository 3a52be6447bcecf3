package org.eckart.recovery.loss;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.entries.EntrySide;

/**
 * What is believed of a = μ + bᵢ + cⱼ + lᵢ·rⱼ, in the units in which values are fitted.
 *
 * @param center μ
 * @param noise σ of what has noise; 1 otherwise
 * @param strength prior variance of lᵢ·rⱼ where it is given: each side's directions have precision
 *     √(r/strength). 0 where a precision is learned for each direction
 * @param rows l and b
 * @param columns r and c
 */
record Posterior(
    double center, double noise, double strength, PosteriorSide rows, PosteriorSide columns) {
  /** Offsets are believed to be about 1 in size at first. */
  private static final double FIRST_OFFSET_PRECISION = 1;

  /** Precisions and noise stay within these, whatever was learned. */
  private static final double LARGEST_PRECISION = 1e8;

  private static final double SMALLEST_NOISE = 1e-6;

  /** The noise is read off the residuals of so many entries at most, evenly spaced. */
  private static final int MOST_LOOKED_AT = 100_001;

  int rank() {
    return rows.rank();
  }

  static Posterior start(LossKind kind, EntrySide rows, EntrySide columns, double penalty) {
    double precision = penalty > 0 ? penalty : FIRST_OFFSET_PRECISION;
    double sum = 0;
    for (double value : rows.value()) {
      sum += value;
    }
    int count = rows.entries();
    double center =
        switch (kind) {
          case SQUARED, HUBER -> 0; // values are centred
          case LOGISTIC -> Math.log((sum + 0.5) / (count - sum + 0.5));
          case POISSON -> Math.log((sum + 0.5) / (count + 0.5));
        };
    return new Posterior(
        center,
        1,
        0,
        PosteriorSide.start(rows.rows(), precision),
        PosteriorSide.start(columns.rows(), precision));
  }

  /**
   * With random directions of a given prior.
   *
   * @param penalty λ that stands for all priors, or 0
   */
  Posterior restarted(int rank, double newStrength, double penalty, long seed) {
    RandomStream random = RandomStream.of(seed, "loss completion start");
    double precision = penalty > 0 ? penalty : Math.sqrt(rank / newStrength);
    return new Posterior(
        center,
        noise,
        newStrength,
        rows.restarted(rank, precision, rows.precision()[rows.rank()], random.split(0)),
        columns.restarted(rank, precision, columns.precision()[columns.rank()], random.split(1)));
  }

  /** From here on with a precision learned for each direction. */
  Posterior learning() {
    return new Posterior(center, noise, 0, rows, columns);
  }

  /**
   * After a sweep over rows, then columns.
   *
   * @param fixedPenalty whether no precision is learned, not even that of the offsets
   */
  Posterior swept(
      LossKind kind, EntrySide byRow, EntrySide byColumn, boolean fixedPenalty, Parallel parallel) {
    LossSweep first = LossSweep.run(kind, byRow, rows, columns, center, noise, parallel);
    PosteriorSide newRows =
        fixedPenalty ? first.side() : learned(first.side(), byRow, strength == 0);
    LossSweep second = LossSweep.run(kind, byColumn, columns, newRows, center, noise, parallel);
    PosteriorSide newColumns =
        fixedPenalty ? second.side() : learned(second.side(), byColumn, strength == 0);
    double move = -second.slopes() / Math.max(second.curvatures(), Double.MIN_NORMAL);
    Posterior next =
        new Posterior(center + Math.clamp(move, -1, 1), noise, strength, newRows, newColumns);
    return kind.hasNoise() ? next.withNoise(kind, byRow) : next;
  }

  /** Precisions that the means and variances of a side's rows with entries call for. */
  private static PosteriorSide learned(PosteriorSide side, EntrySide entries, boolean directions) {
    int r = side.rank();
    double[] squares = new double[r + 1];
    int seen = 0;
    for (int i = 0; i < side.size(); i++) {
      if (entries.count(i) > 0) {
        seen++;
        for (int k = 0; k < r; k++) {
          double l = side.factor()[i * r + k];
          squares[k] += l * l + side.variance()[i * r + k];
        }
        squares[r] += side.offset()[i] * side.offset()[i] + side.offsetVariance()[i];
      }
    }
    double[] precision = side.precision().clone();
    for (int k = directions ? 0 : r; k <= r; k++) {
      precision[k] = Math.min(seen / Math.max(squares[k], Double.MIN_NORMAL), LARGEST_PRECISION);
    }
    return new PosteriorSide(
        r, side.factor(), side.variance(), side.offset(), side.offsetVariance(), precision);
  }

  /**
   * σ from the residuals: their root mean square, or for Huber's loss 1.4826 medians of their size.
   */
  private Posterior withNoise(LossKind kind, EntrySide byRow) {
    int stride = 1 + byRow.entries() / MOST_LOOKED_AT;
    double[] sizes = new double[(byRow.entries() + stride - 1) / stride];
    double squares = 0;
    int at = 0;
    int row = 0;
    for (int e = 0; e < byRow.entries(); e += stride) {
      while (byRow.start()[row + 1] <= e) {
        row++;
      }
      int column = byRow.other()[e];
      double error = byRow.value()[e] - mean(row, column);
      sizes[at++] = Math.abs(error);
      squares += error * error + variance(row, column);
    }
    double sigma;
    if (kind == LossKind.HUBER) {
      Arrays.sort(sizes);
      sigma = 1.4826 * sizes[sizes.length / 2];
    } else {
      sigma = Math.sqrt(squares / sizes.length);
    }
    return new Posterior(center, Math.max(sigma, SMALLEST_NOISE), strength, rows, columns);
  }

  /** The mean of a. */
  double mean(int row, int column) {
    int r = rank();
    return center
        + rows.offset()[row]
        + columns.offset()[column]
        + Kernels.dot(rows.factor(), row * r, columns.factor(), column * r, r);
  }

  /** The variance of a. */
  double variance(int row, int column) {
    double sum = rows.offsetVariance()[row] + columns.offsetVariance()[column];
    int r = rank();
    for (int k = 0; k < r; k++) {
      double l = rows.factor()[row * r + k];
      double c = columns.factor()[column * r + k];
      double lv = rows.variance()[row * r + k];
      double cv = columns.variance()[column * r + k];
      sum += l * l * cv + c * c * lv + lv * cv;
    }
    return sum;
  }
}
