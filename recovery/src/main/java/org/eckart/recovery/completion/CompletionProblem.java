package org.eckart.recovery.completion;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Entries ready for completion: standardised, split into those that are fitted and those held out
 * while the rank is chosen, and grouped by row and by column.
 *
 * <p>The groupings are made when a fit first needs them: that with entries held out for the
 * selection, that of all entries for the refit. Each takes 16 bytes an entry.
 */
public final class CompletionProblem {
  /** Fewer entries than this are too few to set any aside. */
  static final int FEWEST_TO_HOLD_OUT = 50;

  /** A scale has at most this many steps; half stars have 10, percentages in fives 21. */
  private static final int MOST_STEPS = 32;

  /** Entries in a block of work that reads them once. */
  private static final int BLOCK = 1 << 16;

  private final ObservedEntries all;
  private final boolean @Nullable [] held;
  private final ObservedEntries heldOut;
  private final Parallel parallel;
  private final double center;
  private final double scale;
  private final double lowest;
  private final double highest;
  private final boolean bounded;
  private final int[] rowPlace;
  private final int[] columnPlace;
  private @Nullable Grouped selection;
  private @Nullable Grouped complete;

  /** The same entries by row and by column. */
  record Grouped(CompressedEntries byRow, CompressedEntries byColumn) {}

  private CompletionProblem(
      ObservedEntries all, boolean @Nullable [] held, ObservedEntries heldOut, Parallel parallel) {
    this.all = all;
    this.held = held;
    this.heldOut = heldOut;
    this.parallel = parallel;
    double[] value = all.valueArray();
    double[] low = new double[blocks(value.length)];
    double[] high = new double[low.length];
    parallel.forEachBlock(low.length, b -> range(value, b, low, high));
    this.lowest = Arrays.stream(low).min().orElse(0);
    this.highest = Arrays.stream(high).max().orElse(0);
    double most = Math.max(Math.abs(lowest), Math.abs(highest));
    double size =
        most > 0 ? most : 1; // sums are of values divided by it, so that no scale overflows
    double mean = parallel.sum(low.length, b -> powerSum(value, b, size, 0, 1)) / value.length;
    double variance =
        parallel.sum(low.length, b -> powerSum(value, b, size, mean, 2)) / value.length;
    this.center = mean * size;
    double spread = size * Math.sqrt(variance);
    this.scale = spread > 1e-12 * size ? spread : size;
    this.bounded = fewDistinct(value, parallel);
    int[][] places = new int[2][];
    parallel.forEachBlock(
        2,
        side ->
            places[side] =
                CompressedEntries.placesByCount(side == 0 ? all.rowCounts() : all.columnCounts()));
    this.rowPlace = places[0];
    this.columnPlace = places[1];
  }

  private static int blocks(int count) {
    return (count + BLOCK - 1) / BLOCK;
  }

  private static void range(double[] value, int block, double[] low, double[] high) {
    low[block] = Double.POSITIVE_INFINITY;
    high[block] = Double.NEGATIVE_INFINITY;
    for (int k = block * BLOCK; k < Math.min(value.length, (block + 1) * BLOCK); k++) {
      low[block] = Math.min(low[block], value[k]);
      high[block] = Math.max(high[block], value[k]);
    }
  }

  /** Σ (v/size − center) or its squares over a block. */
  private static double powerSum(double[] value, int block, double size, double center, int power) {
    double sum = 0;
    for (int k = block * BLOCK; k < Math.min(value.length, (block + 1) * BLOCK); k++) {
      double d = value[k] / size - center;
      sum += power == 1 ? d : d * d;
    }
    return sum;
  }

  /**
   * The problem of completing the matrix that these entries belong to.
   *
   * @param options say how many entries are held out, and by what seed
   * @param parallel the threads to work with; stays the caller's to close
   * @throws IllegalArgumentException if there is no entry
   */
  public static CompletionProblem of(
      ObservedEntries entries, CompletionOptions options, Parallel parallel) {
    check(entries.count() > 0, "There is no observed entry, so nothing can be completed");
    int wanted =
        (int)
            Math.min(
                CompletionOptions.LARGEST_HOLD_OUT,
                Math.round(entries.count() * options.holdOut()));
    if (entries.count() < FEWEST_TO_HOLD_OUT || wanted == 0) {
      return new CompletionProblem(entries, null, entries.select(new int[0]), parallel);
    }
    boolean[] held = sample(entries.count(), wanted, RandomStream.of(options.seed(), "hold-out"));
    int[] out = new int[wanted];
    int outs = 0;
    for (int k = 0; k < held.length; k++) {
      if (held[k]) {
        out[outs++] = k;
      }
    }
    return new CompletionProblem(entries, held, entries.select(out), parallel);
  }

