package org.eckart.app.report;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines, points, bars and bands over common axes. Starts from {@link #of} and is added to; each
 * call gives a new chart. Numbers that are not finite leave gaps, and so do numbers not above 0 on
 * a logarithmic axis.
 *
 * @param across the horizontal axis
 * @param up the vertical axis
 * @param series in the order drawn and coloured
 * @param marks lines across the whole chart
 */
public record Chart(
    String title,
    String caption,
    Width width,
    Axis across,
    Axis up,
    List<Series> series,
    List<Mark> marks)
    implements Figure {

  /**
   * An axis.
   *
   * @param name what runs along it, with its unit
   * @param logarithmic whether equal steps are equal ratios
   * @param categories names of the places 0, 1, 2, …; empty for an axis of numbers
   */
  public record Axis(String name, boolean logarithmic, List<String> categories) {
    public static Axis linear(String name) {
      return new Axis(name, false, List.of());
    }

    public static Axis logarithmic(String name) {
      return new Axis(name, true, List.of());
    }

    public static Axis ofNames(String name, List<String> categories) {
      return new Axis(name, false, List.copyOf(categories));
    }
  }

  /** How a series is drawn. */
  public enum Style {
    LINE,
    DASHED,
    POINTS,
    BARS,
    /** The area between two curves. */
    BAND
  }

  /**
   * Numbers drawn alike.
   *
   * @param name in the legend; a band of the same name as another series takes its colour
   * @param x places
   * @param y heights; of a band the lower end
   * @param high upper end of a band, otherwise empty
   */
  public record Series(String name, Style style, double[] x, double[] y, double[] high) {
    public Series {
      check(
          x.length == y.length && (high.length == 0 || high.length == x.length),
          "Series '%s' has %d places, %d heights and %d upper ends",
          name,
          x.length,
          y.length,
          high.length);
    }
  }

  /** A named line across the chart, at a height or, if vertical, at a place. */
  public record Mark(String name, boolean vertical, double at) {}

  public static Chart of(String title, String caption, Width width, Axis across, Axis up) {
    return new Chart(title, caption, width, across, up, List.of(), List.of());
  }

  public Chart line(String name, double[] x, double[] y) {
    return with(new Series(name, Style.LINE, x, y, new double[0]));
  }

  public Chart dashed(String name, double[] x, double[] y) {
    return with(new Series(name, Style.DASHED, x, y, new double[0]));
  }

  public Chart points(String name, double[] x, double[] y) {
    return with(new Series(name, Style.POINTS, x, y, new double[0]));
  }

  /** Bars at the places 0, 1, 2, …, for an axis of names. */
  public Chart bars(String name, double[] y) {
    double[] x = new double[y.length];
    Arrays.setAll(x, k -> k);
    return with(new Series(name, Style.BARS, x, y, new double[0]));
  }

  public Chart band(String name, double[] x, double[] low, double[] high) {
    return with(new Series(name, Style.BAND, x, low, high));
  }

  /** A horizontal line. */
  public Chart level(String name, double at) {
    return marked(new Mark(name, false, at));
  }

  /** A vertical line. */
  public Chart place(String name, double at) {
    return marked(new Mark(name, true, at));
  }

  private Chart with(Series one) {
    List<Series> all = new ArrayList<>(series);
    all.add(one);
    return new Chart(title, caption, width, across, up, List.copyOf(all), marks);
  }

  private Chart marked(Mark one) {
    List<Mark> all = new ArrayList<>(marks);
    all.add(one);
    return new Chart(title, caption, width, across, up, series, List.copyOf(all));
  }
}
