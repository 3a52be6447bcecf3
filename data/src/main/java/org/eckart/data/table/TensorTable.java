package org.eckart.data.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBReadableVector;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.data.duck.Duck;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's entries from a table with a column for each mode and one of values: CSV, TSV, Parquet,
 * JSON lines or a query.
 *
 * <p>Ids are text or integers and are kept; integers are put in order, texts in that of their first
 * appearance. Lines without a value are left out.
 */
public final class TensorTable {
  private final String source;
  private final List<String> modes;
  private final @Nullable String value;
  private final TableOptions options;
  private final boolean everyLine; // also those without a value, and those of a place named before

  private TensorTable(
      String source,
      List<String> modes,
      @Nullable String value,
      TableOptions options,
      boolean everyLine) {
    this.source = source;
    this.modes = modes;
    this.value = value;
    this.options = options;
    this.everyLine = everyLine;
  }

  /**
   * Places in a tensor whose labels are known, with or without values.
   *
   * @param ids of each mode as the table has them
   * @param index {@code index[k][e]} among the known labels, −1 where they do not have it
   * @param values NaN where none are read
   */
  public record Places(List<String[]> ids, int[][] index, double[] values) {
    public int count() {
      return values.length;
    }

    /** Whether every index of place e is known. */
    public boolean isKnown(int e) {
      return Arrays.stream(index).allMatch(mode -> mode[e] >= 0);
    }
  }

  /**
   * All entries of a table.
   *
   * @param modes names of the columns that hold the ids, two at least
   * @param value name of the column with values
   * @throws InputException if a column is missing, a value is no number, or a place comes twice and
   *     the options do not say which value counts
   */
  public static ObservedTensor read(
      TableSource table, List<String> modes, String value, TableOptions options) {
    TensorTable reading = new TensorTable(name(table), modes, value, options, false);
    Raw raw = reading.open(table);
    if (raw.values.length == 0) {
      throw InputException.of(
          "no-entries", reading.source, "%s holds no value in column '%s'", reading.source, value);
    }
    return ObservedTensor.of(raw.labels, raw.codes, raw.values);
  }

  /**
   * The places that a table names, in a tensor with these labels, line by line: a place named twice
   * comes twice, and one without a value has NaN.
   *
   * @param value name of the column with values; null to read none
   * @throws InputException if a column is missing, an id is, or a value is no number
   */
  public static Places places(
      TableSource table,
      List<String> modes,
      @Nullable String value,
      List<Labels> labels,
      TableOptions options) {
    Raw raw = new TensorTable(name(table), modes, value, options, true).open(table);
    int[][] index = new int[modes.size()][raw.values.length];
    List<String[]> ids = new ArrayList<>();
    for (int k = 0; k < index.length; k++) {
      Labels named = raw.labels.get(k);
      int[] known = new int[named.size()];
      String[] text = new String[named.size()];
      for (int i = 0; i < known.length; i++) {
        text[i] = named.get(i);
        known[i] = labels.get(k).indexOf(text[i]);
      }
      String[] ofMode = new String[raw.values.length];
      for (int e = 0; e < ofMode.length; e++) {
        ofMode[e] = text[raw.codes[k][e]];
        index[k][e] = known[raw.codes[k][e]];
      }
      ids.add(ofMode);
    }
    return new Places(ids, index, raw.values);
  }

  /** The distinct ids of each mode, where each record points among them, and the values. */
  private record Raw(List<Labels> labels, int[][] codes, double[] values) {}

  private static String name(TableSource table) {
    return switch (table) {
      case TableSource.File file -> file.path().toString();
      case TableSource.Sql _ -> "the query";
      case TableSource.Stream _ -> "standard input";
    };
  }

  private Raw open(TableSource table) {
    String from =
        switch (table) {
          case TableSource.Sql query -> "(" + query.query() + ")";
          case TableSource.File file -> file(file.path());
          case TableSource.Stream _ ->
              throw InputException.of(
                  "unknown-format",
                  source,
                  "A table with a column for each mode is read from a file or a query, not from"
                      + " standard input; save it first");
        };
    try (Duck duck = Duck.open(options.threads())) {
      return read(duck, from);
    } catch (SQLException failed) {
      throw new InputException(
          "unreadable",
          source,
          source + " cannot be read as a table: " + Duck.sentence(failed),
          failed);
    }
  }

