package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompletionExampleTest {
  @Test
  void theExampleRunsOnTheBundledRatings() {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      CompletionExample.main(new String[] {"data/movielens-latest-small/ratings.csv.gz"});
    } finally {
      System.setOut(screen);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .first()
        .asString()
        .matches("\\d\\.\\d, with 90 % in \\d\\.\\d to \\d\\.\\d");
  }
}
