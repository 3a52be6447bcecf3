package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.bayes.normalproduct.Features;
import org.eckart.bayes.normalproduct.Interval;
import org.eckart.bayes.normalproduct.ProductModel;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;
import org.jspecify.annotations.Nullable;

/**
 * A matrix completed by draws from a posterior, with credible intervals.
 *
 * @param columnCounts observed entries in each column
 * @param rowCoding what the features of rows mean; null without any
 */
record BayesModel(
    Labels rowLabels,
    Labels columnLabels,
    ProductModel model,
    SeenColumns seen,
    int[] columnCounts,
    @Nullable FeatureCoding rowCoding)
    implements Completed {
  /** Under which a model folder knows it. */
  static final String KIND = "normal-product";

  private static final String ROW_FEATURES = "row_features";

  static BayesModel of(
      ProductModel model, ObservedEntries entries, @Nullable FeatureCoding rowCoding) {
    return new BayesModel(
        entries.rowLabels(),
        entries.columnLabels(),
        model,
        SeenColumns.of(entries),
        entries.columnCounts(),
        rowCoding);
  }

  boolean isOrdinal() {
    return model.isOrdinal();
  }

  @Override
  public int rows() {
    return model.rows();
  }

  @Override
  public int columns() {
    return model.columns();
  }

  @Override
  public int rank() {
    return model.rank();
  }

  @Override
  public int rowCount(int row) {
    return seen.count(row);
  }

  @Override
  public int columnCount(int column) {
    return columnCounts[column];
  }

  @Override
  public double predict(int row, int column) {
    return model.predict(row, column);
  }

  @Override
  public Prediction predict(int row, int column, double level) {
    Interval found = model.predict(row, column, level);
    return new Prediction(found.value(), found.lower(), found.upper());
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public double[] levels() {
    return model.levels();
  }

  @Override
  public double[] probabilities(int row, int column) {
    return model.probabilities(row, column);
  }

  @Override
  public String intervals() {
    return "Intervals are credible intervals: the draws alone make them, nothing calibrates them"
        + " afterwards, and they are checked here on entries that were never seen."
        + (isOrdinal()
            ? " Their ends are levels, so they hold somewhat more than was asked for."
            : "");
  }

  @Override
  public String unknown() {
    return "from the mean, offsets and what is common to all";
  }

  @Override
  public List<Recommendation> recommend(int row, int top, double level) {
    return seen.best(row, top, columnLabels, j -> predict(row, j)).stream()
        .map(
            one -> new Recommendation(one.column(), one.label(), predict(row, one.column(), level)))
        .toList();
  }

  /**
   * A model of new rows over the same columns; entries in others are left out.
   *
   * @param features of the new rows, in the terms of {@link #rowCoding}; null for none
   * @throws InputException if an ordinal model has no such level
   */
  BayesModel foldIn(ObservedEntries entries, @Nullable Features features, Parallel parallel) {
    int[] known =
        java.util.stream.IntStream.range(0, entries.count())
            .filter(k -> place(entries, k) >= 0)
            .toArray();
    int[] row = new int[known.length];
    int[] column = new int[known.length];
    double[] value = new double[known.length];
    for (int k = 0; k < known.length; k++) {
      row[k] = entries.row(known[k]);
      column[k] = place(entries, known[k]);
      value[k] = entries.value(known[k]);
      if (isOrdinal() && java.util.Arrays.binarySearch(model.levels(), value[k]) < 0) {
        throw InputException.of(
            "level",
            entries.rowLabels().get(row[k]),
            "The entry at row '%s', column '%s' is %s, which is none of the levels that this"
                + " ordinal model knows",
            entries.rowLabels().get(row[k]),
            columnLabels.get(column[k]),
            value[k]);
      }
    }
    ObservedEntries mapped =
        ObservedEntries.of(entries.rowLabels(), columnLabels, row, column, value);
    return new BayesModel(
        entries.rowLabels(),
        columnLabels,
        model.foldIn(entries.rows(), row, column, value, features, parallel),
        SeenColumns.of(mapped),
        columnCounts,
        rowCoding);
  }

  private int place(ObservedEntries entries, int k) {
    return columnLabels.indexOf(entries.columnLabels().get(entries.column(k)));
  }

  @Override
  public Directions directions() {
    Svd triplets = model.directions();
    return new Directions(triplets.s(), triplets.u(), triplets.v());
  }

  @Override
  public StoredModel store(String provenance) {
    NamedArrays.Builder to = NamedArrays.builder();
    NamedArrays saved = model.save();
    saved.names().forEach(name -> to.put(name, saved.get(name)));
    if (rowCoding != null) {
      to.text(ROW_FEATURES, rowCoding.json());
    }
    to.put("column_count", columnCounts);
    to.put("seen_start", seen.start());
    to.put("seen_column", seen.column());
    return new StoredModel(
        KIND,
        to.build(),
        List.of("row_draws", "row_weights"),
        List.of("column_draws", "column_count"),
        rowLabels,
        columnLabels,
        provenance);
  }

  /**
   * The model that {@link #store} kept.
   *
   * @throws InputException if arrays are missing or contradict each other
   */
  static BayesModel load(StoredModel stored) {
    NamedArrays from = stored.arrays();
    try {
      ProductModel model = ProductModel.load(from);
      String coded = from.texts().get(ROW_FEATURES);
      check(model.rows() == stored.rows().size(), "rows and their labels differ in number");
      check(
          model.columns() == stored.columns().size()
              && from.ints("column_count").length == model.columns(),
          "columns and their labels differ in number");
      return new BayesModel(
          stored.rows(),
          stored.columns(),
          model,
          SeenColumns.checked(from.ints("seen_start"), from.ints("seen_column"), model.rows()),
          from.ints("column_count"),
          coded == null ? null : FeatureCoding.read(coded));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new InputException(
          "damaged-model",
          "",
          "The model's arrays do not make draws of a normal product ("
              + e.getMessage()
              + "); save it again",
          e);
    }
  }
}
