package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
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
import org.eckart.recovery.softimpute.SoftImputeEstimate;

/**
 * A matrix completed by soft-impute: μ + aᵢ + bⱼ + (U diag(s) Vᵀ)ᵢⱼ, without intervals.
 *
 * @param factors U m × r, s, V n × r
 * @param mean μ
 * @param rowOffsets aᵢ
 * @param columnOffsets bⱼ
 * @param seenStart where each row begins in {@code seenColumn}; m + 1
 * @param seenColumn columns observed in each row, ascending
 * @param columnCounts observed entries in each column
 */
record ConvexModel(
    Labels rowLabels,
    Labels columnLabels,
    Svd factors,
    double mean,
    Vector rowOffsets,
    Vector columnOffsets,
    int[] seenStart,
    int[] seenColumn,
    int[] columnCounts)
    implements Completed {
  /** The kind under which a model folder knows this model. */
  static final String KIND = "softimpute";

  static ConvexModel of(SoftImputeEstimate estimate, ObservedEntries entries) {
    int[] start = new int[entries.rows() + 1];
    int[] counts = entries.rowCounts();
    for (int i = 0; i < entries.rows(); i++) {
      start[i + 1] = start[i] + counts[i];
    }
    int[] at = start.clone();
    int[] column = new int[entries.count()];
    for (int k = 0; k < entries.count(); k++) {
      column[at[entries.row(k)]++] = entries.column(k);
    }
    for (int i = 0; i < entries.rows(); i++) {
      Arrays.sort(column, start[i], start[i + 1]);
    }
    return new ConvexModel(
        entries.rowLabels(),
        entries.columnLabels(),
        estimate.factors(),
        estimate.mean(),
        estimate.rowOffsets(),
        estimate.columnOffsets(),
        start,
        column,
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
    return seenStart[row + 1] - seenStart[row];
  }

  @Override
  public int columnCount(int column) {
    return columnCounts[column];
  }

  @Override
  public double predict(int row, int column) {
    double sum =
        mean + (row < 0 ? 0 : rowOffsets.get(row)) + (column < 0 ? 0 : columnOffsets.get(column));
    if (row >= 0 && column >= 0) {
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
  public List<Recommendation> recommend(int row, int top, double level) {
    check(top >= 1, "top is %d; it must be at least 1", top);
    Comparator<Recommendation> worstFirst =
        Comparator.comparingDouble((Recommendation r) -> r.prediction().value())
            .thenComparing(Comparator.comparingInt(Recommendation::column).reversed());
    PriorityQueue<Recommendation> best = new PriorityQueue<>(worstFirst);
    int seen = seenStart[row];
    for (int j = 0; j < columns(); j++) {
      if (seen < seenStart[row + 1] && seenColumn[seen] == j) {
        seen++;
        continue;
      }
      double value = predict(row, j);
      Recommendation weakest = best.peek();
      if (best.size() < top || (weakest != null && value > weakest.prediction().value())) {
        best.add(
            new Recommendation(
                j, columnLabels.get(j), new Prediction(value, Double.NaN, Double.NaN)));
        if (best.size() > top) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(worstFirst.reversed()).toList();
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
            .put("seen_start", seenStart)
            .put("seen_column", seenColumn)
            .build();
    return new StoredModel(
        KIND,
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
  static ConvexModel load(StoredModel stored) {
    NamedArrays from = stored.arrays();
    try {
      double[] values = from.doubles("values");
      double[] mean = from.doubles("mean");
      int[] start = from.ints("seen_start");
      int[] column = from.ints("seen_column");
      int m = stored.rows().size();
      int n = stored.columns().size();
      check(mean.length == 1, "the mean is not one number");
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
      check(
          start.length == m + 1 && start[0] == 0 && start[m] == column.length,
          "the list of observed entries is not whole");
      for (int i = 0; i < m; i++) {
        check(start[i] <= start[i + 1], "the list of observed entries is not in order");
      }
      return new ConvexModel(
          stored.rows(),
          stored.columns(),
          new Svd(from.matrix("row_vectors"), Vector.of(values), from.matrix("column_vectors")),
          mean[0],
          Vector.of(from.doubles("row_offset")),
          Vector.of(from.doubles("column_offset")),
          start,
          column,
          from.ints("column_count"));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new InputException(
          "damaged-model",
          "",
          "The model's arrays do not make a soft-impute model ("
              + e.getMessage()
              + "); save it again",
          e);
    }
  }
}
