package org.eckart.recovery.spiked;

import static org.eckart.linalg.Check.check;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The Tracy–Widom law F₁ of the largest eigenvalue of real noise, and how to bring one to it.
 *
 * <p>For G of p × n standard normals, the largest eigenvalue of G Gᵀ, less {@link #center} and
 * divided by {@link #spread}, has a law close to F₁; at p = 20 and n = 40 already within 0.003.
 *
 * <p>F₁(s) = det(1 − Ai(x + y + s)) on (0, ∞) (Ferrari &amp; Spohn, J. Phys. A 38 (2005)) was
 * computed by Bornemann's quadrature with 160 Gauss–Legendre nodes, and Φ⁻¹(F₁(s)) expanded in
 * Chebyshev polynomials on [−8, 10], where it is close to a straight line. The expansion is within
 * 2e-11 of F₁ throughout, and within 2e-7 of either tail relative to the tail itself. Beyond the
 * interval, where less than 1e-10 of the mass lies, it is continued in a straight line.
 */
public final class TracyWidom {
  private static final double FROM = -8;
  private static final double TO = 10;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Of Φ⁻¹(F₁(s)) for s = 1 + 9 t, t in [−1, 1]. */
  private static final double[] CHEBYSHEV = {
    0.7459703780605577,
    6.635621655884426,
    -0.9121138680134271,
    0.1653021595309707,
    0.002940536555318411,
    -0.012906379721606725,
    0.0015408847105988187,
    0.0016533497301826022,
    -0.0005066403241414889,
    -0.0002363284320925934,
    0.0001376344542000108,
    3.0734944024431e-05,
    -3.53447270264104e-05,
    -2.069375709200629e-06,
    8.726183436030848e-06,
    -7.311542783362868e-07,
    -2.0592921490872056e-06,
    4.720550973991423e-07,
    4.575960668496419e-07,
    -1.8521420849828677e-07,
    -9.20658476208617e-08,
    6.063589221087196e-08,
    1.593116247853663e-08,
    -1.8443215603733567e-08,
    -1.344642431197277e-09,
    4.834482214610621e-09,
    -1.5070819139827662e-10,
    -1.3733142460968711e-09,
    2.7982418339234367e-10,
    3.45703219602703e-10,
    -2.046352600920989e-10,
    7.26991214081384e-11,
    -1.3739706729287656e-10,
    2.1554642506115912e-10,
    -2.2828510221239992e-10,
    2.1160823218181378e-10,
    -1.9112672960932697e-10,
    1.6129272647062865e-10,
    -1.1639351447363228e-10,
    6.046827598703742e-11
  };

  private TracyWidom() {}

  /** F₁(s). */
  public static double distribution(double s) {
    return NORMAL.cumulativeProbability(normalScore(s));
  }

  /** 1 − F₁(s), accurate where it is small. */
  public static double survival(double s) {
    return NORMAL.survivalProbability(normalScore(s));
  }

  /**
   * The point exceeded with this probability.
   *
   * @param level above 0 and below 1, such as 0.05
   */
  public static double upperQuantile(double level) {
    check(level > 0 && level < 1, "level is %s; it must be above 0 and below 1, say 0.05", level);
    double score = NORMAL.inverseSurvivalProbability(level);
    double from = FROM;
    double to = TO;
    if (score <= normalScore(FROM) || score >= normalScore(TO)) { // on the straight lines
      double end = score <= normalScore(FROM) ? FROM : TO;
      return end + (score - normalScore(end)) / slope(end);
    }
    for (int k = 0; k < 60; k++) {
      double middle = (from + to) / 2;
      if (normalScore(middle) < score) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return (from + to) / 2;
  }

  /** What is taken from the largest eigenvalue of G Gᵀ: (√(n − ½) + √(p − ½))². */
  public static double center(int rows, int columns) {
    double sum = Math.sqrt(columns - 0.5) + Math.sqrt(rows - 0.5);
    return sum * sum;
  }

  /** What it is divided by then. */
  public static double spread(int rows, int columns) {
    double n = Math.sqrt(columns - 0.5);
    double p = Math.sqrt(rows - 0.5);
    return (n + p) * Math.cbrt(1 / n + 1 / p);
  }

  /**
   * What the largest singular value of p × n standard normals exceeds with this probability.
   *
   * @param level as in {@link #upperQuantile}
   */
  public static double largestOfNoise(int rows, int columns, double level) {
    check(rows > 0 && columns > 0, "A %d × %d matrix has no singular values", rows, columns);
    double square = center(rows, columns) + upperQuantile(level) * spread(rows, columns);
    return Math.sqrt(Math.max(0, square));
  }

  private static double normalScore(double s) {
    if (s < FROM) {
      return clenshaw(-1) + (s - FROM) * slope(FROM);
    }
    return s > TO ? clenshaw(1) + (s - TO) * slope(TO) : clenshaw((s - 1) / 9);
  }

  private static double slope(double end) {
    double step = end == FROM ? 1e-3 : -1e-3;
    return (clenshaw((end + step - 1) / 9) - clenshaw((end - 1) / 9)) / step;
  }

  private static double clenshaw(double t) {
    double next = 0;
    double afterNext = 0;
    for (int k = CHEBYSHEV.length - 1; k > 0; k--) {
      double now = CHEBYSHEV[k] + 2 * t * next - afterNext;
      afterNext = next;
      next = now;
    }
    return CHEBYSHEV[0] + t * next - afterNext;
  }
}
