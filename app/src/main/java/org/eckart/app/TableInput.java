package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.table.Duplicates;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb is told to read a table of entries. */
final class TableInput {
  @Option(
      names = "--row",
      paramLabel = "NAME",
      description = "column with the row ids, by name or number (default: the first not named)")
  @Nullable String row;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "column with the column ids (default: the next)")
  @Nullable String column;

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description = "column with the values (default: the next)")
  @Nullable String value;

  @Option(names = "--time", paramLabel = "NAME", description = "column with times, if there is one")
  @Nullable String time;

  @Option(
      names = "--header",
      paramLabel = "WHETHER",
      defaultValue = "detect",
      description = "whether the first line names the columns: detect, present, absent")
  TableOptions.Header header = TableOptions.Header.DETECT;

  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      defaultValue = ".",
      description = "decimal mark, a point or a comma (${DEFAULT-VALUE})")
  char decimal = '.';

  @Option(
      names = "--missing",
      paramLabel = "TEXT",
      split = ",",
      description = "texts that stand for a missing value, such as NA,-999")
  List<String> missing = List.of();

  @Option(
      names = "--duplicates",
      paramLabel = "RULE",
      defaultValue = "refuse",
      description = "what counts of several values for one row and column: refuse, last, mean, sum")
  Duplicates duplicates = Duplicates.REFUSE;

  @Option(
      names = "--drop-empty",
      description = "leave out rows and columns of which every value is missing")
  boolean dropEmpty;

  TableOptions options(int threads) {
    return new TableOptions(
        row, column, value, time, header, decimal, missing, duplicates, dropEmpty, threads);
  }

  /** The same for a file that holds a matrix. */
  MatrixOptions matrixOptions() {
    MatrixOptions.Names names =
        switch (header) {
          case DETECT -> MatrixOptions.Names.DETECT;
          case PRESENT -> MatrixOptions.Names.PRESENT;
          case ABSENT -> MatrixOptions.Names.ABSENT;
        };
    return new MatrixOptions(names, MatrixOptions.Names.DETECT, decimal, missing, dropEmpty);
  }

  /** What was read, for the envelope. */
  static Map<String, @Nullable Object> facts(TableReport report) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("source", report.source());
    facts.put("format", report.format());
    facts.put("bytes", report.bytes());
    facts.put("records", report.records());
    facts.put("missing", report.missing());
    facts.put("repeated", report.repeated());
    facts.put("duplicates", report.duplicates().toString().toLowerCase(Locale.ROOT));
    facts.put("rows", report.rows());
    facts.put("columns", report.columns());
    facts.put("observed", report.entries());
    facts.put("density", report.density());
    facts.put("emptyRows", report.emptyRows());
    facts.put("emptyColumns", report.emptyColumns());
    facts.put("min", report.min());
    facts.put("max", report.max());
    facts.put("mean", report.mean());
    return facts;
  }
}
