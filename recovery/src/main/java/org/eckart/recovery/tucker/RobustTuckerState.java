package org.eckart.recovery.tucker;

/**
 * Where a run of {@link RobustTucker} stands.
 *
 * @param steps done
 * @param x the model
 * @param threshold ζ above which a residual counts as corruption
 * @param change of the model in the last step, relative; 1 before the first
 * @param growth how far the search for the ranks is
 */
public record RobustTuckerState(
    int steps, Tucker x, double threshold, double change, Growth growth) {
  /**
   * How far the search for the ranks is.
   *
   * @param looks whether directions may still be added
   * @param steps since the last look at the residual
   * @param quiet of these, the last ones running in which the median residual hardly fell
   * @param median of the residuals before the last step
   */
  record Growth(boolean looks, int steps, int quiet, double median) {
    static final Growth OVER = new Growth(false, 0, 0, 0);

    static Growth begun() {
      return new Growth(true, 0, 0, Double.POSITIVE_INFINITY);
    }
  }
}
