package org.eckart.recovery.groups.convex;

import java.util.List;
import org.eckart.linalg.Matrix;

/**
 * Where a run stands, standardised; opaque to callers, who keep it only to go on from it.
 *
 * @param v the copies V_g, of exactly low rank
 * @param u scaled multipliers U_g
 * @param basis for the next shrinkage of each, without columns where there is none
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
    List<Matrix> basis,
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
