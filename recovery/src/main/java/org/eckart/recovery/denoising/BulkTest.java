package org.eckart.recovery.denoising;

import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.denoising.ComponentRule.Decision;
import org.eckart.recovery.spiked.MarchenkoPastur;

/** Computes the statistics of {@link BulkFit}. */
final class BulkTest {
  /** Random vectors for the moment: one block of Lanczos. */
  private static final int PROBES = 8;

  /** Entries looked at for the kurtosis. */
  private static final int SAMPLE = 1 << 18;

  private final DenoisingOptions options;
  private final LinearOperator operator;
  private final StoredMatrix entries;
  private final LeadingTriplets found;

  BulkTest(
      DenoisingOptions options,
      LinearOperator operator,
      StoredMatrix entries,
      LeadingTriplets found) {
    this.options = options;
    this.operator = operator;
    this.entries = entries;
    this.found = found;
  }

  BulkFit fit(Decision decision) {
    int rank = decision.spikes().size();
    LeadingValues values = found.values();
    Svd kept = found.triplets().truncated(rank);
    double localisation = localisation(kept);
    double kurtosis = kurtosis(kept);
    int small = values.smallerSide();
    if (values.areAll()) {
      return new BulkFit("distance", distance(rank), 3.0 / small + 0.01, kurtosis, localisation);
    }
    double c = (double) small / values.largerSide();
    double error = Math.sqrt(2 * (1 + 6 * c + 6 * c * c + c * c * c) / small / PROBES) / (1 + c);
    return new BulkFit(
        "moment",
        momentDeviation(kept, decision.noiseLevel()),
        0.02 + 5 * error + 3.0 * rank / small,
        kurtosis,
        localisation);
  }

  /** The largest distance between the share of values and the law, less that of the components. */
  private double distance(int rank) {
    LeadingValues values = found.values();
    int small = values.smallerSide();
    double larger = values.largerSide();
    double level = NoiseLevel.median(values.values(), values.rows(), values.columns());
    if (level == 0) {
      return 1;
    }
    MarchenkoPastur law = new MarchenkoPastur(small / larger);
    double largest = 0;
    for (int k = 0; k < small; k++) {
      double y = values.values().get(small - 1 - k) / level / Math.sqrt(larger);
      double mass = y > 1e100 ? 1 : law.distribution(y * y);
      largest = Math.max(largest, Math.max(mass - (double) k / small, (k + 1.0) / small - mass));
    }
    return Math.max(0, largest - (double) rank / small);
  }

  /** |tr (E Eᵀ)² / (P Q (P + Q) σ⁴) − 1| of what the components leave, by random vectors. */
  private double momentDeviation(Svd kept, double level) {
    boolean tall = operator.rows() >= operator.columns();
    int small = Math.min(operator.rows(), operator.columns());
    double larger = Math.max(operator.rows(), operator.columns());
    Matrix g = RandomStream.of(options.seed(), "denoising bulk").gaussian(small, PROBES);
    double unit = level * Math.sqrt(larger);
    Matrix near = tall ? kept.v() : kept.u(); // of the smaller side
    Matrix far = tall ? kept.u() : kept.v();
    Matrix y = tall ? operator.times(g) : operator.transposeTimes(g);
    if (kept.rank() > 0) {
      y = y.minus(far.columnsScaled(kept.s()).times(near.transposeTimes(g)));
    }
    y = y.scaled(1 / unit);
    Matrix x = tall ? operator.transposeTimes(y) : operator.times(y);
    if (kept.rank() > 0) {
      x = x.minus(near.columnsScaled(kept.s()).times(far.transposeTimes(y)));
    }
    double norm = x.scaled(1 / unit).frobeniusNorm();
    return Math.abs(norm * norm / PROBES / (small * (1 + small / larger)) - 1);
  }

  /** Excess kurtosis of what the components leave in rows spread evenly. */
  private double kurtosis(Svd kept) {
    int m = entries.rows();
    int n = entries.columns();
    int width = Math.min(n, SAMPLE);
    int rows = Math.clamp(SAMPLE / width, 1, m);
    Matrix us = kept.u().columnsScaled(kept.s());
    double second = 0;
    double fourth = 0;
    double size = 0;
    for (int k = 0; k < rows; k++) {
      int i = (int) ((long) k * m / rows);
      Matrix row = entries.block(i, i + 1, 0, width);
      Matrix rest =
          kept.rank() == 0
              ? row
              : row.minus(us.rows(i, i + 1).timesTranspose(kept.v().rows(0, width)));
      if (size == 0) {
        size = rest.largestMagnitude();
      }
      for (int j = 0; j < width && size > 0; j++) {
        double e = rest.get(0, j) / size;
        second += e * e;
        fourth += e * e * e * e;
      }
    }
    double count = (double) rows * width;
    return second == 0 ? 0 : fourth / count / (second / count) / (second / count) - 3;
  }

  /** The largest uᵢ² vⱼ² of a component. */
  private static double localisation(Svd kept) {
    double most = 0;
    for (int k = 0; k < kept.rank(); k++) {
      double left = kept.u().columns(k, k + 1).largestMagnitude();
      double right = kept.v().columns(k, k + 1).largestMagnitude();
      boolean few = kept.u().rows() < 4 || kept.v().rows() < 4; // no wonder that one stands out
      most = few ? most : Math.max(most, left * left * right * right);
    }
    return most;
  }
}
