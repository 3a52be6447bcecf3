package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan against what whole processes took: maximal resident memory, on two cores. */
class CompletionPlanTest {
  @ParameterizedTest(name = "{1} entries at rank {2}: {3} MiB")
  @CsvSource({"38000, 2023753, 16, 418", "38000, 2023753, 32, 446", "38000, 2023753, 64, 518"})
  void memoryIsWithinAQuarterOfWhatWasMeasured(long sides, long entries, long rank, long measured) {
    double told = CompletionPlan.bytes(sides, 0, entries, rank) / (double) (1 << 20);
    assertThat(told / measured).isBetween(0.75, 1.25);
  }
}
