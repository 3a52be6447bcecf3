package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PosteriorExampleTest {
  @Test
  void theIntervalHoldsTheTruth() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      PosteriorExample.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    Matcher found =
        Pattern.compile(
                "entry \\(0, 0\\): (\\S+), 90 % between (\\S+) and (\\S+); truth (\\S+)\\s+lambda:"
                    + " median (\\S+)\\s.*",
                Pattern.DOTALL)
            .matcher(said.toString(StandardCharsets.UTF_8));
    assertThat(found.matches()).as(said.toString(StandardCharsets.UTF_8)).isTrue();
    double mean = Double.parseDouble(found.group(1));
    double lower = Double.parseDouble(found.group(2));
    double upper = Double.parseDouble(found.group(3));
    assertThat(mean).isBetween(lower, upper);
    // an entry seen alone has 2 × 1.645 × 0.5; its neighbours can only tell more
    assertThat(upper - lower).isBetween(0.3, 1.7);
    assertThat(mean - Double.parseDouble(found.group(4))).isBetween(-2.0, 2.0); // 4 σ
    assertThat(Double.parseDouble(found.group(5))).isBetween(0.1, 10.0);
  }
}
