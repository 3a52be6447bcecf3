package org.eckart.core.run;

import java.nio.file.Path;

/** Looks on while a run goes; called on the run's own thread, so the run waits for it. */
@FunctionalInterface
public interface RunListener {
  /** After the start and after each step. */
  void stepped(RunStatus status);

  /** After a checkpoint has reached the disk. */
  default void kept(Path checkpoint) {}
}
