package org.eckart.app;

import java.util.List;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;
import org.jspecify.annotations.Nullable;

/**
 * What a method made of a tensor.
 *
 * @param algorithm by which, with its options
 * @param kind of model that a folder keeps of it
 * @param ranks it ended at, one a mode or a single one
 * @param values what it expects at any places
 * @param whole the completed tensor, dense; made when asked for
 * @param factors what is stored of it
 * @param tucker the model, where it has Tucker form
 * @param estimate with noise, offsets, trials and intervals; null for other methods than the
 *     default
 * @param outcome of the run
 */
record TensorAnswer(
    Algorithm<?, ?, ?> algorithm,
    String kind,
    List<Integer> ranks,
    Values values,
    Whole whole,
    NamedArrays factors,
    @Nullable Tucker tucker,
    @Nullable TuckerCompletionEstimate estimate,
    Outcome<?, ?> outcome) {
  /** Values at places. */
  interface Values {
    double[] at(ObservedTensor places);
  }

  /** The whole tensor. */
  interface Whole {
    Tensor tensor();
  }

  /** Half the width of intervals; NaN without. */
  double halfWidth(double level) {
    return estimate == null ? Double.NaN : halfWidth(estimate, level);
  }

  /** The same of a model; NaN also where too few entries were held out for this level. */
  static double halfWidth(TuckerCompletionEstimate model, double level) {
    double half = model.hasIntervals() ? model.halfWidth(level) : Double.NaN;
    return Double.isFinite(half) ? half : Double.NaN;
  }
}
