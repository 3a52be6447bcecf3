package org.eckart.bayes.normalproduct;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;

/** What is written down of a draw: numbers that do not depend on how components are named. */
final class DrawMeasures {
  private final ProductProblem problem;
  private final boolean offsets;
  private final boolean weighs;
  private final double[] traced;
  private final double[] followed;

  DrawMeasures(ProductProblem problem, ProductOptions options) {
    this.problem = problem;
    this.offsets = options.offsets();
    this.weighs = weighs(problem, options);
    this.traced = new double[names(problem, options).size()];
    this.followed = new double[problem.followedCount()];
  }

  private static boolean weighs(ProductProblem problem, ProductOptions options) {
    return !problem.isOrdinal() && options.noise() instanceof Noise.ByRow;
  }

  /** In the order of {@link #scalars}. */
  static List<String> names(ProductProblem problem, ProductOptions options) {
    List<String> names = new ArrayList<>();
    if (problem.isOrdinal()) {
      names.add("strength");
      for (int l = 1; l < problem.levelCount(); l++) {
        names.add("cutpoint" + l);
      }
    } else {
      names.add("noise");
      names.add("residual");
      names.add("strength");
    }
    names.add("nuclearNorm");
    names.add("largestValue");
    names.add("effectiveRank");
    names.add("aboveNoise");
    if (offsets(options)) {
      names.add("rowSpread");
      names.add("columnSpread");
      if (!problem.isOrdinal()) {
        names.add("mean");
      }
    }
    if (weighs(problem, options)) {
      names.add("freedom");
    }
    if (problem.rowFeatures() != null) {
      names.add("rowShare");
    }
    if (problem.columnFeatures() != null) {
      names.add("columnShare");
    }
    return List.copyOf(names);
  }

  private static boolean offsets(ProductOptions options) {
    return options.offsets();
  }

  /** One number for each of {@link #names}; used again by the next call. */
  double[] scalars(ProductChain at, double[] squares) {
    double unit = problem.standard().scale();
    double sigma = 1 / Math.sqrt(at.precision);
    double cells = (double) problem.rows() * problem.columns();
    Vector values = singularValues(at);
    double sum = 0;
    double square = 0;
    for (int k = 0; k < values.size(); k++) {
      sum += values.get(k);
      square += values.get(k) * values.get(k);
    }
    double edge =
        sigma
            * (Math.sqrt(problem.rows()) + Math.sqrt(problem.columns()))
            / Math.sqrt(problem.observed() / cells);
    double entropy = 0;
    int above = 0;
    for (int k = 0; k < values.size(); k++) {
      double share = sum > 0 ? values.get(k) / sum : 0;
      entropy -= share > 0 ? share * Math.log(share) : 0;
      above += values.get(k) > edge ? 1 : 0;
    }
    int t = 0;
    if (problem.isOrdinal()) {
      traced[t++] = Math.sqrt(square / cells);
      for (double cutpoint : at.cutpoints) {
        traced[t++] = cutpoint;
      }
    } else {
      double residual = 0;
      for (double one : squares) {
        residual += one;
      }
      traced[t++] = unit * sigma;
      traced[t++] = unit * Math.sqrt(residual / problem.observed());
      traced[t++] = unit * Math.sqrt(square / cells);
    }
    traced[t++] = unit * sum;
    traced[t++] = values.size() == 0 ? 0 : unit * values.get(0);
    traced[t++] = sum > 0 ? Math.exp(entropy) : 0;
    traced[t++] = above;
    if (offsets) {
      traced[t++] = unit * spread(at.rows, at.rank());
      traced[t++] = unit * spread(at.columns, at.rank());
      if (!problem.isOrdinal()) {
        traced[t++] = problem.standard().centre() + unit * at.mean;
      }
    }
    if (weighs) {
      traced[t++] = at.freedom;
    }
    if (problem.rowFeatures() != null) {
      traced[t++] = share(at, at.rows, problem.rowFeatures());
    }
    if (problem.columnFeatures() != null) {
      traced[t++] = share(at, at.columns, problem.columnFeatures());
    }
    return traced;
  }

