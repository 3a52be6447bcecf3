package org.eckart.recovery.spectrum;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.MarchenkoPastur;
import org.eckart.recovery.spiked.TracyWidom;

/**
 * What the singular values of a matrix say of its rank.
 *
 * <p>If A is a matrix of low rank plus independent noise of one variance σ², most of its singular
 * values are those of the noise, whose law is known (Marchenko and Pastur): their median gives σ,
 * and σ gives the edge that noise alone stays below. Values above it are signal. Below the edge
 * there may be signal too; it cannot be told from noise by its strength.
 *
 * <p>Holds for m and n above some 30 and a rank far below min(m, n); fails, by detecting too much,
 * where the noise is correlated or its variance differs much from entry to entry.
 *
 * <p>Source: Gavish &amp; Donoho, IEEE Trans. Inf. Theory 60 (2014), section III (σ from the
 * median); Johnstone, Annals of Statistics 29 (2001), for the edge.
 *
 * @param values never increasing
 * @param effectiveRank exp of the entropy of sᵢ / Σ sᵢ (Roy &amp; Vetterli 2007): r for r equal
 *     values; 0 for the zero matrix
 * @param stableRank Σ sᵢ² / s₁², at most the rank; 0 for the zero matrix
 * @param noiseLevel σ, in the units of the entries; 0 where at least half of the values vanish
 * @param noiseEdge noise alone exceeds it with a probability of about 1 %; without noise, what
 *     rounding leaves
 * @param detected values above {@code noiseEdge}
 */
public record Spectrum(
    Vector values,
    double effectiveRank,
    double stableRank,
    double noiseLevel,
    double noiseEdge,
    int detected) {
  /** How often noise alone exceeds the edge. */
  private static final double ALARM = 0.01;

  /**
   * Reads a whole spectrum.
   *
   * @param values all min(m, n) singular values, never increasing
   * @param rows m
   * @param columns n
   */
  public static Spectrum of(Vector values, int rows, int columns) {
    int few = Math.min(rows, columns);
    check(
        values.size() == few && few > 0,
        "A %d × %d matrix has %d singular values, not %d",
        rows,
        columns,
        few,
        values.size());
    double largest = values.get(0);
    if (largest == 0) {
      return new Spectrum(values, 0, 0, 0, 0, 0);
    }
    double squares = 0;
    for (int k = 0; k < few; k++) {
      double relative = values.get(k) / largest; // so that no scale overflows
      squares += relative * relative;
    }
    double rounding = Math.max(rows, columns) * Math.ulp(largest);
    double median = median(values);
    double many = Math.max(rows, columns);
    double level =
        median > rounding ? median / Math.sqrt(many * new MarchenkoPastur(few / many).median()) : 0;
    double edge = Math.max(rounding, level * TracyWidom.largestOfNoise(rows, columns, ALARM));
    int detected = 0;
    while (detected < few && values.get(detected) > edge) {
      detected++;
    }
    return new Spectrum(values, EffectiveRank.of(values), squares, level, edge, detected);
  }

  private static double median(Vector values) {
    int half = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(half)
        : values.get(half - 1) / 2 + values.get(half) / 2;
  }
}
