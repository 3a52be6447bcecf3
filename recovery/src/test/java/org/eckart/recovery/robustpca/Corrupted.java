package org.eckart.recovery.robustpca;

import java.util.SplittableRandom;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;

/**
 * A planted problem: X of rank r with singular values from 1 down to 1/κ, sparse corruption, dense
 * noise and holes. Numbers come from SplitMix64 as in the published description of the data: u =
 * (bits >>> 11) 2⁻⁵³, normals by Box and Muller, two uniforms each.
 */
final class Corrupted {
  final Matrix truth;
  final Matrix values;
  private final SplittableRandom random;
  private final double mean;

  private Corrupted(int m, int n, int rank, double kappa, long seed) {
    random = new SplittableRandom(seed);
    Matrix u = Qr.orthonormal(gaussian(m, rank));
    Matrix v = Qr.orthonormal(gaussian(n, rank));
    for (int k = 0; k < rank; k++) {
      double s = rank == 1 ? 1 : 1 - (1 - 1 / kappa) * k / (rank - 1);
      for (int i = 0; i < m; i++) {
        u.set(i, k, u.get(i, k) * s);
      }
    }
    truth = u.timesTranspose(v);
    values = truth.copy();
    double sum = 0;
    for (double x : truth.array()) {
      sum += Math.abs(x);
    }
    mean = sum / truth.array().length;
  }

  static Corrupted of(int m, int n, int rank, double kappa, long seed) {
    return new Corrupted(m, n, rank, kappa, seed);
  }

  double uniform() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  private double normal() {
    double first = uniform();
    double second = uniform();
    return Math.sqrt(-2 * Math.log1p(-first)) * Math.cos(2 * Math.PI * second);
  }

  private Matrix gaussian(int rows, int columns) {
    Matrix a = Matrix.zeros(rows, columns);
    for (int k = 0; k < a.array().length; k++) {
      a.array()[k] = normal();
    }
    return a;
  }

  /** Each entry with this probability, by U[−1, 1] times {@code amplitude} times mean |x|. */
  Corrupted corrupt(double probability, double amplitude) {
    return corrupt(probability, -amplitude, amplitude);
  }

  /** The same by U[low, high]. */
  Corrupted corrupt(double probability, double low, double high) {
    for (int k = 0; k < values.array().length; k++) {
      if (uniform() < probability) {
        values.array()[k] += (low + (high - low) * uniform()) * mean;
      }
    }
    return this;
  }

  /** Exactly {@code count} entries of each row and column of a square matrix. */
  Corrupted corruptEvenly(int count, double amplitude) {
    int n = values.rows();
    int[] rows = permutation(n);
    int[] columns = permutation(n);
    int[] shifts = permutation(n);
    for (int s = 0; s < count; s++) {
      for (int k = 0; k < n; k++) {
        int i = rows[k];
        int j = columns[(k + shifts[s]) % n];
        values.set(i, j, values.get(i, j) + (2 * uniform() - 1) * amplitude * mean);
      }
    }
    return this;
  }

  private int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = (int) (uniform() * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Normal noise of this standard deviation, in units of mean |x|. */
  Corrupted noise(double level) {
    for (int k = 0; k < values.array().length; k++) {
      values.array()[k] += level * mean * normal();
    }
    return this;
  }

  Corrupted holes(double probability) {
    for (int k = 0; k < values.array().length; k++) {
      if (uniform() < probability) {
        values.array()[k] = Double.NaN;
      }
    }
    return this;
  }

  Corrupted scaled(double factor) {
    for (int k = 0; k < values.array().length; k++) {
      values.array()[k] *= factor;
      truth.array()[k] *= factor;
    }
    return this;
  }

  RobustPcaProblem problem(Parallel parallel) {
    return RobustPcaProblem.of(values, parallel);
  }

  double mean() {
    return mean;
  }

  /** ‖X̂ − X‖_F / ‖X‖_F. */
  double error(Separation found) {
    return error(found.factors().u().columnsScaled(found.factors().s()), found.factors().v());
  }

  double error(Matrix left, Matrix right) {
    return left.timesTranspose(right).minus(truth).frobeniusNorm() / truth.frobeniusNorm();
  }
}
