package org.eckart.recovery.sensing;

import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;

/**
 * dist(F, F⋆) = min over invertible Q of (‖(LQ − L⋆)Σ⋆^½‖² + ‖(RQ⁻ᵀ − R⋆)Σ⋆^½‖²)^½, by gradient
 * descent with backtracking on Q from the least-squares fit of L; for tests.
 */
final class AlignedDistance {
  private AlignedDistance() {}

  static double of(FactorPair at, FactorPair truth, Vector s) {
    Matrix q = Cholesky.of(at.left().gram()).solve(at.left().transposeTimes(truth.left()));
    double best = square(at, truth, s, q);
    double step = 1e-2;
    int rank = q.rows();
    int idle = 0;
    for (int k = 0; k < 4000 && idle < 30; k++) {
      Matrix gradient = Matrix.zeros(rank, rank);
      for (int i = 0; i < rank; i++) {
        for (int j = 0; j < rank; j++) {
          double h = 1e-6 * (1 + Math.abs(q.get(i, j)));
          Matrix up = q.copy();
          up.set(i, j, q.get(i, j) + h);
          Matrix down = q.copy();
          down.set(i, j, q.get(i, j) - h);
          gradient.set(i, j, (square(at, truth, s, up) - square(at, truth, s, down)) / (2 * h));
        }
      }
      Matrix next = q.minus(gradient.scaled(step));
      double value = square(at, truth, s, next);
      idle = value < best * (1 - 1e-9) ? 0 : idle + 1;
      if (value < best) {
        best = value;
        q = next;
        step *= 1.5;
      } else {
        step /= 2;
      }
    }
    return Math.sqrt(best);
  }

  private static double square(FactorPair at, FactorPair truth, Vector s, Matrix q) {
    double[] roots = s.toArray();
    for (int k = 0; k < roots.length; k++) {
      roots[k] = Math.sqrt(roots[k]);
    }
    Vector half = Vector.wrap(roots);
    Svd svd = Svd.of(q);
    double[] inverse = svd.s().toArray();
    for (int k = 0; k < inverse.length; k++) {
      inverse[k] = 1 / inverse[k];
    }
    Matrix inverseTransposed = svd.u().columnsScaled(Vector.wrap(inverse)).timesTranspose(svd.v());
    double left = at.left().times(q).minus(truth.left()).columnsScaled(half).frobeniusNorm();
    double right =
        at.right()
            .times(inverseTransposed)
            .minus(truth.right())
            .columnsScaled(half)
            .frobeniusNorm();
    return left * left + right * right;
  }
}
