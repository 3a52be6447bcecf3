package org.eckart.recovery.completion;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;

/**
 * A completed matrix: predicts any entry, with an interval, for rows it was fitted to and for rows
 * folded in later.
 *
 * <p>Rows and columns are positions in {@link #rowLabels()} and {@link #columnLabels()}; −1 stands
 * for one the model does not know, of which it says the mean of all, with the widest interval.
 * Where the values are a scale of a few steps, such as stars, predictions keep to its ends.
 */
public final class CompletionModel {
  /** The kind under which a model folder knows this model. */
  public static final String KIND = "completion";

  private final Labels rowLabels;
  private final Labels columnLabels;
  private final ModelSide rows;
  private final ModelSide columns;
  private final Scale scale;
  private final IntervalCalibration calibration;
  private final double penalty; // strength of a count-scaled one, or 0 where it was learned
  private final int[] seenStart;
  private final int[] seenColumn;

  /** From standardised numbers to the values' units. */
  private record Scale(double center, double scale, double lowest, double highest, double noise) {}

  private CompletionModel(
      Labels rowLabels,
      Labels columnLabels,
      ModelSide rows,
      ModelSide columns,
      Scale scale,
      IntervalCalibration calibration,
      double penalty,
      int[] seenStart,
      int[] seenColumn) {
    this.rowLabels = rowLabels;
    this.columnLabels = columnLabels;
    this.rows = rows;
    this.columns = columns;
    this.scale = scale;
    this.calibration = calibration;
    this.penalty = penalty;
    this.seenStart = seenStart;
    this.seenColumn = seenColumn;
  }

  static CompletionModel of(
      CompletionProblem problem,
      FactorState state,
      CompletionOptions options,
      IntervalCalibration calibration) {
    ObservedEntries entries = problem.entries();
    int[][] seen = seen(entries);
    return new CompletionModel(
        entries.rowLabels(),
        entries.columnLabels(),
        ModelSide.of(state.rows(), state.rank(), problem.rowPlace(), entries.rowCounts()),
        ModelSide.of(state.columns(), state.rank(), problem.columnPlace(), entries.columnCounts()),
        new Scale(
            problem.center(), problem.scale(), problem.lowest(), problem.highest(), state.noise()),
        calibration,
        options.penalty().orElse(0),
        seen[0],
        seen[1]);
  }

  /**
   * Starts of the rows, and the columns seen in each, ascending; a table's entries often lie so
   * already.
   */
  private static int[][] seen(ObservedEntries entries) {
    int[] start = new int[entries.rows() + 1];
    for (int i : entries.rowArray()) {
      start[i + 1]++;
    }
    for (int i = 0; i < entries.rows(); i++) {
      start[i + 1] += start[i];
    }
    if (areInOrder(entries)) {
      return new int[][] {start, entries.columnArray()};
    }
    int[] at = start.clone();
    int[] column = new int[entries.count()];
    for (int k = 0; k < entries.count(); k++) {
      column[at[entries.row(k)]++] = entries.column(k);
    }
    for (int i = 0; i < entries.rows(); i++) {
      Arrays.sort(column, start[i], start[i + 1]);
    }
    return new int[][] {start, column};
  }

  private static boolean areInOrder(ObservedEntries entries) {
    int[] row = entries.rowArray();
    int[] column = entries.columnArray();
    for (int k = 1; k < row.length; k++) {
      if (row[k] < row[k - 1] || (row[k] == row[k - 1] && column[k] < column[k - 1])) {
        return false;
      }
    }
    return true;
  }

  public int rows() {
    return rows.size();
  }

  public int columns() {
    return columns.size();
  }

  public int rank() {
    return rows.rank();
  }

  public Labels rowLabels() {
    return rowLabels;
  }

  public Labels columnLabels() {
    return columnLabels;
  }

  /** Observed entries in a row. */
  public int rowCount(int row) {
    return rows.count()[row];
  }

  /** Observed entries in a column. */
  public int columnCount(int column) {
    return columns.count()[column];
  }

  /** The standard deviation of the noise, in the units of the values. */
  public double noiseLevel() {
    return Math.sqrt(scale.noise) * scale.scale;
  }

  /** The mean of all observed values: what is predicted of a row and a column never seen. */
  public double center() {
    return scale.center;
  }

  /**
   * The value expected at a row and a column.
   *
   * @param row position, or −1 for a row the model does not know
   * @param column position, or −1 for a column the model does not know
   */
  public double predict(int row, int column) {
    return Math.clamp(unclipped(row, column), scale.lowest, scale.highest);
  }

