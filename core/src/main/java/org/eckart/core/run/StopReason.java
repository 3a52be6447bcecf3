package org.eckart.core.run;

/** Why a run ended. */
public enum StopReason {
  /** The algorithm's own stopping rule was met. */
  SETTLED,
  /** The limit of steps was reached first. */
  STEPS,
  /** The time limit was reached first; a checkpoint, if asked for, holds the last state. */
  DEADLINE,
  /** Somebody cancelled the run; a checkpoint, if asked for, holds the last state. */
  CANCELLED
}
