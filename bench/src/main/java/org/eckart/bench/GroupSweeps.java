package org.eckart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.GroupWeights;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.factor.GroupAls;
import org.eckart.recovery.groups.factor.GroupAlsOptions;
import org.eckart.recovery.groups.factor.GroupAlsProblem;
import org.eckart.recovery.groups.factor.GroupAlsState;

/** What a sweep of the factorised solver costs: what groups add to it, and on a large table. */
final class GroupSweeps {
  private static final int RANK = 20;
  private static final int WARM_UP = 8;
  private static final int REPETITIONS = 12;
  private static final double STRENGTH = 0.5;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  GroupSweeps(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  /** Ratings less their mean, and all rows with groups of three families at random. */
  private record Table(ObservedCells cells, List<int[]> groups) {
    static Table of(int n, int p, int count, int[] families, long seed, Parallel parallel) {
      ObservedEntries ratings = RatingsLike.of(n, p, (int) (count / 0.9), 10, seed).train();
      double mean = ratings.mean();
      ObservedCells cells = ObservedCells.of(ratings, parallel);
      double[] centred = cells.byRow().value();
      for (int e = 0; e < centred.length; e++) {
        centred[e] -= mean;
      }
      RandomStream random = RandomStream.of(seed, "demographics");
      List<int[]> groups = new ArrayList<>();
      groups.add(GroupPenalty.every(n));
      for (int labels : families) {
        int[] of = new int[n];
        Arrays.setAll(of, _ -> random.nextInt(labels));
        for (int g = 0; g < labels; g++) {
          int label = g;
          groups.add(IntStream.range(0, n).filter(i -> of[i] == label).toArray());
        }
      }
      return new Table(cells.withValues(centred), groups);
    }

    /** Half of the weight on all rows, the other half on three families. */
    GroupPenalty penalty() {
      double[] weights = GroupWeights.rademacher(cells, groups, 1);
      double[] thresholds = new double[weights.length];
      Arrays.setAll(thresholds, g -> STRENGTH * (g == 0 ? 0.5 : 0.5 / 3) * weights[g]);
      return GroupPenalty.of(cells.rows(), groups, thresholds);
    }

    GroupPenalty plain() {
      double weight = GroupWeights.rademacher(cells, groups.subList(0, 1), 1)[0];
      return GroupPenalty.ofAll(cells.rows(), STRENGTH * weight);
    }
  }

  /** What 31 groups add to a sweep: gender, age and occupation beside all users. */
  void overhead(Map<String, Object> input, Parallel parallel) {
    int n = options.quick() ? 600 : 6040;
    int p = options.quick() ? 370 : 3706;
    int count = options.quick() ? 9_000 : 441_000;
    progress.accept("what groups add to a sweep");
    Table table = Table.of(n, p, count, new int[] {2, 7, 21}, options.seed(), parallel);
    GroupPenalty many = table.penalty();
    int groups = table.groups.size();
    input.put("sweep", List.of(n, p, table.cells.count(), groups, many.signatures()));
    String task =
        "a sweep at rank %d over %d × %d with %d cells".formatted(RANK, n, p, table.cells.count());
    GroupAls solver = new GroupAls(GroupAlsOptions.rank(RANK).withoutPolish());
    GroupAlsProblem alone = GroupAlsProblem.of(table.cells, table.plain());
    GroupAlsProblem all = GroupAlsProblem.of(table.cells, many);
    GroupAlsState s = solver.start(alone);
    GroupAlsState t = solver.start(all);
    double[] first = new double[REPETITIONS];
    double[] second = new double[REPETITIONS];
    for (int k = -WARM_UP; k < REPETITIONS; k++) {
      long start = System.nanoTime();
      s = solver.step(alone, s);
      long middle = System.nanoTime();
      t = solver.step(all, t);
      long end = System.nanoTime();
      if (k >= 0) {
        first[k] = (middle - start) * 1e-9;
        second[k] = (end - middle) * 1e-9;
      }
    }
    sheet.seconds(task, "all rows alone", "sweep", first);
    sheet.seconds(task, "with %d groups".formatted(groups), "sweep", second);
    double ratio = Spread.of(second).median() / Spread.of(first).median();
    sheet.add(task, "with %d groups".formatted(groups), "times all rows alone", "", ratio);
  }

  /** A table of ten million cells and 20 groups: seconds a sweep, and the peak of the process. */
  void large(Map<String, Object> input, Parallel parallel) {
    int n = options.quick() ? 1_000 : 100_000;
    int p = options.quick() ? 200 : 20_000;
    int count = options.quick() ? 10_000 : 10_000_000;
    progress.accept("a sweep over a table of %d cells".formatted(count));
    Table table = Table.of(n, p, count, new int[] {2, 7, 10}, options.seed(), parallel);
    int groups = table.groups.size();
    input.put("large", List.of(n, p, table.cells.count(), groups));
    String task =
        "a sweep at rank %d over %d × %d with %d cells and %d groups"
            .formatted(RANK, n, p, table.cells.count(), groups);
    GroupAls solver = new GroupAls(GroupAlsOptions.rank(RANK).withoutPolish());
    GroupAlsProblem problem = GroupAlsProblem.of(table.cells, table.penalty());
    GroupAlsState state = solver.start(problem);
    double[] seconds = new double[3];
    for (int k = -1; k < seconds.length; k++) {
      long start = System.nanoTime();
      state = solver.step(problem, state);
      if (k >= 0) {
        seconds[k] = (System.nanoTime() - start) * 1e-9;
      }
    }
    sheet.seconds(task, Sheet.ECKART, "sweep", seconds);
    double peak = peakGibibytes();
    if (!Double.isNaN(peak)) {
      sheet.add(task, Sheet.ECKART, "peak memory of the process so far", "GiB", peak);
    }
  }

  /** The largest resident set that this process had; NaN where the system does not tell. */
  private static double peakGibibytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1048576.0; // of kibibytes
        }
      }
    } catch (IOException unknown) {
      // another system
    }
    return Double.NaN;
  }
}
