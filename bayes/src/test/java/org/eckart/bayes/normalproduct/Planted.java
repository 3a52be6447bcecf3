package org.eckart.bayes.normalproduct;

import org.eckart.bayes.chain.Schedule;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Low-rank matrices with noise from a linear congruential generator that any language can repeat.
 *
 * @param truth X₀ = A Bᵀ
 * @param seen X₀ + g E, NaN where not observed
 */
record Planted(Matrix truth, Matrix seen) {
  static Planted of(int n, int m, int rank, double noise, long seed, double fraction) {
    long[] state = {seed};
    Matrix a = normals(n, rank, state);
    Matrix b = normals(m, rank, state);
    Matrix truth = a.timesTranspose(b);
    Matrix seen = truth.plus(normals(n, m, state).scaled(noise));
    for (int k = 0; fraction < 1 && k < seen.array().length; k++) {
      if (uniform(state) >= fraction) {
        seen.array()[k] = Double.NaN;
      }
    }
    return new Planted(truth, seen);
  }

  private static double uniform(long[] state) {
    state[0] = (1103515245 * state[0] + 12345) % (1L << 31);
    return (state[0] + 0.5) / (1L << 31);
  }

  private static Matrix normals(int rows, int columns, long[] state) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int k = 0; k < matrix.array().length; k++) {
      double u1 = uniform(state);
      double u2 = uniform(state);
      matrix.array()[k] = Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
    }
    return matrix;
  }

  /** The posterior of what was seen. */
  ProductPosterior fitted(ProductOptions options) {
    try (Parallel parallel = Parallel.of(2)) {
      return fitted(ProductProblem.of(seen, options, parallel), options);
    }
  }

  static ProductPosterior fitted(ProductProblem problem, ProductOptions options) {
    return Run.of(new ProductCompletion(options)).start(problem).estimate();
  }

  static ProductOptions withDraws(ProductOptions options, int warmup, int draws) {
    return options.withSchedule(Schedule.of(warmup, draws));
  }

  /** Mean squared error of the posterior mean, and coverage of intervals of the expected value. */
  double[] judged(ProductModel model, boolean missingAlone, double level) {
    double squares = 0;
    double inside = 0;
    int count = 0;
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = 0; j < truth.columns(); j++) {
        if (missingAlone && !Double.isNaN(seen.get(i, j))) {
          continue;
        }
        Interval found = model.expected(i, j, level);
        double x = truth.get(i, j);
        squares += (found.value() - x) * (found.value() - x);
        inside += found.lower() <= x && x <= found.upper() ? 1 : 0;
        count++;
      }
    }
    return new double[] {squares / count, inside / count};
  }
}
