package org.eckart.recovery.dynamics;

import java.util.Arrays;

/**
 * Quadrature over the Marchenko–Pastur bulk that sees its upper edge at every scale.
 *
 * <p>With x = 1 + c + 2√c cos φ, what is integrated at a time t lives on angles φ of order
 * t^(−1/2), and near the threshold has a pole at a distance of order |λ² − √c|; at c near 1 another
 * one sits close to φ = π. Panels halve towards both ends until they are shorter than these, and
 * each has {@value #NODES} Gauss–Legendre nodes: on panels that lie at least their own length away
 * from a pole the error is below 1e-16, for any t and λ. A rule of equal angles, by contrast, needs
 * √t nodes and a correction for the pole.
 */
final class EdgeGrid {
  private static final int NODES = 16;

  private static final double SHORTEST = 1e-17; // beyond it a pole is one in name only

  private static final double[] ABSCISSA = new double[NODES];
  private static final double[] WEIGHT = new double[NODES];

  static {
    legendre();
  }

  final double ratio;
  final int size;

  /** Squared singular values, and their roots. */
  final double[] x;

  final double[] root;

  /** 1 + √c − √x, without cancellation. */
  final double[] below;

  /** (1 + √c)² − x. */
  final double[] belowSquared;

  /** S(x) dx / 2π: the Marchenko–Pastur weight times x, of XᵀX. */
  final double[] area;

  /**
   * @param ratio c
   * @param time largest t that the grid must serve
   * @param pole smallest angle of a pole near the upper edge
   */
  EdgeGrid(double ratio, double time, double pole) {
    this.ratio = ratio;
    double c = Math.sqrt(ratio);
    double low = Math.abs((1 - ratio) / (1 + c)); // |1 − √c|
    double nearEdge = Math.min(Math.max(SHORTEST, pole), 1 / Math.sqrt(1 + time * c / (1 + c)));
    double nearZero = Math.max(SHORTEST, low / Math.sqrt(c));
    int upper = panels(nearEdge);
    int lower = panels(nearZero);
    size = NODES * (upper + lower + 2);
    x = new double[size];
    root = new double[size];
    below = new double[size];
    belowSquared = new double[size];
    area = new double[size];
    int at = 0;
    at = fill(at, upper, false, c, low);
    at = fill(at, lower, true, c, low);
    if (at != size) {
      throw new IllegalStateException("A grid of " + size + " nodes was filled to " + at);
    }
  }

  /** Halvings from π/2 until a panel is no longer than the angle. */
  private static int panels(double angle) {
    int halvings = 0;
    for (double length = Math.PI / 2; length > angle; length /= 2) {
      halvings++;
    }
    return halvings;
  }

  /** One half of the angles, from π/2 towards the upper edge, or towards the lower one. */
  private int fill(int from, int halvings, boolean towardsZero, double c, double low) {
    int at = from;
    double end = Math.PI / 2;
    for (int panel = 0; panel <= halvings; panel++) {
      double begin = panel == halvings ? 0 : end / 2;
      for (int k = 0; k < NODES; k++, at++) {
        double angle = begin + (end - begin) * ABSCISSA[k];
        double near = Math.sin(angle / 2);
        double far = Math.cos(angle / 2);
        double sine = towardsZero ? far : near; // of φ/2
        double cosine = towardsZero ? near : far;
        x[at] = low * low + 4 * c * cosine * cosine;
        root[at] = Math.sqrt(x[at]);
        belowSquared[at] = 4 * c * sine * sine;
        below[at] = belowSquared[at] / (1 + c + root[at]);
        double height = 2 * near * far; // sin φ
        area[at] = 2 * ratio / Math.PI * height * height * (end - begin) * WEIGHT[k];
      }
      end = begin;
    }
    return at;
  }

  /** The weights of μ, the law of ZZᵀ; its atom at 0 is {@link #leftZero}. */
  double[] left() {
    double[] weights = new double[size];
    Arrays.setAll(weights, j -> area[j] / (ratio * x[j]));
    return weights;
  }

  /** The weights of the law of ZᵀZ. */
  double[] right() {
    double[] weights = new double[size];
    Arrays.setAll(weights, j -> area[j] / x[j]);
    return weights;
  }

  double leftZero() {
    return Math.max(0, 1 - 1 / ratio);
  }

  double rightZero() {
    return Math.max(0, 1 - ratio);
  }

  /** The weights of ν_u; the atoms are apart. */
  double[] left(SpikeLaw law) {
    double factor = 1 + law.strength() * law.strength();
    double[] weights = new double[size];
    Arrays.setAll(weights, j -> factor * area[j] / (x[j] * law.poleDistance(belowSquared[j])));
    return weights;
  }

  /** The weights of ν_v. */
  double[] right(SpikeLaw law) {
    double factor = ratio + law.strength() * law.strength();
    double[] weights = new double[size];
    Arrays.setAll(weights, j -> factor * area[j] / (x[j] * law.poleDistance(belowSquared[j])));
    return weights;
  }

  /** The weights of ν_uv, whose total is λ. */
  double[] cross(SpikeLaw law) {
    double[] weights = new double[size];
    Arrays.setAll(weights, j -> law.strength() * area[j] / law.poleDistance(belowSquared[j]));
    return weights;
  }

  double leftZero(SpikeLaw law) {
    return Math.max(0, ratio - 1) / (ratio + law.strength() * law.strength());
  }

  double rightZero(SpikeLaw law) {
    return Math.max(0, 1 - ratio) / (1 + law.strength() * law.strength());
  }

  /** Nodes and weights on [0, 1], by Newton's method on the Legendre polynomial. */
  private static void legendre() {
    for (int k = 0; k < NODES; k++) {
      double z = Math.cos(Math.PI * (k + 0.75) / (NODES + 0.5));
      double slope = 1;
      for (int step = 0; step < 100; step++) {
        double p = 1;
        double before = 0;
        for (int j = 0; j < NODES; j++) {
          double next = ((2 * j + 1) * z * p - j * before) / (j + 1);
          before = p;
          p = next;
        }
        slope = NODES * (z * p - before) / (z * z - 1);
        double shift = p / slope;
        z -= shift;
        if (Math.abs(shift) < 1e-16) {
          break;
        }
      }
      ABSCISSA[k] = (1 - z) / 2;
      WEIGHT[k] = 1 / ((1 - z * z) * slope * slope);
    }
  }
}
