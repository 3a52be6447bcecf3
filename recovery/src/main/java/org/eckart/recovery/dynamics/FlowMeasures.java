package org.eckart.recovery.dynamics;

import java.util.List;

/**
 * The integrals behind a flow, over one grid, in units of the noise.
 *
 * <p>All are scaled by e^(−L), or its square, with L the larger of (1 + √c)t and √θ t + ln|A|: then
 * nothing overflows, and what underflows does not matter. L itself is never formed, only
 * differences to (1 + √c)t, so that no digits are lost at large times.
 */
final class FlowMeasures {
  private static final double SERIES = 0.1; // below it sinh(a)/a by its series, to 3e-14

  private final EdgeGrid grid;
  private final List<AlignedSpike> spikes;
  private final SpikeLaw[] laws;
  private final double[][] left;
  private final double[][] right;
  private final double[][] cross;
  private final double[] leftEnergy;
  private final double[] rightEnergy;
  private final double[] crossEnergy;
  private final double leftZero;

  /**
   * The integrals at one time, scaled.
   *
   * @param left ⟨û, uᵢ*⟩ e^(−L) by spike
   * @param right ⟨v̂, vᵢ*⟩ e^(−L) by spike
   * @param square ‖û‖² e^(−2L)
   * @param pull ûᵀXv̂ e^(−2L)
   * @param exponent L
   */
  record Moments(double[] left, double[] right, double square, double pull, double exponent) {}

  FlowMeasures(EdgeGrid grid, List<AlignedSpike> spikes, SpikeLaw[] laws) {
    this.grid = grid;
    this.spikes = spikes;
    this.laws = laws;
    int n = grid.size;
    left = new double[laws.length][];
    right = new double[laws.length][];
    cross = new double[laws.length][];
    leftEnergy = new double[n];
    rightEnergy = new double[n];
    crossEnergy = new double[n];
    double freeLeft = 1;
    double freeRight = 1;
    double zero = 0;
    for (int i = 0; i < laws.length; i++) {
      AlignedSpike spike = spikes.get(i);
      left[i] = grid.left(laws[i]);
      right[i] = grid.right(laws[i]);
      cross[i] = grid.cross(laws[i]);
      double a = spike.left() * spike.left();
      double b = spike.right() * spike.right();
      for (int j = 0; j < n; j++) {
        leftEnergy[j] += a * left[i][j];
        rightEnergy[j] += b * right[i][j];
        crossEnergy[j] += spike.left() * spike.right() * cross[i][j];
      }
      zero += a * grid.leftZero(laws[i]);
      freeLeft -= a;
      freeRight -= b;
    }
    freeLeft = Math.max(0, freeLeft);
    freeRight = Math.max(0, freeRight);
    double[] noiseLeft = grid.left();
    double[] noiseRight = grid.right();
    for (int j = 0; j < n; j++) {
      leftEnergy[j] += freeLeft * noiseLeft[j];
      rightEnergy[j] += freeRight * noiseRight[j];
    }
    leftZero = zero + freeLeft * grid.leftZero();
  }

  Moments at(double t) {
    double edge = 1 + Math.sqrt(grid.ratio);
    double lead = 0; // L − (1 + √c)t
    for (int i = 0; i < laws.length; i++) {
      double pull = Math.abs(laws[i].pull(spikes.get(i)));
      if (laws[i].detectable() && pull > 0) {
        lead = Math.max(lead, laws[i].gap() * t + Math.log(pull));
      }
    }
    int count = laws.length;
    double[] onLeft = new double[count];
    double[] onRight = new double[count];
    double square = 0;
    double pull = 0;
    for (int j = 0; j < grid.size; j++) {
      double up = Math.exp(-grid.below[j] * t - lead);
      double down = Math.exp(-(grid.root[j] + edge) * t - lead);
      double cosh = (up + down) / 2;
      double sinh = sinhOverRoot(grid.root[j], t, up, down, edge * t + lead); // over √x
      double squaredSinh = grid.x[j] * sinh * sinh;
      for (int i = 0; i < count; i++) {
        AlignedSpike spike = spikes.get(i);
        onLeft[i] += spike.left() * cosh * left[i][j] + spike.right() * sinh * cross[i][j];
        onRight[i] += spike.right() * cosh * right[i][j] + spike.left() * sinh * cross[i][j];
      }
      square +=
          cosh * cosh * leftEnergy[j]
              + squaredSinh * rightEnergy[j]
              + 2 * sinh * cosh * crossEnergy[j];
      pull +=
          grid.x[j] * sinh * cosh * (leftEnergy[j] + rightEnergy[j])
              + (cosh * cosh + squaredSinh) * crossEnergy[j];
    }
    double constant = Math.exp(-edge * t - lead); // cosh and sinh(√x t)/√x / t at x = 0
    square += constant * constant * leftZero;
    for (int i = 0; i < count; i++) {
      AlignedSpike spike = spikes.get(i);
      onLeft[i] += spike.left() * constant * grid.leftZero(laws[i]);
      onRight[i] += spike.right() * constant * grid.rightZero(laws[i]);
      if (laws[i].detectable()) {
        double share = Math.sqrt(laws[i].leftShare());
        double otherShare = Math.sqrt(laws[i].rightShare());
        double weight = laws[i].weight();
        double up = laws[i].pull(spike) * Math.exp(laws[i].gap() * t - lead) / 2;
        double difference = spike.left() * share - spike.right() * otherShare;
        double down = difference * Math.exp(-(laws[i].outlier() + edge) * t - lead) / 2;
        onLeft[i] += share * weight * (up + down);
        onRight[i] += otherShare * weight * (up - down);
        square += weight * (up + down) * (up + down);
        pull += weight * laws[i].outlier() * (up - down) * (up + down);
      }
    }
    return new Moments(onLeft, onRight, square, pull, edge * t + lead);
  }

  /** sinh(√x t)/√x, scaled, from both scaled exponentials. */
  private static double sinhOverRoot(double root, double t, double up, double down, double scale) {
    double a = root * t;
    if (a > SERIES) {
      return (up - down) / (2 * root);
    }
    double s = a * a;
    return t * Math.exp(-scale) * (1 + s / 6 * (1 + s / 20 * (1 + s / 42 * (1 + s / 72))));
  }
}