  private double unclipped(int row, int column) {
    double sum = (row < 0 ? 0 : rows.offset()[row]) + (column < 0 ? 0 : columns.offset()[column]);
    if (row >= 0 && column >= 0) {
      int rank = rank();
      float[] left = rows.factor();
      float[] right = columns.factor();
      int a = row * rank;
      int b = column * rank;
      for (int k = 0; k < rank; k++) {
        sum += left[a + k] * right[b + k];
      }
    }
    return scale.center + scale.scale * sum;
  }

  /**
   * The value expected at a row and a column, and the interval that covers a new entry there with
   * probability {@code level}, on average over entries such as those observed.
   *
   * @param level above 0 and below 1, such as 0.9
   */
  public Prediction predict(int row, int column, double level) {
    check(level > 0 && level < 1, "level is %s; it must be above 0 and below 1, say 0.9", level);
    double value = unclipped(row, column);
    double width =
        calibration.multiplier(row < 0 ? 0 : rows.count()[row], level)
            * Math.sqrt(variance(row, column))
            * scale.scale;
    return new Prediction(
        Math.clamp(value, scale.lowest, scale.highest),
        Math.clamp(value - width, scale.lowest, scale.highest),
        Math.clamp(value + width, scale.lowest, scale.highest));
  }

  /** The model's own variance of a new entry, standardised. */
  private double variance(int row, int column) {
    double sum =
        scale.noise / (row < 0 ? 1 : rows.weight()[row])
            + (row < 0 ? rows.priorVariance(rank()) : rows.offsetVariance()[row])
            + (column < 0 ? columns.priorVariance(rank()) : columns.offsetVariance()[column]);
    for (int k = 0; k < rank(); k++) {
      double l = row < 0 ? 0 : rows.factor()[row * rank() + k];
      double r = column < 0 ? 0 : columns.factor()[column * rank() + k];
      double vl = row < 0 ? rows.priorVariance(k) : rows.factorVariance()[row * rank() + k];
      double vr =
          column < 0 ? columns.priorVariance(k) : columns.factorVariance()[column * rank() + k];
      sum += l * l * vr + r * r * vl + vl * vr;
    }
    return sum;
  }

  /** Whether an entry was observed at this row and column. */
  public boolean wasSeen(int row, int column) {
    return Arrays.binarySearch(seenColumn, seenStart[row], seenStart[row + 1], column) >= 0;
  }

  /**
   * The {@code top} columns with the highest predictions among those the row has no entry in, best
   * first; ties by position. Exact: every column is looked at.
   *
   * @param level of the intervals, such as 0.9
   */
  public List<Recommendation> recommend(int row, int top, double level) {
    check(row >= 0 && row < rows(), "There is no row %d among %d", row, rows());
    check(top >= 1, "top is %d; it must be at least 1", top);
    record Candidate(int column, double value) {}
    Comparator<Candidate> worstFirst =
        Comparator.comparingDouble(Candidate::value)
            .thenComparing(Comparator.comparingInt(Candidate::column).reversed());
    PriorityQueue<Candidate> best = new PriorityQueue<>(worstFirst);
    int seen = seenStart[row];
    for (int j = 0; j < columns(); j++) {
      if (seen < seenStart[row + 1] && seenColumn[seen] == j) {
        seen++;
        continue;
      }
      double value = unclipped(row, j);
      Candidate weakest = best.peek();
      if (best.size() < top || (weakest != null && value > weakest.value)) {
        best.add(new Candidate(j, value));
        if (best.size() > top) {
          best.poll();
        }
      }
    }
    return best.stream()
        .sorted(worstFirst.reversed())
        .map(c ->
            new Recommendation(c.column, columnLabels.get(c.column), predict(row, c.column, level)))
        .toList();
  }

