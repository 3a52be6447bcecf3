package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;

/**
 * Settings of {@link Hooi}; {@link #ranks} fills in the defaults.
 *
 * @param ranks the multilinear rank, one number a mode
 * @param tolerance a run has settled when a step lowers the residual's norm by less than this part
 *     of the data's
 * @param maxSteps at which it ends otherwise
 */
public record HooiOptions(List<Integer> ranks, double tolerance, int maxSteps) {
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 200;

  public HooiOptions {
    ranks = List.copyOf(ranks);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  public static HooiOptions ranks(int... ranks) {
    return new HooiOptions(Arrays.stream(ranks).boxed().toList(), TOLERANCE, MAX_STEPS);
  }

  public HooiOptions withTolerance(double relative) {
    return new HooiOptions(ranks, relative, maxSteps);
  }

  public HooiOptions withMaxSteps(int steps) {
    return new HooiOptions(ranks, tolerance, steps);
  }
}