  /** Root mean square of a side's offsets about their mean. */
  private static double spread(Factor side, int d) {
    int q = d + 1;
    int rows = side.theta.length / q;
    double mean = 0;
    for (int i = 0; i < rows; i++) {
      mean += side.theta[i * q + d] / rows;
    }
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      double apart = side.theta[i * q + d] - mean;
      squares += apart * apart / rows;
    }
    return Math.sqrt(squares);
  }

  /** Part of a side's numbers that its features account for, each in units of its variance. */
  private double share(ProductChain at, Factor side, Features features) {
    double[] variance = at.variances(side, offsets);
    int q = variance.length;
    double[] said = new double[side.theta.length];
    features.multiply(side.coefficients, q, said);
    double explained = 0;
    double own = 0;
    for (int k = 0; k < said.length; k++) {
      double rest = side.theta[k] - said[k];
      explained += said[k] * said[k] / variance[k % q];
      own += rest * rest / variance[k % q];
    }
    return explained / (explained + own);
  }

  /** Singular values of A Bᵀ: square roots of the eigenvalues of (AᵀA)^½ BᵀB (AᵀA)^½. */
  private Vector singularValues(ProductChain at) {
    int d = at.rank();
    if (d == 0) {
      return Vector.of();
    }
    SymmetricEigen ofRows = SymmetricEigen.of(gram(at.rows, d));
    Vector root = roots(ofRows.values());
    Matrix half = ofRows.vectors().columnsScaled(root).timesTranspose(ofRows.vectors());
    return roots(SymmetricEigen.of(half.times(gram(at.columns, d)).times(half)).values());
  }

  private static Vector roots(Vector values) {
    double[] roots = values.toArray();
    for (int k = 0; k < roots.length; k++) {
      roots[k] = Math.sqrt(Math.max(0, roots[k]));
    }
    return Vector.wrap(roots);
  }

  private Matrix gram(Factor side, int d) {
    int q = d + (offsets ? 1 : 0);
    Matrix gram = Matrix.zeros(d, d);
    double[] to = gram.array();
    for (int i = 0; i < side.theta.length; i += q) {
      for (int k = 0; k < d; k++) {
        for (int l = 0; l <= k; l++) {
          to[k * d + l] += side.theta[i + k] * side.theta[i + l];
        }
      }
    }
    for (int k = 0; k < d; k++) {
      for (int l = k + 1; l < d; l++) {
        to[k * d + l] = to[l * d + k];
      }
    }
    return gram;
  }

  /** Expected values of the followed entries in the data's units; used again by the next call. */
  double[] entries(ProductChain at) {
    int d = at.rank();
    int q = d + (offsets ? 1 : 0);
    for (int f = 0; f < followed.length; f++) {
      int i = problem.followedRow(f) * q;
      int j = problem.followedColumn(f) * q;
      double x = at.mean;
      for (int k = 0; k < d; k++) {
        x += at.rows.theta[i + k] * at.columns.theta[j + k];
      }
      if (offsets) {
        x += at.rows.theta[i + d] + at.columns.theta[j + d];
      }
      followed[f] =
          problem.isOrdinal()
              ? expectedLevel(problem, at.cutpoints, x)
              : problem.standard().centre() + problem.standard().scale() * x;
    }
    return followed;
  }

  private static double expectedLevel(ProductProblem problem, double[] cutpoints, double x) {
    double mean = problem.level(0);
    for (int l = 0; l < cutpoints.length; l++) {
      double above = OrdinalLatent.probability(cutpoints[l] - x, Double.POSITIVE_INFINITY);
      mean += (problem.level(l + 1) - problem.level(l)) * above;
    }
    return mean;
  }
}
