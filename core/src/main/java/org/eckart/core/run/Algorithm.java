package org.eckart.core.run;

import org.eckart.core.store.NamedArrays;

/**
 * An iteration: a start, a step, a rule to stop, an answer. State goes in and comes out; a step
 * never changes the state it is given, so that any state can be kept, stored and gone on from.
 *
 * <p>The same problem, options and seed give the same states, bit for bit, for any number of
 * threads.
 *
 * @param <P> the problem: data, never changed
 * @param <S> the state: all that a later step or a checkpoint needs, and nothing else
 * @param <E> the estimate: the answer with its evidence
 */
public interface Algorithm<P, S, E> {
  /** The method's name as the command line has it, such as {@code als}. */
  String name();

  /**
   * The settings, as a record that JSON can hold; a checkpoint made with other settings is refused.
   */
  Record options();

  /** The state before the first step. */
  S start(P problem);

  /**
   * The next state; a second at most, or it looks for interruption itself.
   *
   * @throws java.util.concurrent.CancellationException if it saw that its thread was interrupted;
   *     the run then ends with the state that was given
   */
  S step(P problem, S state);

  /** Where this state stands: steps done, measures worth a trace, and whether it is an end. */
  Progress progress(P problem, S state);

  /** The answer that this state gives, also before the end. */
  E estimate(P problem, S state);

  /** The state as arrays and text, for a checkpoint. */
  NamedArrays save(S state);

  /**
   * The state that {@link #save} stored; going on from it gives the same bits as never stopping.
   */
  S load(P problem, NamedArrays saved);
}
