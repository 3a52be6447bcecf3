package org.eckart.data.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBAppender;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.AtomicFile;
import org.eckart.data.duck.Duck;
import org.eckart.data.duck.ParquetFile;

/**
 * Writes predictions as a table with the columns row, column, value and, with intervals, lower and
 * upper; probabilities with the columns row, column and one for each level. The file appears whole
 * or not at all.
 */
public final class TableWriter {
  private static final int BUFFER = 1 << 16;

  private TableWriter() {}

  /** What stands in a line behind row and column. */
  private record Lines(
      Labels rowIds, Labels columnIds, int[] row, int[] column, List<String> names, Cells cells) {}

  /** The c-th number of line k; NaN is written as an empty field. */
  private interface Cells {
    double at(int k, int c);
  }

  /**
   * Writes CSV, TSV or Parquet, as the file's name ends ({@code .csv}, {@code .tsv}, {@code
   * .parquet}). Numbers are written so that they come back bit for bit.
   *
   * @throws InputException if the name ends otherwise, or the file may not be written
   * @throws org.eckart.core.CapacityException if the disk is full
   */
  public static void write(Path path, Predictions p) {
    double[] lower = p.lower();
    double[] upper = p.upper();
    write(
        path,
        lower == null || upper == null
            ? new Lines(
                p.rowIds(),
                p.columnIds(),
                p.row(),
                p.column(),
                List.of("value"),
                (k, _) -> p.value()[k])
            : new Lines(
                p.rowIds(),
                p.columnIds(),
                p.row(),
                p.column(),
                List.of("value", "lower", "upper"),
                (k, c) -> c == 0 ? p.value()[k] : c == 1 ? lower[k] : upper[k]));
  }

  /** Likewise; a column is named by its level, such as 4 or 4.5. */
  public static void write(Path path, Probabilities p) {
    int levels = p.levels().length;
    write(
        path,
        new Lines(
            p.rowIds(),
            p.columnIds(),
            p.row(),
            p.column(),
            Arrays.stream(p.levels()).mapToObj(TableWriter::level).toList(),
            (k, c) -> p.probability()[k * levels + c]));
  }

  private static String level(double level) {
    return level == Math.rint(level) && Math.abs(level) < 1e15
        ? Long.toString((long) level)
        : Double.toString(level);
  }

  private static void write(Path path, Lines lines) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      writeParquet(path, lines);
    } else if (name.endsWith(".csv")) {
      AtomicFile.write(path, channel -> writeText(channel, lines, ','));
    } else if (name.endsWith(".tsv")) {
      AtomicFile.write(path, channel -> writeText(channel, lines, '\t'));
    } else {
      throw InputException.of(
          "unknown-format",
          path.toString(),
          "%s: a table is written as .csv, .tsv or .parquet; name it so",
          path);
    }
  }

  private static void writeText(FileChannel channel, Lines lines, char delimiter)
      throws IOException {
    StringBuilder text = new StringBuilder(BUFFER + 1024);
    text.append("row").append(delimiter).append("column");
    lines.names().forEach(name -> text.append(delimiter).append(name));
    text.append('\n');
    for (int k = 0; k < lines.row().length; k++) {
      append(text, lines.rowIds(), lines.row()[k], delimiter);
      text.append(delimiter);
      append(text, lines.columnIds(), lines.column()[k], delimiter);
      for (int c = 0; c < lines.names().size(); c++) {
        text.append(delimiter);
        append(text, lines.cells().at(k, c));
      }
      text.append('\n');
      if (text.length() >= BUFFER) {
        flush(channel, text);
      }
    }
    flush(channel, text);
  }

  private static void flush(FileChannel channel, StringBuilder text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    text.setLength(0);
  }

  private static void append(StringBuilder text, Labels labels, int position, char delimiter) {
    if (labels.areIntegers()) {
      text.append(labels.integer(position));
      return;
    }
    text.append(TextField.of(labels.get(position), delimiter));
  }

  private static void append(StringBuilder text, double number) {
    if (!Double.isNaN(number)) {
      text.append(number);
    }
  }

  private static void writeParquet(Path path, Lines lines) {
    StringBuilder columns = new StringBuilder();
    lines.names().forEach(name -> columns.append(", ").append(Duck.name(name)).append(" double"));
    try (Duck duck = Duck.open(1)) {
      duck.execute(
          "create temp table predictions (\"row\" "
              + type(lines.rowIds())
              + ", \"column\" "
              + type(lines.columnIds())
              + columns
              + ")");
      try (DuckDBAppender appender = duck.connection().createAppender("predictions")) {
        for (int k = 0; k < lines.row().length; k++) {
          appender.beginRow();
          append(appender, lines.rowIds(), lines.row()[k]);
          append(appender, lines.columnIds(), lines.column()[k]);
          for (int c = 0; c < lines.names().size(); c++) {
            append(appender, lines.cells().at(k, c));
          }
          appender.endRow();
        }
      }
      ParquetFile.write(duck, "select * from predictions", path);
    } catch (SQLException failed) {
      throw new InputException(
          "unwritable",
          path.toString(),
          path + " could not be written: " + Duck.sentence(failed),
          failed);
    }
  }

  private static String type(Labels labels) {
    return labels.areIntegers() ? "bigint" : "varchar";
  }

  private static void append(DuckDBAppender appender, Labels labels, int position)
      throws SQLException {
    if (labels.areIntegers()) {
      appender.append(labels.integer(position));
    } else {
      appender.append(labels.get(position));
    }
  }

  private static void append(DuckDBAppender appender, double number) throws SQLException {
    if (Double.isNaN(number)) {
      appender.appendNull();
    } else {
      appender.append(number);
    }
  }
}
