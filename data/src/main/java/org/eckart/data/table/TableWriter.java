package org.eckart.data.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.duckdb.DuckDBAppender;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.AtomicFile;
import org.eckart.data.duck.Duck;
import org.eckart.data.duck.ParquetFile;

/**
 * Writes predictions as a table with the columns row, column, value and, with intervals, lower and
 * upper. The file appears whole or not at all.
 */
public final class TableWriter {
  private static final int BUFFER = 1 << 16;

  private TableWriter() {}

  /**
   * Writes CSV, TSV or Parquet, as the file's name ends ({@code .csv}, {@code .tsv}, {@code
   * .parquet}). Numbers are written so that they come back bit for bit.
   *
   * @throws InputException if the name ends otherwise, or the file may not be written
   * @throws org.eckart.core.CapacityException if the disk is full
   */
  public static void write(Path path, Predictions predictions) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      writeParquet(path, predictions);
    } else if (name.endsWith(".csv")) {
      AtomicFile.write(path, channel -> writeText(channel, predictions, ','));
    } else if (name.endsWith(".tsv")) {
      AtomicFile.write(path, channel -> writeText(channel, predictions, '\t'));
    } else {
      throw InputException.of(
          "unknown-format",
          path.toString(),
          "%s: a table is written as .csv, .tsv or .parquet; name it so",
          path);
    }
  }

  private static void writeText(FileChannel channel, Predictions p, char delimiter)
      throws IOException {
    StringBuilder text = new StringBuilder(BUFFER + 1024);
    text.append("row").append(delimiter).append("column").append(delimiter).append("value");
    if (p.lower() != null) {
      text.append(delimiter).append("lower").append(delimiter).append("upper");
    }
    text.append('\n');
    for (int k = 0; k < p.value().length; k++) {
      append(text, p.rowIds(), p.row()[k], delimiter);
      text.append(delimiter);
      append(text, p.columnIds(), p.column()[k], delimiter);
      text.append(delimiter);
      append(text, p.value()[k]);
      if (p.lower() != null && p.upper() != null) {
        text.append(delimiter);
        append(text, p.lower()[k]);
        text.append(delimiter);
        append(text, p.upper()[k]);
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

  private static void writeParquet(Path path, Predictions p) {
    boolean interval = p.lower() != null;
    try (Duck duck = Duck.open(1)) {
      duck.execute(
          "create temp table predictions (\"row\" "
              + type(p.rowIds())
              + ", \"column\" "
              + type(p.columnIds())
              + ", value double"
              + (interval ? ", lower double, upper double)" : ")"));
      try (DuckDBAppender appender = duck.connection().createAppender("predictions")) {
        for (int k = 0; k < p.value().length; k++) {
          appender.beginRow();
          append(appender, p.rowIds(), p.row()[k]);
          append(appender, p.columnIds(), p.column()[k]);
          append(appender, p.value()[k]);
          if (p.lower() != null && p.upper() != null) {
            append(appender, p.lower()[k]);
            append(appender, p.upper()[k]);
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
