package org.eckart.app;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Svd;
import org.eckart.recovery.sensing.Measurements;

/**
 * A way to find a matrix from measurements, as the command line has it.
 *
 * @param name as {@code --method} has it
 * @param algorithm with its settings
 * @param sensed what a run's estimate says in the terms of the verb
 */
record SensingMethod<S, E>(
    String name, Algorithm<Measurements, S, E> algorithm, Function<E, Sensed> sensed) {
  /**
   * What was found.
   *
   * @param factors U, s and V of the estimate
   * @param residual how far the measurements of the estimate are from those given, relative
   * @param more entries of the result that only this method has
   * @param warnings in words
   */
  record Sensed(Svd factors, double residual, Map<String, Object> more, List<String> warnings) {
    /** Σ s. */
    double nuclearNorm() {
      double sum = 0;
      for (int k = 0; k < factors.rank(); k++) {
        sum += factors.s().get(k);
      }
      return sum;
    }
  }
}
