package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorExampleTest {
  @Test
  void theGapIsFilledWithinItsInterval() {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TensorExample.main(new String[0]);
    } finally {
      System.setOut(screen);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    double value = Double.parseDouble(lines.get(1).split(",")[0]);
    double was = Double.parseDouble(lines.get(2).substring("it was ".length()));
    assertThat(Math.abs(value - was)).isLessThan(1.5); // the noise is 0.3
    assertThat(lines.get(1)).matches("-?\\d+\\.\\d, with 90 % within ± \\d\\.\\d");
  }
}
