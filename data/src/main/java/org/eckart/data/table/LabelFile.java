package org.eckart.data.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.duck.Duck;
import org.eckart.data.duck.ParquetFile;

/**
 * Labels as a Parquet file of two columns: {@code position} (from 0) and {@code label}, an integer
 * or a text.
 */
public final class LabelFile {
  private LabelFile() {}

  /** Writes labels; the file appears whole or not at all. */
  public static void write(Path path, Labels labels) {
    try (Duck duck = Duck.open(1)) {
      duck.execute(
          "create temp table labels (position integer, label "
              + (labels.areIntegers() ? "bigint)" : "varchar)"));
      try (DuckDBAppender appender = duck.connection().createAppender("labels")) {
        for (int i = 0; i < labels.size(); i++) {
          appender.beginRow().append(i);
          if (labels.areIntegers()) {
            appender.append(labels.integer(i));
          } else {
            appender.append(labels.get(i));
          }
          appender.endRow();
        }
      }
      ParquetFile.write(duck, "select position, label from labels order by position", path);
    } catch (SQLException failed) {
      throw new InputException(
          "unwritable",
          path.toString(),
          path + " could not be written: " + Duck.sentence(failed),
          failed);
    }
  }

  /** Reads labels, and sees that each position has one and that no two are equal. */
  public static Labels read(Path path) {
    String file = path.toString();
    if (!Files.exists(path)) {
      throw InputException.of("missing-file", file, "There is no file %s; check the path", file);
    }
    try (Duck duck = Duck.open(1)) {
      String from = "read_parquet(" + Duck.file(path) + ")";
      List<String[]> columns = duck.rows("describe select * from " + from, 10);
      if (columns.size() != 2
          || !columns.get(0)[0].equals("position")
          || !columns.get(1)[0].equals("label")) {
        throw damaged(file, "has other columns than position and label");
      }
      String type = columns.get(1)[1];
      if (!type.equals("BIGINT") && !type.equals("VARCHAR")) {
        throw damaged(file, "has labels of type " + type + ", neither text nor 64-bit integers");
      }
      String[] counts =
          duck.row(
              "select count(*), count(label), count(distinct label), count(distinct position),"
                  + " coalesce(min(position), 0), coalesce(max(position), -1) from "
                  + from);
      long size = counts == null ? 0 : Long.parseLong(counts[0]);
      if (counts == null
          || !counts[1].equals(counts[0])
          || !counts[2].equals(counts[0])
          || !counts[3].equals(counts[0])
          || !counts[4].equals("0")
          || Long.parseLong(counts[5]) != size - 1) {
        throw damaged(file, "does not give one label, and a different one, to each position");
      }
      return labels(duck, from, Math.toIntExact(size), type.equals("BIGINT"));
    } catch (SQLException failed) {
      throw new InputException(
          "damaged-file", file, file + " cannot be read: " + Duck.sentence(failed), failed);
    }
  }

  private static Labels labels(Duck duck, String from, int size, boolean integers)
      throws SQLException {
    long[] numbers = new long[integers ? size : 0];
    String[] texts = new String[integers ? 0 : size];
    duck.stream(
        "select cast(position as integer), label from " + from,
        chunk -> {
          for (long k = 0; k < chunk.rowCount(); k++) {
            int position = chunk.vector(0).getInt(k);
            if (integers) {
              numbers[position] = chunk.vector(1).getLong(k);
            } else {
              texts[position] = chunk.vector(1).getString(k);
            }
          }
        });
    return integers ? Labels.of(numbers) : Labels.of(texts);
  }

  private static InputException damaged(String file, String what) {
    return InputException.of(
        "damaged-file", file, "%s %s; copy it again, or write the model anew", file, what);
  }
}
