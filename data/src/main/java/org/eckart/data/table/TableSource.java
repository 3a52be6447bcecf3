package org.eckart.data.table;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/** Where a table comes from. */
public sealed interface TableSource {
  /** A file; what it holds is seen from its name and its first bytes. */
  record File(Path path) implements TableSource {}

  /** A query over files, such as {@code select user, item, stars from 'reviews/*.parquet'}. */
  record Sql(String query) implements TableSource {}

  /** A stream, read to its end and kept in a temporary file meanwhile. */
  record Stream(InputStream stream) implements TableSource {}

  static TableSource file(Path path) {
    return new File(path);
  }

  static TableSource sql(String query) {
    return new Sql(query);
  }

  static TableSource stream(InputStream stream) {
    return new Stream(stream);
  }

  /**
   * What a command line argument means.
   *
   * @param argument {@code -} for the stream, a query if it begins with SELECT, WITH or FROM and a
   *     blank, else a path
   * @param standardInput the stream that {@code -} stands for
   */
  static TableSource of(String argument, InputStream standardInput) {
    String start = argument.stripLeading().toLowerCase(Locale.ROOT);
    if (argument.equals("-")) {
      return stream(standardInput);
    }
    if (start.matches("(?s)(select|with|from)\\s.*")) {
      return sql(argument.strip());
    }
    return file(Path.of(argument));
  }
}
