package org.eckart.recovery.groups.convex;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link ConvexGroups}.
 *
 * @param tolerance a fit has settled when its objective is certified to be within this part of
 *     itself of the minimum; below {@value #EXACT_FROM} every decomposition is a full one
 * @param maxIterations at which it ends without having settled; the penalty of the constraint
 *     adapts during the first half of them
 * @param mostCells copies times rows times columns that may be held, {@value #MOST_CELLS} by
 *     default; larger tables are for {@link org.eckart.recovery.groups.factor.GroupAls}
 */
public record ConvexGroupsOptions(double tolerance, int maxIterations, long mostCells) {
  public static final double TOLERANCE = 1e-6;
  public static final int MAX_ITERATIONS = 5000;
  public static final long MOST_CELLS = 50_000_000;
  public static final double EXACT_FROM = 1e-8;

  public ConvexGroupsOptions {
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-6",
        tolerance);
    check(maxIterations >= 1, "maxIterations is %d; it must be at least 1", maxIterations);
    check(mostCells >= 1, "mostCells is %d; it must be at least 1", mostCells);
  }

  public static ConvexGroupsOptions defaults() {
    return new ConvexGroupsOptions(TOLERANCE, MAX_ITERATIONS, MOST_CELLS);
  }

  public ConvexGroupsOptions withTolerance(double gap) {
    return new ConvexGroupsOptions(gap, maxIterations, mostCells);
  }

  public ConvexGroupsOptions withMaxIterations(int most) {
    return new ConvexGroupsOptions(tolerance, most, mostCells);
  }

  boolean exact() {
    return tolerance < EXACT_FROM;
  }
}
