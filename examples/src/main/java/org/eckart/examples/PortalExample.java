package org.eckart.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.groups.Groups;

/**
 * Plants of the Portal Project: log(1 + count) by plot, year and season (rows) and species
 * (columns); the treatment of the plot, the season and the era are overlapping groups of rows.
 * Whole plot-years are held out, so that nothing but labels can speak for them.
 *
 * <p>{@code PortalExample FOLDER [SPLITS]}, the folder with the project's CSV files.
 */
public final class PortalExample {
  private static final int FEWEST_SURVEYS = 100; // in which a species was seen
  private static final int ERA = 9; // years

  private PortalExample() {}

  /** Prints the error of each method over some splits. */
  public static void main(String[] arguments) throws IOException {
    Table table = Table.read(Path.of(arguments[0]));
    int splits = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    System.out.printf(
          Locale.ROOT,
        "%d surveys of a plot, %d species, %d groups%n",
        table.entries.rows(), table.entries.columns(), table.groups.all().size());
    try (Parallel parallel = Parallel.ofAllCores()) {
      GroupComparison comparison = new GroupComparison(table.groups, parallel);
      for (int seed = 1; seed <= splits; seed++) {
        boolean[] held = table.heldOut(seed);
        int[] in = chosen(table.entries, held, false);
        int[] out = chosen(table.entries, held, true);
        comparison.add(table.entries.select(in), table.entries.select(out), seed);
      }
      comparison.print();
    }
  }

  private static int[] chosen(ObservedEntries entries, boolean[] held, boolean wanted) {
    return java.util.stream.IntStream.range(0, entries.count())
        .filter(k -> held[entries.row(k)] == wanted)
        .toArray();
  }

  /**
   * @param plotYear of each row
   */
  record Table(ObservedEntries entries, Groups groups, List<String> plotYear) {
    static Table read(Path folder) throws IOException {
      Map<String, Integer> rows = new LinkedHashMap<>();
      for (String[] line : lines(folder.resolve("Portal_plant_censuses.csv"))) {
        if (line[4].equals("1")) {
          rows.putIfAbsent(line[0] + "," + line[1] + "," + line[2], rows.size());
        }
      }
      Map<String, double[]> counts = new TreeMap<>();
      for (String[] line : lines(folder.resolve("Portal_plant_quadrats.csv"))) {
        Integer row = rows.get(line[0] + "," + line[1] + "," + line[2]);
        if (row != null && line.length > 5 && line[5].matches("[0-9.]+")) {
          counts.computeIfAbsent(line[4], _ -> new double[rows.size()])[row] +=
              Double.parseDouble(line[5]);
        }
      }
      counts
          .values()
          .removeIf(
              seen -> java.util.Arrays.stream(seen).filter(c -> c > 0).count() < FEWEST_SURVEYS);
      int n = rows.size();
      int p = counts.size();
      int[] row = new int[n * p];
      int[] column = new int[n * p];
      double[] value = new double[n * p];
      int at = 0;
      int j = 0;
      for (double[] seen : counts.values()) {
        for (int i = 0; i < n; i++) {
          row[at] = i;
          column[at] = j;
          value[at++] = Math.log1p(seen[i]);
        }
        j++;
      }
      Map<String, String> treatments = new HashMap<>();
      for (String[] line : lines(folder.resolve("Portal_plots.csv"))) {
        treatments.put(line[0] + "," + line[2], line[3]);
      }
      Groups.Builder groups = Groups.builder(n);
      List<String> plotYears = new ArrayList<>();
      rows.forEach((name, i) -> {
        String[] parts = name.split(",");
        String plotYear = parts[0] + "," + parts[2];
        plotYears.add(plotYear);
        String treatment = treatments.get(plotYear);
        if (treatment != null) {
          groups.add(i, "treatment", treatment);
        }
        groups.add(i, "season", parts[1]);
        int era = (Integer.parseInt(parts[0]) - 1981) / ERA;
        groups.add(i, "era", "from " + (1981 + ERA * era));
      });
      ObservedEntries entries =
          ObservedEntries.of(
              Labels.of(rows.keySet().toArray(String[]::new)),
              Labels.of(counts.keySet().toArray(String[]::new)),
              row,
              column,
              value);
      return new Table(entries, groups.build(), plotYears);
    }

    private static List<String[]> lines(Path file) throws IOException {
      return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    /** A tenth of the plot-years, both seasons of each. */
    boolean[] heldOut(long seed) {
      List<String> all = plotYear.stream().distinct().toList();
      int[] order = RandomStream.of(seed, "plot-years").permutation(all.size());
      Map<String, Boolean> out = new HashMap<>();
      for (int k = 0; k < all.size(); k++) {
        out.put(all.get(order[k]), k < all.size() / 10);
      }
      boolean[] held = new boolean[plotYear.size()];
      for (int i = 0; i < held.length; i++) {
        held[i] = out.getOrDefault(plotYear.get(i), false);
      }
      return held;
    }
  }
}
