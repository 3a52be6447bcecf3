package org.eckart.app;

import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.spectralnet.SensingProblem;
import org.jspecify.annotations.Nullable;

/**
 * A method of spectral networks on measurements as the verb has them. What the method prepares of
 * them once, a least-squares solution among it, is kept between steps.
 */
final class PreparedSensing<S, E> implements Algorithm<Measurements, S, E> {
  private final Algorithm<SensingProblem, S, E> method;
  private final Parallel parallel;
  private @Nullable SensingProblem prepared;

  PreparedSensing(Algorithm<SensingProblem, S, E> method, Parallel parallel) {
    this.method = method;
    this.parallel = parallel;
  }

  private SensingProblem of(Measurements measurements) {
    SensingProblem found = prepared;
    if (found == null) {
      found = SensingProblem.of(measurements, parallel);
      prepared = found;
    }
    return found;
  }

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public Record options() {
    return method.options();
  }

  @Override
  public S start(Measurements problem) {
    return method.start(of(problem));
  }

  @Override
  public S step(Measurements problem, S state) {
    return method.step(of(problem), state);
  }

  @Override
  public Progress progress(Measurements problem, S state) {
    return method.progress(of(problem), state);
  }

  @Override
  public E estimate(Measurements problem, S state) {
    return method.estimate(of(problem), state);
  }

  @Override
  public NamedArrays save(S state) {
    return method.save(state);
  }

  @Override
  public S load(Measurements problem, NamedArrays saved) {
    return method.load(of(problem), saved);
  }
}
