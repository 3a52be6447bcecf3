package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

import org.eckart.core.store.NamedArrays;

/** A {@link ProductModel} as arrays with names, and back. */
final class ModelArrays {
  private ModelArrays() {}

  static NamedArrays save(
      DrawnSide rows,
      DrawnSide columns,
      float[] rowWeights,
      DrawNumbers numbers,
      boolean offsets,
      Standard standard,
      double[] levels) {
    int k = rows.draws();
    int q = rows.q();
    NamedArrays.Builder to =
        NamedArrays.builder()
            .put("row_draws", rows.theta(), rows.rows(), k, q)
            .put("column_draws", columns.theta(), columns.rows(), k, q);
    to.put("row_weights", rowWeights, rows.rows(), rowWeights.length / rows.rows());
    to.put("draw_mean", numbers.mean())
        .put("draw_precision", numbers.precision())
        .put("draw_freedom", numbers.freedom())
        .put("draw_variance", numbers.variance(), k, 2, q)
        .put("draw_cutpoints", numbers.cutpoints(), k, numbers.cutpoints().length / k)
        .put("draw_row_coefficients", numbers.rowCoefficients())
        .put("draw_column_coefficients", numbers.columnCoefficients())
        .put(
            "standard",
            new double[] {
              standard.centre(),
              standard.scale(),
              standard.lowest(),
              standard.highest(),
              offsets ? 1 : 0
            })
        .put("levels", levels);
    return to.build();
  }

  static ProductModel load(NamedArrays from) {
    int[] shape = from.get("row_draws").shape();
    int[] other = from.get("column_draws").shape();
    check(
        shape.length == 3 && other.length == 3 && shape[1] == other[1] && shape[2] == other[2],
        "draws of rows and of columns differ in number");
    int k = shape[1];
    DrawNumbers numbers =
        new DrawNumbers(
            from.doubles("draw_mean"),
            from.doubles("draw_precision"),
            from.doubles("draw_freedom"),
            from.doubles("draw_variance"),
            from.doubles("draw_cutpoints"),
            from.floats("draw_row_coefficients"),
            from.floats("draw_column_coefficients"));
    double[] units = from.doubles("standard");
    double[] levels = from.doubles("levels");
    check(
        k >= 1
            && numbers.mean().length == k
            && numbers.precision().length == k
            && numbers.freedom().length == k
            && numbers.variance().length == 2 * k * shape[2]
            && numbers.cutpoints().length == k * Math.max(0, levels.length - 1)
            && units.length == 5,
        "the numbers of %d draws differ in length",
        k);
    float[] weights = from.floats("row_weights");
    check(
        weights.length == 0 || weights.length == shape[0] * k,
        "rows and their weights differ in number");
    return new ProductModel(
        new DrawnSide(from.floats("row_draws"), k, shape[2]),
        new DrawnSide(from.floats("column_draws"), k, shape[2]),
        weights,
        numbers,
        units[4] != 0,
        new Standard(units[0], units[1], units[2], units[3]),
        levels);
  }
}
