package org.eckart.recovery.groups;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Backfits the levels of {@link GroupOffsets}, one kind after another. */
final class LevelFit {
  private final ObservedCells cells;
  private final ObservedCells.Side side;
  private final int[][] members;
  private final List<Family> families;
  private final double scale;
  private final double[] left;
  private final double[] a;
  private final double[] b;
  private final double[] e;
  private final double[] d;
  private double mean;
  private double rowShrinkage = GroupOffsets.UNDETERMINED;
  private double columnShrinkage = GroupOffsets.UNDETERMINED;
  private double within; // variance of entries about their rows' levels

  LevelFit(ObservedCells cells, Groups labels) {
    this.cells = cells;
    this.side = cells.byRow();
    this.members = labels.all().stream().map(Groups.Group::members).toArray(int[][]::new);
    this.families =
        labels.families().stream().map(name -> Family.of(labels, name, cells.rows())).toList();
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
      for (Family family : families) {
        moveGroups(family);
        moveBlocks(family);
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
    Between between = Between.of(sums, counts);
    columnShrinkage = GroupOffsets.shrinkage(squares, between.squares, left.length, between.levels);
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

  /** Σ n r̄² over the levels that have entries, and how many these are. */
  private record Between(double squares, int levels) {
    static Between of(double[] sums, int[] counts) {
      double squares = 0;
      int levels = 0;
      for (int k = 0; k < sums.length; k++) {
        if (counts[k] > 0) {
          squares += sums[k] * sums[k] / counts[k];
          levels++;
        }
      }
      return new Between(squares, levels);
    }
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
    Between between = Between.of(sums, counts);
    rowShrinkage = GroupOffsets.shrinkage(squares, between.squares, left.length, between.levels);
    within = Math.max(0, squares - between.squares) / Math.max(1, left.length - between.levels);
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

  /**
   * The groups' levels, one after another since groups overlap, each together with the levels of
   * its rows: those would take a common shift up themselves, and one after the other hardly move. A
   * row's mean is worth h = n κ/(n + κ) entries.
   */
  private void moveGroups(Family family) {
    Spread spread = new Spread(1);
    for (int g : family.groups) {
      double sum = 0;
      double total = 0;
      for (int i : members[g]) {
        double worth = worth(i);
        sum += worth * (rowMean(i) + a[i] + e[g]);
        total += worth;
        spread.overlap(0, family.memberships[i], worth);
      }
      spread.add(0, sum, total, true);
      double level = sum / Math.max(1e-9, family.groupShrinkage + total);
      shift(members[g], level - e[g]);
      e[g] = level;
    }
    double rest = 0;
    double total = 0;
    for (int i : family.rest) {
      rest += worth(i) * (rowMean(i) + a[i]);
      total += worth(i);
      spread.overlap(0, 1, worth(i));
    }
    spread.add(0, rest, total, false);
    family.groupShrinkage = spread.shrinkageGiven(within);
  }

  private double worth(int i) {
    double n = side.count(i);
    return n == 0 ? 0 : n * Math.max(1e-9, rowShrinkage) / (n + Math.max(1e-9, rowShrinkage));
  }

  private double rowMean(int i) {
    double sum = 0;
    for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
      sum += left[k];
    }
    return sum / Math.max(1, side.count(i));
  }

  /** Raises a group by so much, and fits its rows' levels again. */
  private void shift(int[] rows, double by) {
    for (int i : rows) {
      int n = side.count(i);
      double level = n * (rowMean(i) + a[i] - by) / Math.max(1e-9, rowShrinkage + n);
      double change = by + level - a[i];
      a[i] = level;
      for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
        left[k] -= change;
      }
    }
  }

  /** The groups' levels in each column. */
  private void moveBlocks(Family family) {
    int p = b.length;
    Spread spread = new Spread(p);
    double squares = 0;
    for (int g : family.groups) {
      int at = g * p;
      double[] sums = new double[p];
      int[] counts = new int[p];
      for (int i : members[g]) {
        for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
          int j = side.other()[k];
          double z = left[k] + d[at + j];
          sums[j] += z;
          counts[j]++;
          squares += z * z;
          spread.overlap(j, family.memberships[i], 1);
        }
      }
      double[] change = new double[p];
      for (int j = 0; j < p; j++) {
        spread.add(j, sums[j], counts[j], true);
        double level = sums[j] / Math.max(1e-9, family.blockShrinkage + counts[j]);
        change[j] = level - d[at + j];
        d[at + j] = level;
      }
      for (int i : members[g]) {
        for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
          left[k] -= change[side.other()[k]];
        }
      }
    }
    double[] sums = new double[p];
    int[] counts = new int[p];
    for (int i : family.rest) {
      for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
        int j = side.other()[k];
        sums[j] += left[k];
        counts[j]++;
        squares += left[k] * left[k];
        spread.overlap(j, 1, 1);
      }
    }
    for (int j = 0; j < p; j++) {
      spread.add(j, sums[j], counts[j], false);
    }
    family.blockShrinkage = spread.shrinkage(squares);
  }

  /** A family's groups, and what its levels are shrunk by; κ is of the sweep before. */
  private static final class Family {
    final int[] groups;

    /** Rows in none of them. */
    final int[] rest;

    /** In how many of them each row is. */
    final int[] memberships;

    double groupShrinkage = GroupOffsets.UNDETERMINED;
    double blockShrinkage = GroupOffsets.UNDETERMINED;

    private Family(int[] groups, int[] rest, int[] memberships) {
      this.groups = groups;
      this.rest = rest;
      this.memberships = memberships;
    }

    static Family of(Groups labels, String name, int rows) {
      List<Groups.Group> all = labels.all();
      int[] own =
          IntStream.range(0, all.size()).filter(g -> all.get(g).family().equals(name)).toArray();
      int[] memberships = new int[rows];
      for (int g : own) {
        for (int i : all.get(g).members()) {
          memberships[i]++;
        }
      }
      int[] rest = IntStream.range(0, rows).filter(i -> memberships[i] == 0).toArray();
      return new Family(own, rest, memberships);
    }
  }
}
