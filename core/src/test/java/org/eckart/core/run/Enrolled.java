package org.eckart.core.run;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A method that joins the contract: {@code Enrolled.of("als", () -> new Als(options),
 * Problems.ofEntries())}.
 *
 * @param name that its tests have
 * @param byThreads a new instance for so many threads
 * @param threaded whether the number of threads makes a difference to what runs
 */
public record Enrolled<P, S, E>(
    String name,
    IntFunction<Algorithm<P, S, E>> byThreads,
    boolean threaded,
    Problems<P> problems) {
  /** A method that works on one thread. */
  public static <P, S, E> Enrolled<P, S, E> of(
      String name, Supplier<Algorithm<P, S, E>> algorithm, Problems<P> problems) {
    return new Enrolled<>(name, _ -> algorithm.get(), false, problems);
  }

  /** A method that takes a number of threads. */
  public static <P, S, E> Enrolled<P, S, E> threaded(
      String name, IntFunction<Algorithm<P, S, E>> byThreads, Problems<P> problems) {
    return new Enrolled<>(name, byThreads, true, problems);
  }

  /** A new instance, on two threads if it takes them. */
  Algorithm<P, S, E> algorithm() {
    return byThreads.apply(2);
  }
}
