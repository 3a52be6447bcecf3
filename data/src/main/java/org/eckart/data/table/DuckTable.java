package org.eckart.data.table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBReadableVector;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.duck.Duck;
import org.jspecify.annotations.Nullable;

/**
 * The reader for every kind of table. Records go into a table of DuckDB's once, ids get dense codes
 * there, and only numbers cross to Java.
 */
final class DuckTable {
  /** An array of Java holds no more. */
  static final long MOST_ENTRIES = Integer.MAX_VALUE - 8;

  private static final int BLOCK = 1 << 20;

  private final Duck duck;
  private final Relation relation;
  private final TableOptions options;
  private final Complaints complaints;
  private final String source;

  private long records;
  private Labels rows = Labels.numbered(0);
  private Labels columns = Labels.numbered(0);

  DuckTable(Duck duck, Relation relation, TableOptions options, Complaints complaints) {
    this.duck = duck;
    this.relation = relation;
    this.options = options;
    this.complaints = complaints;
    this.source = complaints.source();
  }

  /**
   * Takes the records in, checks them and makes the codes.
   *
   * @param emptyToo whether ids get a code of which every value is missing
   */
  void load(boolean emptyToo) throws SQLException {
    refuseTooMany(source, countFromMetadata());
    materialise();
    check();
    boolean integerRows = relation.integerRows() || allIntegers("r");
    boolean integerColumns = relation.integerColumns() || allIntegers("c");
    rows = code("r", integerRows, emptyToo);
    columns = code("c", integerColumns, emptyToo);
  }

  /** Parquet knows how many records it has; others are not asked. */
  private long countFromMetadata() throws SQLException {
    if (!relation.from().startsWith("read_parquet(")) {
      return 0;
    }
    return number(duck.row("select count(*) from " + relation.from()), 0);
  }

  static void refuseTooMany(String source, long records) {
    if (records > MOST_ENTRIES) {
      throw InputException.of(
          "too-many-entries",
          source,
          "%s has %d entries, and one table holds at most %d; read a part of it with a query, or"
              + " split it by rows",
          source,
          records,
          MOST_ENTRIES);
    }
  }

  private void materialise() throws SQLException {
    if (relation.value() == null) {
      create("cast(0 as double)");
      return;
    }
    String general =
        "case when "
            + relation.missing(options)
            + " then null else "
            + relation.number(options)
            + " end";
    try {
      create(relation.simple(options) ? "cast(" + relation.value() + " as double)" : general);
    } catch (SQLException notPlain) {
      duck.execute("drop table if exists t");
      try {
        create(general);
      } catch (SQLException refused) {
        throw complaints.of(refused);
      }
    }
  }

  private void create(String value) throws SQLException {
    try {
      duck.execute(
          "create temp table t as select "
              + relation.row()
              + " as r, "
              + relation.column()
              + " as c, "
              + value
              + " as v"
              + (relation.time() == null ? "" : ", " + relation.seconds() + " as s")
              + " from "
              + relation.from());
    } catch (SQLException refused) {
      if (relation.value() == null) {
        throw complaints.of(refused);
      }
      throw refused;
    }
  }

  private void check() throws SQLException {
    String[] counts =
        duck.row(
            "select count(*), count(*) filter (v is not null and not isfinite(v)), count(*) filter"
                + " (r is null), count(*) filter (c is null), count(v)"
                + (relation.time() == null ? "" : ", count(*) filter (s is null)")
                + " from t");
    records = number(counts, 0);
    refuseTooMany(source, records);
    if (records == 0) {
      throw complaints.empty();
    }
    if (number(counts, 1) > 0) {
      throw complaints.notFinite();
    }
    if (number(counts, 2) > 0) {
      throw complaints.noId(true);
    }
    if (number(counts, 3) > 0) {
      throw complaints.noId(false);
    }
    if (number(counts, 4) == 0) {
      throw complaints.allMissing(records);
    }
    if (relation.time() != null && number(counts, 5) > 0) {
      throw complaints.noTime();
    }
  }

