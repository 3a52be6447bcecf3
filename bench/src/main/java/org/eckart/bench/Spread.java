package org.eckart.bench;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What repetitions came to: the median, and the range they lay in.
 *
 * @param repetitions number of values
 */
record Spread(double median, double least, double most, int repetitions) {
  static Spread of(double... values) {
    check(values.length > 0, "A spread needs at least one value");
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Spread(median, sorted[0], sorted[n - 1], n);
  }

  Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("median", median);
    fields.put("min", least);
    fields.put("max", most);
    fields.put("repetitions", repetitions);
    return fields;
  }

  /** Such as {@code 0.812 (0.798–0.840)}; the range is left out where nothing varied. */
  @Override
  public String toString() {
    return least == most
        ? number(median)
        : number(median) + " (" + number(least) + "–" + number(most) + ")";
  }

  private static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.01 ? "%.4f" : "%.2g";
    return String.format(Locale.ROOT, form, value);
  }
}
