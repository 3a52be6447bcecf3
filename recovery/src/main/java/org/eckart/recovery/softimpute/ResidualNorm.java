package org.eckart.recovery.softimpute;

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

  /** Steps tried, in turn, while the leftover is not bounded below the rest. */
  private static final int[] STEPS = {24, 48, 96, 192};

  private static final int FEWEST = 24;

  /** UᵀSV, S V and SᵀU. */
  private final Matrix core;

  private final Matrix sv;
  private final Matrix su;
  private final LeftoverLanczos leftover;
  private final double upper;

  /**
   * @param aim a norm that would be small enough; no more work is spent once the bound is there
   * @param far whether the fit is so far from done that a loose bound will do
   */
  ResidualNorm(
      ObservedTable table,
      ObservedTable.Residual s,
      Svd x,
      double aim,
      boolean far,
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
    int most = Math.min(smaller, far ? FEWEST : STEPS[STEPS.length - 1]);
    leftover = new LeftoverLanczos(s, x.u(), x.v(), table.byColumn(), most, random);
    double all = Math.sqrt(s.squares()); // ‖S‖_F
    double bound;
    if (smaller <= SMALL) {
      leftover.extend(FEWEST);
      bound = exact(s) * (1 + 1e-12);
    } else {
      double inside = norm(core);
      double above = norm(su.minus(x.v().times(core.transpose())));
      double below = norm(sv.minus(x.u().times(core)));
      bound = Double.POSITIVE_INFINITY;
      for (int steps : STEPS) {
        leftover.extend(steps);
        bound = norm(inside, above, below, leftover.upperBound());
        boolean hopeless = leftover.values().size() > 0 && leftover.values().get(0) > aim;
        if (bound <= Math.max(aim, norm(inside, above, below, 0))
            || hopeless
            || !leftover.canGoOn()) {
          break;
        }
      }
    }
    upper = Math.min(bound, all);
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
