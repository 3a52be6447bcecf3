package org.eckart.bayes.nuclear;

import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Low-rank matrices with noise from a linear congruential generator that any language can repeat.
 */
final class OracleData {
  private long state;

  private OracleData(long seed) {
    this.state = seed;
  }

  /**
   * A matrix and what is seen of it.
   *
   * @param truth X₀ = A Bᵀ
   * @param seen X₀ + g E, NaN where not observed
   */
  record Pair(Matrix truth, Matrix seen) {}

  static Pair of(int n, int m, int rank, double noise, long seed, double fraction) {
    OracleData data = new OracleData(seed);
    Matrix a = data.normals(n, rank);
    Matrix b = data.normals(m, rank);
    Matrix truth = a.timesTranspose(b);
    Matrix seen = truth.plus(data.normals(n, m).scaled(noise));
    if (fraction < 1) {
      for (int k = 0; k < seen.array().length; k++) {
        if (data.uniform() >= fraction) {
          seen.array()[k] = Double.NaN;
        }
      }
    }
    return new Pair(truth, seen);
  }

  /** 30 × 30, rank 1, noise 1. */
  static Pair b30() {
    return of(30, 30, 1, 1, 7, 1);
  }

  /** 30 × 30, rank 2, noise 0.5, half of it missing. */
  static Pair c30() {
    return of(30, 30, 2, 0.5, 11, 0.5);
  }

  private double uniform() {
    state = (1103515245 * state + 12345) % (1L << 31);
    return (state + 0.5) / (1L << 31);
  }

  private Matrix normals(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int k = 0; k < matrix.array().length; k++) {
      double u1 = uniform();
      double u2 = uniform();
      matrix.array()[k] = Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
    }
    return matrix;
  }

  /** Four chains of so many draws, read. */
  static NuclearPosterior run(
      NuclearProblem problem, Engine engine, Penalty penalty, int warmup, int draws) {
    return run(
        problem, NuclearOptions.of(engine, penalty).withSchedule(Schedule.of(warmup, draws)));
  }

  static NuclearPosterior run(NuclearProblem problem, NuclearOptions options) {
    try (Parallel parallel = Parallel.of(2)) {
      NuclearSampler sampler = NuclearSampler.of(problem, options);
      Posterior draws = Run.of(new Chains<>(sampler, parallel)).start(problem).estimate();
      return NuclearPosterior.of(problem, sampler, draws, parallel);
    }
  }
}
