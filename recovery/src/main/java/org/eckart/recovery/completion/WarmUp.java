package org.eckart.recovery.completion;

import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/** Runs the kernels on a small table until the JVM has compiled them. */
final class WarmUp {
  private static final int ROWS = 400;
  private static final int COLUMNS = 300;

  /** Short rows: a method is compiled after so many calls, and each is slow until then. */
  private static final int ENTRIES_A_ROW = 6;

  /** Solves twice as many rows as the JVM's last compiler waits for (5000 calls). */
  private static final int SWEEPS = 16;

  private WarmUp() {}

  static void run(int rank) {
    RandomStream stream = RandomStream.of(1, "warm-up");
    int count = ROWS * ENTRIES_A_ROW;
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k = 0; k < count; k++) {
      row[k] = k / ENTRIES_A_ROW;
      column[k] = (k * 7 + row[k]) % COLUMNS;
      value[k] = stream.nextUniform();
    }
    ObservedEntries entries =
        ObservedEntries.of(Labels.numbered(ROWS), Labels.numbered(COLUMNS), row, column, value);
    CompletionOptions options = CompletionOptions.defaults().withHoldOut(0);
    try (Parallel alone = Parallel.of(1)) {
      CompletionProblem problem = CompletionProblem.of(entries, options, alone);
      FactorState state = FactorState.start(ROWS, COLUMNS, 0, 1);
      for (int sweep = 0; sweep < 4; sweep++) { // fits begin with the offsets alone
        state =
            state.swept(problem.complete(), options.penaltyRule(), options.innerSteps(), 1, alone);
      }
      state = state.restarted(rank, 1);
      for (int sweep = 0; sweep < SWEEPS && !Thread.currentThread().isInterrupted(); sweep++) {
        state =
            state.swept(problem.complete(), options.penaltyRule(), options.innerSteps(), 1, alone);
      }
    }
  }
}
