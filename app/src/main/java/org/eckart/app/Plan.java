package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * What a command would take, for {@code --explain}. Times come from the machine itself: a product
 * of two matrices, or the first steps of the very run, is timed and scaled up.
 *
 * @param bytes beside the virtual machine and what was read
 * @param leastSeconds about; NaN if nothing can be said
 * @param mostSeconds at the latest; likewise
 */
record Plan(long bytes, double leastSeconds, double mostSeconds) {
  /** Side of the matrices whose product is timed: a few milliseconds. */
  private static final int TIMED = 384;

  /** Operations of a full SVD over m n min(m, n), at half of the speed of a product. */
  private static final double SVD = 2 * 20;

  /** Seconds of steps that are tried. */
  private static final double TRIAL = 0.2;

  /** So much memory, and no time worth telling. */
  static Plan of(long bytes) {
    return new Plan(bytes, Double.NaN, Double.NaN);
  }

  /** A full SVD of m × n. */
  static Plan ofSvd(long bytes, long rows, long columns) {
    double seconds = SVD * rows * columns * Math.min(rows, columns) / speed();
    return new Plan(bytes, seconds / 2, 2 * seconds);
  }

  /** So many passes over stored entries, each with a block of vectors. */
  static Plan ofPasses(long bytes, long stored, int least, int most, int vectors) {
    double pass = 20.0 * stored * vectors / speed(); // bound by memory, not by arithmetic
    return new Plan(bytes, least * pass, most * pass);
  }

  /**
   * A run, by its start and its first steps; they are done and thrown away. Without a time where
   * the memory it needs is not there.
   *
   * @param usual steps that it takes at least
   */
  static <P, S, E> Plan ofRun(long bytes, Algorithm<P, S, E> algorithm, P problem, int usual) {
    if (bytes > Runtime.getRuntime().maxMemory()) {
      return of(bytes);
    }
    double start = seconds();
    S state = algorithm.start(problem);
    double begun = seconds();
    double step = 0;
    Progress progress = algorithm.progress(problem, state);
    while (progress.end().isEmpty() && seconds() - begun < TRIAL) { // later steps are compiled
      double before = seconds();
      state = algorithm.step(problem, state);
      step = seconds() - before;
      progress = algorithm.progress(problem, state);
    }
    int latest = progress.end().isPresent() ? progress.steps() : progress.expectedSteps();
    return new Plan(
        bytes, begun - start + Math.min(usual, latest) * step, begun - start + latest * step);
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }

  /** Floating-point operations a second of one core, by a product of matrices. */
  private static double speed() {
    Matrix a = RandomStream.of(1, "a product to time").gaussian(TIMED, TIMED);
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 4; k++) {
      double before = seconds();
      a.times(a);
      best = Math.min(best, seconds() - before);
    }
    return 2.0 * TIMED * TIMED * TIMED / best;
  }

  /** Puts the numbers into the result. */
  void fill(Map<String, @Nullable Object> result) {
    result.put("memoryMiB", mebibytes());
    if (!Double.isNaN(leastSeconds)) {
      Map<String, Object> seconds = new LinkedHashMap<>();
      seconds.put("least", leastSeconds);
      seconds.put("most", mostSeconds);
      result.put("seconds", seconds);
    }
  }

  long mebibytes() {
    return bytes >> 20;
  }

  /** Such as {@code about 12 MiB, in 3 s to 10 s}. */
  String words() {
    if (Double.isNaN(leastSeconds)) {
      return "about %d MiB".formatted(mebibytes());
    }
    String least = time(leastSeconds);
    String most = time(mostSeconds);
    return "about %d MiB, in about %s"
        .formatted(mebibytes(), least.equals(most) ? least : least + " to " + most);
  }

  /** With as many digits as an estimate deserves. */
  static String time(double seconds) {
    return seconds < 100
        ? "%.0f s".formatted(Math.max(1, seconds))
        : seconds < 6000 ? "%.0f min".formatted(seconds / 60) : "%.1f h".formatted(seconds / 3600);
  }
}
