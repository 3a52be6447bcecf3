package org.eckart.bayes.chain;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.store.NamedArrays;

/**
 * What is kept of one chain. Draws come in blocks, one a step, which nobody changes: a longer
 * recording shares those of a shorter one.
 *
 * @param draws so far
 * @param traced blocks of scalars, draw by draw
 * @param watched blocks of watched entries in scales from their centres, draw by draw
 * @param stored whole draws
 * @param tally of all entries; of the warm-up until that is over
 */
record Recording(
    int draws,
    List<double[]> traced,
    List<float[]> watched,
    List<double[]> stored,
    EntryTally tally) {
  static Recording empty(int entries, boolean counted) {
    return new Recording(0, List.of(), List.of(), List.of(), EntryTally.empty(entries, counted));
  }

  static <T> List<T> longer(List<T> list, List<T> more) {
    List<T> all = new ArrayList<>(list.size() + more.size());
    all.addAll(list);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** One scalar of every draw. */
  double[] trace(int scalar, int scalars) {
    double[] trace = new double[draws];
    int at = 0;
    for (double[] block : traced) {
      for (int k = scalar; k < block.length; k += scalars) {
        trace[at++] = block[k];
      }
    }
    return trace;
  }

  /** One watched entry of every draw, in scales from its centre. */
  double[] entry(int place, int places) {
    double[] trace = new double[draws];
    int at = 0;
    for (float[] block : watched) {
      for (int k = place; k < block.length; k += places) {
        trace[at++] = block[k];
      }
    }
    return trace;
  }

  void save(NamedArrays.Builder to, String prefix) {
    to.put(prefix + "counts", new int[] {draws, tally.count()});
    to.put(prefix + "traced", joined(traced));
    int size = watched.stream().mapToInt(block -> block.length).sum();
    float[] entries = new float[size];
    int at = 0;
    for (float[] block : watched) {
      System.arraycopy(block, 0, entries, at, block.length);
      at += block.length;
    }
    to.put(prefix + "watched", entries);
    to.put(prefix + "stored", joined(stored));
    to.put(prefix + "mean", tally.mean());
    to.put(prefix + "squares", tally.squares());
    int[] cells = new int[tally.cells().length / 2]; // two 16-bit counts in each
    for (int k = 0; k < cells.length; k++) {
      cells[k] = tally.cells()[2 * k] << 16 | tally.cells()[2 * k + 1];
    }
    to.put(prefix + "cells", cells);
  }

  static Recording load(NamedArrays from, String prefix, int entries) {
    int[] counts = from.ints(prefix + "counts");
    int[] packed = from.ints(prefix + "cells");
    char[] cells = new char[2 * packed.length];
    for (int k = 0; k < packed.length; k++) {
      cells[2 * k] = (char) (packed[k] >>> 16);
      cells[2 * k + 1] = (char) packed[k];
    }
    double[] whole = from.doubles(prefix + "stored");
    List<double[]> stored = new ArrayList<>();
    for (int at = 0; at < whole.length; at += entries) {
      stored.add(java.util.Arrays.copyOfRange(whole, at, at + entries));
    }
    return new Recording(
        counts[0],
        List.of(from.doubles(prefix + "traced")),
        List.of(from.floats(prefix + "watched")),
        List.copyOf(stored),
        new EntryTally(
            counts[1], from.doubles(prefix + "mean"), from.doubles(prefix + "squares"), cells));
  }

  private static double[] joined(List<double[]> blocks) {
    double[] all = new double[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (double[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }
}
