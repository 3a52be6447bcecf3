package org.eckart.recovery.softimpute;

import java.util.function.DoublePredicate;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;

/**
 * An upper bound on ‖S‖₂ of a sparse residual that is tight where a fit is good.
 *
 * <p>At the minimum S has the singular value λ on the directions U, V of X, and less elsewhere. So
 * S is cut by these directions into blocks: ‖S‖₂ is at most the norm of the 2 × 2 matrix of the
 * norms of UᵀSV, UᵀS(I − VVᵀ), (I − UUᵀ)SV and the leftover. The first three are small matrices,
 * computed outright; of the leftover only a safe bound below λ is wanted, which {@link
 * LeftoverLanczos} gives after a few steps. Where min(m, n) ≤ {@value #SMALL} the norm is computed
 * from all of S instead.
 */
final class ResidualNorm {
  private static final int SMALL = 200;

  /** Steps tried, in turn, while a sharper bound could end the fit. */
  private static final int[] STEPS = {24, 48, 96, 192, 384};

  /** Numbers that the Lanczos vectors may take, 128 MB, unless 192 steps take more. */
  private static final int MEMORY = 1 << 24;

  /** UᵀSV, S V and SᵀU. */
  private final Matrix core;

  private final Matrix sv;
  private final Matrix su;
  private final LeftoverLanczos leftover;
  private final double upper;

  /**
   * @param enough whether a bound would end the fit; no more work is spent once it would, or once
   *     even the least the norm can be would not
   */
  ResidualNorm(
      ObservedTable table,
      ObservedTable.Residual s,
      Svd x,
      DoublePredicate enough,
      RandomStream random) {
    if (x.rank() > 0) {
      sv = s.byRow().times(x.v());
      su = s.byColumn().times(x.u());
      core = x.u().transposeTimes(sv);
    } else {
      sv = Matrix.zeros(table.rows(), 0);
      su = Matrix.zeros(table.columns(), 0);
      core = Matrix.zeros(0, 0);
    }
    int smaller = Math.min(table.rows(), table.columns());
    int room = Math.clamp(MEMORY / (table.rows() + table.columns()), 192, STEPS[STEPS.length - 1]);
    int most = Math.min(smaller, room);
    leftover = new LeftoverLanczos(s, x.u(), x.v(), table.byColumn(), most, random);
    leftover.extend(STEPS[0]);
    double bound;
    if (smaller <= SMALL) {
      bound = exact(s) * (1 + 1e-12);
    } else {
      double inside = norm(core);
      double above = norm(su.minus(x.v().times(core.transpose())));
      double below = norm(sv.minus(x.u().times(core)));
      bound = norm(inside, above, below, leftover.upperBound());
      for (int next = 1; next < STEPS.length && !enough.test(bound); next++) {
        double least = norm(inside, above, below, leftover.largest());
        if (!leftover.canGoOn() || !enough.test(least)) {
          break;
        }
        leftover.extend(STEPS[next]);
        bound = norm(inside, above, below, leftover.upperBound());
      }
    }
    upper = Math.min(bound, Math.sqrt(s.squares())); // ‖S‖_F
  }

  double upper() {
    return upper;
  }

  LeftoverLanczos leftover() {
    return leftover;
  }

  Matrix core() {
    return core;
  }

  /** S V, m × r. */
  Matrix timesRight() {
    return sv;
  }

  /** Sᵀ U, n × r. */
  Matrix transposeTimesLeft() {
    return su;
  }

  private static double norm(double a, double b, double c, double d) {
    return d == Double.POSITIVE_INFINITY
        ? d
        : Svd.of(Matrix.of(new double[][] {{a, b}, {c, d}})).s().get(0);
  }

  /** Of a matrix with few columns. */
  private static double norm(Matrix a) {
    return a.columns() == 0
        ? 0
        : Math.sqrt(Math.max(0, SymmetricEigen.of(a.gram()).values().get(0)));
  }

  /**
   * From SᵀS or S Sᵀ, whichever is smaller; the largest singular value loses nothing by squaring.
   */
  private static double exact(ObservedTable.Residual s) {
    SparseMatrix a = s.byRow().columns() <= s.byRow().rows() ? s.byRow() : s.byColumn();
    int n = a.columns();
    Matrix gram = Matrix.zeros(n, n);
    double[] g = gram.array();
    for (int i = 0; i < a.rows(); i++) {
      for (int e = a.starts()[i]; e < a.starts()[i + 1]; e++) {
        for (int f = a.starts()[i]; f <= e; f++) {
          g[a.indices()[e] * n + a.indices()[f]] += a.values()[e] * a.values()[f];
        }
      }
    }
    return Math.sqrt(Math.max(0, SymmetricEigen.of(gram).values().get(0)));
  }
}
