package org.eckart.recovery.dynamics;

/**
 * Where the iteration stands.
 *
 * @param time of the flow, or the number of steps
 * @param left ⟨u, u*⟩
 * @param right ⟨v, v*⟩
 * @param rayleigh uᵀXv; the cost ½‖X − uvᵀ‖² falls as this rises, by the same amount
 */
public record CurvePoint(double time, double left, double right, double rayleigh) {
  /** The part of the signal's energy that the best multiple of uvᵀ leaves: 1 − left² right². */
  public double lossShare() {
    double both = left * right;
    return (1 - both) * (1 + both);
  }
}
