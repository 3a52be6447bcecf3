package org.eckart.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * {@code report.html}: one file that holds its data, its style and the library that draws it, and
 * loads nothing. Labels may hold anything: they travel as JSON in which every {@code <} is escaped
 * and become text nodes, never markup.
 */
public final class ReportPage {
  private ReportPage() {}

  /** Writes the page; about 1.1 MB, most of it the chart library. */
  public static void write(Report report, Path file) throws IOException {
    Files.writeString(file, html(report));
  }

  static String html(Report report) throws IOException {
    Map<String, String> parts =
        Map.of(
            "@TITLE@", escaped(report.title() + " · Eckart"),
            "@STYLE@", resource("page.css"),
            "@DATA@", json(report),
            "@CHARTS@", resource("echarts.min.js"),
            "@SCRIPT@", resource("page.js"));
    StringBuilder html = new StringBuilder(1_200_000);
    for (String line : resource("page.html").split("\n")) { // no part is looked at for other marks
      String mark = parts.keySet().stream().filter(line::contains).findFirst().orElse("");
      String part = mark.isEmpty() ? line : line.replace(mark, parts.getOrDefault(mark, ""));
      html.append(part).append('\n');
    }
    return html.toString();
  }

  /** The report as JSON that cannot end the script element it stands in. */
  private static String json(Report report) {
    SimpleModule numbers = new SimpleModule();
    numbers.addSerializer(Double.class, new FiniteOrNull());
    numbers.addSerializer(Double.TYPE, new FiniteOrNull());
    numbers.addSerializer(double[].class, new FiniteOrNulls());
    return JsonMapper.builder()
        .addModule(numbers)
        .build()
        .writeValueAsString(report)
        .replace("<", "\\u003c") // neither </script> nor <!-- can stand in it
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** JSON has no NaN; what is not finite is left open. */
  private static final class FiniteOrNull extends ValueSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator to, SerializationContext context) {
      if (Double.isFinite(value)) {
        to.writeNumber(value);
      } else {
        to.writeNull();
      }
    }
  }

  private static final class FiniteOrNulls extends ValueSerializer<double[]> {
    @Override
    public void serialize(double[] values, JsonGenerator to, SerializationContext context) {
      to.writeStartArray();
      for (double value : values) {
        if (Double.isFinite(value)) {
          to.writeNumber(value);
        } else {
          to.writeNull();
        }
      }
      to.writeEndArray();
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("The program is incomplete: '" + name + "' is missing from it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