  /** Exactly {@code wanted} of {@code count}, at most half of them, every choice equally likely. */
  private static boolean[] sample(int count, int wanted, RandomStream stream) {
    boolean[] chosen = new boolean[count];
    for (int left = wanted; left > 0; ) {
      int k = stream.nextInt(count);
      if (!chosen[k]) {
        chosen[k] = true;
        left--;
      }
    }
    return chosen;
  }

  /**
   * Whether the values are a scale of a few steps, such as stars, which predictions then keep to.
   */
  private static boolean fewDistinct(double[] value, Parallel parallel) {
    double[][] found = new double[blocks(value.length)][];
    parallel.forEachBlock(
        found.length,
        b -> found[b] = distinct(value, b * BLOCK, Math.min(value.length, (b + 1) * BLOCK)));
    double[] all = Arrays.stream(found).flatMapToDouble(Arrays::stream).toArray();
    int steps = distinct(all, 0, all.length).length;
    return steps > 1 && steps <= MOST_STEPS && value.length >= 20 * steps;
  }

  /** The different values in a range; no more than one beyond {@link #MOST_STEPS}. */
  private static double[] distinct(double[] value, int from, int to) {
    double[] seen = new double[MOST_STEPS + 1];
    int count = 0;
    for (int k = from; k < to && count <= MOST_STEPS; k++) {
      double v = value[k];
      int at = 0;
      while (at < count && seen[at] != v) {
        at++;
      }
      if (at == count) {
        seen[count++] = v;
      }
    }
    return Arrays.copyOf(seen, count);
  }

  /** All entries. */
  public ObservedEntries entries() {
    return all;
  }

  /** The entries held out while the rank is chosen; none if there are too few to spare any. */
  public ObservedEntries heldOut() {
    return heldOut;
  }

  int rows() {
    return all.rows();
  }

  int columns() {
    return all.columns();
  }

  double center() {
    return center;
  }

  double scale() {
    return scale;
  }

  double lowest() {
    return bounded ? lowest : Double.NEGATIVE_INFINITY;
  }

  double highest() {
    return bounded ? highest : Double.POSITIVE_INFINITY;
  }

  int[] rowPlace() {
    return rowPlace;
  }

  int[] columnPlace() {
    return columnPlace;
  }

  Parallel parallel() {
    return parallel;
  }

  /** The grouping without the held-out entries. */
  synchronized Grouped selection() {
    Grouped grouped = selection;
    if (grouped == null) {
      grouped = heldOut.count() == 0 ? complete() : group(held);
      selection = grouped;
    }
    return grouped;
  }

  /** The grouping of all entries; the other one is given up. */
  synchronized Grouped complete() {
    Grouped grouped = complete;
    if (grouped == null) {
      selection = null;
      grouped = group(null);
      complete = grouped;
    }
    return grouped;
  }

  private Grouped group(boolean @Nullable [] leftOut) {
    CompressedEntries[] sides = new CompressedEntries[2];
    ObservedEntries transposed = all.transposed();
    parallel.forEachBlock(
        2,
        side ->
            sides[side] =
                side == 0
                    ? CompressedEntries.of(all, rowPlace, columnPlace, center, scale, leftOut)
                    : CompressedEntries.of(
                        transposed, columnPlace, rowPlace, center, scale, leftOut));
    return new Grouped(sides[0], sides[1]);
  }

  /**
   * The root mean squared error on the held-out entries, in standardised units; NaN without any.
   */
  double heldOutRmse(FactorState state) {
    int count = heldOut.count();
    int block = 16384;
    double sum =
        parallel.sum(
            (count + block - 1) / block,
            b -> {
              double squares = 0;
              for (int k = b * block; k < Math.min(count, (b + 1) * block); k++) {
                double e =
                    (heldOut.value(k) - center) / scale
                        - clipped(
                            state.predict(
                                rowPlace[heldOut.row(k)], columnPlace[heldOut.column(k)]));
                squares += e * e;
              }
              return squares;
            });
    return count == 0 ? Double.NaN : Math.sqrt(sum / count);
  }

  private double clipped(double standardised) {
    return bounded
        ? Math.clamp(standardised, (lowest - center) / scale, (highest - center) / scale)
        : standardised;
  }
}
