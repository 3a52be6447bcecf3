package org.eckart.app.report;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.app.report.Report.CoverageBin;
import org.eckart.app.report.Report.Density;
import org.eckart.app.report.Report.Histogram;

/** Counts numbers in bins that people can read. */
public final class Binning {
  /** With no more distinct values than this, each has a bin of its own. */
  private static final int MOST_SINGLE = 24;

  private static final int VALUE_BINS = 20;
  private static final int FITTED_BINS = 36;

  private Binning() {}

  /** Counts in bins that double: 0, 1, 2–3, 4–7, …; empty bins at either end are left out. */
  public static Histogram ofCounts(int[] counts) {
    long[] bins = new long[33];
    for (int count : counts) {
      bins[32 - Integer.numberOfLeadingZeros(count)]++; // 0 → 0, 1 → 1, 2–3 → 2, 4–7 → 3
    }
    int first = 0;
    int last = bins.length - 1;
    while (first < last && bins[first] == 0) {
      first++;
    }
    while (last > first && bins[last] == 0) {
      last--;
    }
    List<String> names = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (int k = first; k <= last && bins[last] > 0; k++) {
      long low = k == 0 ? 0 : 1L << (k - 1);
      long high = k == 0 ? 0 : (1L << k) - 1;
      names.add(low == high ? "" + low : low + "–" + high);
      numbers.add(bins[k]);
    }
    return new Histogram(names, numbers);
  }

  /** Values one by one where they are few, else in bins of equal width. */
  public static Histogram ofValues(double[] values) {
    if (values.length == 0) {
      return new Histogram(List.of(), List.of());
    }
    double[] distinct = fewDistinct(values);
    if (distinct.length > 0) {
      long[] bins = new long[distinct.length];
      for (double value : values) {
        bins[Arrays.binarySearch(distinct, value + 0.0)]++; // −0 is 0
      }
      return new Histogram(
          Arrays.stream(distinct).mapToObj(Binning::text).toList(),
          Arrays.stream(bins).boxed().toList());
    }
    double[] edges = edges(values, VALUE_BINS);
    long[] bins = new long[VALUE_BINS];
    for (double value : values) {
      bins[bin(value, edges)]++;
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < VALUE_BINS; k++) {
      names.add(text(edges[k]) + " to " + text(edges[k + 1]));
    }
    return new Histogram(names, Arrays.stream(bins).boxed().toList());
  }

  /**
   * Fitted and observed values counted in cells; observed values that are few have a line of cells
   * each.
   */
  public static Density density(double[] fitted, double[] observed) {
    check(
        fitted.length == observed.length && fitted.length > 0,
        "%d fitted and %d observed values are not pairs",
        fitted.length,
        observed.length);
    double[] across = edges(fitted, FITTED_BINS);
    double[] distinct = fewDistinct(observed);
    double[] up = distinct.length > 1 ? between(distinct) : edges(observed, FITTED_BINS);
    int[][] counts = new int[up.length - 1][FITTED_BINS];
    for (int k = 0; k < fitted.length; k++) {
      counts[bin(observed[k], up)][bin(fitted[k], across)]++;
    }
    return new Density(across, up, counts);
  }

  /**
   * Coverage in groups of like size, by the number of entries that the fit had.
   *
   * @param count of entries behind each held-out value
   * @param value held out
   * @param lower end of its interval
   * @param upper end of its interval
   * @param groups at most; entries with the same count stay together
   */
  public static List<CoverageBin> coverage(
      int[] count, double[] value, double[] lower, double[] upper, int groups) {
    long[] keys = new long[count.length];
    Arrays.setAll(keys, k -> (long) count[k] << 32 | k);
    Arrays.sort(keys);
    int[] order = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    List<CoverageBin> bins = new ArrayList<>();
    int from = 0;
    for (int g = 1; g <= groups && from < order.length; g++) {
      int to = Math.max(from + 1, (int) ((long) order.length * g / groups));
      while (to < order.length && count[order[to]] == count[order[to - 1]]) {
        to++;
      }
      int inside = 0;
      double width = 0;
      for (int k = from; k < to; k++) {
        int at = order[k];
        inside += lower[at] <= value[at] && value[at] <= upper[at] ? 1 : 0;
        width += upper[at] - lower[at];
      }
      int fewest = count[order[from]];
      int most = count[order[to - 1]];
      double[] chance = wilson(inside, to - from);
      bins.add(
          new CoverageBin(
              fewest == most ? "" + fewest : fewest + "–" + most,
              to - from,
              (double) inside / (to - from),
              chance[0],
              chance[1],
              width / (to - from)));
      from = to;
    }
    return bins;
  }

  /** Wilson's 95 % interval of a share. */
  static double[] wilson(int inside, int all) {
    double z = 1.959964;
    double share = (double) inside / all;
    double center = (share + z * z / (2 * all)) / (1 + z * z / all);
    double half =
        z * Math.sqrt(share * (1 - share) / all + z * z / (4.0 * all * all)) / (1 + z * z / all);
    return new double[] {Math.max(0, center - half), Math.min(1, center + half)};
  }

  /** A number as short as it can be said to four digits. */
  public static String text(double value) {
    String rounded = String.format(Locale.ROOT, "%.4g", value);
    double back = Double.parseDouble(rounded);
    return back == Math.rint(back) && Math.abs(back) < 1e7
        ? Long.toString((long) back)
        : Double.toString(back);
  }

  /** The distinct values in order, or none if there are many. */
  private static double[] fewDistinct(double[] values) {
    double[] seen = new double[MOST_SINGLE];
    int size = 0;
    for (double raw : values) {
      double value = raw + 0.0; // −0 is 0
      int at = Arrays.binarySearch(seen, 0, size, value);
      if (at < 0) {
        if (size == MOST_SINGLE) {
          return new double[0];
        }
        int place = -at - 1;
        System.arraycopy(seen, place, seen, place + 1, size - place);
        seen[place] = value;
        size++;
      }
    }
    return Arrays.copyOf(seen, size);
  }

  /** Edges half-way between values, and as far beyond the first and the last. */
  private static double[] between(double[] values) {
    double[] edges = new double[values.length + 1];
    for (int k = 1; k < values.length; k++) {
      edges[k] = (values[k - 1] + values[k]) / 2;
    }
    edges[0] = 2 * values[0] - edges[1];
    edges[values.length] = 2 * values[values.length - 1] - edges[values.length - 1];
    return edges;
  }

  private static double[] edges(double[] values, int bins) {
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(1);
    double margin = high > low ? 0 : Math.max(Math.abs(low) * 0.5, 0.5);
    double[] edges = new double[bins + 1];
    for (int k = 0; k <= bins; k++) {
      edges[k] = low - margin + (high - low + 2 * margin) * k / bins;
    }
    return edges;
  }

  private static int bin(double value, double[] edges) {
    int at = Arrays.binarySearch(edges, value);
    int bin = at >= 0 ? at : -at - 2;
    return Math.clamp(bin, 0, edges.length - 2);
  }
}
