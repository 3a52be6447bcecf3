package org.eckart.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LIBMF's {@code mf-train}, if it is on the path: stochastic gradients in C++.
 *
 * <p>Its learning rate and penalty are the best of a small grid, chosen by its own error on the
 * test entries, which is more than its users can do.
 */
final class LibmfPeer {
  private static final String[] PENALTIES = {"0.02", "0.03", "0.04", "0.05"};
  private static final String[] RATES = {"0.12", "0.15"};

  /** Passes that are looked at; beyond them its test error rises again or stands still. */
  private static final int PASSES = 30;

  private final Path command;
  private final int rank;
  private final int threads;

  /**
   * How it is best run.
   *
   * @param passes after which the test error is at or below the target; 0 if it never is
   * @param bestRmse lowest test error in any pass of any setting
   */
  record Setting(String penalty, String rate, int passes, double bestRmse) {
    String text(int rank) {
      return String.format(
          Locale.ROOT, "LIBMF -k %d -l2 %s -r %s -t %d", rank, penalty, rate, passes);
    }
  }

  private LibmfPeer(Path command, int rank, int threads) {
    this.command = command;
    this.rank = rank;
    this.threads = threads;
  }

  static Optional<LibmfPeer> find(int rank, int threads) {
    return ChildProcess.onPath("mf-train").map(command -> new LibmfPeer(command, rank, threads));
  }

  /** The setting with the fewest passes to the target. */
  Setting tune(Path train, Path test, Path model, double target) throws IOException {
    @Nullable Setting best = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (String penalty : PENALTIES) {
      for (String rate : RATES) {
        List<String> table =
            train(train, test, model, penalty, rate, PASSES).succeeded("mf-train").output();
        int passes = passesTo(table, target);
        lowest = Math.min(lowest, lowestTestRmse(table));
        boolean better = best == null || (passes > 0 && (best.passes == 0 || passes < best.passes));
        if (better) {
          best = new Setting(penalty, rate, passes, lowest);
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException("No setting of mf-train was tried");
    }
    return new Setting(best.penalty, best.rate, best.passes, lowest);
  }

  /** The whole process, as its users run it. */
  ChildProcess.Finished run(Path train, Path model, Setting setting) throws IOException {
    return train(train, null, model, setting.penalty, setting.rate, setting.passes)
        .succeeded("mf-train");
  }

  private ChildProcess.Finished train(
      Path train, @Nullable Path test, Path model, String penalty, String rate, int passes)
      throws IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                this.command.toString(),
                "-k",
                Integer.toString(rank),
                "-l2",
                penalty,
                "-r",
                rate,
                "-t",
                Integer.toString(passes),
                "-s",
                Integer.toString(threads)));
    if (test != null) {
      command.addAll(List.of("-p", test.toString()));
    }
    command.addAll(List.of(train.toString(), model.toString()));
    return ChildProcess.run(command, Map.of());
  }

  /**
   * The number of passes after which its table of passes shows a test error at or below the target;
   * 0 if none does.
   */
  static int passesTo(List<String> table, double target) {
    for (String line : table) {
      String[] field = line.strip().split("\\s+");
      if (isPass(field) && Double.parseDouble(field[2]) <= target) {
        return Integer.parseInt(field[0]) + 1;
      }
    }
    return 0;
  }

  static double lowestTestRmse(List<String> table) {
    double lowest = Double.POSITIVE_INFINITY;
    for (String line : table) {
      String[] field = line.strip().split("\\s+");
      if (isPass(field)) {
        lowest = Math.min(lowest, Double.parseDouble(field[2]));
      }
    }
    return lowest;
  }

  private static boolean isPass(String[] field) {
    return field.length >= 4 && field[0].matches("\\d+") && field[2].matches("[0-9.]+");
  }
}
