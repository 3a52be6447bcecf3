package org.eckart.data.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final int FIRST_ROOM = 1 << 16;

  private final String source;
  private final List<String> modes;
  private final @Nullable String value;
  private final TableOptions options;

  private TensorTable(
      String source, List<String> modes, @Nullable String value, TableOptions options) {
    this.source = source;
    this.modes = modes;
    this.value = value;
    this.options = options;
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
    TensorTable reading = new TensorTable(name(table), modes, value, options);
    Raw raw = reading.open(table);
    List<Labels> labels = new ArrayList<>();
    int[][] index = new int[modes.size()][];
    for (int k = 0; k < modes.size(); k++) {
      Dictionary dictionary = new Dictionary(raw.ids.get(k), raw.count);
      labels.add(dictionary.labels);
      index[k] = dictionary.index;
    }
    if (raw.count == 0) {
      throw InputException.of(
          "no-entries", reading.source, "%s holds no value; check --value", reading.source);
    }
    return ObservedTensor.of(labels, index, Arrays.copyOf(raw.values, raw.count));
  }

  /**
   * The places that a table names, in a tensor with these labels.
   *
   * @param value name of the column with values; null to read none
   */
  public static Places places(
      TableSource table,
      List<String> modes,
      @Nullable String value,
      List<Labels> labels,
      TableOptions options) {
    Raw raw =
        new TensorTable(name(table), modes, value, options.withDuplicates(Duplicates.LAST))
            .open(table);
    int[][] index = new int[modes.size()][raw.count];
    List<String[]> ids = new ArrayList<>();
    for (int k = 0; k < index.length; k++) {
      ids.add(Arrays.copyOf(raw.ids.get(k), raw.count));
      for (int e = 0; e < raw.count; e++) {
        index[k][e] = labels.get(k).indexOf(ids.get(k)[e]);
      }
    }
    return new Places(ids, index, Arrays.copyOf(raw.values, raw.count));
  }

  /** Ids as text and values, as they came. */
  private static final class Raw {
    private final List<String[]> ids = new ArrayList<>();
    private double[] values = new double[FIRST_ROOM];
    private int count;

    Raw(int modes) {
      for (int k = 0; k < modes; k++) {
        ids.add(new String[FIRST_ROOM]);
      }
    }

    void makeRoom(int more) {
      if (count + more > values.length) {
        int room = Math.max(count + more, 2 * values.length);
        values = Arrays.copyOf(values, room);
        ids.replaceAll(column -> Arrays.copyOf(column, room));
      }
    }
  }

  /** The distinct ids of a mode and where each record points. */
  private static final class Dictionary {
    private final Labels labels;
    private final int[] index;

    Dictionary(String[] ids, int count) {
      Map<String, Integer> codes = new LinkedHashMap<>();
      int[] code = new int[count];
      boolean integers = true;
      for (int e = 0; e < count; e++) {
        code[e] = codes.computeIfAbsent(ids[e], _ -> codes.size());
      }
      for (String id : codes.keySet()) {
        integers &= id.matches("-?[1-9][0-9]{0,17}|0");
      }
      if (integers) {
        String[] byCode = codes.keySet().toArray(String[]::new);
        Integer[] order = new Integer[byCode.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
            order, (a, b) -> Long.compare(Long.parseLong(byCode[a]), Long.parseLong(byCode[b])));
        long[] sorted = new long[byCode.length];
        int[] place = new int[byCode.length];
        for (int i = 0; i < order.length; i++) {
          sorted[i] = Long.parseLong(byCode[order[i]]);
          place[order[i]] = i;
        }
        for (int e = 0; e < count; e++) {
          code[e] = place[code[e]];
        }
        labels = Coded.labels(sorted);
      } else {
        labels = Labels.of(codes.keySet().toArray(String[]::new));
      }
      index = code;
    }
  }

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
    select.append(value == null ? "'nan'" : "trim(cast(" + Duck.name(value) + " as varchar))");
    duck.execute(select.append(" as v from ").append(from).toString());
    if (value != null) {
      dropMissing(duck);
    }
    refuseRepeated(duck);
    Raw raw = new Raw(modes.size());
    duck.stream(
        query(),
        chunk -> {
          int count = (int) chunk.rowCount();
          raw.makeRoom(count);
          for (int k = 0; k < modes.size(); k++) {
            DuckDBReadableVector ids = chunk.vector(k);
            String[] to = raw.ids.get(k);
            for (int e = 0; e < count; e++) {
              to[raw.count + e] = ids.getString(e);
            }
          }
          DuckDBReadableVector values = chunk.vector(modes.size());
          for (int e = 0; e < count; e++) {
            raw.values[raw.count + e] = values.getDouble(e);
          }
          raw.count += count;
        });
    return raw;
  }

  private String number() {
    String text = options.decimal() == ',' ? "replace(v, ',', '.')" : "v";
    return "try_cast(" + text + " as double)";
  }

  private void dropMissing(Duck duck) throws SQLException {
    StringBuilder missing = new StringBuilder("'', 'na', 'nan', 'null'");
    for (String text : options.missing()) {
      missing.append(", ").append(Duck.literal(text.toLowerCase(Locale.ROOT)));
    }
    duck.execute("delete from t where v is null or lower(v) in (" + missing + ")");
    String[] wrong =
        duck.row(
            "select v, "
                + modeList()
                + " from t where "
                + number()
                + " is null or not isfinite("
                + number()
                + ") limit 1");
    if (wrong != null) {
      throw InputException.of(
          "not-a-number",
          source + ", column '" + value + "'",
          "%s, column '%s': \"%s\" at (%s) is not a finite number; if it stands for a missing value,"
              + " add --missing %s",
          source,
          String.valueOf(value),
          wrong[0],
          String.join(", ", Arrays.copyOfRange(wrong, 1, wrong.length)),
          wrong[0]);
    }
    for (int k = 0; k < modes.size(); k++) {
      String[] none = duck.row("select v from t where m" + k + " is null limit 1");
      if (none != null) {
        throw InputException.of(
            "missing-id",
            source + ", column '" + modes.get(k) + "'",
            "%s, column '%s' is empty in the line with value %s; give every line an id",
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
          "%s has %s values at (%s); say which counts: --duplicates last|mean|sum",
          source,
          repeated[0],
          String.join(", ", Arrays.copyOfRange(repeated, 1, repeated.length)));
    }
  }

  private String query() {
    String text = value == null ? "'nan'::double" : number();
    return switch (options.duplicates()) {
      case REFUSE -> "select " + modeList() + ", " + text + " from t order by rowid";
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
        + " from t group by "
        + modeList()
        + " order by min(rowid)";
  }

  private String modeList() {
    StringBuilder list = new StringBuilder();
    for (int k = 0; k < modes.size(); k++) {
      list.append(k == 0 ? "m" : ", m").append(k);
    }
    return list.toString();
  }
}
