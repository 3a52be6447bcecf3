package org.eckart.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.duck.Duck;
import org.eckart.data.text.DelimitedText;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of entries.
 *
 * <p>Two readers stand behind it. Plain numeric text (integer ids, decimal values, nothing quoted
 * or missing) has a parser of its own; everything else, and every complaint, comes from DuckDB.
 * Both give the same entries. Cost for 4.5 million lines (66 MB) on two cores, new JVM: 0.5 s and 2
 * s, start of DuckDB included; memory at most 32 bytes an entry (48 with times) beside DuckDB's
 * own.
 *
 * <p>Every refusal is an {@link InputException} that names the source, and the line and column
 * where there is one.
 */
public final class TableReader {
  private TableReader() {}

  /** Reads a table of entries (row, column, value). */
  public static Table read(TableSource source, TableOptions options) {
    return open(source, options, true, TableReader::entries);
  }

  /**
   * Reads (row, column) pairs in the order of the source, and finds them among known labels. The
   * same pair may come twice.
   *
   * @param withValues whether a value column is read too; a missing value is then NaN
   */
  public static Pairs readPairs(
      TableSource source, TableOptions options, Labels rows, Labels columns, boolean withValues) {
    return open(
        source,
        options,
        withValues,
        opened -> Pairs.of(opened.codedPairs(), rows, columns, withValues));
  }

  private interface Use<T> {
    T of(Opened opened) throws SQLException;
  }

  private static <T> T open(TableSource source, TableOptions options, boolean values, Use<T> use) {
    return switch (source) {
      case TableSource.File file -> {
        checkFile(file.path());
        yield with(file.path(), name(file.path()), options, values, use);
      }
      case TableSource.Stream stream -> {
        Path spooled = spool(stream.stream());
        try {
          yield with(spooled, "standard input", options, values, use);
        } finally {
          delete(spooled);
        }
      }
      case TableSource.Sql sql -> {
        try (Opened opened = Opened.query(sql.query(), options, values)) {
          yield use.of(opened);
        } catch (SQLException refused) {
          throw Complaints.unreadable("the query", refused);
        }
      }
    };
  }

  private static <T> T with(
      Path file, String name, TableOptions options, boolean values, Use<T> use) {
    try (Opened opened = Opened.file(file, name, options, values)) {
      return use.of(opened);
    } catch (SQLException refused) {
      throw Complaints.unreadable(name, refused);
    }
  }

  private static Table entries(Opened opened) throws SQLException {
    TableOptions options = opened.options();
    Coded plain = opened.plain();
    if (plain != null) {
      long records = plain.records();
      EntrySort sorted = opened.sort(plain);
      int repeated = sorted.repeated();
      if (repeated == 0 || options.duplicates() != Duplicates.REFUSE) {
        return table(opened, plain, sorted, repeated, records, true);
      }
    }
    DuckTable duck = opened.duck();
    duck.load(!options.dropEmpty());
    Coded coded = duck.coded(false, false);
    EntrySort sorted = opened.sort(coded);
    int repeated = sorted.repeated();
    if (repeated > 0 && options.duplicates() == Duplicates.REFUSE) {
      int k = sorted.firstRepeated();
      String row = coded.rows().get(sorted.row[k]);
      String column = coded.columns().get(sorted.column[k]);
      long[] found = duck.repeats(row, column);
      throw opened.complaints().duplicate(row, column, found[0], found[1], found[2]);
    }
    if (repeated > 0) {
      coded = duck.coded(true, false); // which is last, and the order of sums, are the source's
      sorted = opened.sort(coded);
    }
    return table(opened, coded, sorted, repeated, coded.records(), false);
  }

