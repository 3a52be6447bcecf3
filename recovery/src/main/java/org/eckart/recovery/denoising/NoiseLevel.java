package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.MarchenkoPastur;
import org.eckart.recovery.spiked.SpikedModel;

/**
 * The standard deviation σ of white noise, from the singular values of signal and noise together.
 *
 * <p>{@link #fixedPoint} solves E‖X‖² = Σ xᵢ² + σ² p for σ, where the strengths xᵢ follow from the
 * values above the edge and from σ itself. It needs the leading values and the norm only; its
 * standard error is about σ / √(2 p n), and it has no bias but what directions too weak to be seen
 * add. {@link #median} compares the median of all values with that of the Marchenko–Pastur law.
 *
 * <p>Source: Gavish &amp; Donoho, IEEE Trans. Inf. Theory 60 (2014), section III, for the median.
 */
public final class NoiseLevel {
  private static final double TOLERANCE = 1e-12; // of σ²; rounding of the sums is 1e-13 or so
  private static final int MAX_STEPS = 500;

  private NoiseLevel() {}

  /** σ by the fixed point, with every value above the edge taken for signal. */
  public static double fixedPoint(LeadingValues of) {
    return fixedPoint(of, of.values().size());
  }

  /**
   * σ by the fixed point, with at most the {@code spikes} largest values taken for signal, and of
   * these only what lies above the edge.
   *
   * <p>σ² ← [Σ_{not kept} y² + σ² Σ_{kept} (1 + c + c/x²)] / p, from y² = x² + 1 + c + c/x² in
   * units of σ√n: the sum has no cancellation.
   */
  public static double fixedPoint(LeadingValues of, int spikes) {
    double scale = of.scale();
    if (scale == 0) {
      return 0;
    }
    SpikedModel model = SpikedModel.of(of.rows(), of.columns());
    double[] y = of.values().toArray();
    double[] tail = new double[y.length + 1]; // Σ of squares from k on, smallest first
    tail[y.length] = square(of.restNorm() / scale);
    for (int k = y.length - 1; k >= 0; k--) {
      tail[k] = tail[k + 1] + square(y[k] / scale);
    }
    double c = model.aspect();
    double variance = tail[0] / of.rows(); // times n, of the matrix divided by its scale
    for (int step = 0; step < MAX_STEPS && variance > 0; step++) {
      double root = Math.sqrt(variance);
      double noise = 0; // in the directions kept, in units of the variance
      int kept = 0;
      while (kept < Math.min(spikes, y.length) && y[kept] / scale > model.edge() * root) {
        double x = model.strength(y[kept] / scale / root);
        noise += 1 + c + c / (x * x);
        kept++;
      }
      double next = (tail[kept] + variance * noise) / of.rows();
      boolean settled = Math.abs(next - variance) <= TOLERANCE * variance;
      variance = next;
      if (settled) {
        break;
      }
    }
    return scale * Math.sqrt(variance / of.columns());
  }

  /**
   * σ from the median of all singular values.
   *
   * @param values all min(m, n), never increasing
   */
  public static double median(Vector values, int rows, int columns) {
    check(
        values.size() == Math.min(rows, columns) && values.size() > 0,
        "The median needs all %d singular values of a %d × %d matrix, not %d",
        Math.min(rows, columns),
        rows,
        columns,
        values.size());
    double larger = Math.max(rows, columns);
    double middle = new MarchenkoPastur(Math.min(rows, columns) / larger).median();
    int half = values.size() / 2;
    double median =
        values.size() % 2 == 1 ? values.get(half) : values.get(half - 1) / 2 + values.get(half) / 2;
    return median / Math.sqrt(larger * middle);
  }

  private static double square(double x) {
    return x * x;
  }
}
