package org.eckart.recovery.groups.convex;

import java.util.List;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, standardised; opaque to callers, who keep it only to go on from it.
 *
 * @param v the copies V_g, of exactly low rank
 * @param u scaled multipliers U_g
 * @param basis for the next shrinkage of each, where there is one
 * @param x the X with the least objective so far, n × p
 * @param z feasible dual variables with the highest bound so far
 * @param rho penalty of the constraint
 * @param iterations done
 * @param objective of {@code x}
 * @param bound that {@code z} gives
 */
public record ConvexGroupsState(
    List<Matrix> v,
    List<Matrix> u,
    List<@Nullable Matrix> basis,
    Matrix x,
    List<Matrix> z,
    double rho,
    int iterations,
    double objective,
    double bound) {
  double gap() {
    return objective > 0 ? Math.max(0, (objective - bound) / objective) : 0;
  }
}
