package org.eckart.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;

/**
 * A simulated table of 240 × 80 whose truth is known: rank r0 for all rows plus rank r1 in each
 * group, unit variance, noise 0.5, and holes of one of seven kinds.
 *
 * @param kind which of the seven
 * @param truth X*
 * @param values X* with noise
 * @param observed 1 where observed
 * @param structure groups that the truth follows
 * @param missing groups that the holes follow, where they follow any others
 */
record GroupRegimes(
    Kind kind,
    Matrix truth,
    Matrix values,
    Matrix observed,
    List<int[]> structure,
    List<int[]> missing) {
  static final int ROWS = 240;
  static final int COLUMNS = 80;
  static final double NOISE = 0.5;

  /**
   * Seven kinds: what it is, and the published errors and sines over those of soft-impute, in the
   * order of {@link RegimeTable#MODELS}; NaN where none is published.
   */
  enum Kind {
    A(
        "4 × 60 rows, a quarter observed at random",
        new double[] {0.670, 0.634, 0.607, 0.602, 0.565},
        new double[] {0.387, 0.407, 0.344, 0.351, 0.317}),
    B(
        "one group observed at 0.08, the others at 0.31",
        new double[] {0.694, 0.705, 0.659, 0.659, 0.637},
        new double[] {0.409, 0.461, 0.384, 0.388, 0.357}),
    C(
        "groups of 120, 80, 28 and 12 rows, 0.3 observed",
        new double[] {0.570, 0.547, 0.522, 0.520, 0.491},
        new double[] {0.417, 0.460, 0.393, 0.405, 0.346}),
    D(
        "each group hardly observes a random half of the columns",
        new double[] {0.733, 0.788, 0.737, 0.754, 0.706},
        new double[] {0.535, 0.631, 0.550, 0.579, 0.520}),
    E(
        "no structure in the groups, a quarter observed",
        new double[] {0.463, 0.640, 0.499, 0.540, 0.482},
        new double[] {0.183, 0.404, 0.218, 0.269, 0.204}),
    F(
        "structure and holes follow different families; that of structure penalised",
        new double[] {1, Double.NaN, 0.929, 0.923, 0.878},
        new double[] {}),
    G(
        "structure and holes follow different families; that of holes penalised",
        new double[] {1, Double.NaN, 1.111, Double.NaN, Double.NaN},
        new double[] {});

    final String what;
    private final double[] errors;
    private final double[] sines;

    Kind(String what, double[] errors, double[] sines) {
      this.what = what;
      this.errors = errors;
      this.sines = sines;
    }

    /** A model's published error over that of soft-impute. */
    OptionalDouble published(int model) {
      return ratio(errors, model);
    }

    OptionalDouble publishedSine(int model) {
      return ratio(sines, model);
    }

    private static OptionalDouble ratio(double[] of, int model) {
      return of.length == 0 || Double.isNaN(of[model])
          ? OptionalDouble.empty()
          : OptionalDouble.of(of[model] / of[0]);
    }
  }

  static GroupRegimes draw(Kind kind, long seed) {
    SplittableRandom g = new SplittableRandom(seed);
    int[] sizes = kind == Kind.C ? new int[] {120, 80, 28, 12} : new int[] {60, 60, 60, 60};
    int r0 = kind == Kind.E ? 4 : 2;
    int r1 = kind == Kind.E ? 0 : 2;
    double c = Math.sqrt((double) COLUMNS / (r0 + r1));
    Matrix v = normals(g, COLUMNS, r0).scaled(1 / Math.sqrt(COLUMNS));
    Matrix x = normals(g, ROWS, r0).timesTranspose(v).scaled(c);
    List<int[]> structure = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      int first = from;
      structure.add(IntStream.range(first, first + size).toArray());
      if (r1 > 0) {
        Matrix own = normals(g, COLUMNS, r1).scaled(1 / Math.sqrt(COLUMNS));
        Matrix part = normals(g, size, r1).timesTranspose(own).scaled(c);
        for (int e = 0; e < part.array().length; e++) {
          x.array()[first * COLUMNS + e] += part.array()[e];
        }
      }
      from += size;
    }
    Matrix y = x.plus(normals(g, ROWS, COLUMNS).scaled(NOISE));
    boolean apart = kind == Kind.F || kind == Kind.G;
    List<int[]> missing = structure;
    if (apart) {
      missing = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        int label = k;
        missing.add(IntStream.range(0, ROWS).filter(i -> i % 4 == label).toArray());
      }
    }
    return new GroupRegimes(kind, x, y, mask(kind, g, missing), structure, missing);
  }

  private static Matrix mask(Kind kind, SplittableRandom g, List<int[]> missing) {
    double[][] density = new double[ROWS][COLUMNS];
    for (double[] row : density) {
      Arrays.fill(row, kind == Kind.C ? 0.3 : 0.25);
    }
    for (int k = 0; k < missing.size(); k++) {
      boolean[] rare = new boolean[COLUMNS];
      if (kind == Kind.D || kind == Kind.F || kind == Kind.G) {
        int left = COLUMNS / 2;
        for (int j = 0; j < COLUMNS; j++) {
          if (g.nextInt(COLUMNS - j) < left) {
            rare[j] = true;
            left--;
          }
        }
      }
      for (int i : missing.get(k)) {
        for (int j = 0; j < COLUMNS; j++) {
          density[i][j] =
              switch (kind) {
                case D, F, G -> rare[j] ? 0.04 : 0.46;
                case B -> k == 0 ? 0.08 : 0.31;
                default -> density[i][j];
              };
        }
      }
    }
    Matrix mask = Matrix.zeros(ROWS, COLUMNS);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        mask.set(i, j, g.nextDouble() < density[i][j] ? 1 : 0);
      }
    }
    return mask;
  }

  private static Matrix normals(SplittableRandom g, int rows, int columns) {
    Matrix x = Matrix.zeros(rows, columns);
    for (int k = 0; k < rows * columns; k++) {
      double a = g.nextDouble();
      double b = g.nextDouble();
      x.array()[k] = Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
    }
    return x;
  }

  /** The groups whose rows are asked to be of low rank. */
  List<int[]> penalised() {
    return kind == Kind.G ? missing : structure;
  }

  ObservedEntries entries() {
    int[] cells = IntStream.range(0, ROWS * COLUMNS).filter(k -> observed.array()[k] > 0).toArray();
    return ObservedEntries.of(
        Labels.numbered(ROWS),
        Labels.numbered(COLUMNS),
        Arrays.stream(cells).map(k -> k / COLUMNS).toArray(),
        Arrays.stream(cells).map(k -> k % COLUMNS).toArray(),
        Arrays.stream(cells).mapToDouble(k -> values.array()[k]).toArray());
  }

  /** Root mean square error against the truth where nothing was observed. */
  double error(Matrix found) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < found.array().length; k++) {
      if (observed.array()[k] == 0) {
        sum += Math.pow(found.array()[k] - truth.array()[k], 2);
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }
}
