package org.eckart.core.holdout;

import java.util.Arrays;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;

/** Holds out whole blocks: all entries of one group of rows in one column. */
final class BlockSplit {
  private BlockSplit() {}

  static Split of(ObservedEntries entries, int[] groupOfRow, double fraction, RandomStream random) {
    int[] row = entries.rowArray();
    int[] byColumn = positionsByColumn(entries);
    int groups = Arrays.stream(groupOfRow).max().orElse(-1) + 1;
    int[] block = new int[row.length]; // the number of each entry's block
    int[] blockOfGroup = new int[groups];
    int[] seenInColumn = new int[groups];
    Arrays.fill(seenInColumn, -1);
    int blocks = 0;
    for (int k : byColumn) {
      int group = groupOfRow[row[k]];
      int column = entries.column(k);
      if (seenInColumn[group] != column) {
        seenInColumn[group] = column;
        blockOfGroup[group] = blocks++;
      }
      block[k] = blockOfGroup[group];
    }
    if (blocks < 2) {
      throw InputException.of(
          "cannot-hold-out", "", "There is %d block, and two are needed to hold one out", blocks);
    }
    long wanted = Math.round(fraction * blocks);
    int need = (int) Math.max(1, Math.min(wanted, blocks - 1));
    boolean[] chosen = new boolean[blocks];
    for (int b = 0; need > 0; b++) {
      if (random.nextInt(blocks - b) < need) {
        chosen[b] = true;
        need--;
      }
    }
    boolean[] held = new boolean[row.length];
    for (int k = 0; k < held.length; k++) {
      held[k] = chosen[block[k]];
    }
    return Split.of(entries, held);
  }

  /** The entries' positions, column by column (a counting sort, which keeps their order). */
  private static int[] positionsByColumn(ObservedEntries entries) {
    int[] column = entries.columnArray();
    int[] next = new int[entries.columns() + 1];
    for (int j : column) {
      next[j + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] positions = new int[column.length];
    for (int k = 0; k < column.length; k++) {
      positions[next[column[k]]++] = k;
    }
    return positions;
  }
}
