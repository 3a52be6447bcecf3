package org.eckart.bayes.nuclear;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/** Where chains begin: apart from each other, so that R̂ can see whether they come together. */
final class Starts {
  private Starts() {}

  /** The data, the posterior mode of the filled data, and either with noise, in turn. */
  static Matrix place(NuclearProblem problem, double penalty, int chain, RandomStream random) {
    Matrix filled = filled(problem);
    Matrix x = chain % 2 == 0 ? filled : Energies.softThreshold(filled, penalty).product();
    return chain < 2 ? x : x.plus(random.gaussian(x.rows(), x.columns()));
  }

  /** λ that a prior with the size of the data would have: nm/‖Y‖_*. */
  static double penalty(NuclearProblem problem) {
    Matrix filled = filled(problem);
    double norm = Energies.nuclearNorm(org.eckart.linalg.Svd.of(filled));
    double entries = filled.array().length;
    return entries / Math.max(norm, Math.sqrt(entries));
  }

  /** ‖X‖_* in the data's units of the posterior mode of the filled data, at {@link #penalty}. */
  static double modeNorm(NuclearProblem problem) {
    return problem.noise()
        * Energies.nuclearNorm(Energies.softThreshold(filled(problem), penalty(problem)));
  }

  /** The data, with the mean of its row where nothing was observed. */
  private static Matrix filled(NuclearProblem problem) {
    Matrix filled = problem.y().copy();
    int m = filled.columns();
    for (int i = 0; i < filled.rows(); i++) {
      double sum = 0;
      int count = 0;
      for (int j = 0; j < m; j++) {
        if (problem.isObserved(i * m + j)) {
          sum += filled.get(i, j);
          count++;
        }
      }
      for (int j = 0; j < m; j++) {
        if (!problem.isObserved(i * m + j)) {
          filled.set(i, j, count == 0 ? 0 : sum / count);
        }
      }
    }
    return filled;
  }
}
