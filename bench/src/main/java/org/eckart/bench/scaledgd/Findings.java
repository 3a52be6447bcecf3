package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a figure came to.
 *
 * @param x what the curves run over, such as {@code iteration}
 * @param y what they show, such as {@code relative error}
 * @param logarithmic whether y is to be drawn on a logarithmic scale
 * @param rows of its table
 * @param curves of its picture
 */
public record Findings(
    String x, String y, boolean logarithmic, List<Row> rows, List<Curve> curves) {
  public Findings {
    rows = List.copyOf(rows);
    curves = List.copyOf(curves);
  }

  /** Errors by iteration. */
  public static Findings ofErrors(List<Row> rows, List<Curve> curves) {
    return new Findings("iteration", "relative error", true, rows, curves);
  }

  /** For programs. */
  public Map<String, Object> json(Figure figure) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", figure.name());
    all.put("title", figure.title());
    all.put("x", x);
    all.put("y", y);
    all.put("logarithmic", logarithmic);
    List<Map<String, Object>> table = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("method", row.method());
      one.put("setting", row.setting());
      if (row.iterations().isPresent()) {
        one.put("iterations", row.iterations().getAsInt());
      }
      one.put("expected", row.expected());
      one.put("lastError", row.lastError());
      table.add(one);
    }
    all.put("rows", table);
    all.put(
        "curves",
        curves.stream().map(c -> Map.of("name", c.name(), "x", c.x(), "y", c.y())).toList());
    return all;
  }

  /** For people: the table alone. */
  public String text(Figure figure) {
    StringBuilder text = new StringBuilder("\n" + figure.title() + "\n");
    text.append(line("method", "", "iterations", "expected", "last " + y));
    for (Row row : rows) {
      text.append(
          line(
              row.method(),
              row.setting(),
              row.iterations().isPresent() ? "" + row.iterations().getAsInt() : "-",
              row.expected(),
              String.format(Locale.ROOT, "%.2e", row.lastError())));
    }
    return text.toString();
  }

  private static String line(String method, String setting, String done, String told, String last) {
    return String.format(
        Locale.ROOT, "  %-38s %-22s %10s  %-22s %s%n", method, setting, done, told, last);
  }

  /** For plots elsewhere: a line for each point of a curve. */
  public String csv() {
    StringBuilder text = new StringBuilder("curve,").append(x).append(',').append(y).append('\n');
    for (Curve curve : curves) {
      String name = "\"" + curve.name().replace("\"", "\"\"") + "\"";
      for (int k = 0; k < curve.x().length; k++) {
        text.append(name).append(',').append(curve.x()[k]).append(',');
        text.append(curve.y()[k]).append('\n');
      }
    }
    return text.toString();
  }
}
