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

  /** Fewer values than this have no distribution to speak of. */
  private static final int LEAST_TO_COMPARE = 4;

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
      double limit = 4.0 / Math.max(1, small - rank) + 0.015;
      return new BulkFit("distance", distance(rank), limit, kurtosis, localisation);
    }
    double c = (double) small / values.largerSide();
    double error = Math.sqrt(2 * (1 + 6 * c + 6 * c * c + c * c * c) / small / PROBES) / (1 + c);
    return new BulkFit(
        "moment",
        momentDeviation(kept, decision.noiseLevel()),
        0.02 + 5 * error,
        kurtosis,
        localisation);
  }

  /**
   * The largest distance between the distribution of the values beside the components and the law
   * of noise in the P − k by Q − k dimensions that these leave. Correlated noise puts so many
   * values beyond the edge that a slack of k/P would hide it.
   */
  private double distance(int rank) {
    LeadingValues values = found.values();
    int rest = values.smallerSide() - rank;
    int larger = values.largerSide() - rank;
    if (rest < LEAST_TO_COMPARE) {
      return 0;
    }
    double[] smallest = new double[rest];
    for (int k = 0; k < rest; k++) {
      smallest[k] = values.values().get(rank + rest - 1 - k);
    }
    double median = (smallest[(rest - 1) / 2] + smallest[rest / 2]) / 2;
    MarchenkoPastur law = new MarchenkoPastur((double) rest / larger);
    double level = median / Math.sqrt(law.median());
    if (level == 0) {
      return 1;
    }
    double largest = 0;
    for (int k = 0; k < rest; k++) {
      double y = smallest[k] / level;
      double mass = y > 1e100 ? 1 : law.distribution(y * y);
      largest = Math.max(largest, Math.max(mass - (double) k / rest, (k + 1.0) / rest - mass));
    }
    return largest;
  }

  /** |tr (E Eᵀ)² / (P Q (P + Q) σ⁴) − 1| in the dimensions that the components leave. */
  private double momentDeviation(Svd kept, double level) {
    boolean tall = operator.rows() >= operator.columns();
    int small = Math.min(operator.rows(), operator.columns());
    double larger = Math.max(operator.rows(), operator.columns()) - kept.rank();
    double rest = small - kept.rank(); // dimensions that the components leave to the noise
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
    return Math.abs(norm * norm / PROBES / (rest * (1 + rest / larger)) - 1);
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
