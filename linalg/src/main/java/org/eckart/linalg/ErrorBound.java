package org.eckart.linalg;

/** The posterior bound of {@link TruncatedSvd#errorBound}, on a tall operator. */
final class ErrorBound {
  /** Times that E Eᵀ is applied; each takes two products and a good part of what slack is left. */
  private static final int POWERS = 3;

  private ErrorBound() {}

  /**
   * @param omega n × probes, standard normal
   */
  static double of(Products a, Matrix u, Vector s, Matrix v, Matrix omega) {
    Matrix y = a.times(omega); // fixes the scale of the operator
    Vector scaled = Matrix.wrap(1, s.size(), s.toArray()).scaled(1 / a.scale()).row(0);
    y = y.minus(u.columnsScaled(scaled).times(v.transposeTimes(omega)));
    double logarithm = 0; // of what was divided out of y
    for (int power = 0; power < POWERS; power++) {
      double size = y.largestMagnitude();
      if (size == 0) {
        return 0;
      }
      y = y.scaled(1 / size);
      Matrix x = a.transposeTimes(y).minus(v.columnsScaled(scaled).times(u.transposeTimes(y)));
      double again = x.largestMagnitude();
      if (again == 0) {
        return 0;
      }
      x = x.scaled(1 / again);
      y = a.times(x).minus(u.columnsScaled(scaled).times(v.transposeTimes(x)));
      logarithm += Math.log(size) + Math.log(again);
    }
    double largest = 0;
    for (int j = 0; j < y.columns(); j++) {
      double[] column = y.column(j).toArray();
      largest = Math.max(largest, Matrix.wrap(1, column.length, column).frobeniusNorm());
    }
    if (largest == 0) {
      return 0;
    }
    double slack = Math.log(10 * Math.sqrt(2 / Math.PI));
    return Math.exp((slack + Math.log(largest) + logarithm) / (2 * POWERS + 1)) * a.scale();
  }
}
