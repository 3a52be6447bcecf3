package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

/**
 * A planted component λ u* v*ᵀ and how far the start is aligned with it.
 *
 * @param strength λ, in the units in which the noise has variance 1/n; a negative one is that of
 *     −v*
 * @param left ⟨u₀, u*⟩, from −1 to 1
 * @param right ⟨v₀, v*⟩, from −1 to 1
 */
public record AlignedSpike(double strength, double left, double right) {
  /** Beyond it λ⁴ would overflow. */
  static final double LARGEST = 1e70;

  public AlignedSpike {
    check(
        Math.abs(strength) <= LARGEST,
        "strength is %s noise levels; it must be a number of at most 1e70 in size",
        strength);
    check(
        Math.abs(left) <= 1,
        "alignLeft is %s; it is the cosine between start and signal, from -1 to 1",
        left);
    check(
        Math.abs(right) <= 1,
        "alignRight is %s; it is the cosine between start and signal, from -1 to 1",
        right);
  }

  /** The same component written with λ ≥ 0. */
  AlignedSpike positive() {
    return strength < 0 ? new AlignedSpike(-strength, left, -right) : this;
  }
}
