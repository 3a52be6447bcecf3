package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;

/**
 * Settings of {@link RobustTucker}; {@link #defaults()} needs nothing from the user.
 *
 * @param ranks the multilinear rank, one number a mode; none (the default) to add directions to
 *     each mode until the residual shows no more of them than unstructured entries would
 * @param medians an entry counts as corrupted while its residual is above this many medians of all
 *     residuals; normal noise exceeds 6 medians four standard deviations out
 * @param tolerance the run has settled when a step moves the model by less than this part of itself
 * @param maxSteps at which it ends otherwise
 */
public record RobustTuckerOptions(
    List<Integer> ranks, double medians, double tolerance, int maxSteps) {
  public static final double MEDIANS = 6;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 500;

  public RobustTuckerOptions {
    ranks = List.copyOf(ranks);
    check(medians >= 2, "medians is %s; it must be at least 2, say 6", medians);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** The ranks found by itself. */
  public static RobustTuckerOptions defaults() {
    return ranks(new int[0]);
  }

  public static RobustTuckerOptions ranks(int... ranks) {
    return new RobustTuckerOptions(
        Arrays.stream(ranks).boxed().toList(), MEDIANS, TOLERANCE, MAX_STEPS);
  }

  public RobustTuckerOptions withMedians(double factor) {
    return new RobustTuckerOptions(ranks, factor, tolerance, maxSteps);
  }

  public RobustTuckerOptions withTolerance(double relative) {
    return new RobustTuckerOptions(ranks, medians, relative, maxSteps);
  }

  public RobustTuckerOptions withMaxSteps(int steps) {
    return new RobustTuckerOptions(ranks, medians, tolerance, steps);
  }

  int[] rankArray() {
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }
}