  private static long number(String @Nullable [] row, int column) {
    return row == null || row[column] == null ? 0 : Long.parseLong(row[column]);
  }

  /** True if every id is an integer as it would be written back: no leading zero, no plus. */
  private boolean allIntegers(String ids) throws SQLException {
    String[] all =
        duck.row(
            "select count(*) filter (not regexp_full_match(id, '0|-?[1-9][0-9]{0,17}')) from (select"
                + " distinct "
                + ids
                + " as id from t)");
    return number(all, 0) == 0;
  }

  /** Makes the table of codes for an id column, and returns its labels by code. */
  private Labels code(String ids, boolean integers, boolean emptyToo) throws SQLException {
    duck.execute(
        "create temp table d"
            + ids
            + " as select id, cast(row_number() over (order by "
            + (integers ? "cast(id as bigint)" : "id")
            + ") - 1 as integer) as code from (select distinct "
            + ids
            + " as id from t"
            + (emptyToo ? ")" : " where v is not null)"));
    int size = (int) number(duck.row("select count(*) from d" + ids), 0);
    String query = "select code, " + (integers ? "cast(id as bigint)" : "id") + " from d" + ids;
    if (integers) {
      long[] labels = new long[size];
      duck.stream(
          query,
          chunk -> {
            for (long k = 0; k < chunk.rowCount(); k++) {
              labels[chunk.vector(0).getInt(k)] = chunk.vector(1).getLong(k);
            }
          });
      return Coded.labels(labels);
    }
    String[] labels = new String[size];
    duck.stream(
        query,
        chunk -> {
          for (long k = 0; k < chunk.rowCount(); k++) {
            labels[chunk.vector(0).getInt(k)] = chunk.vector(1).getString(k);
          }
        });
    return Labels.of(labels);
  }

  /**
   * The entries.
   *
   * @param inOrder whether in the order of the source, which takes DuckDB a sort
   * @param missingToo whether records without a value come along, as NaN
   */
  Coded coded(boolean inOrder, boolean missingToo) throws SQLException {
    boolean times = relation.time() != null;
    List<Block> blocks = new ArrayList<>();
    duck.stream(
        "select dr.code, dc.code, coalesce(v, 'nan'::double)"
            + (times ? ", s" : "")
            + " from t join dr on t.r = dr.id join dc on t.c = dc.id"
            + (missingToo ? "" : " where v is not null")
            + (inOrder ? " order by t.rowid" : ""),
        chunk -> {
          int count = (int) chunk.rowCount();
          Block block = blocks.isEmpty() ? null : blocks.getLast();
          if (block == null || block.count + count > block.row.length) {
            block = new Block((int) Math.min(BLOCK, Math.max(records, count)), times);
            blocks.add(block);
          }
          DuckDBReadableVector row = chunk.vector(0);
          DuckDBReadableVector column = chunk.vector(1);
          DuckDBReadableVector value = chunk.vector(2);
          int at = block.count;
          for (int k = 0; k < count; k++) {
            block.row[at + k] = row.getInt(k);
            block.column[at + k] = column.getInt(k);
            block.value[at + k] = value.getDouble(k);
          }
          if (block.time != null) {
            DuckDBReadableVector time = chunk.vector(3);
            for (int k = 0; k < count; k++) {
              block.time[at + k] = time.getDouble(k);
            }
          }
          block.count += count;
        });
    return new Coded(blocks, rows, columns, records);
  }

  /**
   * The first two records (from 0) with this row and column and a value, and how many there are.
   */
  long[] repeats(String row, String column) throws SQLException {
    String where =
        " from t where v is not null and cast(r as varchar) = "
            + Duck.literal(row)
            + " and cast(c as varchar) = "
            + Duck.literal(column);
    List<String[]> two = duck.rows("select rowid" + where + " order by rowid limit 2", 2);
    long count = number(duck.row("select count(*)" + where), 0);
    return new long[] {number(two.get(0), 0), number(two.get(1), 0), count};
  }
}
