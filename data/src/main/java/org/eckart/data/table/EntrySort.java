package org.eckart.data.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries sorted by row, then column, by two stable counting sorts: columns first, then rows.
 * Entries of equal row and column keep the order of the source, so duplicates end up side by side
 * and the last of them is the last in the source.
 *
 * <p>Time O(|Ω| + m + n); at most 32 bytes an entry (48 with times) are held at once, and the
 * blocks given are let go on the way. The result does not depend on the number of threads.
 */
final class EntrySort {
  private final int count;
  final int[] row;
  final int[] column;
  final double[] value;
  final double @Nullable [] time;

  private EntrySort(int count, boolean times) {
    this.count = count;
    this.row = new int[count];
    this.column = new int[count];
    this.value = new double[count];
    this.time = times ? new double[count] : null;
  }

  /** Sorts the entries of all blocks; the list is emptied. */
  static EntrySort of(List<Block> blocks, int rows, int columns, boolean times, Workers workers) {
    int count = 0;
    for (Block block : blocks) {
      count = Math.addExact(count, block.count);
    }
    EntrySort joined = new EntrySort(count, times);
    if (inOrder(blocks)) {
      joined.join(blocks);
      blocks.clear();
      return joined;
    }
    joined.scatterBlocks(blocks, columns, workers);
    blocks.clear();
    EntrySort sorted = new EntrySort(count, times);
    sorted.scatterRows(joined, rows, workers);
    return sorted;
  }

  private static boolean inOrder(List<Block> blocks) {
    int lastRow = -1;
    int lastColumn = -1;
    for (Block block : blocks) {
      for (int k = 0; k < block.count; k++) {
        int i = block.row[k];
        int j = block.column[k];
        if (i < lastRow || (i == lastRow && j < lastColumn)) {
          return false;
        }
        lastRow = i;
        lastColumn = j;
      }
    }
    return true;
  }

  private void join(List<Block> blocks) {
    int at = 0;
    for (Block block : blocks) {
      System.arraycopy(block.row, 0, row, at, block.count);
      System.arraycopy(block.column, 0, column, at, block.count);
      System.arraycopy(block.value, 0, value, at, block.count);
      if (time != null && block.time != null) {
        System.arraycopy(block.time, 0, time, at, block.count);
      }
      at += block.count;
    }
  }

  private void scatterBlocks(List<Block> blocks, int columns, Workers workers) {
    int parts = Math.min(workers.threads(), Math.max(1, blocks.size()));
    int[][] next = new int[parts][];
    workers.run(
        parts,
        part -> {
          int[] histogram = new int[columns];
          for (int b = from(part, parts, blocks.size());
              b < from(part + 1, parts, blocks.size());
              b++) {
            Block block = blocks.get(b);
            int[] of = block.column;
            for (int k = 0; k < block.count; k++) {
              histogram[of[k]]++;
            }
          }
          next[part] = histogram;
        });
    starts(next, columns);
    workers.run(
        parts,
        part -> {
          for (int b = from(part, parts, blocks.size());
              b < from(part + 1, parts, blocks.size());
              b++) {
            Block block = blocks.get(b);
            scatter(
                block.row,
                block.column,
                block.value,
                block.time,
                0,
                block.count,
                block.column,
                next[part]);
          }
        });
  }

  private void scatterRows(EntrySort from, int rows, Workers workers) {
    int parts = count < 1 << 16 ? 1 : workers.threads();
    int[][] next = new int[parts][];
    workers.run(
        parts,
        part -> {
          int[] histogram = new int[rows];
          int[] of = from.row;
          int end = from(part + 1, parts, count);
          for (int k = from(part, parts, count); k < end; k++) {
            histogram[of[k]]++;
          }
          next[part] = histogram;
        });
    starts(next, rows);
    workers.run(
        parts,
        part ->
            scatter(
                from.row,
                from.column,
                from.value,
                from.time,
                from(part, parts, count),
                from(part + 1, parts, count),
                from.row,
                next[part]));
  }

  /** First of the items that part {@code part} of {@code parts} has. */
  private static int from(int part, int parts, int items) {
    return (int) ((long) items * part / parts);
  }

  /** Turns counts by part and key into the places where each part puts its first of each key. */
  private static void starts(int[][] counts, int keys) {
    int at = 0;
    for (int key = 0; key < keys; key++) {
      for (int[] part : counts) {
        int here = part[key];
        part[key] = at;
        at += here;
      }
    }
  }

  /**
   * Puts each entry where the next of its key goes. Arrays are locals: faster until compiled well.
   */
  private void scatter(
      int[] fromRow,
      int[] fromColumn,
      double[] fromValue,
      double @Nullable [] fromTime,
      int from,
      int to,
      int[] key,
      int[] next) {
    int[] toRow = row;
    int[] toColumn = column;
    double[] toValue = value;
    double[] toTime = time;
    if (toTime != null && fromTime != null) {
      for (int k = from; k < to; k++) {
        toTime[next[key[k]]++] = fromTime[k];
      }
      for (int k = from; k < to; k++) { // back to the start, for the other arrays
        next[key[k]]--;
      }
    }
    for (int k = from; k < to; k++) {
      int at = next[key[k]]++;
      toRow[at] = fromRow[k];
      toColumn[at] = fromColumn[k];
      toValue[at] = fromValue[k];
    }
  }

  int count() {
    return count;
  }

  /** The number of entries that repeat the row and column of the one before them. */
  int repeated() {
    int[] i = row;
    int[] j = column;
    int repeated = 0;
    for (int k = 1; k < i.length; k++) {
      if (j[k] == j[k - 1] && i[k] == i[k - 1]) {
        repeated++;
      }
    }
    return repeated;
  }

  /** The first entry that has the row and column of the next one; there must be one. */
  int firstRepeated() {
    int k = 1;
    while (row[k] != row[k - 1] || column[k] != column[k - 1]) {
      k++;
    }
    return k - 1;
  }

  /** One entry for each row and column, merged in the order of the source. */
  EntrySort settled(Duplicates rule, int repeated) {
    if (repeated == 0) {
      return this;
    }
    EntrySort settled = new EntrySort(count - repeated, time != null);
    int to = 0;
    int k = 0;
    while (k < count) {
      int last = k;
      double sum = value[k];
      while (last + 1 < count && row[last + 1] == row[k] && column[last + 1] == column[k]) {
        last++;
        sum += value[last];
      }
      settled.row[to] = row[k];
      settled.column[to] = column[k];
      settled.value[to] =
          switch (rule) {
            case REFUSE, LAST -> value[last];
            case MEAN -> sum / (last - k + 1);
            case SUM -> sum;
          };
      if (settled.time != null && time != null) {
        settled.time[to] = time[last];
      }
      to++;
      k = last + 1;
    }
    return settled;
  }
}
