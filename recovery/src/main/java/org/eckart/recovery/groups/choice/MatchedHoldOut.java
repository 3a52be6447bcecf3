package org.eckart.recovery.groups.choice;

import java.util.Arrays;
import org.eckart.core.InputException;
import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.groups.Groups;

/** Entries held out as the table's own holes lie. */
final class MatchedHoldOut {
  /** Whole rows are held out of this part of them. */
  private static final double ROWS = 0.1;

  private MatchedHoldOut() {}

  /**
   * Entries cut in two.
   *
   * @param pattern by which; by chance where the table is too small for the one wanted
   */
  record Cut(Split split, Missingness.Pattern pattern) {}

  /**
   * @param fraction of the entries, or of the columns of each group
   * @param family whose groups lose columns, where the pattern is that
   */
  static Cut split(
      ObservedEntries entries,
      Groups groups,
      Missingness.Pattern pattern,
      String family,
      double fraction,
      long seed) {
    HoldOut uniform = new HoldOut.Uniform(fraction);
    try {
      Split split =
          switch (pattern) {
            case MATCH, UNIFORM -> uniform.split(entries, seed);
            case COUNTS -> new HoldOut.PerRow(fraction).split(entries, seed);
            case ROWS -> rowsAndCells(entries, fraction, seed);
            case BLOCKS -> blocks(entries, groups.only(java.util.List.of(family)), fraction, seed);
          };
      return new Cut(split, pattern);
    } catch (InputException tooFew) {
      return new Cut(uniform.split(entries, seed), Missingness.Pattern.UNIFORM);
    }
  }

  /** Whole rows, and of the other rows cells at random: some are to be predicted in each. */
  private static Split rowsAndCells(ObservedEntries entries, double fraction, long seed) {
    Split rows = new HoldOut.Rows(ROWS, 0).split(entries, seed);
    Split cells = new HoldOut.Uniform(fraction).split(rows.observed(), seed);
    return new Split(cells.observed(), both(rows.heldOut(), cells.heldOut()));
  }

  private static ObservedEntries both(ObservedEntries one, ObservedEntries other) {
    int count = one.count();
    int[] row = Arrays.copyOf(one.rowArray(), count + other.count());
    int[] column = Arrays.copyOf(one.columnArray(), row.length);
    double[] value = Arrays.copyOf(one.valueArray(), row.length);
    System.arraycopy(other.rowArray(), 0, row, count, other.count());
    System.arraycopy(other.columnArray(), 0, column, count, other.count());
    System.arraycopy(other.valueArray(), 0, value, count, other.count());
    return ObservedEntries.of(one.rowLabels(), one.columnLabels(), row, column, value);
  }

  /**
   * Of each group, all entries in a part of those columns that it has more entries in than usual.
   */
  private static Split blocks(ObservedEntries entries, Groups groups, double fraction, long seed) {
    int p = entries.columns();
    int[][] ofRows = groups.ofRows();
    int[][] counts = new int[groups.all().size()][p];
    for (int k = 0; k < entries.count(); k++) {
      for (int g : ofRows[entries.row(k)]) {
        counts[g][entries.column(k)]++;
      }
    }
    boolean[][] hidden = new boolean[counts.length][p];
    RandomStream random = RandomStream.of(seed, "hold out blocks of groups");
    for (int g = 0; g < counts.length; g++) {
      int[] sorted = counts[g].clone();
      Arrays.sort(sorted);
      int median = sorted[p / 2];
      int want = Math.max(1, (int) Math.round(fraction * p));
      for (int j : random.split(g).permutation(p)) {
        if (want > 0 && counts[g][j] > median) {
          hidden[g][j] = true;
          want--;
        }
      }
    }
    int[] in = new int[entries.count()];
    int[] out = new int[entries.count()];
    int ins = 0;
    int outs = 0;
    for (int k = 0; k < entries.count(); k++) {
      boolean held = false;
      for (int g : ofRows[entries.row(k)]) {
        held |= hidden[g][entries.column(k)];
      }
      if (held) {
        out[outs++] = k;
      } else {
        in[ins++] = k;
      }
    }
    if (ins == 0 || outs == 0) {
      throw InputException.of("cannot-hold-out", "", "No block of a group can be held out");
    }
    return new Split(
        entries.select(Arrays.copyOf(in, ins)), entries.select(Arrays.copyOf(out, outs)));
  }
}
