package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

/**
 * One signal in noise, and a start: X = λ u* v*ᵀ + σ Z, with |u*| = |v*| = 1 and independent
 * entries of Z of mean 0 and variance 1/n, n the number of columns. The law needs large matrices;
 * below some 20 rows or columns take it as a sketch.
 *
 * @param aspectRatio c = rows / columns, above 0
 * @param strength λ; a negative one is that of −v*
 * @param left α = ⟨u₀, u*⟩, from −1 to 1
 * @param right β = ⟨v₀, v*⟩, from −1 to 1
 * @param noiseLevel σ, above 0
 */
public record RankOneProblem(
    double aspectRatio, double strength, double left, double right, double noiseLevel) {
  /**
   * Alignments this close to the infeasible ratio, relative to their size, are taken to be on it.
   */
  static final double ON_THE_RATIO = 1e-13; // what 14 decimal digits of an alignment leave open

  private static final double WIDEST = 1e12;

  public RankOneProblem {
    check(
        aspectRatio >= 1 / WIDEST && aspectRatio <= WIDEST,
        "aspectRatio is %s; rows over columns must lie between 1e-12 and 1e12",
        aspectRatio);
    check(
        noiseLevel > 0 && Double.isFinite(noiseLevel),
        "noiseLevel is %s; it must be above 0, since without noise there is nothing to predict",
        noiseLevel);
    check(Double.isFinite(strength), "strength is %s; it must be finite", strength);
    new AlignedSpike(strength / noiseLevel, left, right); // refuses what it cannot hold
  }

  /** Noise of level 1. */
  public static RankOneProblem of(
      int rows, int columns, double strength, double left, double right) {
    check(rows >= 1 && columns >= 1, "A matrix cannot be %d × %d", rows, columns);
    return new RankOneProblem((double) rows / columns, strength, left, right, 1);
  }

  public RankOneProblem withNoiseLevel(double level) {
    return new RankOneProblem(aspectRatio, strength, left, right, level);
  }

  /** The strength σ c^(1/4) up to which the signal cannot be found. */
  public double threshold() {
    return noiseLevel * Math.sqrt(Math.sqrt(aspectRatio));
  }

  /** Whether the signal is above the threshold; at it, the overlap still tends to 0. */
  public boolean detectable() {
    return Math.abs(strength) > threshold();
  }

  /** σ(1 + √c), the largest singular value of the noise alone. */
  public double bulkEdge() {
    return noiseLevel * (1 + Math.sqrt(aspectRatio));
  }

  /** The largest singular value of X: √θ above the threshold, and the bulk edge below. */
  public double largestValue() {
    SpikeLaw law = new SpikeLaw(aspectRatio, Math.abs(strength) / noiseLevel);
    return detectable() ? noiseLevel * law.outlier() : bulkEdge();
  }

  /**
   * The ratio α/β from which the signal is never found: −√((λ² + c)/(λ² + 1)), of the other sign
   * for a negative strength. It matters above the threshold, where every other start succeeds.
   */
  public double infeasibleRatio() {
    double lambda = strength / noiseLevel;
    double square = lambda * lambda;
    double ratio = Math.sqrt((square + aspectRatio) / (square + 1));
    return strength < 0 ? ratio : -ratio;
  }

  /** Whether the start has no part along the top singular pair of X, to 13 digits. */
  public boolean infeasible() {
    AlignedSpike spike = spike().positive();
    return new SpikeLaw(aspectRatio, spike.strength()).pull(spike) == 0;
  }

  /** Where the overlaps tend to, with their sign. */
  public CurvePoint limit() {
    AlignedSpike spike = spike().positive();
    SpikeLaw law = new SpikeLaw(aspectRatio, spike.strength());
    double sign = law.detectable() ? Math.signum(law.pull(spike)) : 0;
    double turned = strength < 0 ? -1 : 1;
    double value = sign == 0 ? bulkEdge() : noiseLevel * law.outlier();
    return new CurvePoint(
        Double.POSITIVE_INFINITY,
        sign * law.seen().leftCosine(),
        turned * sign * law.seen().rightCosine(),
        value);
  }

  /** How the overlaps come to their limits. */
  public DecayRate decay() {
    SpikeLaw law = new SpikeLaw(aspectRatio, Math.abs(strength) / noiseLevel);
    if (law.detectable() && !infeasible()) {
      return new DecayRate(noiseLevel * law.gap(), -1.5, 0);
    }
    return law.atThreshold() && !law.detectable()
        ? new DecayRate(0, -0.25, 0.25)
        : new DecayRate(0, -0.75, 0.75);
  }

  /** In units of the noise. */
  AlignedSpike spike() {
    return new AlignedSpike(strength / noiseLevel, left, right);
  }
}
