package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import org.eckart.recovery.groups.choice.Missingness.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code complete} is told the labels of rows or columns. */
final class GroupInput {
  /** What labels are of. */
  enum Of {
    ROWS,
    COLUMNS
  }

  @Option(
      names = "--groups",
      paramLabel = "FILE",
      description = {
        "labels of the rows, for --method groups: lines of id, family, label, or a column for each",
        "family; several labels in a cell are separated by a bar"
      })
  @Nullable Path file;

  @Option(
      names = "--groups-of",
      paramLabel = "WHAT",
      defaultValue = "rows",
      description = "of groups: whether labels are of rows or of columns (${DEFAULT-VALUE})")
  Of of = Of.ROWS;

  @Option(
      names = "--group-columns",
      paramLabel = "NAMES",
      split = ",",
      description =
          "the columns of FILE that hold labels; without --groups, of the table INPUT itself")
  List<String> columns = List.of();

  @Option(
      names = "--group-report",
      description =
          "of groups: tell of each group and family, and write groups.csv beside the model")
  boolean report;

  @Option(
      names = "--missingness",
      paramLabel = "PATTERN",
      defaultValue = "match",
      description = {
        "of groups: how entries are held out to judge labels: match finds out how the table's own"
            + " are missing,",
        "uniform, counts, blocks or rows decide it (${DEFAULT-VALUE})"
      })
  Pattern pattern = Pattern.MATCH;

  boolean given() {
    return file != null || !columns.isEmpty();
  }
}
