package org.eckart.core.metric;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.PowerOfTwo;

/**
 * Error of predictions, one after the other: root of the mean square, mean magnitude, bias and
 * largest.
 *
 * <p>Squares are kept relative to the power of two below the largest error so far, which costs no
 * rounding, so that errors of 10⁻²⁰⁰ and of 10²⁰⁰ are measured as well as any. Sums are plain: of N
 * errors the RMSE is right to N rounding errors.
 */
public final class PredictionError {
  private long count;
  private double largest;
  private double scale; // the power of two at or below the largest
  private double squares; // of error / scale
  private double magnitudes; // of error / scale
  private double signed; // of error / scale

  /** Takes one prediction. */
  public void add(double predicted, double actual) {
    double error = predicted - actual;
    check(Double.isFinite(error), "%s predicted where %s is right", predicted, actual);
    double magnitude = Math.abs(error);
    count++;
    if (magnitude > largest) {
      grow(magnitude);
    }
    if (largest > 0) {
      double relative = error / scale;
      squares += relative * relative;
      magnitudes += Math.abs(relative);
      signed += relative;
    }
  }

  /** Takes all that another has seen; the order of such sums fixes the bits. */
  public void and(PredictionError other) {
    if (other.largest > largest) {
      grow(other.largest);
    }
    if (largest > 0) {
      double ratio = other.scale / scale;
      squares += other.squares * ratio * ratio;
      magnitudes += other.magnitudes * ratio;
      signed += other.signed * ratio;
    }
    count += other.count;
  }

  private void grow(double newLargest) {
    largest = newLargest;
    double newScale = PowerOfTwo.upTo(newLargest);
    double ratio = scale / newScale;
    squares *= ratio * ratio;
    magnitudes *= ratio;
    signed *= ratio;
    scale = newScale;
  }

  /** Predictions taken. */
  public long count() {
    return count;
  }

  /** √(mean of squares); NaN if nothing was taken. */
  public double rmse() {
    return count == 0 ? Double.NaN : scale * Math.sqrt(squares / count);
  }

  /** Mean of magnitudes; NaN if nothing was taken. */
  public double mae() {
    return count == 0 ? Double.NaN : scale * (magnitudes / count);
  }

  /** Mean of predicted − actual; NaN if nothing was taken. */
  public double bias() {
    return count == 0 ? Double.NaN : scale * (signed / count);
  }

  /** The largest magnitude of an error; 0 if nothing was taken. */
  public double largest() {
    return largest;
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT, "RMSE %.6g, MAE %.6g over %d", rmse(), mae(), count);
  }
}
