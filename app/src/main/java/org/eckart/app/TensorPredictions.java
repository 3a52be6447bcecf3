package org.eckart.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.store.AtomicFile;
import org.eckart.data.table.TensorTable;
import org.eckart.data.table.TextField;
import org.jspecify.annotations.Nullable;

/** Predictions at single places of a tensor. */
final class TensorPredictions {
  private static final int BUFFER = 1 << 16;

  private TensorPredictions() {}

  /**
   * Predictions held against what a table says.
   *
   * @param expected NaN where an id is not known
   * @param known how many are
   * @param rmse over the known ones with a value; NaN if there are none
   * @param mae likewise
   */
  record Judged(double[] expected, int known, double rmse, double mae) {
    Map<String, @Nullable Object> result() {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("predicted", known);
      result.put("unknown", expected.length - known);
      result.put("rmse", Double.isNaN(rmse) ? null : rmse);
      result.put("mae", Double.isNaN(mae) ? null : mae);
      return result;
    }
  }

  /** The ids of all entries, as text. */
  static List<String[]> ids(ObservedTensor entries) {
    List<String[]> ids = new ArrayList<>();
    for (int k = 0; k < entries.modes(); k++) {
      String[] of = new String[entries.count()];
      for (int e = 0; e < of.length; e++) {
        of[e] = entries.labels(k).get(entries.index(k, e));
      }
      ids.add(of);
    }
    return ids;
  }

  /** What a model expects at places, of which some may be unknown. */
  static Judged judge(TensorTable.Places places, ObservedTensor like, TensorAnswer.Values values) {
    int[] known = new int[places.count()];
    int count = 0;
    for (int e = 0; e < places.count(); e++) {
      if (places.isKnown(e)) {
        known[count++] = e;
      }
    }
    int[][] index = new int[like.modes()][count];
    for (int k = 0; k < index.length; k++) {
      for (int e = 0; e < count; e++) {
        index[k][e] = places.index()[k][known[e]];
      }
    }
    double[] found = values.at(ObservedTensor.of(like.labels(), index, new double[count]));
    double[] expected = new double[places.count()];
    Arrays.fill(expected, Double.NaN);
    double squares = 0;
    double sum = 0;
    int judged = 0;
    for (int e = 0; e < count; e++) {
      expected[known[e]] = found[e];
      double miss = found[e] - places.values()[known[e]];
      if (!Double.isNaN(miss)) {
        squares += miss * miss;
        sum += Math.abs(miss);
        judged++;
      }
    }
    return new Judged(
        expected,
        count,
        judged == 0 ? Double.NaN : Math.sqrt(squares / judged),
        judged == 0 ? Double.NaN : sum / judged);
  }

  /**
   * A CSV file with a column for each mode, the value, and with intervals their ends.
   *
   * @param halfWidth NaN without intervals
   */
  static void write(
      Path file, List<String> modes, List<String[]> ids, double[] expected, double halfWidth) {
    AtomicFile.write(
        file,
        channel -> {
          StringBuilder text = new StringBuilder(BUFFER + 1024);
          for (String mode : modes) {
            text.append(TextField.of(mode)).append(',');
          }
          text.append(Double.isNaN(halfWidth) ? "value\n" : "value,lower,upper\n");
          for (int e = 0; e < expected.length; e++) {
            for (String[] of : ids) {
              text.append(TextField.of(of[e])).append(',');
            }
            number(text, expected[e]);
            if (!Double.isNaN(halfWidth)) {
              number(text.append(','), expected[e] - halfWidth);
              number(text.append(','), expected[e] + halfWidth);
            }
            text.append('\n');
            if (text.length() > BUFFER || e == expected.length - 1) {
              ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
              while (bytes.hasRemaining()) {
                channel.write(bytes);
              }
              text.setLength(0);
            }
          }
        });
  }

  /** An open field where a number is not known. */
  private static void number(StringBuilder text, double value) {
    if (!Double.isNaN(value)) {
      text.append(value);
    }
  }
}
