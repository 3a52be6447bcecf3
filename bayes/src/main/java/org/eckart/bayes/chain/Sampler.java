package org.eckart.bayes.chain;

import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.RandomStream;

/**
 * A Markov chain Monte Carlo method, as one chain sees it: a start, iterations, and what is shown
 * of a draw. {@link Chains} runs several of them.
 *
 * <p>Chains never share anything, and all randomness comes from the stream handed in, so the bits
 * do not depend on threads or on where a run was stopped.
 *
 * @param <P> the problem: data, never changed
 * @param <C> where one chain stands, adaptation included; never changed, each move gives a new one
 */
public interface Sampler<P, C> {
  /** The method's name as the command line has it, such as {@code jg}. */
  String name();

  /** The settings, {@link #schedule} among them, as a record that JSON can hold. */
  Record options();

  Schedule schedule();

  /** Names of the scalars that are traced of each draw; the first is shown while the run goes. */
  List<String> traced(P problem);

  /** Number of entries whose posterior is summarised one by one; 0 for none. */
  int entries(P problem);

  /** Iterations that take some tenths of a second; told from sizes alone. */
  int iterationsPerStep(P problem);

  /**
   * Whether {@link #advance} shares its work out among threads itself; chains then move one after
   * another, each with all threads. The bits are the same.
   */
  default boolean sharesWork(P problem) {
    return false;
  }

  /** Where chain {@code chain} starts; starts are dispersed, so that R̂ can see a failure. */
  C start(P problem, int chain, RandomStream random);

  /**
   * Moves a chain on by {@code stretch.count()} iterations. After each one it asks {@link
   * DrawSink#wanted} and, if so, hands over the draw.
   */
  C advance(P problem, C chain, Stretch stretch, RandomStream random, DrawSink sink);

  /** Measures of how a chain moves, such as its acceptance rate; for the trace of the run. */
  double acceptance(C chain);

  NamedArrays save(C chain);

  C load(P problem, NamedArrays saved);
}
