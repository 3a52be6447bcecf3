package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
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

  private static List<Double> numbers(String printed) {
    return Pattern.compile("-?\\d+(\\.\\d+)?(e-?\\d+)?")
        .matcher(printed)
        .results()
        .map(one -> Double.valueOf(one.group()))
        .toList();
  }

  @Test
  void aSignalIsFilled() {
    List<Double> numbers = numbers(printedBy(() -> SignalExample.main(new String[0])));
    assertThat(numbers).hasSize(3).first().isEqualTo(4.0);
    assertThat(numbers.get(1)).isCloseTo(numbers.get(2), within(1e-4));
  }

  @Test
  void countsAndExactNumbersAreCompleted() {
    List<Double> numbers = numbers(printedBy(() -> CountsExample.main(new String[0])));
    assertThat(numbers).hasSize(4);
    assertThat(numbers.get(0)).isCloseTo(numbers.get(1), withinPercentage(20));
    assertThat(numbers.get(2)).isEqualTo(2);
    assertThat(numbers.get(3)).isLessThan(1e-6);
  }
}
