package org.eckart.data.table;

import java.util.Arrays;
import java.util.List;

/**
 * Dense codes 0, 1, … for integer ids, ascending. A range of up to 2²² ids, or of as many as there
 * are entries, has a direct table (4 bytes an id of the range); a wider one a hash table.
 */
final class IntCodes {
  private static final long DIRECT = 1 << 22;

  private final int min;
  private final int[] direct;
  private final int[] keys;
  private final int[] codes;
  private final long[] ids;

  private IntCodes(int min, int[] direct, int[] keys, int[] codes, long[] ids) {
    this.min = min;
    this.direct = direct;
    this.keys = keys;
    this.codes = codes;
    this.ids = ids;
  }

  /**
   * @param rows whether the rows of the blocks are coded, else their columns
   */
  static IntCodes of(List<Block> blocks, boolean rows, int min, int max, long entries) {
    long range = (long) max - min + 1;
    return range <= Math.max(DIRECT, entries)
        ? direct(blocks, rows, min, (int) range)
        : hashed(blocks, rows);
  }

  private static IntCodes direct(List<Block> blocks, boolean rows, int min, int range) {
    int[] table = new int[range];
    for (Block block : blocks) {
      int[] id = rows ? block.row : block.column;
      for (int k = 0; k < block.count; k++) {
        table[id[k] - min] = 1;
      }
    }
    int size = 0;
    for (int present : table) {
      size += present;
    }
    long[] ids = new long[size];
    int code = 0;
    for (int i = 0; i < range; i++) {
      if (table[i] == 1) {
        ids[code] = (long) min + i;
        table[i] = code++;
      }
    }
    return new IntCodes(min, table, new int[0], new int[0], ids);
  }

  private static IntCodes hashed(List<Block> blocks, boolean rows) {
    int[] keys = new int[1 << 10];
    boolean[] used = new boolean[keys.length];
    int size = 0;
    for (Block block : blocks) {
      int[] id = rows ? block.row : block.column;
      for (int k = 0; k < block.count; k++) {
        int slot = slot(id[k], keys.length);
        while (used[slot] && keys[slot] != id[k]) {
          slot = (slot + 1) & (keys.length - 1);
        }
        if (!used[slot]) {
          used[slot] = true;
          keys[slot] = id[k];
          if (++size > keys.length / 2) {
            int[] old = keys;
            boolean[] oldUsed = used;
            keys = new int[Math.multiplyExact(2, old.length)];
            used = new boolean[keys.length];
            for (int o = 0; o < old.length; o++) {
              if (oldUsed[o]) {
                int moved = slot(old[o], keys.length);
                while (used[moved]) {
                  moved = (moved + 1) & (keys.length - 1);
                }
                used[moved] = true;
                keys[moved] = old[o];
              }
            }
          }
        }
      }
    }
    int[] sorted = new int[size];
    int at = 0;
    for (int s = 0; s < keys.length; s++) {
      if (used[s]) {
        sorted[at++] = keys[s];
      }
    }
    Arrays.sort(sorted);
    long[] ids = new long[size];
    int[] codes = new int[keys.length];
    Arrays.fill(codes, -1); // free slots
    for (int code = 0; code < size; code++) {
      ids[code] = sorted[code];
      int slot = slot(sorted[code], keys.length);
      while (keys[slot] != sorted[code] || !used[slot]) {
        slot = (slot + 1) & (keys.length - 1);
      }
      codes[slot] = code;
    }
    return new IntCodes(0, new int[0], keys, codes, ids);
  }

  /** Where the search for an id begins: Fibonacci hashing on the upper bits. */
  private static int slot(int id, int slots) {
    return (id * 0x9e3779b9) >>> (Integer.numberOfLeadingZeros(slots) + 1);
  }

  /** The ids by code. */
  long[] ids() {
    return ids;
  }

  /** Replaces the first {@code count} ids by their codes. */
  void encode(int[] id, int count) {
    if (direct.length > 0) {
      for (int k = 0; k < count; k++) {
        id[k] = direct[id[k] - min];
      }
      return;
    }
    for (int k = 0; k < count; k++) {
      int slot = slot(id[k], keys.length);
      while (codes[slot] < 0 || keys[slot] != id[k]) {
        slot = (slot + 1) & (keys.length - 1);
      }
      id[k] = codes[slot];
    }
  }
}
