package org.eckart.data.array;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.duck.Duck;
import org.eckart.linalg.Matrix;

/**
 * A matrix as a wide Parquet table: a numeric column for each column, and at most one text column,
 * which names the rows.
 */
final class WideParquet {
  private WideParquet() {}

  /** Columns of any type. */
  static int columns(Path path) {
    String source = String.valueOf(path.getFileName());
    try (Duck duck = Duck.open(1)) {
      return duck.rows(
              "describe select * from read_parquet(" + Duck.file(path) + ")", Integer.MAX_VALUE)
          .size();
    } catch (SQLException failed) {
      throw new InputException(
          "unreadable", source, source + " cannot be read: " + Duck.sentence(failed), failed);
    }
  }

  static LabelledMatrix read(Path path) {
    String source = String.valueOf(path.getFileName());
    try (Duck duck = Duck.open(1)) {
      String from = "read_parquet(" + Duck.file(path) + ")";
      List<String> names = new ArrayList<>();
      String rowNames = null;
      for (String[] column : duck.rows("describe select * from " + from, Integer.MAX_VALUE)) {
        boolean text = column[1].equals("VARCHAR");
        if (text && rowNames == null) {
          rowNames = column[0];
        } else if (column[1].matches(
            "U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|BOOLEAN|DECIMAL.*")) {
          names.add(column[0]);
        } else {
          throw InputException.of(
              "not-a-number",
              source + ", column '" + column[0] + "'",
              "%s, column '%s' is of type %s, and a matrix has numbers (and at most one text column,"
                  + " which names the rows)",
              source,
              column[0],
              column[1]);
        }
      }
      String[] counted = duck.row("select count(*) from " + from);
      long rows = counted == null ? 0 : Long.parseLong(counted[0]);
      if (rows == 0 || names.isEmpty()) {
        throw InputException.of("empty", source, "%s has no numbers", source);
      }
      return read(duck, from, names, rowNames == null ? "" : rowNames, (int) rows);
    } catch (SQLException failed) {
      throw new InputException(
          "unreadable", source, source + " cannot be read: " + Duck.sentence(failed), failed);
    }
  }

  private static LabelledMatrix read(
      Duck duck, String from, List<String> names, String rowNames, int rows) throws SQLException {
    Matrix values = Matrix.zeros(rows, names.size());
    String[] labels = new String[rows];
    StringBuilder query = new StringBuilder("select ");
    query.append(rowNames.isEmpty() ? "''" : Duck.name(rowNames));
    for (String name : names) {
      query
          .append(", coalesce(cast(")
          .append(Duck.name(name))
          .append(" as double), 'nan'::double)");
    }
    int[] done = new int[1];
    duck.stream(
        query.append(" from ").append(from).toString(),
        chunk -> {
          int count = (int) chunk.rowCount();
          for (int k = 0; k < count; k++) {
            labels[done[0] + k] = chunk.vector(0).getString(k);
          }
          for (int j = 0; j < names.size(); j++) {
            var column = chunk.vector(j + 1L);
            for (int k = 0; k < count; k++) {
              values.set(done[0] + k, j, column.getDouble(k));
            }
          }
          done[0] += count;
        });
    return new LabelledMatrix(
        values,
        rowNames.isEmpty() ? Labels.numbered(rows) : Labels.of(labels),
        Labels.of(names.toArray(new String[0])));
  }
}
