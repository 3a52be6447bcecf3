package org.eckart.bayes.variate;

import java.util.function.DoubleUnaryOperator;
import org.eckart.linalg.RandomStream;

/** Slice sampling of one number (Neal, Annals of Statistics 31, 2003), by stepping out. */
public final class Slice {
  /** Steps out to either side in all; the interval is cut off there, which keeps the density. */
  private static final int STEPS = 40;

  /** Halvings after which rounding alone is left. */
  private static final int SHRINKS = 200;

  private Slice() {}

  /**
   * The next state of a chain that leaves the density ∝ e^f invariant.
   *
   * @param x where it stands; f is finite there
   * @param width about that of the density; a wrong one costs evaluations only, but it must be the
   *     same for all x that the move connects
   */
  public static double move(double x, double width, DoubleUnaryOperator f, RandomStream random) {
    double level = f.applyAsDouble(x) + Math.log(1 - random.nextUniform());
    double left = x - width * random.nextUniform();
    double right = left + width;
    int outLeft = random.nextInt(STEPS);
    int outRight = STEPS - 1 - outLeft;
    while (outLeft-- > 0 && f.applyAsDouble(left) > level) {
      left -= width;
    }
    while (outRight-- > 0 && f.applyAsDouble(right) > level) {
      right += width;
    }
    for (int k = 0; k < SHRINKS; k++) {
      double to = left + (right - left) * random.nextUniform();
      if (f.applyAsDouble(to) >= level) {
        return to;
      }
      if (to < x) {
        left = to;
      } else {
        right = to;
      }
    }
    return x;
  }
}
