package org.eckart.app;

import java.util.Map;
import java.util.OptionalInt;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionOptions;
import org.jspecify.annotations.Nullable;

/** A method of completion as the command drives it: an algorithm, and what its answer means. */
interface CompletionMethod<P, S, E> {
  /** As the command line has it. */
  String name();

  Algorithm<P, S, E> algorithm();

  /**
   * Gets the JVM ready on another thread while the input is read; nothing, where there is nothing
   * to gain.
   */
  default void warmUp() {}

  /** The entries with rows or columns that are known from elsewhere, behind those with entries. */
  default ObservedEntries withLabelled(ObservedEntries entries) {
    return entries;
  }

  /** What is odd about what the method was told besides the entries. */
  default java.util.List<String> warnings(ObservedEntries entries) {
    return java.util.List.of();
  }

  /** Whether to run to the last step is the plan, as of draws, and not a failure to settle. */
  default boolean runsToItsEnd() {
    return false;
  }

  /** Whether a run was stopped before it had anything to predict from. */
  default boolean isTooEarly(E estimate) {
    return false;
  }

  P problem(ObservedEntries entries, Parallel parallel);

  /**
   * Tells runs apart that must not go on from each other's checkpoints: all that is fitted and is
   * not among the algorithm's options.
   */
  default String fingerprint(ObservedEntries entries) {
    return Fingerprint.of(entries).toString();
  }

  Fitted fitted(E estimate, ObservedEntries entries, Parallel parallel);

  /** The settings, for the envelope. */
  Map<String, @Nullable Object> settings();

  /** The rank asked for, or its cap. */
  OptionalInt rank();

  /** Whether there will be intervals. */
  boolean hasIntervals();

  /** The model of offsets alone that the answer is compared with. */
  CompletionOptions offsetsAlone();

  /** What this would be and take, for {@code --explain}. */
  CompletionPlan.Cost cost(long rows, long columns, long entries);
}