  private String file(Path path) {
    if (!Files.isRegularFile(path)) {
      throw InputException.of(
          "missing-file", source, "There is no file %s; check the path", source);
    }
    String lower = path.toString().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".parquet")) {
      return "read_parquet(" + Duck.file(path) + ")";
    }
    if (lower.matches(".*\\.(json|jsonl|ndjson)(\\.gz)?")) {
      return "read_json(" + Duck.file(path) + ")";
    }
    return "read_csv(" + Duck.file(path) + ", all_varchar=true, header=true)";
  }

  private Raw read(Duck duck, String from) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (String[] column : duck.rows("describe select * from " + from, Integer.MAX_VALUE)) {
      columns.add(column[0]);
    }
    List<String> named = new ArrayList<>(modes);
    if (value != null) {
      named.add(value);
    }
    for (String name : named) {
      if (!columns.contains(name)) {
        throw InputException.of(
            "missing-column",
            source,
            "%s has no column '%s'; it has %s",
            source,
            name,
            String.join(", ", columns));
      }
    }
    StringBuilder select = new StringBuilder("create table t as select ");
    for (int k = 0; k < modes.size(); k++) {
      select
          .append("trim(cast(")
          .append(Duck.name(modes.get(k)))
          .append(" as varchar)) as m")
          .append(k)
          .append(", ");
    }
    duck.execute(select.append(values()).append(" as v from ").append(from).toString());
    if (value != null && !everyLine) {
      duck.execute("delete from t where v is null");
    }
    refuseWrongValues(duck);
    refuseEmptyIds(duck);
    if (!everyLine) {
      refuseRepeated(duck);
    }
    List<Labels> labels = new ArrayList<>();
    for (int k = 0; k < modes.size(); k++) {
      labels.add(code(duck, k));
    }
    long records = count(duck, "(" + query() + ")");
    DuckTable.refuseTooMany(source, records);
    int[][] codes = new int[modes.size()][(int) records];
    double[] values = new double[(int) records];
    int[] next = {0};
    duck.stream(
        coded(),
        chunk -> {
          int rows = (int) chunk.rowCount();
          for (int k = 0; k < codes.length; k++) {
            DuckDBReadableVector ids = chunk.vector(k);
            for (int e = 0; e < rows; e++) {
              codes[k][next[0] + e] = ids.getInt(e);
            }
          }
          DuckDBReadableVector read = chunk.vector(codes.length);
          for (int e = 0; e < rows; e++) {
            values[next[0] + e] = read.getDouble(e);
          }
          next[0] += rows;
        });
    return new Raw(labels, codes, values);
  }

  private static long count(Duck duck, String from) throws SQLException {
    String[] row = duck.row("select count(*) from " + from);
    return row == null ? 0 : Long.parseLong(row[0]);
  }

  /**
   * Makes the table {@code d} of a mode's distinct ids and their codes: integers in order, texts in
   * that of their first record.
   */
  private Labels code(Duck duck, int mode) throws SQLException {
    String from = "(select m" + mode + " as id, min(rowid) as first from t group by m" + mode + ")";
    boolean integers =
        count(duck, from + " where not regexp_full_match(id, '0|-?[1-9][0-9]{0,17}')") == 0;
    duck.execute(
        "create table d%d as select id, cast(row_number() over (order by %s) - 1 as integer) as code from %s"
            .formatted(mode, integers ? "cast(id as bigint)" : "first", from));
    int size = (int) count(duck, "d" + mode);
    String[] texts = new String[integers ? 0 : size];
    long[] numbers = new long[integers ? size : 0];
    duck.stream(
        "select code, " + (integers ? "cast(id as bigint)" : "id") + " from d" + mode,
        chunk -> {
          for (long e = 0; e < chunk.rowCount(); e++) {
            int code = chunk.vector(0).getInt(e);
            if (integers) {
              numbers[code] = chunk.vector(1).getLong(e);
            } else {
              texts[code] = chunk.vector(1).getString(e);
            }
          }
        });
    return integers ? Coded.labels(numbers) : Labels.of(texts);
  }

  /** The entries with codes in place of ids, in the order of the source. */
  private String coded() {
    StringBuilder select = new StringBuilder("select ");
    StringBuilder joined = new StringBuilder();
    for (int k = 0; k < modes.size(); k++) {
      select.append("d%d.code, ".formatted(k));
      joined.append(" join d%d on q.m%d = d%d.id".formatted(k, k, k));
    }
    return select + "q.v from (" + query() + ") q" + joined + " order by q.at";
  }

  private String number() {
    String text = options.decimal() == ',' ? "replace(v, ',', '.')" : "v";
    return "try_cast(" + text + " as double)";
  }

  /** The values as text, null where missing; '0' where none are read. */
  private String values() {
    if (value == null) {
      return "'0'";
    }
    StringBuilder missing = new StringBuilder("'', 'na', 'nan', 'null'");
    for (String text : options.missing()) {
      missing.append(", ").append(Duck.literal(text.toLowerCase(Locale.ROOT)));
    }
    String text = "trim(cast(" + Duck.name(value) + " as varchar))";
    return "case when lower(" + text + ") in (" + missing + ") then null else " + text + " end";
  }

  private void refuseWrongValues(Duck duck) throws SQLException {
    String[] wrong =
        duck.row(
            "select v, "
                + modeList()
                + " from t where v is not null and ("
                + number()
                + " is null or not isfinite("
                + number()
                + ")) limit 1");
    if (wrong != null) {
      throw InputException.of(
          "not-a-number",
          source + ", column '" + value + "'",
          "%s, column '%s': \"%s\" at (%s) is not a finite number; correct it, or add '%s' to"
              + " missing",
          source,
          String.valueOf(value),
          wrong[0],
          String.join(", ", Arrays.copyOfRange(wrong, 1, wrong.length)),
          wrong[0]);
    }
  }

  private void refuseEmptyIds(Duck duck) throws SQLException {
    for (int k = 0; k < modes.size(); k++) {
      String id = "m" + k;
      String[] none =
          duck.row(
              "select min(rowid) + 1 from t where %s is null or %s = '' having count(*) > 0"
                  .formatted(id, id));
      if (none != null) {
        throw InputException.of(
            "missing-id",
            source + ", column '" + modes.get(k) + "'",
            "%s, column '%s' is empty in record %s; give every record an id",
            source,
            modes.get(k),
            none[0]);
      }
    }
  }

  private void refuseRepeated(Duck duck) throws SQLException {
    if (options.duplicates() != Duplicates.REFUSE) {
      return;
    }
    String[] repeated =
        duck.row(
            "select count(*), "
                + modeList()
                + " from t group by "
                + modeList()
                + " having count(*) > 1 limit 1");
    if (repeated != null) {
      throw InputException.of(
          "duplicate",
          source,
          "%s has %s values at (%s); say which counts: duplicates last, mean or sum",
          source,
          repeated[0],
          String.join(", ", Arrays.copyOfRange(repeated, 1, repeated.length)));
    }
  }

  private String query() {
    String text = value == null ? "'nan'::double" : number();
    if (everyLine) {
      return "select " + modeList() + ", coalesce(" + text + ", 'nan') as v, rowid as at from t";
    }
    return switch (options.duplicates()) {
      case REFUSE -> "select " + modeList() + ", " + text + " as v, rowid as at from t";
      case LAST -> grouped("arg_max(" + text + ", rowid)");
      case MEAN -> grouped("avg(" + text + ")");
      case SUM -> grouped("sum(" + text + ")");
    };
  }

  private String grouped(String aggregate) {
    return "select "
        + modeList()
        + ", "
        + aggregate
        + " as v, min(rowid) as at from t group by "
        + modeList();
  }

  private String modeList() {
    StringBuilder list = new StringBuilder();
    for (int k = 0; k < modes.size(); k++) {
      list.append(k == 0 ? "m" : ", m").append(k);
    }
    return list.toString();
  }
}
