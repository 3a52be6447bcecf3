package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

/**
 * What {@link LearningSimulation} draws.
 *
 * @param problem whose aspect ratio is rows / columns
 * @param rows m; with a single row u₀ is ±u*, so that α must be 1 or −1
 * @param columns n; the same on the right
 * @param draws matrices, starts and signals, 2 or more, each new
 * @param seed of all draws
 */
public record SimulationOptions(
    RankOneProblem problem, int rows, int columns, int draws, long seed) {
  public static final int DRAWS = 20;

  public SimulationOptions {
    check(rows >= 1 && columns >= 1, "A matrix cannot be %d × %d", rows, columns);
    check(
        Math.abs(problem.aspectRatio() * columns - rows) <= 1e-9 * rows,
        "The problem has aspect ratio %s, but %d × %d has another; simulate at the same ratio",
        problem.aspectRatio(),
        rows,
        columns);
    check(draws >= 2, "draws is %d; a spread needs at least 2", draws);
    check(
        rows > 1 || Math.abs(problem.left()) == 1,
        "alignLeft is %s, but with one row the start is ±u*; give 1 or -1, or more rows",
        problem.left());
    check(
        columns > 1 || Math.abs(problem.right()) == 1,
        "alignRight is %s, but with one column the start is ±v*; give 1 or -1, or more columns",
        problem.right());
  }

  /** Twenty draws at this size, noise of level 1. */
  public static SimulationOptions of(
      int rows, int columns, double strength, double left, double right) {
    return new SimulationOptions(
        RankOneProblem.of(rows, columns, strength, left, right), rows, columns, DRAWS, 1);
  }

  public SimulationOptions withDraws(int number) {
    return new SimulationOptions(problem, rows, columns, number, seed);
  }

  public SimulationOptions withSeed(long other) {
    return new SimulationOptions(problem, rows, columns, draws, other);
  }

  /** Bytes that one draw needs, of which as many are at work as there are threads. */
  public long bytesPerDraw() {
    return 8L * rows * columns + 8L * 400 * (rows + (long) columns);
  }
}