  /**
   * The model of rows it was not fitted to, over the same columns: each new row is solved on its
   * own entries with the columns as they are. Folding in a row that the model was fitted to gives
   * back that row's predictions.
   *
   * @param newRows the rows' whole history; columns are matched by label, and entries in columns
   *     that the model does not know are left out
   * @throws InputException if none of the columns is known
   */
  public CompletionModel foldIn(ObservedEntries newRows, Parallel parallel) {
    ObservedEntries known = ofKnownColumns(newRows);
    int m = newRows.rows();
    int[] place = new int[m];
    Arrays.setAll(place, i -> i);
    int[] samePlace = new int[columns()];
    Arrays.setAll(samePlace, j -> j);
    CompressedEntries byRow =
        CompressedEntries.of(known, place, samePlace, scale.center, scale.scale, null);
    int rank = rank();
    int stride = RowKernels.chosen().stride(rank);
    SideState right = columns.state(stride);
    float[] weight = new float[m];
    Arrays.fill(weight, 1);
    SideState left =
        new SideState(
            new float[m * stride],
            new float[m * stride],
            new float[m],
            new float[m],
            weight,
            rows.state(stride).precision());
    Penalty rule =
        penalty > 0
            ? new Penalty.CountScaled(penalty, Penalty.CountScaled.EXPONENT)
            : new Penalty.Learned();
    for (int round = 0; round < FOLD_IN_ROUNDS; round++) {
      SideState solved =
          HalfSweep.run(
                  byRow,
                  left,
                  right,
                  rank,
                  scale.noise,
                  rule,
                  CompletionOptions.EXACT_STEPS,
                  penalty == 0,
                  1,
                  parallel)
              .side();
      left =
          new SideState(
              solved.factor(),
              solved.factorVariance(),
              solved.offset(),
              solved.offsetVariance(),
              solved.weight(),
              left.precision()); // the prior is the model's, not the new rows'
    }
    int[][] seen = seen(known);
    return new CompletionModel(
        newRows.rowLabels(),
        columnLabels,
        ModelSide.of(left, rank, place, known.rowCounts()),
        columns,
        scale,
        calibration,
        penalty,
        seen[0],
        seen[1]);
  }

  /** Rounds in which a new row and its noise level settle on each other. */
  private static final int FOLD_IN_ROUNDS = 8;

  private ObservedEntries ofKnownColumns(ObservedEntries newRows) {
    int[] to = new int[newRows.columns()];
    for (int j = 0; j < to.length; j++) {
      to[j] = columnLabels.indexOf(newRows.columnLabels().get(j));
    }
    int[] kept = new int[newRows.count()];
    int count = 0;
    for (int k = 0; k < newRows.count(); k++) {
      if (to[newRows.column(k)] >= 0) {
        kept[count++] = k;
      }
    }
    if (count == 0) {
      throw InputException.of(
          "unknown-columns",
          "",
          "None of the %d columns of the new rows (the first is '%s') is among the %d this model knows",
          newRows.columns(),
          newRows.columns() == 0 ? "" : newRows.columnLabels().get(0),
          columns());
    }
    ObservedEntries some = newRows.select(Arrays.copyOf(kept, count));
    int[] column = new int[count];
    Arrays.setAll(column, k -> to[some.column(k)]);
    return ObservedEntries.of(
        newRows.rowLabels(), columnLabels, some.rowArray(), column, some.valueArray());
  }

  /** The model's low-rank part in its own coordinates: what its strongest directions are. */
  public Directions directions() {
    return Directions.of(rows, columns, scale.scale);
  }

  /** The model as arrays, for a model folder. */
  public NamedArrays save() {
    NamedArrays.Builder to = NamedArrays.builder();
    rows.save(to, "row_");
    columns.save(to, "column_");
    to.put(
        "scale",
        new double[] {
          scale.center, scale.scale, scale.lowest, scale.highest, scale.noise, penalty
        });
    to.put("calibration_largest_count", calibration.largestCount());
    to.put(
        "calibration_factor",
        calibration.factor(),
        calibration.groups(),
        IntervalCalibration.LEVELS - 1);
    to.put("seen_start", seenStart);
    to.put("seen_column", seenColumn);
    return to.build();
  }

  /**
   * The model that {@link #save} stored.
   *
   * @throws InputException if arrays are missing or contradict each other
   */
  public static CompletionModel load(NamedArrays from, Labels rowLabels, Labels columnLabels) {
    try {
      ModelSide rows = ModelSide.load(from, "row_");
      ModelSide columns = ModelSide.load(from, "column_");
      double[] numbers = from.doubles("scale");
      int[] start = from.ints("seen_start");
      int[] column = from.ints("seen_column");
      check(rows.rank() == columns.rank(), "rows and columns differ in rank");
      check(rows.size() == rowLabels.size(), "rows and their labels differ in number");
      check(columns.size() == columnLabels.size(), "columns and their labels differ in number");
      check(rows.factor().length == rows.size() * rows.rank(), "row factors have another shape");
      check(
          columns.factor().length == columns.size() * columns.rank(),
          "column factors have another shape");
      check(
          numbers.length == 6
              && start.length == rows.size() + 1
              && start[rows.size()] == column.length,
          "the list of observed entries is not whole");
      return new CompletionModel(
          rowLabels,
          columnLabels,
          rows,
          columns,
          new Scale(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]),
          new IntervalCalibration(
              from.ints("calibration_largest_count"), from.doubles("calibration_factor")),
          numbers[5],
          start,
          column);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new InputException(
          "damaged-model",
          "",
          "The model's arrays do not make a completion model ("
              + e.getMessage()
              + "); save it again",
          e);
    }
  }
}
