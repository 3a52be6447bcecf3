package org.eckart.recovery.groups.choice;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.OracleTable;

/**
 * Simulated tables of 240 × 80, of which truth is known: rank r0 for all rows plus rank r1 in each
 * group, unit variance, noise 0.5.
 *
 * @param truth X*
 * @param table what was observed of it
 * @param labels of rows, one family
 */
record Regime(Matrix truth, OracleTable table, int[] labels) {
  /** Groups as consecutive blocks of these sizes, cells observed at random. */
  static Regime structured(long seed, int[] sizes, double density, int r0, int r1) {
    SplittableRandom g = new SplittableRandom(seed);
    int n = Arrays.stream(sizes).sum();
    int p = 80;
    double c = Math.sqrt((double) p / (r0 + r1));
    Matrix v = OracleTable.normals(g, p, r0).scaled(1 / Math.sqrt(p));
    Matrix x = OracleTable.normals(g, n, r0).timesTranspose(v).scaled(c);
    int[] labels = new int[n];
    int from = 0;
    for (int k = 0; k < sizes.length; k++) {
      Arrays.fill(labels, from, from + sizes[k], k);
      if (r1 > 0) {
        Matrix own = OracleTable.normals(g, p, r1).scaled(1 / Math.sqrt(p));
        Matrix part = OracleTable.normals(g, sizes[k], r1).timesTranspose(own).scaled(c);
        for (int e = 0; e < part.array().length; e++) {
          x.array()[from * p + e] += part.array()[e];
        }
      }
      from += sizes[k];
    }
    Matrix y = x.plus(OracleTable.normals(g, n, p).scaled(0.5));
    return new Regime(x, new OracleTable(y, OracleTable.mask(g, n, p, density)), labels);
  }

  /** Groups as i mod 4, each of which hardly observes a random half of the columns. */
  static Regime starved(long seed) {
    SplittableRandom g = new SplittableRandom(seed);
    int n = 240;
    int p = 80;
    double c = Math.sqrt(p / 4.0);
    Matrix v = OracleTable.normals(g, p, 2).scaled(1 / Math.sqrt(p));
    Matrix x = OracleTable.normals(g, n, 2).timesTranspose(v).scaled(c);
    int[] labels = IntStream.range(0, n).map(i -> i % 4).toArray();
    for (int k = 0; k < 4; k++) {
      Matrix own = OracleTable.normals(g, p, 2).scaled(1 / Math.sqrt(p));
      Matrix part = OracleTable.normals(g, 60, 2).timesTranspose(own).scaled(c);
      for (int i = 0; i < 60; i++) {
        for (int j = 0; j < p; j++) {
          x.set(4 * i + k, j, x.get(4 * i + k, j) + part.get(i, j));
        }
      }
    }
    Matrix y = x.plus(OracleTable.normals(g, n, p).scaled(0.5));
    boolean[][] rare = new boolean[4][p];
    for (boolean[] group : rare) {
      int[] order = IntStream.range(0, p).toArray();
      for (int j = p - 1; j > 0; j--) {
        int other = g.nextInt(j + 1);
        int swap = order[j];
        order[j] = order[other];
        order[other] = swap;
      }
      for (int j = 0; j < p / 2; j++) {
        group[order[j]] = true;
      }
    }
    Matrix mask = Matrix.zeros(n, p);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        mask.set(i, j, g.nextDouble() < (rare[labels[i]][j] ? 0.04 : 0.46) ? 1 : 0);
      }
    }
    return new Regime(x, new OracleTable(y, mask), labels);
  }

  ObservedEntries entries() {
    return table.entries();
  }

  Groups groups() {
    Groups.Builder builder = Groups.builder(labels.length);
    for (int i = 0; i < labels.length; i++) {
      builder.add(i, "group", "g" + labels[i]);
    }
    return builder.build();
  }

  /** The groups beside a family that means nothing. */
  Groups withNoise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Groups.Builder builder = Groups.builder(labels.length);
    for (int i = 0; i < labels.length; i++) {
      builder.add(i, "group", "g" + labels[i]);
      builder.add(i, "noise", "n" + random.nextInt(5));
    }
    return builder.build();
  }

  List<int[]> members() {
    return groups().all().stream().map(Groups.Group::members).toList();
  }

  /** Root mean square error on what was not observed, against the truth. */
  double error(Matrix found) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < found.array().length; k++) {
      if (table.observed().array()[k] == 0) {
        sum += Math.pow(found.array()[k] - truth.array()[k], 2);
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  double error(GroupModel model) {
    Matrix found = Matrix.zeros(truth.rows(), truth.columns());
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = 0; j < truth.columns(); j++) {
        found.set(i, j, model.predict(i, j));
      }
    }
    return error(found);
  }
}
