package org.eckart.bayes.normalproduct;

import org.eckart.core.store.NamedArrays;

/**
 * A draw that the model predicts from: 4 bytes a number of the factors.
 *
 * @param rows rows × q
 * @param columns columns × q
 * @param rowWeights precision of each row's noise over τ; empty where all are 1
 * @param rowCoefficients what features of rows say, features × q; empty without them
 * @param columnCoefficients what features of columns say
 * @param variance of each number of a row, then of a column, about what features say: 2 q
 * @param cutpoints between levels; empty of Gaussian output
 * @param mean of all values, standardised
 * @param precision τ
 * @param freedom ν of the rows' weights; infinite where these are 1
 */
record KeptDraw(
    float[] rows,
    float[] columns,
    float[] rowWeights,
    float[] rowCoefficients,
    float[] columnCoefficients,
    double[] variance,
    double[] cutpoints,
    double mean,
    double precision,
    double freedom) {
  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  void save(NamedArrays.Builder to, String prefix) {
    to.put(prefix + "rows", rows);
    to.put(prefix + "columns", columns);
    to.put(prefix + "row_weights", rowWeights);
    to.put(prefix + "row_coefficients", rowCoefficients);
    to.put(prefix + "column_coefficients", columnCoefficients);
    to.put(prefix + "variance", variance);
    to.put(prefix + "cutpoints", cutpoints);
    to.put(prefix + "numbers", new double[] {mean, precision, freedom});
  }

  static KeptDraw load(NamedArrays from, String prefix) {
    double[] numbers = from.doubles(prefix + "numbers");
    return new KeptDraw(
        from.floats(prefix + "rows"),
        from.floats(prefix + "columns"),
        from.floats(prefix + "row_weights"),
        from.floats(prefix + "row_coefficients"),
        from.floats(prefix + "column_coefficients"),
        from.doubles(prefix + "variance"),
        from.doubles(prefix + "cutpoints"),
        numbers[0],
        numbers[1],
        numbers[2]);
  }
}
