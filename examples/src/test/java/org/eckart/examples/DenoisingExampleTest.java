package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DenoisingExampleTest {
  @Test
  void theExampleFindsTwoComponents() {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      DenoisingExample.main(new String[0]);
    } finally {
      System.setOut(screen);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .first()
        .asString()
        .matches("noise [45]\\.\\d\\d, 2 components");
  }
}
