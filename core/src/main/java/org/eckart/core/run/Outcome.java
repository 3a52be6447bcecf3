package org.eckart.core.run;

import java.util.List;

/**
 * What a run came to.
 *
 * @param estimate the answer that the last state gives, whatever ended the run
 * @param state the last state, from which another run can go on
 * @param reason why the run ended
 * @param trace one record a step, those before a resume included
 * @param steps done in all
 * @param seconds taken in all, those before a resume included
 */
public record Outcome<S, E>(
    E estimate, S state, StopReason reason, List<TraceRecord> trace, int steps, double seconds) {
  public Outcome {
    trace = List.copyOf(trace);
  }
}
