package org.eckart.recovery.spiked;

/**
 * One direction of a {@link SpikedModel}, in normalised units.
 *
 * @param value y, the singular value it shows
 * @param strength x, its singular value without noise; where it cannot be seen, the strength it is
 *     given by {@link SpikedModel#ofStrength}, or the threshold c^¼ by {@link SpikedModel#ofValue}
 * @param leftSquared c_u², the squared cosine between the left vector found and the true one; 0 if
 *     the direction cannot be seen
 * @param rightSquared c_v² of the right vectors
 * @param leftSineSquared s_u² = 1 − c_u², to full relative accuracy
 * @param rightSineSquared s_v² = 1 − c_v²
 */
public record Spike(
    double value,
    double strength,
    double leftSquared,
    double rightSquared,
    double leftSineSquared,
    double rightSineSquared) {

  /** c_u. */
  public double leftCosine() {
    return Math.sqrt(leftSquared);
  }

  /** c_v. */
  public double rightCosine() {
    return Math.sqrt(rightSquared);
  }

  /** c_u c_v, which is what of the direction's product u vᵀ is found. */
  public double cosineProduct() {
    return Math.sqrt(leftSquared) * Math.sqrt(rightSquared);
  }

  /** s_u s_v. */
  public double sineProduct() {
    return Math.sqrt(leftSineSquared) * Math.sqrt(rightSineSquared);
  }

  /** Whether the direction stands out of the noise. */
  public boolean isVisible() {
    return leftSquared > 0;
  }
}
