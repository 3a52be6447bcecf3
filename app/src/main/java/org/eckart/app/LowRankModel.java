package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.List;
import java.util.Set;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;
import org.eckart.recovery.factored.FactoredEstimate;
import org.eckart.recovery.softimpute.SoftImputeEstimate;

/**
 * A completed matrix μ + aᵢ + bⱼ + (U diag(s) Vᵀ)ᵢⱼ, without intervals. Without a row or a column
 * it is ν + aᵢ + bⱼ.
 *
 * @param kind under which a model folder knows it
 * @param factors U m × r, s, V n × r
 * @param mean μ
 * @param elsewhere ν: μ, or for a model without offsets the mean of the entries
 * @param rowOffsets aᵢ
 * @param columnOffsets bⱼ
 * @param seen which columns each row has entries in
 * @param columnCounts observed entries in each column
 */
record LowRankModel(
    String kind,
    Labels rowLabels,
    Labels columnLabels,
    Svd factors,
    double mean,
    double elsewhere,
    Vector rowOffsets,
    Vector columnOffsets,
    SeenColumns seen,
    int[] columnCounts)
    implements Completed {
  /** Made by soft-impute. */
  static final String SOFTIMPUTE = "softimpute";

  /** Made by a method on factors alone, such as scaledgd: offsets are 0. */
  static final String FACTORED = "low-rank";

  static final Set<String> KINDS = Set.of(SOFTIMPUTE, FACTORED);

  static LowRankModel of(SoftImputeEstimate estimate, ObservedEntries entries) {
    return of(
        SOFTIMPUTE,
        estimate.factors(),
        estimate.mean(),
        estimate.mean(),
        estimate.rowOffsets(),
        estimate.columnOffsets(),
        entries);
  }

  static LowRankModel of(FactoredEstimate estimate, ObservedEntries entries) {
    return of(estimate.factors(), entries);
  }

  /** Factors without offsets. */
  static LowRankModel of(Svd factors, ObservedEntries entries) {
    return of(
        FACTORED,
        factors,
        0,
        entries.mean(),
        Vector.of(new double[entries.rows()]),
        Vector.of(new double[entries.columns()]),
        entries);
  }

  private static LowRankModel of(
      String kind,
      Svd factors,
      double mean,
      double elsewhere,
      Vector rowOffsets,
      Vector columnOffsets,
      ObservedEntries entries) {
    return new LowRankModel(
        kind,
        entries.rowLabels(),
        entries.columnLabels(),
        factors,
        mean,
        elsewhere,
        rowOffsets,
        columnOffsets,
        SeenColumns.of(entries),
        entries.columnCounts());
  }

  @Override
  public int rows() {
    return rowOffsets.size();
  }

  @Override
  public int columns() {
    return columnOffsets.size();
  }

  @Override
  public int rank() {
    return factors.rank();
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
    boolean known = row >= 0 && column >= 0;
    double sum =
        (known ? mean : elsewhere)
            + (row < 0 ? 0 : rowOffsets.get(row))
            + (column < 0 ? 0 : columnOffsets.get(column));
    if (known) {
      for (int k = 0; k < rank(); k++) {
        sum += factors.u().get(row, k) * factors.s().get(k) * factors.v().get(column, k);
      }
    }
    return sum;
  }

  @Override
  public Prediction predict(int row, int column, double level) {
    return new Prediction(predict(row, column), Double.NaN, Double.NaN);
  }

  @Override
  public boolean hasIntervals() {
    return false;
  }

  @Override
  public String unknown() {
    return kind.equals(FACTORED) ? "as the mean of the entries" : "from offsets alone";
  }

  @Override
  public List<Recommendation> recommend(int row, int top, double level) {
    return seen.best(row, top, columnLabels, j -> predict(row, j));
  }

  @Override
  public Directions directions() {
    return new Directions(factors.s(), factors.u(), factors.v());
  }

  @Override
  public StoredModel store(String provenance) {
    NamedArrays arrays =
        NamedArrays.builder()
            .put("row_vectors", factors.u())
            .put("row_offset", rowOffsets.toArray())
            .put("column_vectors", factors.v())
            .put("column_offset", columnOffsets.toArray())
            .put("column_count", columnCounts)
            .put("values", factors.s().toArray())
            .put("mean", new double[] {mean})
            .put("elsewhere", new double[] {elsewhere})
            .put("seen_start", seen.start())
            .put("seen_column", seen.column())
            .build();
    return new StoredModel(
        kind,
        arrays,
        List.of("row_vectors", "row_offset"),
        List.of("column_vectors", "column_offset", "column_count"),
        rowLabels,
        columnLabels,
        provenance);
  }

  /**
   * The model that {@link #store} kept.
   *
   * @throws InputException if arrays are missing or contradict each other
   */
  static LowRankModel load(StoredModel stored) {
    NamedArrays from = stored.arrays();
    try {
      double[] values = from.doubles("values");
      double[] mean = from.doubles("mean");
      int m = stored.rows().size();
      int n = stored.columns().size();
      double[] elsewhere =
          from.has("elsewhere") ? from.doubles("elsewhere") : mean; // older ones lack it
      check(mean.length == 1 && elsewhere.length == 1, "the mean is not one number");
      check(
          from.matrix("row_vectors").rows() == m
              && from.matrix("row_vectors").columns() == values.length
              && from.doubles("row_offset").length == m,
          "rows and their labels differ in number");
      check(
          from.matrix("column_vectors").rows() == n
              && from.matrix("column_vectors").columns() == values.length
              && from.doubles("column_offset").length == n
              && from.ints("column_count").length == n,
          "columns and their labels differ in number");
      return new LowRankModel(
          stored.kind(),
          stored.rows(),
          stored.columns(),
          new Svd(from.matrix("row_vectors"), Vector.of(values), from.matrix("column_vectors")),
          mean[0],
          elsewhere[0],
          Vector.of(from.doubles("row_offset")),
          Vector.of(from.doubles("column_offset")),
          SeenColumns.checked(from.ints("seen_start"), from.ints("seen_column"), m),
          from.ints("column_count"));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new InputException(
          "damaged-model",
          "",
          "The model's arrays do not make a "
              + stored.kind()
              + " model ("
              + e.getMessage()
              + "); save it again",
          e);
    }
  }
}
