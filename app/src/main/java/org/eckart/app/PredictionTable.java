package org.eckart.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** A table of predictions as CSV: row, column, value, lower, upper. */
final class PredictionTable {
  private PredictionTable() {}

  /**
   * Writes one line an entry, in order.
   *
   * @param row label of entry k
   * @param column label of entry k
   */
  static void write(Path file, Judgement predicted, IntFunction<String> row, IntFunction<String> column)
      throws IOException {
    try (BufferedWriter to = Files.newBufferedWriter(file)) {
      to.write("row,column,value,lower,upper\n");
      for (int k = 0; k < predicted.count(); k++) {
        to.write(field(row.apply(k)));
        to.write(',');
        to.write(field(column.apply(k)));
        to.write(',');
        to.write(Double.toString(predicted.fitted()[k]));
        to.write(',');
        to.write(Double.toString(predicted.lower()[k]));
        to.write(',');
        to.write(Double.toString(predicted.upper()[k]));
        to.write('\n');
      }
    }
  }

  /** A text as a CSV field: quoted where it must be. */
  static String field(String text) {
    boolean plain =
        text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            && !text.isEmpty()
            && text.equals(text.strip());
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
