package org.eckart.core.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Where a run stands after a step.
 *
 * @param steps done so far
 * @param expectedSteps at which the run ends at the latest
 * @param measures named numbers for the trace, in the order in which to show them, such as {@code
 *     objective} and {@code heldOutRmse}
 * @param end why the algorithm itself is done here, or empty if it goes on: {@link
 *     StopReason#SETTLED} or {@link StopReason#STEPS}
 */
public record Progress(
    int steps, int expectedSteps, SequencedMap<String, Double> measures, Optional<StopReason> end) {
  public Progress {
    measures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(measures));
  }

  /** Measures from names and numbers in turn. */
  public static SequencedMap<String, Double> measures(Object... namesAndNumbers) {
    SequencedMap<String, Double> measures = new LinkedHashMap<>();
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      measures.put((String) namesAndNumbers[i], ((Number) namesAndNumbers[i + 1]).doubleValue());
    }
    return measures;
  }

  /** One line for people: {@code step 7 of 50: objective 1.23e+04}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("step " + steps + " of " + expectedSteps);
    String separator = ": ";
    for (Map.Entry<String, Double> measure : measures.entrySet()) {
      text.append(separator)
          .append(measure.getKey())
          .append(String.format(java.util.Locale.ROOT, " %.6g", measure.getValue()));
      separator = ", ";
    }
    return text.toString();
  }
}
