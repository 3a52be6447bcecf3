package org.eckart.data.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.duck.Duck;
import org.eckart.data.text.DelimitedText;
import org.jspecify.annotations.Nullable;

/**
 * Labels of rows from a table: CSV, TSV or other separated text, gzip or not, Parquet or JSON
 * lines.
 *
 * <p>In long form a line is an id, a family and a label; an id may come often. In wide form the
 * first column is the id and each further one a family. A cell may hold several labels separated by
 * a bar, as in {@code Comedy|Drama}; an empty one, {@code NA} and {@code (no genres listed)} hold
 * none.
 */
public final class LabelTable {
  private static final Set<String> NONE = Set.of("", "na", "nan", "null", "(no genres listed)");
  private static final Set<String> FAMILY_NAMES =
      Set.of("family", "attribute", "variable", "kind", "type");
  private static final int SAMPLED = 100;

  private LabelTable() {}

  /** A row, by its id, has a label of a family. */
  public record Label(String id, String family, String label) {}

  /**
   * Reads labels, each once.
   *
   * @param columns the columns that are families; empty for all, or for long form
   * @param idColumn the column with the ids, or null for the first
   * @param known ids of the rows; a first line that begins with one of them names no columns
   * @throws InputException if the file is missing or no table, or has none of the columns
   */
  public static List<Label> read(
      Path file, List<String> columns, @Nullable String idColumn, Labels known) {
    return read(file, columns, idColumn, known, false);
  }

  /**
   * Labels of these families alone: of those columns that are among them if any is, else in long
   * form.
   *
   * @param known ids of the rows; a first line that begins with one of them names no columns
   * @throws InputException if the file is missing or no table
   */
  public static List<Label> readFamilies(Path file, List<String> families, Labels known) {
    return read(file, families, null, known, true).stream()
        .filter(label -> families.contains(label.family()))
        .toList();
  }

  /**
   * @param some whether columns that the file does not have are left out
   */
  private static List<Label> read(
      Path file, List<String> columns, @Nullable String idColumn, Labels known, boolean some) {
    if (!Files.isRegularFile(file)) {
      throw InputException.of("missing-file", file.toString(), "There is no file '%s'", file);
    }
    try (Duck duck = Duck.open(1)) {
      String from = relation(file, known);
      List<String> names = new ArrayList<>();
      for (String[] column : duck.rows("describe select * from " + from, Integer.MAX_VALUE)) {
        names.add(column[0]);
      }
      int id = idColumn == null ? 0 : place(file, names, idColumn);
      List<Integer> families = new ArrayList<>();
      for (String column : columns) {
        if (!some || names.contains(column)) {
          families.add(place(file, names, column));
        }
      }
      if (names.size() < 2) {
        throw InputException.of(
            "no-labels",
            file.toString(),
            "%s has %d column; labels need an id, a family and a label, or an id and a column for"
                + " each family",
            file,
            names.size());
      }
      Set<Label> found = new LinkedHashSet<>();
      if (families.isEmpty() && names.size() == 3 && isLong(duck, from, names)) {
        for (String[] row : select(duck, from, names, List.of(0, 1, 2))) {
          add(found, row[0], row[1], row[2]);
        }
      } else {
        if (families.isEmpty()) {
          IntStream.range(0, names.size()).filter(j -> j != id).forEach(families::add);
        }
        families.addFirst(id);
        for (String[] row : select(duck, from, names, families)) {
          for (int k = 1; k < row.length; k++) {
            add(found, row[0], names.get(families.get(k)), row[k]);
          }
        }
      }
      return List.copyOf(found);
    } catch (SQLException failed) {
      throw new InputException(
          "not-a-table",
          file.toString(),
          file + " could not be read: " + Duck.sentence(failed),
          failed);
    } catch (IOException failed) {
      throw new InputException(
          "unreadable",
          file.toString(),
          file + " could not be read: " + failed.getMessage(),
          failed);
    }
  }

  private static int place(Path file, List<String> names, String wanted) {
    int at = names.indexOf(wanted);
    if (at < 0) {
      throw InputException.of(
          "no-such-column",
          file.toString(),
          "%s has no column '%s'; it has %s",
          file,
          wanted,
          String.join(", ", names));
    }
    return at;
  }

  /** Every field as text, so that 007 is not 7. */
  private static String relation(Path file, Labels known) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return "read_parquet(" + Duck.file(file) + ")";
    }
    if (name.matches(".*\\.(json|jsonl|ndjson)(\\.gz)?")) {
      return "read_json(" + Duck.file(file) + ")";
    }
    List<String> lines = new ArrayList<>();
    boolean gzip = name.endsWith(".gz");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(DelimitedText.open(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine();
          line != null && lines.size() < SAMPLED;
          line = reader.readLine()) {
        if (!line.isBlank()) {
          lines.add(line);
        }
      }
    }
    if (lines.isEmpty()) {
      throw InputException.of("empty", file.toString(), "%s holds no label", file);
    }
    DelimitedText.refuseOtherKinds(file.toString(), String.join("\n", lines));
    String delimiter = DelimitedText.delimiter(lines, 2, '.');
    if (delimiter.equals("|")) { // a bar separates labels within a cell
      delimiter = lines.getFirst().contains(",") ? "," : delimiter;
    }
    boolean header =
        known.indexOf(DelimitedText.split(lines.getFirst(), delimiter).getFirst().strip()) < 0;
    return "read_csv("
        + Duck.file(file)
        + ", delim="
        + Duck.literal(delimiter)
        + ", header="
        + header
        + ", all_varchar=true, quote='\"', escape='\"', comment='', null_padding=true, compression="
        + (gzip ? "'gzip'" : "'none'")
        + ")";
  }

  private static List<String[]> select(
      Duck duck, String from, List<String> names, List<Integer> wanted) throws SQLException {
    String list =
        String.join(
            ", ",
            wanted.stream().map(j -> "cast(" + Duck.name(names.get(j)) + " as varchar)").toList());
    return duck.rows("select distinct " + list + " from " + from, Integer.MAX_VALUE).stream()
        .sorted(java.util.Comparator.comparing(java.util.Arrays::toString))
        .toList();
  }

  /** Ids that repeat, one family only, or a second column that says so. */
  private static boolean isLong(Duck duck, String from, List<String> names) throws SQLException {
    if (FAMILY_NAMES.contains(names.get(1).toLowerCase(Locale.ROOT))) {
      return true;
    }
    String[] counts =
        duck.row(
            "select count(*), count(distinct %s), count(distinct %s) from %s"
                .formatted(Duck.name(names.get(0)), Duck.name(names.get(1)), from));
    return counts != null && (!counts[0].equals(counts[1]) || counts[2].equals("1"));
  }

  private static void add(
      Set<Label> to, @Nullable String id, @Nullable String family, @Nullable String cell) {
    if (id == null || family == null || cell == null) {
      return;
    }
    for (String one : cell.split("\\|")) {
      String label = one.strip();
      if (!NONE.contains(label.toLowerCase(Locale.ROOT))) {
        to.add(new Label(id.strip(), family.strip(), label));
      }
    }
  }
}
