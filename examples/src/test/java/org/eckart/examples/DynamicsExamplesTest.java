package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DynamicsExamplesTest {
  private static List<String> printed(Runnable example) {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      example.run();
    } finally {
      System.setOut(screen);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theLearningCurveIsPredictedAndFound() {
    List<String> lines = printed(() -> DynamicsExample.main(new String[0]));
    assertThat(lines)
        .hasSize(8)
        .contains(
            "threshold 0.9306",
            "limit     0.7993 left, 0.7679 right",
            "t = 1     0.5607 left, 0.5188 right");
    assertThat(lines.getLast())
        .matches("20 matrices differ from it by \\d\\.\\d standard errors at most");
  }

  @Test
  void theNetworkFindsWhatLeastSquaresDoesNot() {
    List<String> lines = printed(() -> SpectralNetExample.main(new String[0]));
    assertThat(lines).hasSize(4);
    assertThat(error(lines.get(1))).isLessThan(0.1 * error(lines.get(3)));
    assertThat(error(lines.get(2))).isLessThan(0.1 * error(lines.get(3)));
  }

  private static double error(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
