package org.eckart.recovery.spectralnet;

/**
 * γ, applied to singular values. It must be odd: otherwise Γ jumps by 2γ(0) where a value crosses
 * zero, and at a matrix of less than full rank it depends on arbitrary null vectors.
 */
public enum SpectralFunction {
  /** tanh s; the authors' choice of 2024. Bounded: |γ| &lt; 1. */
  TANH {
    @Override
    public double value(double s) {
      return Math.tanh(s);
    }

    @Override
    double divided(double a, double b) {
      return cardinal(a - b) * complement(a, b);
    }

    // 1 − tanh a tanh b = 2/(1 + cosh(a + b)/cosh(a − b)), without cancellation.
    private static double complement(double a, double b) {
      double sum = Math.abs(a + b);
      double difference = Math.abs(a - b);
      double ratio =
          Math.exp(sum - difference) * (1 + Math.exp(-2 * sum)) / (1 + Math.exp(-2 * difference));
      return 2 / (1 + ratio);
    }

    // tanh(d)/d; the series ends with an error below 1e-15 where it is used.
    private static double cardinal(double d) {
      double q = d * d;
      return q < 0.0025
          ? 1 - q * (1 / 3.0 - q * (2 / 15.0 - q * (17 / 315.0 - q * (62 / 2835.0))))
          : Math.tanh(d) / d;
    }

    @Override
    void divideAll(double[] s, double[] difference, double[] sum) {
      int k = s.length;
      double[] bent = new double[k];
      for (int i = 0; i < k; i++) {
        bent[i] = Math.tanh(s[i]);
      }
      for (int i = 0; i < k; i++) {
        for (int j = 0; j <= i; j++) {
          double product = bent[i] * bent[j];
          double complement = product < 0.5 ? 1 - product : complement(s[i], s[j]);
          double f = cardinal(s[i] - s[j]) * complement;
          double h = cardinal(s[i] + s[j]) * (1 + product);
          difference[i * k + j] = f;
          difference[j * k + i] = f;
          sum[i * k + j] = h;
          sum[j * k + i] = h;
        }
      }
    }
  },

  /** s itself: X = Σ αₖ UₖVₖᵀ, a plain factorisation. */
  IDENTITY {
    @Override
    public double value(double s) {
      return s;
    }

    @Override
    double divided(double a, double b) {
      return 1;
    }
  },

  /** arctan s. Bounded: |γ| &lt; π/2. */
  ARCTAN {
    @Override
    public double value(double s) {
      return Math.atan(s);
    }

    @Override
    double divided(double a, double b) {
      double product = 1 + a * b;
      if (product <= 0.5) { // of opposite sign and not small: nothing cancels
        return (Math.atan(a) - Math.atan(b)) / (a - b);
      }
      double t = (a - b) / product;
      double cardinal = Math.abs(t) < 1e-4 ? 1 - t * t / 3 : Math.atan(t) / t;
      return cardinal / product;
    }
  },

  /** s/√(1 + s²). Bounded: |γ| &lt; 1. */
  ALGEBRAIC {
    @Override
    public double value(double s) {
      return s / Math.hypot(1, s);
    }

    @Override
    double divided(double a, double b) {
      double p = Math.hypot(1, a);
      double q = Math.hypot(1, b);
      if (a * b < 0) {
        return (a / p - b / q) / (a - b);
      }
      double sum = a * q + b * p;
      return sum == 0 ? 1 : (a + b) / sum / p / q;
    }
  },

  /** asinh s, unbounded: does not saturate where the scale of X is not known. */
  ASINH {
    @Override
    public double value(double s) {
      return s < 0 ? -value(-s) : Math.log1p(s + s * s / (1 + Math.hypot(1, s)));
    }

    @Override
    double divided(double a, double b) {
      if (a * b < 0) {
        return (value(a) - value(b)) / (a - b);
      }
      double sum = a * Math.hypot(1, b) + b * Math.hypot(1, a);
      if (sum == 0) {
        return 1;
      }
      double slope = (a + b) / sum; // asinh a − asinh b = asinh((a − b) slope)
      double t = (a - b) * slope;
      return slope * (Math.abs(t) < 1e-4 ? 1 - t * t / 6 : value(t) / t);
    }
  },

  /** 1/(1 + e^(−s)), the authors' choice of 2022. Not odd, and therefore refused by Γ. */
  SIGMOID {
    @Override
    public double value(double s) {
      return 1 / (1 + Math.exp(-s));
    }

    @Override
    double divided(double a, double b) {
      return TANH.divided(a / 2, b / 2) / 4;
    }

    @Override
    public boolean isOdd() {
      return false;
    }
  };

  /** γ(s). */
  public abstract double value(double s);

  /** (γ(a) − γ(b))/(a − b), and γ'(a) where they are equal, to rounding for any a and b. */
  abstract double divided(double a, double b);

  /**
   * The divided differences at (sᵢ, sⱼ) and at (sᵢ, −sⱼ), for all pairs.
   *
   * @param difference k × k, row by row, overwritten
   * @param sum the same
   */
  void divideAll(double[] s, double[] difference, double[] sum) {
    int k = s.length;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        double f = divided(s[i], s[j]);
        double h = divided(s[i], -s[j]);
        difference[i * k + j] = f;
        difference[j * k + i] = f;
        sum[i * k + j] = h;
        sum[j * k + i] = h;
      }
    }
  }

  /** γ'(s). */
  public double slope(double s) {
    return divided(s, s);
  }

  public boolean isOdd() {
    return true;
  }
}
