package org.eckart.bench.scaledgd;

import java.util.Arrays;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.factored.FactoredCompletion;
import org.eckart.recovery.factored.FactoredOptions;
import org.eckart.recovery.factored.FactoredProblem;
import org.eckart.recovery.factored.FactoredState;

/**
 * A planted square matrix of which each entry is observed with probability p, and the errors of a
 * method on it, step by step.
 *
 * @param truth whose rank and condition are known
 * @param entries observed, with noise if there is any
 * @param share p
 */
record PlantedCompletion(PlantedMatrix truth, ObservedEntries entries, double share) {
  /** Beyond this a run has left the neighbourhood of anything. */
  private static final double LOST = 1e3;

  /**
   * @param noise standard deviation on each observed entry
   */
  static PlantedCompletion of(
      int size, int rank, double condition, double share, double noise, long seed) {
    PortableDraws draws = new PortableDraws(seed);
    PlantedMatrix truth = PlantedMatrix.ofSigns(size, rank, condition, draws);
    Matrix x = truth.dense();
    int[] row = new int[x.array().length];
    int[] column = new int[row.length];
    double[] value = new double[row.length];
    int count = 0;
    for (int k = 0; k < row.length; k++) {
      if (draws.uniform() < share) {
        row[count] = k / size;
        column[count] = k % size;
        value[count++] = x.array()[k];
      }
    }
    for (int k = 0; noise > 0 && k < count; k++) {
      value[k] += noise * draws.normal();
    }
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.numbered(size),
            Labels.numbered(size),
            Arrays.copyOf(row, count),
            Arrays.copyOf(column, count),
            Arrays.copyOf(value, count));
    return new PlantedCompletion(truth, entries, share);
  }

  /** The published algorithm's problem: p and σ₁ are known, the start is the spectrum. */
  FactoredOptions published(FactoredOptions options) {
    return options
        .withRank(truth.values().size())
        .withStart(FactoredOptions.Start.SPECTRAL)
        .withTolerance(1e-16)
        .knowing(share, 1);
  }

  /**
   * Errors by step from 0, up to {@code most} steps or until one is below {@code tolerance} or is
   * lost.
   */
  double[] errors(FactoredOptions options, double tolerance, int most, Parallel parallel) {
    FactoredProblem problem = FactoredProblem.of(entries, parallel);
    FactoredCompletion method = new FactoredCompletion(published(options));
    FactoredState state = method.start(problem);
    double[] errors = new double[most + 1];
    for (int step = 0; step <= most; step++) {
      Svd at = method.triplets(problem, state);
      errors[step] = truth.relativeError(at.u().columnsScaled(at.s()), at.v());
      if (errors[step] < tolerance || !(errors[step] < LOST)) {
        return Arrays.copyOf(errors, step + 1);
      }
      state = method.step(problem, state);
    }
    return errors;
  }
}
