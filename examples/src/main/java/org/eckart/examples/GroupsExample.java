package org.eckart.examples;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.data.table.LabelTable;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.choice.FamilyFinding;
import org.eckart.recovery.groups.choice.GroupCompletion;
import org.eckart.recovery.groups.choice.GroupEstimate;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.eckart.recovery.groups.choice.GroupProblem;

/**
 * Whether genres help to complete ratings: groups of columns, by transposing the table.
 *
 * <p>{@code GroupsExample FOLDER [SPLITS]}; with splits, compares with other methods instead.
 */
public final class GroupsExample {
  private GroupsExample() {}

  /** Prints what genres are worth, and the test error with them. */
  public static void main(String[] arguments) {
    Path folder =
        Path.of(arguments.length > 0 ? arguments[0] : "examples/data/movielens-latest-small");
    ObservedEntries ratings =
        TableReader.read(new TableSource.File(file(folder, "ratings.csv")), TableOptions.defaults())
            .entries();
    ObservedEntries films = ratings.transposed();
    Groups genres = labels(films.rowLabels(), file(folder, "movies.csv"), "genres");
    try (Parallel parallel = Parallel.ofAllCores()) {
      if (arguments.length > 1) {
        int splits = Integer.parseInt(arguments[1]);
        GroupComparison comparison = new GroupComparison(genres, parallel);
        for (int seed = 1; seed <= splits; seed++) {
          Split split = new HoldOut.Uniform(0.1).split(films, seed);
          comparison.add(split.observed(), split.heldOut(), seed);
        }
        comparison.print();
        return;
      }
      Split split = new HoldOut.Uniform(0.1).split(films, 1);
      // @start region=fit
      GroupEstimate found =
          Run.of(new GroupCompletion(GroupOptions.defaults()))
              .start(GroupProblem.of(split.observed(), genres, parallel))
              .estimate();
      System.out.println(found.verdict());
      for (FamilyFinding family : found.families()) {
        System.out.printf(Locale.ROOT, "%s %s%n", family.family(), family.verdict().words());
      }
      double filled = found.model().predict(3, 5); // the fourth film by the sixth user
      // @end
      System.out.printf(Locale.ROOT, "film 3, user 5: %.1f%n", filled);
      System.out.printf(
          Locale.ROOT,
          "test rmse %.4f%n", GroupComparison.rmse(split.heldOut(), found.model()::predict));
    }
  }

  private static Path file(Path folder, String name) {
    Path plain = folder.resolve(name);
    return java.nio.file.Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  /** Labels of these rows from columns of a table. */
  static Groups labels(Labels rows, Path file, String... columns) {
    Groups.Builder builder = Groups.builder(rows.size());
    List<LabelTable.Label> all = LabelTable.read(file, Arrays.asList(columns), null, rows);
    for (LabelTable.Label label : all) {
      int row = rows.indexOf(label.id());
      if (row >= 0) {
        builder.add(row, label.family(), label.label());
      }
    }
    return builder.build();
  }
}
