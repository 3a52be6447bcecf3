package org.eckart.bench.scaledgd;

import java.util.Arrays;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.DenseMeasurements;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.RankOneMeasurements;

/**
 * A planted matrix and its measurements.
 *
 * @param truth planted
 * @param data y and the operator
 * @param leastLoss ‖𝒜(X⋆) − y‖₁
 */
record PlantedSensing(PlantedMatrix truth, Measurements data, double leastLoss) {
  /** Normal Aₖ of variance 1/m, no noise; s from 1 down to 1/κ. */
  static PlantedSensing exact(int size, int rank, int count, double condition, long seed) {
    PortableDraws draws = new PortableDraws(seed);
    PlantedMatrix truth = PlantedMatrix.of(size, size, rank, condition, draws);
    MeasurementOperator operator =
        DenseMeasurements.of(
            size, size, draws.normals(count, size * size).scaled(1 / Math.sqrt(count)));
    return new PlantedSensing(truth, Measurements.of(operator, operator.measure(truth.dense())), 0);
  }

  /**
   * A part of the measurements is off by up to ten times the largest; s from κ down to 1.
   *
   * @param quadratic whether aᵀXa with standard normal a is measured, of a symmetric X
   */
  static PlantedSensing withOutliers(
      int size,
      int rank,
      int count,
      double condition,
      double outliers,
      boolean quadratic,
      long seed) {
    PortableDraws draws = new PortableDraws(seed);
    Matrix left = draws.orthonormal(size, rank);
    Matrix right = quadratic ? left : draws.orthonormal(size, rank);
    PlantedMatrix truth =
        new PlantedMatrix(left, Vector.of(PortableDraws.spaced(condition, 1, rank)), right);
    MeasurementOperator operator =
        quadratic
            ? RankOneMeasurements.quadratic(draws.normals(count, size))
            : DenseMeasurements.of(
                size, size, draws.normals(count, size * size).scaled(1 / Math.sqrt(count)));
    double[] y = operator.measure(truth.dense());
    double largest = Matrix.wrap(count, 1, y).largestMagnitude();
    double[] wild = new double[count];
    for (int k = 0; k < count; k++) {
      wild[k] = 10 * largest * (2 * draws.uniform() - 1);
    }
    double leastLoss = 0;
    for (int k = 0; k < count; k++) {
      if (draws.uniform() < outliers) {
        leastLoss += Math.abs(wild[k]);
        y[k] += wild[k];
      }
    }
    return new PlantedSensing(truth, Measurements.of(operator, y), leastLoss);
  }

  /** The triplets that an estimate holds. */
  interface Triplets<E> {
    Svd of(E estimate);
  }

  /** Relative errors by iteration, until one is below the tolerance or {@code most} are done. */
  <S, E> double[] errors(
      Algorithm<Measurements, S, E> algorithm,
      Triplets<E> triplets,
      double tolerance,
      int most,
      Parallel parallel) {
    Measurements shared = data.withThreads(parallel);
    double[] errors = new double[most + 1];
    S state = algorithm.start(shared);
    for (int t = 0; t <= most; t++) {
      Svd x = triplets.of(algorithm.estimate(shared, state));
      errors[t] = truth.relativeError(x.u().columnsScaled(x.s()), x.v());
      if (errors[t] < tolerance) {
        return Arrays.copyOf(errors, t + 1);
      }
      if (t < most) {
        state = algorithm.step(shared, state);
      }
    }
    return errors;
  }
}
