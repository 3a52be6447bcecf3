package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.Spike;

/**
 * Strength and cosines of the leading components in noise of any law, correlated or not, from the
 * singular values behind them: x² = 1/D(y), c_u c_v = −2 / (x³ D′(y)).
 *
 * <p>Values are in the units of the matrix. The noise is known by n − r values only, so strengths
 * of components close to its edge are uncertain; the weight of none exceeds its singular value.
 *
 * <p>Source: Nadakuditi, IEEE Trans. Inf. Theory 60 (2014), Algorithm 1.
 */
public final class OptShrink {
  private OptShrink() {}

  /**
   * The first {@code rank} components.
   *
   * @param values all min(m, n), never increasing
   * @param rank from 0 to below min(m, n)
   */
  public static List<Spike> components(Vector values, int rows, int columns, int rank) {
    int size = Math.min(rows, columns);
    check(
        values.size() == size,
        "OptShrink needs all %d singular values of a %d × %d matrix, not %d",
        size,
        rows,
        columns,
        values.size());
    check(
        rank >= 0 && rank < size,
        "rank is %d; noise must be left to judge by, so it must be below %d",
        rank,
        size);
    double[] tail = Arrays.copyOfRange(values.toArray(), rank, size);
    NoiseTransform noise =
        NoiseTransform.of(tail, size - rank, (double) Math.max(rows, columns) - rank);
    List<Spike> spikes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      spikes.add(spike(values.get(i), noise, tail[0], rows <= columns));
    }
    return spikes;
  }

  private static Spike spike(double y, NoiseTransform noise, double edge, boolean wide) {
    if (!(y > edge * (1 + 1e-12))) { // a tie with the noise: nothing can be said of it
      return new Spike(y, y, 0, 0, 1, 1);
    }
    NoiseTransform.At at = noise.at(y);
    double strength = Math.min(y, noise.scale() / Math.sqrt(at.d()));
    double factor = -2 * at.d() / at.slope(); // −2 / (x² D′), in units of the scale
    double small = Math.clamp(factor * at.small(), 0, 1);
    double large = Math.clamp(factor * at.large(), 0, 1);
    double left = wide ? small : large;
    double right = wide ? large : small;
    return new Spike(y, strength, left, right, 1 - left, 1 - right);
  }
}
