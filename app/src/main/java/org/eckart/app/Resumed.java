package org.eckart.app;

import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.store.NamedArrays;

/** An algorithm that begins at a state it had reached before. */
record Resumed<P, S, E>(Algorithm<P, S, E> algorithm, S reached) implements Algorithm<P, S, E> {
  @Override
  public String name() {
    return algorithm.name();
  }

  @Override
  public Record options() {
    return algorithm.options();
  }

  @Override
  public S start(P problem) {
    return reached;
  }

  @Override
  public S step(P problem, S state) {
    return algorithm.step(problem, state);
  }

  @Override
  public Progress progress(P problem, S state) {
    return algorithm.progress(problem, state);
  }

  @Override
  public E estimate(P problem, S state) {
    return algorithm.estimate(problem, state);
  }

  @Override
  public NamedArrays save(S state) {
    return algorithm.save(state);
  }

  @Override
  public S load(P problem, NamedArrays saved) {
    return algorithm.load(problem, saved);
  }
}
