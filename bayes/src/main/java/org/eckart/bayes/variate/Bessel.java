package org.eckart.bayes.variate;

/** The modified Bessel function of order 0, scaled so that it neither over- nor underflows. */
public final class Bessel {
  /** e^{−x} I₀(x) in Chebyshev polynomials of x/4 − 1, 0 ≤ x ≤ 8; computed to 40 digits. */
  private static final double[] SMALL = {
    0.338397637204738042,
    -0.304682672343198399,
    0.171620901522208775,
    -0.0949010970480476444,
    0.0493052842396707085,
    -0.0237374148058994688,
    0.0105464603945949983,
    -0.00432430999505057594,
    0.0016394756169413358,
    -0.000576375574538582366,
    0.000188502885095841656,
    -0.000057541950100821037,
    0.0000164484480707288971,
    -4.41673835845875056e-6,
    1.11738753912010372e-6,
    -2.67079385394061173e-7,
    6.04699502254191895e-8,
    -1.30002500998624804e-8,
    2.65982372468238665e-9,
    -5.18979560163526291e-10,
    9.67580903537323691e-11,
    -1.72682629144155571e-11,
    2.95505266312963983e-12,
    -4.85644678311192946e-13,
    7.67618549860493562e-14,
    -1.16853328779934517e-14,
    1.71539128555513303e-15,
    -2.43127984654795469e-16,
    3.3307945188222381e-17
  };

  /** √x e^{−x} I₀(x) in Chebyshev polynomials of 16/x − 1, x ≥ 8; computed to 40 digits. */
  private static final double[] LARGE = {
    0.402245205507054416,
    0.00336911647825569409,
    0.0000688975834691682398,
    2.89137052083475648e-6,
    2.04891858946906374e-7,
    2.26666899049817806e-8,
    3.39623202570838635e-9,
    4.94060238822496959e-10,
    1.18891471078464383e-11,
    -3.14991652796324136e-11,
    -1.32158118404477131e-11,
    -1.79417853150680612e-12,
    7.18012445138366623e-13,
    3.8527783827421427e-13,
    1.54008621752140983e-14,
    -4.15056934728722209e-14,
    -9.55484669882830765e-15,
    3.81168066935262242e-15,
    1.77256013305652638e-15,
    -3.42548561967721913e-16,
    -2.82762398051658348e-16,
    3.46122286769746109e-17,
    4.46562142029676e-17
  };

  /** Intervals of the table over v = 1/(1 + x). */
  private static final int CELLS = 2048;

  private static final double[] TABLE = new double[CELLS + 1];

  static {
    TABLE[0] = 1 / Math.sqrt(2 * Math.PI);
    for (int k = 1; k <= CELLS; k++) {
      double x = (double) CELLS / k - 1;
      TABLE[k] = scaledI0(x) * Math.sqrt(1 + x);
    }
  }

  private Bessel() {}

  /** e^{−x} I₀(x) for x ≥ 0, within 1e-15 relative. */
  public static double scaledI0(double x) {
    return x <= 8 ? series(SMALL, x / 4 - 1) : series(LARGE, 16 / x - 1) / Math.sqrt(x);
  }

  /**
   * √(1 + x) e^{−x} I₀(x) for x ≥ 0, between 0.398 and 1, by cubic interpolation in 1/(1 + x): a
   * third of the time, within 1e-10 relative, which is far below what an acceptance rate can show.
   */
  public static double levelI0(double x) {
    double at = CELLS / (1 + x);
    int k = Math.clamp((int) at - 1, 0, CELLS - 3);
    double t = at - k; // between the second and third of four nodes, but at the ends
    double a = TABLE[k];
    double b = TABLE[k + 1];
    double c = TABLE[k + 2];
    double d = TABLE[k + 3];
    double u = t - 1;
    double v = t - 2;
    double w = t - 3;
    return (d * t * u * v - a * u * v * w) / 6 + (b * t * v * w - c * t * u * w) / 2;
  }

  /** Clenshaw's sum. */
  private static double series(double[] coefficients, double t) {
    double b1 = 0;
    double b2 = 0;
    for (int k = coefficients.length - 1; k > 0; k--) {
      double b0 = coefficients[k] + 2 * t * b1 - b2;
      b2 = b1;
      b1 = b0;
    }
    return coefficients[0] + t * b1 - b2;
  }
}
