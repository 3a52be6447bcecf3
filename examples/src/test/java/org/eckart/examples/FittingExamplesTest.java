package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FittingExamplesTest {
  private static String printedBy(Runnable example) {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      example.run();
    } finally {
      System.setOut(screen);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSignalIsFilled() {
    assertThat(printedBy(() -> SignalExample.main(new String[0])))
        .startsWith("rank 4")
        .contains("truly");
  }

  @Test
  void countsAndExactNumbersAreCompleted() {
    assertThat(printedBy(() -> CountsExample.main(new String[0])))
        .contains("rate ")
        .contains("rank 2, error");
  }
}
