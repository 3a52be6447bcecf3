package org.eckart.recovery.dynamics;

/**
 * The four polynomials of {@link FiniteSteps} at the nodes; changed in place by each step.
 *
 * <p>The last node is x = 0. At the outlier only the combinations a = α√k_u P + β√k_v √θ Q and b =
 * β√k_v R + α√k_u √θ S matter, the parts of u and v along the top pair of X.
 */
final class Polynomials {
  private final double[] x;
  private final double[] p;
  private final double[] q;
  private final double[] r;
  private final double[] s;
  private final double[] left; // ν_u
  private final double[] right; // ν_v
  private final double[] cross; // ν_uv
  private final double[] leftEnergy; // α²ν_u + (1 − α²)μ
  private final double[] rightEnergy;
  private final AlignedSpike spike;
  private final SpikeLaw law;
  private final double outlier;
  private double a;
  private double b;
  private double rayleigh;

  Polynomials(EdgeGrid grid, SpikeLaw law, AlignedSpike spike) {
    this.spike = spike;
    this.law = law;
    int n = grid.size + 1;
    x = extended(grid.x, 0);
    p = new double[n];
    q = new double[n];
    r = new double[n];
    s = new double[n];
    java.util.Arrays.fill(p, 1);
    java.util.Arrays.fill(r, 1);
    left = extended(grid.left(law), grid.leftZero(law));
    right = extended(grid.right(law), grid.rightZero(law));
    cross = extended(grid.cross(law), 0);
    double[] noiseLeft = extended(grid.left(), grid.leftZero());
    double[] noiseRight = extended(grid.right(), grid.rightZero());
    leftEnergy = mixed(left, noiseLeft, spike.left());
    rightEnergy = mixed(right, noiseRight, spike.right());
    outlier = law.detectable() ? law.outlier() : 0;
    if (law.detectable()) {
      a = spike.left() * Math.sqrt(law.leftShare());
      b = spike.right() * Math.sqrt(law.rightShare());
    }
  }

  private static double[] extended(double[] weights, double atZero) {
    double[] all = java.util.Arrays.copyOf(weights, weights.length + 1);
    all[weights.length] = atZero;
    return all;
  }

  private static double[] mixed(double[] signal, double[] noise, double cosine) {
    double[] all = new double[signal.length];
    for (int j = 0; j < all.length; j++) {
      all[j] = cosine * cosine * signal[j] + (1 - cosine) * (1 + cosine) * noise[j];
    }
    return all;
  }

  /** u ← u + η(Xv − Ru), v ← v + η(Xᵀu − Rv), at once. */
  void descend(double stepSize) {
    double kept = 1 - stepSize * rayleigh;
    for (int j = 0; j < x.length; j++) {
      double p0 = p[j];
      double r0 = r[j];
      p[j] = kept * p0 + stepSize * x[j] * s[j];
      r[j] = kept * r0 + stepSize * x[j] * q[j];
      q[j] = kept * q[j] + stepSize * r0;
      s[j] = kept * s[j] + stepSize * p0;
    }
    double a0 = a;
    a = kept * a0 + stepSize * outlier * b;
    b = kept * b + stepSize * outlier * a0;
    normalise();
  }

  /** u ← Xv, then v ← Xᵀu. */
  void power() {
    for (int j = 0; j < x.length; j++) {
      p[j] = x[j] * s[j];
      q[j] = r[j];
    }
    a = outlier * b;
    normaliseLeft();
    for (int j = 0; j < x.length; j++) {
      r[j] = x[j] * q[j];
      s[j] = p[j];
    }
    b = outlier * a;
    normalise();
  }

  /** Brings both iterates to norm 1, and notes uᵀXv. */
  void normalise() {
    normaliseLeft();
    double square = law.weight() * b * b;
    for (int j = 0; j < x.length; j++) {
      square +=
          r[j] * r[j] * rightEnergy[j]
              + x[j] * s[j] * s[j] * leftEnergy[j]
              + 2 * spike.left() * spike.right() * r[j] * s[j] * cross[j];
    }
    double norm = Math.sqrt(square);
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      r[j] /= norm;
      s[j] /= norm;
      sum +=
          spike.left() * spike.right() * (p[j] * r[j] + x[j] * q[j] * s[j]) * cross[j]
              + x[j] * (p[j] * s[j] * leftEnergy[j] + q[j] * r[j] * rightEnergy[j]);
    }
    b /= norm;
    rayleigh = sum + law.weight() * outlier * a * b;
  }

  private void normaliseLeft() {
    double square = law.weight() * a * a;
    for (int j = 0; j < x.length; j++) {
      square +=
          p[j] * p[j] * leftEnergy[j]
              + x[j] * q[j] * q[j] * rightEnergy[j]
              + 2 * spike.left() * spike.right() * p[j] * q[j] * cross[j];
    }
    double norm = Math.sqrt(square);
    for (int j = 0; j < x.length; j++) {
      p[j] /= norm;
      q[j] /= norm;
    }
    a /= norm;
  }

  double rayleigh() {
    return rayleigh;
  }

  /** ⟨u, u*⟩ of the normalised iterate. */
  double leftOverlap() {
    double sum = Math.sqrt(law.leftShare()) * law.weight() * a;
    for (int j = 0; j < x.length; j++) {
      sum += spike.left() * p[j] * left[j] + spike.right() * q[j] * cross[j];
    }
    return sum;
  }

  /** ⟨v, v*⟩ of the normalised iterate. */
  double rightOverlap() {
    double sum = Math.sqrt(law.rightShare()) * law.weight() * b;
    for (int j = 0; j < x.length; j++) {
      sum += spike.right() * r[j] * right[j] + spike.left() * s[j] * cross[j];
    }
    return sum;
  }
}
