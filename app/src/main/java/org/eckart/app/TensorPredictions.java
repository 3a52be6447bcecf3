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
  private static final int LISTED = 1000;
  private static final int BUFFER = 1 << 16;

  private TensorPredictions() {}

  /**
   * Predictions held against what a table says.
   *
   * @param expected NaN where an id is not known
   * @param known how many are
   * @param rmse over the known ones with a value; NaN if there are none
   * @param mae likewise
   * @param coverage the share of them within their interval; NaN also without intervals
   */
  record Judged(double[] expected, int known, double rmse, double mae, double coverage) {
    Map<String, @Nullable Object> result() {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("predicted", known);
      result.put("unknown", expected.length - known);
      result.put("rmse", Double.isNaN(rmse) ? null : rmse);
      result.put("mae", Double.isNaN(mae) ? null : mae);
      result.put("coverage", Double.isNaN(coverage) ? null : coverage);
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
  static Judged judge(
      TensorTable.Places places,
      ObservedTensor like,
      TensorAnswer.Values values,
      double halfWidth) {
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
    int inside = 0;
    for (int e = 0; e < count; e++) {
      expected[known[e]] = found[e];
      double miss = found[e] - places.values()[known[e]];
      if (!Double.isNaN(miss)) {
        squares += miss * miss;
        sum += Math.abs(miss);
        inside += Math.abs(miss) <= halfWidth ? 1 : 0;
        judged++;
      }
    }
    return new Judged(
        expected,
        count,
        judged == 0 ? Double.NaN : Math.sqrt(squares / judged),
        judged == 0 ? Double.NaN : sum / judged,
        judged == 0 || Double.isNaN(halfWidth) ? Double.NaN : (double) inside / judged);
  }

  /** The first {@value #LISTED} predictions, for the envelope; the file has all. */
  static List<Map<String, @Nullable Object>> list(
      List<String> modes, List<String[]> ids, double[] expected, double halfWidth) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (int e = 0; e < Math.min(LISTED, expected.length); e++) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      for (int k = 0; k < modes.size(); k++) {
        one.put(modes.get(k), ids.get(k)[e]);
      }
      boolean known = !Double.isNaN(expected[e]);
      boolean interval = known && !Double.isNaN(halfWidth);
      one.put("value", known ? expected[e] : null);
      one.put("lower", interval ? expected[e] - halfWidth : null);
      one.put("upper", interval ? expected[e] + halfWidth : null);
      list.add(one);
    }
    return list;
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
