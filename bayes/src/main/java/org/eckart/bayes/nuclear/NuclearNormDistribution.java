package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;

/**
 * NND(ρ) on n × m matrices: density exp(−ρ‖X‖_*) / C(ρ).
 *
 * <p>Known of it: ‖X‖_* is Gamma(nm, ρ), and independent of X/‖X‖_*; X = U diag(s) Vᵀ with U, V
 * uniform and independent of s, whose unordered density is ∝ Π sᵢ^{m−n} e^{−ρsᵢ} Π_{i&lt;j} |sᵢ² −
 * sⱼ²|. Draws have full rank with probability 1. It is not a scale mixture of Gaussians once both
 * sides are above 1, so there is no conjugate Gibbs sampler for it.
 *
 * <p>C(ρ) = C(1) ρ^{−nm}, and C(1) is found exactly, in big integers: 1 ms at 10 × 10, about 1 s at
 * 60 × 60. Only densities and evidences need it.
 */
public final class NuclearNormDistribution {
  private final int rows;
  private final int columns;
  private final double rate;
  private double logOne = Double.NaN;

  private NuclearNormDistribution(int rows, int columns, double rate) {
    this.rows = rows;
    this.columns = columns;
    this.rate = rate;
  }

  /**
   * @param rate ρ above 0, in one over the units of the entries
   */
  public static NuclearNormDistribution of(int rows, int columns, double rate) {
    check(
        rows >= 1 && columns >= 1,
        "A matrix cannot be %d × %d; both sides must be at least 1",
        rows,
        columns);
    check(
        rate > 0 && Double.isFinite(rate),
        "The rate is %s; it must be above 0: at 0 nothing can be normalised",
        rate);
    return new NuclearNormDistribution(rows, columns, rate);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public double rate() {
    return rate;
  }

  private int n() {
    return Math.min(rows, columns);
  }

  private int m() {
    return Math.max(rows, columns);
  }

  private double entries() {
    return (double) rows * columns;
  }

  /** log C(ρ). */
  public double logNormaliser() {
    return logNormaliserAtOne() - entries() * Math.log(rate);
  }

  private synchronized double logNormaliserAtOne() {
    if (Double.isNaN(logOne)) {
      logOne =
          logVolume(n(), n())
              + logVolume(n(), m())
              - n() * Math.log(2)
              + new Pfaffian(rows, columns).log();
    }
    return logOne;
  }

  /** log volume of the Stiefel manifold of k orthonormal vectors in R^size. */
  static double logVolume(int k, int size) {
    double log = k * Math.log(2) + 0.5 * size * k * Math.log(Math.PI);
    log -= 0.25 * k * (k - 1) * Math.log(Math.PI);
    for (int j = 0; j < k; j++) {
      log -= LogGamma.value(0.5 * (size - j));
    }
    return log;
  }

  /** log density of X with respect to Lebesgue measure on matrices. */
  public double logDensity(Matrix x) {
    check(
        x.rows() == rows && x.columns() == columns,
        "The distribution is of %d × %d matrices, not %d × %d",
        rows,
        columns,
        x.rows(),
        x.columns());
    return -rate * Energies.nuclearNorm(Svd.of(x)) - logNormaliser();
  }

  /**
   * log density of the ordered singular values s₁ ≥ … ≥ s_n ≥ 0 with respect to Lebesgue measure;
   * −∞ where two are the same.
   */
  public double logDensityOfSingularValues(double... s) {
    check(
        s.length == n(),
        "A %d × %d matrix has %d singular values, not %d",
        rows,
        columns,
        n(),
        s.length);
    double log = entries() * Math.log(rate) - new Pfaffian(rows, columns).log();
    for (int i = 0; i < s.length; i++) {
      check(
          s[i] >= 0 && (i == 0 || s[i] <= s[i - 1]),
          "Singular value %d is %s; they must not increase and not be below 0",
          i + 1,
          s[i]);
      log += (m() == n() ? 0 : (m() - n()) * Math.log(s[i])) - rate * s[i];
      for (int j = 0; j < i; j++) {
        log += Math.log((s[j] - s[i]) * (s[j] + s[i]));
      }
    }
    return log;
  }

  /** The law of ‖X‖_*: Gamma of shape nm and rate ρ. */
  public GammaDistribution nuclearNorm() {
    return GammaDistribution.of(entries(), 1 / rate);
  }

  /** E Σ sᵢ^q, exactly but for the last rounding; q = 1 gives nm/ρ, q = 2 gives E‖X‖²_F. */
  public double meanPowerSum(int q) {
    check(q >= 1, "The power is %d; it must be at least 1", q);
    return new Pfaffian(rows, columns).meanPowerSum(q) / Math.pow(rate, q);
  }

  /** Variance of an entry, E‖X‖²_F/(nm); near π² n/(6ρ²) for large square matrices. */
  public double entryVariance() {
    return meanPowerSum(2) / entries();
  }

  /**
   * For large square matrices, P(s ≤ π n t/ρ) of a singular value chosen at random: (2/π)(t
   * arcosh(1/t) + arcsin t). At n = 30 within 0.007.
   */
  public static double limitingDistribution(double t) {
    if (t <= 0) {
      return 0;
    } else if (t >= 1) {
      return 1;
    }
    double cosh = Math.log((1 + Math.sqrt((1 - t) * (1 + t))) / t);
    return 2 / Math.PI * (t * cosh + Math.asin(t));
  }

  /**
   * One independent draw, for matrices of one or two rows or columns; longer ones need a chain,
   * {@link PriorSampler}.
   *
   * <p>n = 2: ‖X‖_* ~ Gamma(2m, ρ), and ((s₁ − s₂)/(s₁ + s₂))² ~ Beta(1, m − 1).
   */
  public Matrix draw(RandomStream random) {
    check(
        n() <= 2,
        "Independent draws are known for 1 or 2 rows or columns, not for %d × %d; run a"
            + " PriorSampler",
        rows,
        columns);
    double norm = GammaVariate.gamma(entries(), rate, random);
    double[] s;
    if (n() == 1) {
      s = new double[] {norm};
    } else {
      double u = random.nextUniform();
      double t = m() == 2 ? Math.sqrt(u) : Math.sqrt(-Math.expm1(Math.log1p(-u) / (m() - 1)));
      s = new double[] {norm * (1 + t) / 2, norm * (1 - t) / 2};
    }
    Matrix x = turned(s, m(), random);
    return rows <= columns ? x : x.transpose();
  }

  /** U diag(s) Vᵀ, n × m, with U and V uniform. */
  static Matrix turned(double[] s, int m, RandomStream random) {
    int n = s.length;
    Matrix u = Qr.orthonormal(random.gaussian(n, n)); // R's diagonal is positive: so Q is uniform
    Matrix v = Qr.orthonormal(random.gaussian(m, n));
    return u.columnsScaled(org.eckart.linalg.Vector.of(s)).timesTranspose(v);
  }
}
