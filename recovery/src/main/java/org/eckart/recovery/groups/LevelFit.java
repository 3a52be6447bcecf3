package org.eckart.recovery.groups;

import java.util.Arrays;

/** Backfits the levels of {@link GroupOffsets}, one kind after another. */
final class LevelFit {
  private final ObservedCells cells;
  private final ObservedCells.Side side;
  private final int[][] members;
  private final double scale;
  private final double[] left;
  private final double[] a;
  private final double[] b;
  private final double[] e;
  private final double[] d;
  private double mean;
  private double rowShrinkage = GroupOffsets.UNDETERMINED;
  private double columnShrinkage = GroupOffsets.UNDETERMINED;
  private double groupShrinkage = GroupOffsets.UNDETERMINED;
  private double blockShrinkage = GroupOffsets.UNDETERMINED;

  LevelFit(ObservedCells cells, Groups labels) {
    this.cells = cells;
    this.side = cells.byRow();
    this.members = labels.all().stream().map(Groups.Group::members).toArray(int[][]::new);
    this.scale = cells.rootMeanSquare();
    this.left = side.value().clone();
    for (int k = 0; k < left.length; k++) {
      left[k] /= scale;
    }
    this.a = new double[cells.rows()];
    this.b = new double[cells.columns()];
    this.e = new double[members.length];
    this.d = new double[Math.multiplyExact(members.length, cells.columns())];
  }

  GroupOffsets fitted(int sweeps) {
    for (int sweep = 0; sweep < sweeps; sweep++) {
      moveMean();
      moveColumns();
      moveRows();
      if (members.length > 0) {
        moveGroups();
        moveBlocks();
      }
    }
    return new GroupOffsets(
        mean * scale, scaled(a), scaled(b), scaled(e), scaled(d), rowShrinkage, columnShrinkage);
  }

  private double[] scaled(double[] levels) {
    double[] scaled = levels.clone();
    Arrays.setAll(scaled, k -> scale * scaled[k]);
    return scaled;
  }

  private void moveMean() {
    double step =
        side.sum(
                cells.parallel(),
                (from, to) -> {
                  double sum = 0;
                  for (int k = side.start()[from]; k < side.start()[to]; k++) {
                    sum += left[k];
                  }
                  return sum;
                })
            / left.length;
    mean += step;
    side.forEachRange(
        cells.parallel(),
        (from, to) -> {
          for (int k = side.start()[from]; k < side.start()[to]; k++) {
            left[k] -= step;
          }
        });
  }

  private void moveColumns() {
    double[] sums = new double[b.length];
    int[] counts = new int[b.length];
    double squares = 0;
    for (int k = 0; k < left.length; k++) {
      int j = side.other()[k];
      double z = left[k] + b[j];
      sums[j] += z;
      counts[j]++;
      squares += z * z;
    }
    columnShrinkage = shrinkage(squares, sums, counts, left.length);
    double[] change = new double[b.length];
    for (int j = 0; j < b.length; j++) {
      double level = sums[j] / Math.max(1e-9, columnShrinkage + counts[j]);
      change[j] = level - b[j];
      b[j] = level;
    }
    side.forEachRange(
        cells.parallel(),
        (from, to) -> {
          for (int k = side.start()[from]; k < side.start()[to]; k++) {
            left[k] -= change[side.other()[k]];
          }
        });
  }

  private static double shrinkage(double squares, double[] sums, int[] counts, long entries) {
    double between = 0;
    int levels = 0;
    for (int k = 0; k < sums.length; k++) {
      if (counts[k] > 0) {
        between += sums[k] * sums[k] / counts[k];
        levels++;
      }
    }
    return GroupOffsets.shrinkage(squares, between, entries, levels);
  }

  private void moveRows() {
    double[] sums = new double[a.length];
    int[] counts = new int[a.length];
    double squares =
        side.sum(
            cells.parallel(),
            (from, to) -> {
              double all = 0;
              for (int i = from; i < to; i++) {
                counts[i] = side.count(i);
                for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
                  double z = left[k] + a[i];
                  sums[i] += z;
                  all += z * z;
                }
              }
              return all;
            });
    rowShrinkage = shrinkage(squares, sums, counts, left.length);
    side.forEachRange(
        cells.parallel(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double level = sums[i] / Math.max(1e-9, rowShrinkage + counts[i]);
            double change = level - a[i];
            a[i] = level;
            for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
              left[k] -= change;
            }
          }
        });
  }

  /** One group after another, since groups overlap; κ is of the sweep before. */
  private void moveGroups() {
    double[] sums = new double[e.length];
    int[] counts = new int[e.length];
    double squares = 0;
    long entries = 0;
    for (int g = 0; g < e.length; g++) {
      for (int i : members[g]) {
        for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
          double z = left[k] + e[g];
          sums[g] += z;
          squares += z * z;
          counts[g]++;
        }
      }
      entries += counts[g];
      double level = sums[g] / Math.max(1e-9, groupShrinkage + counts[g]);
      add(members[g], e[g] - level);
      e[g] = level;
    }
    groupShrinkage = shrinkage(squares, sums, counts, entries);
  }

  private void add(int[] rows, double change) {
    for (int i : rows) {
      for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
        left[k] += change;
      }
    }
  }

  private void moveBlocks() {
    int p = b.length;
    double[] sums = new double[d.length];
    int[] counts = new int[d.length];
    double squares = 0;
    long entries = 0;
    for (int g = 0; g < e.length; g++) {
      int at = g * p;
      for (int i : members[g]) {
        for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
          int block = at + side.other()[k];
          double z = left[k] + d[block];
          sums[block] += z;
          squares += z * z;
          counts[block]++;
          entries++;
        }
      }
      double[] change = new double[p];
      for (int j = 0; j < p; j++) {
        double level = sums[at + j] / Math.max(1e-9, blockShrinkage + counts[at + j]);
        change[j] = level - d[at + j];
        d[at + j] = level;
      }
      for (int i : members[g]) {
        for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
          left[k] -= change[side.other()[k]];
        }
      }
    }
    blockShrinkage = shrinkage(squares, sums, counts, entries);
  }
}
