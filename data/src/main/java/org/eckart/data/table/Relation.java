package org.eckart.data.table;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.core.InputException;
import org.eckart.data.duck.Duck;
import org.eckart.data.text.DelimitedText;
import org.jspecify.annotations.Nullable;

/**
 * Records as DuckDB sees them: what stands after {@code from}, and an expression for each column
 * used.
 *
 * @param row expression of the row id: a {@code bigint} or text
 * @param column likewise
 * @param value expression of the value as it stands in the source; null if values are not read
 * @param valueType its type
 * @param time likewise, or null
 * @param timeType its type
 * @param integerRows whether row ids are integers by their type
 * @param integerColumns likewise
 */
record Relation(
    String from,
    String row,
    String column,
    @Nullable String value,
    String valueType,
    @Nullable String time,
    String timeType,
    boolean integerRows,
    boolean integerColumns,
    Columns columns,
    List<String> names) {

  /** A text file: every field is text, so that nothing is guessed and 007 is not 7. */
  static Relation text(Path file, TextLayout layout) {
    List<String> types = new ArrayList<>();
    for (int j = 0; j < layout.names().size(); j++) {
      types.add("'c" + j + "': 'VARCHAR'");
    }
    String from =
        "read_csv("
            + Duck.file(file)
            + ", delim="
            + Duck.literal(layout.delimiter())
            + ", skip="
            + (layout.header() ? 1 : 0)
            + ", header=false, auto_detect=false, quote='\"', escape='\"', comment='',"
            + " strict_mode=true, compression="
            + (layout.gzip() ? "'gzip'" : "'none'")
            + ", columns={"
            + String.join(", ", types)
            + "})";
    Columns columns = layout.columns();
    return new Relation(
        from,
        "c" + columns.row(),
        "c" + columns.column(),
        columns.value() < 0 ? null : "c" + columns.value(),
        "VARCHAR",
        columns.time() < 0 ? null : "c" + columns.time(),
        "VARCHAR",
        false,
        false,
        columns,
        layout.names());
  }

  /** Anything whose columns have types of their own: Parquet, JSON, a query. */
  static Relation typed(Duck duck, String from, String source, TableOptions options, boolean values)
      throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (String[] column : duck.rows("describe select * from " + from, Integer.MAX_VALUE)) {
      names.add(column[0]);
      types.add(column[1]);
    }
    Columns columns = Columns.choose(source, names, true, options, values);
    String valueType = columns.value() < 0 ? "" : types.get(columns.value());
    if (columns.value() >= 0 && !isNumber(valueType) && !isText(valueType)) {
      throw InputException.of(
          "not-a-number",
          source + ", column '" + names.get(columns.value()) + "'",
          "%s, column '%s' is of type %s, and values must be numbers; name the column with them",
          source,
          names.get(columns.value()),
          valueType.toLowerCase(Locale.ROOT));
    }
    return new Relation(
        from,
        id(names, types, columns.row()),
        id(names, types, columns.column()),
        columns.value() < 0 ? null : Duck.name(names.get(columns.value())),
        valueType,
        columns.time() < 0 ? null : Duck.name(names.get(columns.time())),
        columns.time() < 0 ? "" : types.get(columns.time()),
        isInteger(types.get(columns.row())),
        isInteger(types.get(columns.column())),
        columns,
        names);
  }

  private static String id(List<String> names, List<String> types, int column) {
    return "cast("
        + Duck.name(names.get(column))
        + (isInteger(types.get(column)) ? " as bigint)" : " as varchar)");
  }

  private static boolean isInteger(String type) {
    return type.matches("U?(TINYINT|SMALLINT|INTEGER)|BIGINT");
  }

  private static boolean isNumber(String type) {
    return isInteger(type)
        || type.matches("UBIGINT|HUGEINT|UHUGEINT|FLOAT|DOUBLE|BOOLEAN|DECIMAL.*");
  }

  private static boolean isText(String type) {
    return type.equals("VARCHAR") || type.equals("JSON");
  }

  /** Whether the value of a record is missing. */
  String missing(TableOptions options) {
    String x = String.valueOf(value);
    StringBuilder missing = new StringBuilder(x).append(" is null");
    if (isText(valueType)) {
      missing.append(" or trim(").append(x).append(") = ''");
    }
    for (String text : options.missing()) {
      if (isText(valueType)) {
        missing.append(" or trim(").append(x).append(") = ").append(Duck.literal(text.strip()));
      }
      String number = text.strip().replace(',', '.');
      if (DelimitedText.isNumber(number) || number.equalsIgnoreCase("nan")) {
        missing
            .append(" or ")
            .append(isText(valueType) ? "try_cast(" + pointed(options) + " as double)" : x)
            .append(" = ")
            .append(Duck.literal(number))
            .append("::double");
      }
    }
    return missing.toString();
  }

  /** The value as a number; DuckDB refuses what is not one. */
  String number(TableOptions options) {
    return "cast(" + pointed(options) + " as double)";
  }

  /** The value with a decimal point; with a decimal comma, a point is no number. */
  String pointed(TableOptions options) {
    String x = String.valueOf(value);
    if (!isText(valueType)) {
      return x;
    }
    return options.decimal() == '.'
        ? "trim(" + x + ")"
        : "if(contains(" + x + ", '.'), 'a point', replace(trim(" + x + "), ',', '.'))";
  }

  /** True if nothing but an absent field is missing and every field may be read as it is. */
  boolean simple(TableOptions options) {
    return options.missing().isEmpty() && options.decimal() == '.';
  }

  /** The time as a number: its own, or seconds since 1970. Null where it is neither. */
  String seconds() {
    String x = String.valueOf(time);
    if (isNumber(timeType)) {
      return "cast(" + x + " as double)";
    }
    if (isText(timeType)) {
      return "coalesce(try_cast(" + x + " as double), epoch(try_cast(" + x + " as timestamp)))";
    }
    return "epoch(cast(" + x + " as timestamp))";
  }
}
