package org.eckart.recovery.spectralnet;

/** Where training stands; opaque to callers, who keep it only to go on from it. */
public final class SpectralNetState {
  private final DescentState descent;

  SpectralNetState(DescentState descent) {
    this.descent = descent;
  }

  DescentState descent() {
    return descent;
  }

  /** Steps done. */
  public int steps() {
    return descent.steps();
  }

  /** η of the next step, in the units of {@link SpectralNetOptions#stepSize}. */
  public double stepSize() {
    return descent.stepSize();
  }
}
