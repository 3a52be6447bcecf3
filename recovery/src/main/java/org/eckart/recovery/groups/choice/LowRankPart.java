package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.factor.FoldIn;
import org.eckart.recovery.groups.factor.GroupAlsEstimate;

/**
 * X = L Rᵀ, whichever model it comes from, and what holds the rows of each group.
 *
 * @param left L, n × w
 * @param right R, p × w
 * @param parts what holds a row: the sum over the sets that it is in
 */
record LowRankPart(Matrix left, Matrix right, List<Part> parts) {
  LowRankPart {
    parts = List.copyOf(parts);
  }

  /**
   * One set of rows.
   *
   * @param set a place among the labels, or {@link Fitting#ALL} or {@link Fitting#REST}
   * @param from the first column of the factors that the set's rows may use
   * @param to the column after the last
   * @param weight W of the penalty ½ aᵀWa on these columns
   * @param threshold τ of the set, in the units of the fit
   */
  record Part(int set, int from, int to, Matrix weight, double threshold) {}

  static LowRankPart none(int rows, int columns) {
    return new LowRankPart(Matrix.zeros(rows, 0), Matrix.zeros(columns, 0), List.of());
  }

  /** Of the overlapped model; sets that were merged count once. */
  static LowRankPart of(GroupAlsEstimate estimate, int[] sets, double scale, Parallel parallel) {
    FoldIn foldIn = FoldIn.of(estimate, parallel);
    List<Part> parts = new ArrayList<>();
    boolean[] used = new boolean[estimate.penalty().size()];
    for (int k = 0; k < sets.length; k++) {
      int place = estimate.penalty().place(k);
      if (place >= 0 && !used[place]) {
        used[place] = true;
        parts.add(
            new Part(
                sets[k],
                0,
                estimate.rank(),
                foldIn.weight(place),
                estimate.penalty().threshold(place)));
      }
    }
    return new LowRankPart(estimate.left().scaled(scale), estimate.right(), parts);
  }

  /** Of the sum: the parts' factors side by side. */
  static LowRankPart of(
      List<Svd> fitted, GroupPenalty penalty, int[] sets, int columns, double scale) {
    int rows = penalty.rows();
    int width = fitted.stream().mapToInt(Svd::rank).sum();
    Matrix left = Matrix.zeros(rows, width);
    Matrix right = Matrix.zeros(columns, width);
    List<Part> parts = new ArrayList<>();
    boolean[] used = new boolean[fitted.size()];
    int from = 0;
    for (int k = 0; k < sets.length; k++) {
      int place = penalty.place(k);
      if (place < 0 || used[place]) {
        continue;
      }
      used[place] = true;
      Svd part = fitted.get(place);
      int[] members = penalty.members(place);
      double threshold = penalty.threshold(place);
      Matrix weight = Matrix.zeros(part.rank(), part.rank());
      for (int c = 0; c < part.rank(); c++) {
        double s = part.s().get(c);
        weight.set(c, c, threshold / s);
        for (int i = 0; i < members.length; i++) {
          left.set(members[i], from + c, scale * part.u().get(i, c) * s);
        }
        for (int j = 0; j < columns; j++) {
          right.set(j, from + c, part.v().get(j, c));
        }
      }
      parts.add(new Part(sets[k], from, from + part.rank(), weight, threshold));
      from += part.rank();
    }
    return new LowRankPart(left, right, parts);
  }

  int width() {
    return left.columns();
  }

  double at(int row, int column) {
    return org.eckart.linalg.Kernels.dot(
        left.array(), row * width(), right.array(), column * width(), width());
  }
}
