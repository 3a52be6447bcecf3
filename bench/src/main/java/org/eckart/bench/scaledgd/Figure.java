package org.eckart.bench.scaledgd;

import java.util.function.Consumer;
import org.eckart.linalg.Parallel;

/** A published figure that can be drawn again. */
public interface Figure {
  /** Short, of lower-case letters, digits and hyphens: the name of its files. */
  String name();

  /** The paper's number of it, and what was run. */
  String title();

  /** Runs it. */
  Findings run(Setting setting);

  /**
   * How to run it.
   *
   * @param quick small, to see that everything runs; its numbers have none beside them
   * @param parallel the threads to work with
   * @param progress takes a line for people
   */
  record Setting(boolean quick, Parallel parallel, Consumer<String> progress) {}
}
