package org.eckart.recovery.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;

/**
 * The gradient flow of one given matrix, from its products with vectors alone.
 *
 * <p>û' = Xv̂, v̂' = Xᵀû is w' = Aw with A = [[0, X], [Xᵀ, 0]]. Lanczos vectors from w₀ = (u₀, v₀)
 * span a space in which e^(tA)w₀ is found for every t at once; vectors are added until the last one
 * no longer matters at the latest time. Cost: some 20 + 8√(t s₁) products with X and as many with
 * Xᵀ, and that number squared times m + n for keeping the vectors orthogonal.
 */
final class KrylovFlow {
  private static final int FIRST_LOOK = 16;
  private static final int LOOK_EVERY = 8;

  private final Vector eigenvalues; // of the tridiagonal matrix
  private final Matrix eigenvectors;
  private final double[] onLeft; // ⟨Lanczos vector's upper part, u*⟩
  private final double[] onRight;
  private final Matrix leftGram;
  private final Matrix rightGram;

  private KrylovFlow(
      SymmetricEigen projected, List<double[]> basis, double[] left, double[] right) {
    this.eigenvalues = projected.values();
    this.eigenvectors = projected.vectors();
    int k = eigenvalues.size();
    int m = left.length;
    onLeft = new double[k];
    onRight = new double[k];
    leftGram = Matrix.zeros(k, k);
    rightGram = Matrix.zeros(k, k);
    for (int i = 0; i < k; i++) {
      double[] w = basis.get(i);
      onLeft[i] = Kernels.dot(w, 0, left, 0, m);
      onRight[i] = Kernels.dot(w, m, right, 0, right.length);
      for (int j = 0; j <= i; j++) {
        double upper = Kernels.dot(w, 0, basis.get(j), 0, m);
        double lower = Kernels.dot(w, m, basis.get(j), m, right.length);
        leftGram.set(i, j, upper);
        leftGram.set(j, i, upper);
        rightGram.set(i, j, lower);
        rightGram.set(j, i, lower);
      }
    }
  }

  /**
   * The flow up to a time.
   *
   * @param x m × n
   * @param u0 unit vector of m numbers
   * @param v0 unit vector of n numbers
   * @param left what the left overlap is taken with, u*
   * @param right the same on the right
   * @param latest largest time that will be asked for
   * @param tolerance part of the last Lanczos vector in the solution at that time
   */
  static KrylovFlow of(
      LinearOperator x,
      double[] u0,
      double[] v0,
      double[] left,
      double[] right,
      double latest,
      double tolerance) {
    int m = x.rows();
    int size = m + x.columns();
    double[] w = new double[size];
    System.arraycopy(u0, 0, w, 0, m);
    System.arraycopy(v0, 0, w, m, x.columns());
    scale(w, 1 / Math.sqrt(Kernels.dot(w, 0, w, 0, size)));
    List<double[]> basis = new ArrayList<>(List.of(w));
    List<Double> diagonal = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    double[] upper = new double[m];
    double[] lower = new double[x.columns()];
    double norm = 0; // of A, as seen so far
    while (true) {
      int k = basis.size();
      double[] last = basis.getLast();
      double[] next = new double[size];
      System.arraycopy(last, m, lower, 0, lower.length);
      x.multiply(lower, upper);
      System.arraycopy(upper, 0, next, 0, m);
      System.arraycopy(last, 0, upper, 0, m);
      x.transposeMultiply(upper, lower);
      System.arraycopy(lower, 0, next, m, lower.length);
      diagonal.add(Kernels.dot(last, 0, next, 0, size));
      for (int pass = 0; pass < 2; pass++) { // twice is enough for rounding
        for (double[] earlier : basis) {
          add(next, -Kernels.dot(earlier, 0, next, 0, size), earlier);
        }
      }
      double length = Math.sqrt(Kernels.dot(next, 0, next, 0, size));
      norm = Math.max(norm, Math.abs(diagonal.getLast()) + length);
      boolean whole = k == size || length <= 1e-14 * norm; // the space is invariant
      if (whole || (k >= FIRST_LOOK && k % LOOK_EVERY == 0)) {
        SymmetricEigen projected = SymmetricEigen.of(tridiagonal(diagonal, beside));
        if (whole || lastPart(projected, latest) <= tolerance) {
          return new KrylovFlow(projected, basis, left, right);
        }
      }
      scale(next, 1 / length);
      beside.add(length);
      basis.add(next);
    }
  }

  /** How much the last two Lanczos vectors take part at a time. */
  private static double lastPart(SymmetricEigen projected, double time) {
    double[] y = solution(projected.values(), projected.vectors(), time);
    int k = y.length;
    double square = Kernels.dot(y, 0, y, 0, k);
    return Math.hypot(y[k - 1], y[k - 2]) / Math.sqrt(square);
  }

  /** e^(t(T − λ₁)) e₁. */
  private static double[] solution(Vector values, Matrix vectors, double time) {
    int k = values.size();
    double[] y = new double[k];
    for (int i = 0; i < k; i++) {
      double growth = vectors.get(0, i) * Math.exp((values.get(i) - values.get(0)) * time);
      for (int j = 0; j < k; j++) {
        y[j] += vectors.get(j, i) * growth;
      }
    }
    return y;
  }

  CurvePoint at(double time) {
    int k = eigenvalues.size();
    double[] y = solution(eigenvalues, eigenvectors, time);
    double left = Math.sqrt(quadratic(leftGram, y));
    double right = Math.sqrt(quadratic(rightGram, y));
    double energy = 0; // wᵀAw = 2ûᵀXv̂
    for (int i = 0; i < k; i++) {
      double part = vectorPart(y, i);
      energy += eigenvalues.get(i) * part * part;
    }
    return new CurvePoint(
        time,
        Kernels.dot(onLeft, 0, y, 0, k) / left,
        Kernels.dot(onRight, 0, y, 0, k) / right,
        energy / (2 * left * right));
  }

  private double vectorPart(double[] y, int i) {
    double sum = 0;
    for (int j = 0; j < y.length; j++) {
      sum += eigenvectors.get(j, i) * y[j];
    }
    return sum;
  }

  private static double quadratic(Matrix gram, double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * Kernels.dot(gram.array(), i * y.length, y, 0, y.length);
    }
    return sum;
  }

  private static Matrix tridiagonal(List<Double> diagonal, List<Double> beside) {
    int k = diagonal.size();
    Matrix t = Matrix.zeros(k, k);
    for (int i = 0; i < k; i++) {
      t.set(i, i, diagonal.get(i));
      if (i > 0) {
        t.set(i, i - 1, beside.get(i - 1));
        t.set(i - 1, i, beside.get(i - 1));
      }
    }
    return t;
  }

  private static void add(double[] to, double factor, double[] vector) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }
}
