package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SensingExampleTest {
  @Test
  void findsRankAndMatrix() {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      SensingExample.main(new String[0]);
    } finally {
      System.setOut(screen);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .matches("rank 2, relative error \\de-(08|09|10)\\R");
  }
}