  private static Table table(
      Opened opened, Coded coded, EntrySort sorted, int repeated, long records, boolean bulk) {
    EntrySort settled = sorted.settled(opened.options().duplicates(), repeated);
    ObservedEntries entries =
        ObservedEntries.of(
            coded.rows(),
            coded.columns(),
            settled.row,
            settled.column,
            settled.value,
            settled.time);
    long missing = records - sorted.count();
    return new Table(
        entries,
        TableReport.of(
            opened.origin(),
            records,
            missing,
            repeated,
            bulk,
            opened.options(),
            entries,
            opened.workers()));
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  private static void checkFile(Path file) {
    if (Files.isDirectory(file)) {
      throw InputException.of(
          "is-directory",
          file.toString(),
          "%s is a folder, and a table is a file; name a file in it, or query all of them with"
              + " SELECT … FROM '%s/*.csv'",
          file,
          file);
    }
    if (!Files.exists(file)) {
      throw InputException.of(
          "missing-file", file.toString(), "There is no file %s; check the path", file);
    }
    if (!Files.isReadable(file)) {
      throw InputException.of(
          "unreadable", file.toString(), "%s may not be read by this user", file);
    }
  }

  private static Path spool(InputStream stream) {
    try {
      Path spooled = Files.createTempFile("eckart-input", ".tmp");
      try {
        Files.copy(stream, spooled, StandardCopyOption.REPLACE_EXISTING);
        return spooled;
      } catch (IOException failed) {
        delete(spooled);
        throw failed;
      }
    } catch (IOException failed) {
      throw new InputException(
          "unreadable",
          "standard input",
          "standard input could not be kept in the temporary folder: " + failed.getMessage(),
          failed);
    }
  }

  private static Path singleBlanks(Path file, String name) {
    try {
      Path copy = Files.createTempFile("eckart-input", ".tmp");
      try {
        DelimitedText.copyWithSingleBlanks(file, copy);
        return copy;
      } catch (IOException failed) {
        delete(copy);
        throw failed;
      }
    } catch (IOException failed) {
      throw new InputException(
          "unreadable",
          name,
          name + " could not be copied to the temporary folder: " + failed.getMessage(),
          failed);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      file.toFile().deleteOnExit();
    }
  }

  /** A source with its layout found out; DuckDB is opened only when it is needed. */
  private static final class Opened implements AutoCloseable {
    private final TableOptions options;
    private final Origin origin;
    private final @Nullable Path text;
    private final @Nullable Path temporary; // a copy of ours, deleted in the end
    private final @Nullable TextLayout layout;
    private final Workers workers;
    private @Nullable Duck duck;
    private @Nullable Relation relation;

    private Opened(
        TableOptions options,
        Origin origin,
        @Nullable Path text,
        @Nullable Path temporary,
        @Nullable TextLayout layout,
        @Nullable Duck duck,
        @Nullable Relation relation) {
      this.options = options;
      this.origin = origin;
      this.text = text;
      this.temporary = temporary;
      this.layout = layout;
      this.duck = duck;
      this.relation = relation;
      this.workers = new Workers(options.threads());
    }

    static Opened file(Path file, String name, TableOptions options, boolean values)
        throws SQLException {
      long bytes;
      String start;
      try {
        bytes = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
          start = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
        }
      } catch (IOException failed) {
        throw new InputException(
            "unreadable", name, name + " cannot be read: " + failed.getMessage(), failed);
      }
      if (bytes == 0) {
        throw InputException.of(
            "empty", name, "%s is empty; a table needs at least one line", name);
      }
      String ending = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
      if (start.equals("PAR1") || ending.endsWith(".parquet")) {
        return typed(
            "read_parquet(" + Duck.file(file) + ")", name, "Parquet", bytes, options, values);
      }
      if (start.startsWith("{") || ending.matches(".*\\.(jsonl|ndjson|json)")) {
        String from = "read_json(" + Duck.file(file) + ", format='newline_delimited')";
        return typed(from, name, "JSON lines", bytes, options, values);
      }
      TextLayout layout = TextLayout.of(file, name, options, values);
      Origin origin =
          origin(name, layout.format(), bytes, layout.header(), layout.columns(), layout.names());
      if (!layout.linedUp()) {
        return new Opened(options, origin, file, null, layout, null, Relation.text(file, layout));
      }
      Path copy = singleBlanks(file, name);
      TextLayout copied = TextLayout.of(copy, name, options, values);
      return new Opened(options, origin, copy, copy, copied, null, Relation.text(copy, copied));
    }

    static Opened query(String query, TableOptions options, boolean values) throws SQLException {
      String bare = query.strip().replaceFirst(";$", "");
      return typed("(" + bare + "\n)", "the query", "SQL", 0, options, values);
    }

    private static Opened typed(
        String from, String name, String format, long bytes, TableOptions options, boolean values)
        throws SQLException {
      Duck duck = Duck.open(options.threads());
      try {
        Relation relation = Relation.typed(duck, from, name, options, values);
        Origin origin = origin(name, format, bytes, true, relation.columns(), relation.names());
        return new Opened(options, origin, null, null, null, duck, relation);
      } catch (SQLException | RuntimeException refused) {
        duck.close();
        throw refused;
      }
    }

    private static Origin origin(
        String name,
        String format,
        long bytes,
        boolean header,
        Columns columns,
        List<String> names) {
      return new Origin(
          name,
          format,
          bytes,
          header,
          header ? names.get(columns.row()) : "row",
          header ? names.get(columns.column()) : "column",
          header && columns.value() >= 0 ? names.get(columns.value()) : "value",
          format.contains("text") ? "line" : "record");
    }

    TableOptions options() {
      return options;
    }

    Workers workers() {
      return workers;
    }

    Origin origin() {
      return origin;
    }

    /** The table by the fast reader; null where that one does not read it. */
    @Nullable Coded plain() {
      return text == null || layout == null
          ? null
          : PlainTable.read(text, layout, options, workers);
    }

    private Duck opened() throws SQLException {
      Duck known = duck;
      if (known == null) {
        known = Duck.open(options.threads());
        duck = known;
      }
      return known;
    }

    Complaints complaints() throws SQLException {
      return new Complaints(
          opened(), java.util.Objects.requireNonNull(relation), options, origin, text);
    }

    DuckTable duck() throws SQLException {
      return new DuckTable(
          opened(), java.util.Objects.requireNonNull(relation), options, complaints());
    }

    Coded codedPairs() throws SQLException {
      Coded plain = plain();
      if (plain != null) {
        return plain;
      }
      DuckTable table = duck();
      table.load(true);
      return table.coded(true, true);
    }

    EntrySort sort(Coded coded) {
      return EntrySort.of(
          coded.blocks(),
          coded.rows().size(),
          coded.columns().size(),
          relation != null && relation.time() != null,
          workers);
    }

    @Override
    public void close() {
      workers.close();
      if (duck != null) {
        duck.close();
      }
      if (temporary != null) {
        delete(temporary);
      }
    }
  }
}
