package org.eckart.data.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eckart.core.InputException;
import org.eckart.data.duck.Duck;
import org.eckart.data.text.DelimitedText;
import org.jspecify.annotations.Nullable;

/** The sentences with which a table is refused, with the line and the text found there. */
final class Complaints {
  private final Duck duck;
  private final Relation relation;
  private final TableOptions options;
  private final Origin origin;
  private final @Nullable Path text;
  private final boolean header;

  /**
   * @param text the file, if it is text; then records have lines
   */
  Complaints(
      Duck duck, Relation relation, TableOptions options, Origin origin, @Nullable Path text) {
    this.duck = duck;
    this.relation = relation;
    this.options = options;
    this.origin = origin;
    this.text = text;
    this.header = origin.header();
  }

  String source() {
    return origin.name();
  }

  /** What DuckDB refused, in our words where we know the case. */
  InputException of(SQLException refused) {
    InputException notANumber = notANumber();
    if (notANumber != null) {
      return notANumber;
    }
    String complaint = refused.getMessage() == null ? "" : refused.getMessage();
    Matcher line = Pattern.compile("CSV Error on Line: (\\d+)").matcher(complaint);
    if (line.find()) {
      String where = source() + ", line " + line.group(1);
      Matcher fields =
          Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)").matcher(complaint);
      if (fields.find()) {
        return new InputException(
            "fields",
            where,
            "%s has %s where %s were expected; put a text that holds the separator into double quotes"
                .formatted(where, fieldCount(fields.group(2)), fields.group(1)),
            refused);
      }
      if (complaint.contains("not utf-8")) {
        return new InputException(
            "encoding",
            where,
            where + " is not UTF-8; save the file in UTF-8, or convert it with iconv",
            refused);
      }
      if (complaint.contains("quote")) {
        return new InputException(
            "quotes",
            where,
            where
                + " has a double quote that is not closed, or text after a closing one; write a"
                + " quote inside a quoted text twice",
            refused);
      }
      String[] lines = complaint.split("\n", -1);
      return new InputException(
          "unreadable",
          where,
          where + " cannot be read: " + (lines.length > 2 ? lines[2].strip() : lines[0]),
          refused);
    }
    return unreadable(source(), refused);
  }

  static InputException unreadable(String source, SQLException refused) {
    return new InputException(
        "unreadable", source, source + " cannot be read: " + Duck.sentence(refused), refused);
  }

  private static String fieldCount(String count) {
    return count.equals("1") ? "1 field" : count + " fields";
  }

  /** The first value that is neither missing nor a number; null if there is none. */
  private @Nullable InputException notANumber() {
    if (relation.value() == null) {
      return null;
    }
    String bad =
        "not coalesce("
            + relation.missing(options)
            + ", false) and try_cast("
            + relation.pointed(options)
            + " as double) is null";
    @Nullable Found found = first(bad, relation.value());
    if (found == null) {
      return null;
    }
    String hint = "";
    String bare = found.text.strip();
    if (bare.matches("[+-]?[0-9]*,[0-9]+") && options.decimal() == '.') {
      hint = "; if the comma is the decimal mark, set decimal to ,";
    } else if (bare.matches("[+-]?[0-9]*\\.[0-9]+") && options.decimal() == ',') {
      hint = "; decimal is set to a comma here";
    } else if (bare.length() <= 20) {
      hint = "; if it stands for a missing value, add it to missing";
    }
    return InputException.of(
        "not-a-number",
        found.where + ", column '" + origin.valueName() + "'",
        "%s, column '%s': \"%s\" is not a number%s",
        found.where,
        origin.valueName(),
        shortened(found.text),
        hint);
  }

  InputException notFinite() {
    Found found =
        required(
            "not coalesce("
                + relation.missing(options)
                + ", false) and not isfinite("
                + relation.number(options)
                + ")",
            String.valueOf(relation.value()));
    return InputException.of(
        "not-finite",
        found.where + ", column '" + origin.valueName() + "'",
        "%s, column '%s': %s is not a finite number; correct it, or add '%s' to missing",
        found.where,
        origin.valueName(),
        shortened(found.text),
        found.text.strip());
  }

  InputException noId(boolean row) {
    String id = row ? relation.row() : relation.column();
    String name = row ? origin.rowName() : origin.columnName();
    Found found = required(id + " is null", "''");
    return InputException.of(
        "missing-id",
        found.where + ", column '" + name + "'",
        "%s, column '%s' is empty, and every entry needs the id of its %s; fill it in or remove"
            + " the line",
        found.where,
        name,
        row ? "row" : "column");
  }

  InputException noTime() {
    Found found = required(relation.seconds() + " is null", String.valueOf(relation.time()));
    return InputException.of(
        "not-a-time",
        found.where,
        "%s: \"%s\" is neither a number nor a date; write times like 1287412800 or 2010-10-18"
            + " 14:40:00",
        found.where,
        shortened(found.text));
  }

  InputException empty() {
    return InputException.of(
        "empty",
        source(),
        header ? "%s has a header and no data below it" : "%s has no data",
        source());
  }

  InputException allMissing(long records) {
    return InputException.of(
        "all-missing",
        source() + ", column '" + origin.valueName() + "'",
        "%s, column '%s' is missing in all %d %ss; name the column that holds the values",
        source(),
        origin.valueName(),
        records,
        origin.unit());
  }

  /**
   * @param first record from 0 that has the row and column
   * @param second likewise
   */
  InputException duplicate(String row, String column, long first, long second, long count) {
    return InputException.of(
        "duplicate",
        source() + ", " + origin.unit() + " " + place(second),
        "%s has %s values for %s '%s' and %s '%s' (%ss %d and %d%s); say which counts: duplicates"
            + " last, mean or sum",
        source(),
        count == 2 ? "two" : Long.toString(count),
        origin.rowName(),
        row,
        origin.columnName(),
        column,
        origin.unit(),
        place(first),
        place(second),
        count > 2 ? ", …" : "");
  }

  private record Found(String where, String text) {}

  private Found required(String condition, String expression) {
    Found found = first(condition, expression);
    return found != null ? found : new Found(source(), "");
  }

  /** The first record that fulfils the condition, and a text of it. */
  private @Nullable Found first(String condition, String expression) {
    try {
      String[] row =
          duck.row(
              "select k, x from (select row_number() over () - 1 as k, cast("
                  + expression
                  + " as varchar) as x, "
                  + condition
                  + " as bad from "
                  + relation.from()
                  + ") where bad order by k limit 1");
      if (row == null || row[0] == null) {
        return null;
      }
      String where = source() + ", " + origin.unit() + " " + place(Long.parseLong(row[0]));
      return new Found(where, row[1] == null ? "" : row[1]);
    } catch (SQLException unreadable) {
      return null; // something else is wrong with the source, and is said instead
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** Line of a record of a text file, or the number of the record, from 1. */
  private long place(long record) {
    if (text == null) {
      return record + 1;
    }
    try {
      return line(text, record + (header ? 1 : 0));
    } catch (IOException gone) {
      return record + 1 + (header ? 1 : 0);
    }
  }

  /** The line, from 1, on which a record (from 0, header included) begins. */
  private static long line(Path file, long record) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(DelimitedText.open(file), StandardCharsets.UTF_8))) {
      long line = 0;
      long seen = 0;
      boolean quoted = false;
      for (String next = lines.readLine(); next != null; next = lines.readLine()) {
        line++;
        if (!quoted && !next.isEmpty()) {
          if (seen == record) {
            return line;
          }
          seen++;
        }
        long quotes = next.chars().filter(c -> c == '"').count();
        quoted ^= quotes % 2 == 1;
      }
      return line;
    }
  }
}
