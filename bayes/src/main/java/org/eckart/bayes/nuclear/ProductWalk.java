package org.eckart.bayes.nuclear;

import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;

/**
 * Gibbs on X = A B under the calibrated {@link NormalProduct} prior: rows of A given B are
 * independent normals, then columns of B given A. Missing entries and unequal noise only change the
 * precision of a row. No step is ever rejected.
 */
final class ProductWalk implements Walk {
  private final NuclearProblem problem;
  private final int inner;
  private final double calibration;
  private Matrix a;
  private Matrix b;

  private ProductWalk(NuclearProblem problem, double calibration, Matrix a, Matrix b) {
    this.problem = problem;
    this.inner = a.columns();
    this.calibration = calibration;
    this.a = a;
    this.b = b;
  }

  /** A = U √s, B = √s Vᵀ of the start, and noise in all d directions. */
  static ProductWalk start(
      NuclearProblem problem, double calibration, Matrix x, RandomStream random) {
    int n = x.rows();
    int m = x.columns();
    int inner = NormalProduct.innerFor(n, m);
    Svd svd = Svd.of(x);
    Matrix a = random.gaussian(n, inner).scaled(0.3);
    Matrix b = random.gaussian(m, inner).scaled(0.3);
    for (int k = 0; k < n; k++) {
      double root = Math.sqrt(svd.s().get(k));
      for (int i = 0; i < n; i++) {
        a.set(i, k, a.get(i, k) + root * svd.u().get(i, k));
      }
      for (int j = 0; j < m; j++) {
        b.set(j, k, b.get(j, k) + root * svd.v().get(j, k));
      }
    }
    return new ProductWalk(problem, calibration, a, b);
  }

  static ProductWalk at(NuclearProblem problem, double calibration, NamedArrays place) {
    return new ProductWalk(
        problem, calibration, place.matrix("a").copy(), place.matrix("b").copy());
  }

  @Override
  public double targetAcceptance() {
    return Double.NaN;
  }

  @Override
  public double move(double rate, double weight, double stepSize, RandomStream random) {
    double scale = calibration / rate;
    a = drawn(b, false, weight, scale, random);
    b = drawn(a, true, weight, scale, random);
    return Double.NaN;
  }

  /**
   * λ given the factors. Their K entries have variance s = cγ/λ, so that λ has the density p(λ)
   * λ^{K/2} exp(−λ (‖A‖² + ‖B‖²) / 2cγ): the form it has given X, and drawn the same way.
   */
  double drawPenalty(PenaltyPrior prior, double penalty, double noise, RandomStream random) {
    double squares = Energies.inner(a, a) + Energies.inner(b, b);
    double count = (double) inner * (a.rows() + b.rows());
    return prior.draw(count / 2, squares / (2 * calibration * noise), penalty, random);
  }

  /** One factor given the other: k × d for a side of k rows or columns. */
  private Matrix drawn(
      Matrix other, boolean columns, double weight, double scale, RandomStream random) {
    int own = columns ? problem.y().columns() : problem.y().rows();
    Matrix y = columns ? problem.y().transpose() : problem.y(); // own × other's rows
    Matrix to = Matrix.zeros(own, inner);
    boolean shared = problem.isIsotropic();
    Cholesky factor = shared ? factor(other.gram(), weight, scale) : null;
    Matrix pull = shared ? y.times(other) : Matrix.zeros(own, inner);
    if (factor != null) {
      Matrix mean = factor.solve(pull.scaled(weight).transpose()).transpose();
      for (int i = 0; i < own; i++) {
        spread(factor, mean.array(), i * inner, to.array(), i * inner, random);
      }
      return to;
    }
    for (int i = 0; i < own; i++) {
      Matrix precision = Matrix.zeros(inner, inner);
      double[] right = new double[inner];
      for (int j = 0; j < other.rows(); j++) {
        double p = problem.precision(columns ? j * own + i : i * other.rows() + j);
        if (p > 0) {
          double[] row = other.array();
          int from = j * inner;
          for (int r = 0; r < inner; r++) {
            double share = p * row[from + r];
            right[r] += share * y.get(i, j) * weight;
            for (int c = 0; c <= r; c++) {
              precision.array()[r * inner + c] += share * row[from + c];
            }
          }
        }
      }
      Cholesky rowFactor = factor(precision, weight, scale);
      Matrix mean = rowFactor.solve(Matrix.wrap(inner, 1, right));
      spread(rowFactor, mean.array(), 0, to.array(), i * inner, random);
    }
    return to;
  }

  private static Cholesky factor(Matrix gram, double weight, double scale) {
    Matrix precision = gram.scaled(weight);
    for (int k = 0; k < precision.rows(); k++) {
      precision.set(k, k, precision.get(k, k) + 1 / scale);
    }
    return Cholesky.of(precision);
  }

  /** mean + L⁻ᵀ e for standard normal e. */
  private void spread(
      Cholesky factor, double[] mean, int meanFrom, double[] to, int toFrom, RandomStream random) {
    double[] l = factor.factor().array();
    for (int r = 0; r < inner; r++) {
      to[toFrom + r] = random.nextGaussian();
    }
    for (int r = inner - 1; r >= 0; r--) {
      double solved = to[toFrom + r] / l[r * inner + r];
      to[toFrom + r] = solved;
      for (int c = 0; c < r; c++) {
        to[toFrom + c] -= l[r * inner + c] * solved;
      }
    }
    for (int r = 0; r < inner; r++) {
      to[toFrom + r] += mean[meanFrom + r];
    }
  }

  @Override
  public Matrix x() {
    return a.timesTranspose(b);
  }

  @Override
  public double[] singularValues() {
    return Svd.of(x()).s().toArray();
  }

  @Override
  public NamedArrays place() {
    return NamedArrays.builder().put("a", a).put("b", b).build();
  }
}
