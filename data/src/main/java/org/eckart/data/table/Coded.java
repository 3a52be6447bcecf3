package org.eckart.data.table;

import java.util.List;
import org.eckart.core.observe.Labels;

/**
 * A table with dense codes instead of ids, in the order of the source unless its reader says
 * otherwise.
 *
 * @param records read; more than there are entries where values are missing
 */
record Coded(List<Block> blocks, Labels rows, Labels columns, long records) {
  /** Labels for integer ids; plain numbers where they are 0, 1, …, which need not be stored. */
  static Labels labels(long[] ids) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != i) {
        return Labels.of(ids);
      }
    }
    return Labels.numbered(ids.length);
  }

  long entries() {
    long entries = 0;
    for (Block block : blocks) {
      entries += block.count;
    }
    return entries;
  }
}
