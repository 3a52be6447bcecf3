package org.eckart.recovery.groups.choice;

import java.util.Arrays;
import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;
import org.eckart.recovery.groups.GroupOffsets;
import org.eckart.recovery.groups.Groups;

/**
 * New rows or columns for a fitted model: a ridge regression each, under the weights that held
 * those of the fit, by turns with their level.
 */
final class GroupFoldIn {
  private static final int TURNS = 10;

  private final GroupModel model;
  private final LowRankPart part;
  private final GroupOffsets offsets;

  GroupFoldIn(GroupModel model) {
    this.model = model;
    this.part = model.part();
    this.offsets = model.offsets();
  }

  /**
   * Entries whose columns are the model's.
   *
   * @param seen where each row begins, and the columns in it, ascending
   * @param values in the same order
   */
  private record Known(int[][] seen, double[] values) {
    static Known of(ObservedEntries entries, Labels columns) {
      int[] to = new int[entries.columns()];
      Arrays.setAll(to, j -> columns.indexOf(entries.columnLabels().get(j)));
      int[] keep =
          java.util.stream.IntStream.range(0, entries.count())
              .filter(k -> to[entries.column(k)] >= 0)
              .toArray();
      int[] row = new int[keep.length];
      int[] column = new int[keep.length];
      double[] value = new double[keep.length];
      for (int k = 0; k < keep.length; k++) {
        row[k] = entries.row(keep[k]);
        column[k] = to[entries.column(keep[k])];
        value[k] = entries.value(keep[k]);
      }
      int[][] seen =
          GroupModel.seen(ObservedEntries.of(entries.rowLabels(), columns, row, column, value));
      double[] values = new double[keep.length];
      for (int k = 0; k < keep.length; k++) {
        values[Arrays.binarySearch(seen[1], seen[0][row[k]], seen[0][row[k] + 1], column[k])] =
            value[k];
      }
      return new Known(seen, values);
    }

    int[] columns(int row) {
      return Arrays.copyOfRange(seen[1], seen[0][row], seen[0][row + 1]);
    }

    double[] values(int row) {
      return Arrays.copyOfRange(values, seen[0][row], seen[0][row + 1]);
    }
  }

  GroupModel rows(ObservedEntries entries, Groups labels) {
    int n = entries.rows();
    int width = part.width();
    Groups groups = own(labels, n);
    int[][] of = groups.ofRows();
    Known known = Known.of(entries, model.columnLabels());
    double[] levels = new double[n];
    Matrix left = Matrix.zeros(n, width);
    for (int i = 0; i < n; i++) {
      int[] columns = known.columns(i);
      double[] base = known.values(i);
      for (int e = 0; e < columns.length; e++) {
        base[e] -= offsets.at(-1, columns[e], of[i]);
      }
      boolean[] free = new boolean[width];
      Matrix weight = weight(of[i], free);
      levels[i] = solve(columns, base, part.right(), weight, free, left, i, offsets.rowShrinkage());
    }
    return new GroupModel(
        entries.rowLabels(),
        model.columnLabels(),
        groups,
        new GroupOffsets(
            offsets.mean(),
            levels,
            offsets.columns(),
            offsets.groups(),
            offsets.groupColumns(),
            offsets.rowShrinkage(),
            offsets.columnShrinkage()),
        new LowRankPart(left, part.right(), part.parts()),
        model.conformal(),
        model.scale(),
        model.ends(),
        known.seen[0],
        known.seen[1],
        model.columnCounts());
  }

  GroupModel columns(ObservedEntries entries) {
    int p = entries.columns();
    int width = part.width();
    ObservedEntries turned = entries.transposed();
    Known known = Known.of(turned, model.rowLabels());
    int[][] of = model.groups().ofRows();
    Matrix weight = columnWeight();
    boolean[] free = new boolean[width];
    Arrays.fill(free, true);
    double[] levels = new double[p];
    Matrix right = Matrix.zeros(p, width);
    for (int j = 0; j < p; j++) {
      int[] rows = known.columns(j);
      double[] base = known.values(j);
      for (int e = 0; e < rows.length; e++) {
        base[e] -= offsets.at(rows[e], -1, of[rows[e]]);
      }
      levels[j] = solve(rows, base, part.left(), weight, free, right, j, offsets.columnShrinkage());
    }
    ObservedEntries mapped = mapped(known, p, entries.columnLabels());
    int[][] seen = GroupModel.seen(mapped);
    return new GroupModel(
        model.rowLabels(),
        entries.columnLabels(),
        model.groups(),
        new GroupOffsets(
            offsets.mean(),
            offsets.rows(),
            levels,
            offsets.groups(),
            new double[offsets.groups().length * p],
            offsets.rowShrinkage(),
            offsets.columnShrinkage()),
        new LowRankPart(part.left(), right, part.parts()),
        model.conformal(),
        model.scale(),
        model.ends(),
        seen[0],
        seen[1],
        mapped.columnCounts());
  }

  /** The entries under the model's rows. */
  private ObservedEntries mapped(Known known, int columns, Labels columnLabels) {
    int count = known.values.length;
    int[] column = new int[count];
    for (int j = 0; j < columns; j++) {
      Arrays.fill(column, known.seen[0][j], known.seen[0][j + 1], j);
    }
    return ObservedEntries.of(model.rowLabels(), columnLabels, known.seen[1], column, known.values);
  }

  /** The model's own groups with these rows as members. */
  private Groups own(Groups labels, int rows) {
    List<Groups.Group> same =
        model.groups().all().stream()
            .map(group ->
                labels.all().stream()
                    .filter(other -> other.name().equals(group.name()))
                    .findFirst()
                    .orElse(new Groups.Group(group.family(), group.label(), new int[0])))
            .toList();
    return Groups.of(rows, same);
  }

  /** What holds a row of these groups, and the columns of the factors that it may use. */
  private Matrix weight(int[] groupsOfRow, boolean[] free) {
    Matrix sum = Matrix.zeros(part.width(), part.width());
    boolean labelled = part.parts().stream().anyMatch(one -> holds(one, groupsOfRow));
    for (LowRankPart.Part one : part.parts()) {
      if (one.set() == Fitting.ALL
          || holds(one, groupsOfRow)
          || (one.set() == Fitting.REST && !labelled)) {
        add(one.weight(), one, sum);
        Arrays.fill(free, one.from(), one.to(), true);
      }
    }
    return sum;
  }

  private static boolean holds(LowRankPart.Part one, int[] groupsOfRow) {
    return Arrays.stream(groupsOfRow).anyMatch(g -> g == one.set());
  }

  private static void add(Matrix part, LowRankPart.Part at, Matrix sum) {
    for (int k = at.from(); k < at.to(); k++) {
      for (int c = at.from(); c < at.to(); c++) {
        sum.set(k, c, sum.get(k, c) + part.get(k - at.from(), c - at.from()));
      }
    }
  }

  /** Σ_g W_g A_gᵀA_g, which commute: what holds a column. */
  private Matrix columnWeight() {
    Matrix sum = Matrix.zeros(part.width(), part.width());
    boolean[] labelled = new boolean[model.rows()];
    for (LowRankPart.Part one : part.parts()) {
      if (one.set() >= 0) {
        for (int i : model.groups().all().get(one.set()).members()) {
          labelled[i] = true;
        }
      }
    }
    for (LowRankPart.Part one : part.parts()) {
      boolean[] in = new boolean[model.rows()];
      for (int i = 0; i < in.length; i++) {
        in[i] = one.set() == Fitting.ALL || (one.set() == Fitting.REST && !labelled[i]);
      }
      if (one.set() >= 0) {
        for (int i : model.groups().all().get(one.set()).members()) {
          in[i] = true;
        }
      }
      Matrix rows = part.left().columns(one.from(), one.to());
      for (int i = 0; i < in.length; i++) {
        for (int k = 0; k < rows.columns() && !in[i]; k++) {
          rows.set(i, k, 0);
        }
      }
      Matrix product = one.weight().times(rows.gram());
      add(product.plus(product.transpose()).scaled(0.5), one, sum);
    }
    return sum;
  }

  /** Writes a factor into row {@code i} of {@code to}, and returns its level. */
  private static double solve(
      int[] places,
      double[] base,
      Matrix others,
      Matrix weight,
      boolean[] free,
      Matrix to,
      int i,
      double shrinkage) {
    int width = others.columns();
    if (places.length == 0) {
      return 0;
    }
    Matrix normal = weight.copy();
    for (int k = 0; k < width; k++) {
      for (int at : places) {
        if (free[k]) {
          for (int c = 0; c < width; c++) {
            double more = free[c] ? others.get(at, k) * others.get(at, c) : 0;
            normal.set(k, c, normal.get(k, c) + more);
          }
        }
      }
      normal.set(k, k, free[k] ? normal.get(k, k) * (1 + 1e-12) + Double.MIN_NORMAL : 1);
    }
    Cholesky cholesky = width == 0 ? Cholesky.of(Matrix.identity(1)) : Cholesky.of(normal);
    double level = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      double rest = 0;
      for (int e = 0; e < places.length; e++) {
        rest +=
            base[e] - Kernels.dot(to.array(), i * width, others.array(), places[e] * width, width);
      }
      level = rest / (shrinkage + places.length);
      if (width == 0) {
        return level;
      }
      double[] image = new double[width];
      for (int e = 0; e < places.length; e++) {
        for (int k = 0; k < width; k++) {
          image[k] += free[k] ? (base[e] - level) * others.get(places[e], k) : 0;
        }
      }
      Vector solved = cholesky.solve(Vector.wrap(image));
      for (int k = 0; k < width; k++) {
        to.set(i, k, solved.get(k));
      }
    }
    return level;
  }
}
