package org.eckart.recovery.loss;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.entries.EntrySide;

/**
 * Improves one side for fixed others, row by row: with the {@link Expectation} of each of its
 * entries as a parabola, a row takes a few conjugate-gradient steps, preconditioned by the
 * diagonal, on
 *
 * <p>Σⱼ g δⱼ + ½ w δⱼ² + ½ Σ_k D_k l_k², δⱼ = (change of l)·rⱼ + change of b, D_k = Λ_k + Σⱼ w vⱼₖ,
 *
 * <p>where vⱼₖ are the variances of rⱼ: what is uncertain of a column restrains the rows that lean
 * on it. The variances of the row follow, 1/(Λ_k + Σⱼ w (rⱼₖ² + vⱼₖ)). With parabolas that lie
 * above the loss no step raises the objective; for Poisson's, no entry moves by more than {@value
 * #SHORT} in the logarithm of its rate.
 *
 * @param side after it
 * @param slopes Σ g over all entries, before it
 * @param curvatures Σ w
 */
record LossSweep(PosteriorSide side, double slopes, double curvatures) {
  private static final int INNER_STEPS = 3;
  private static final double SHORT = 1;
  private static final double SOLVED = 1e-12; // squared, relative to the start

  /**
   * @param own the side to improve
   * @param other the other side
   * @param center μ
   * @param noise σ of what has noise
   */
  static LossSweep run(
      LossKind kind,
      EntrySide entries,
      PosteriorSide own,
      PosteriorSide other,
      double center,
      double noise,
      Parallel parallel) {
    int r = own.rank();
    PosteriorSide next =
        new PosteriorSide(
            r,
            own.factor().clone(),
            own.variance().clone(),
            own.offset().clone(),
            own.offsetVariance().clone(),
            own.precision());
    double[] features = features(other);
    double[][] sums = new double[entries.block().length - 1][2];
    parallel.forEachBlock(
        sums.length,
        b -> {
          Row row = new Row(kind, entries, next, other, features, center, noise);
          for (int i = entries.block()[b]; i < entries.block()[b + 1]; i++) {
            row.solve(i);
          }
          sums[b][0] = row.slopes;
          sums[b][1] = row.curvatures;
        });
    double slopes = 0;
    double curvatures = 0;
    for (double[] sum : sums) {
      slopes += sum[0];
      curvatures += sum[1];
    }
    return new LossSweep(next, slopes, curvatures);
  }

  /** rⱼ, its variances vⱼ and rⱼ² + vⱼ, side by side: n × 3 r. */
  private static double[] features(PosteriorSide other) {
    int r = other.rank();
    double[] features = new double[other.size() * 3 * r];
    for (int j = 0; j < other.size(); j++) {
      for (int k = 0; k < r; k++) {
        double mean = other.factor()[j * r + k];
        double variance = other.variance()[j * r + k];
        features[(3 * j) * r + k] = mean;
        features[(3 * j + 1) * r + k] = variance;
        features[(3 * j + 2) * r + k] = mean * mean + variance;
      }
    }
    return features;
  }

  /** What a row needs while it is solved. */
  private static final class Row {
    private final EntrySide entries;
    private final PosteriorSide own;
    private final PosteriorSide other;
    private final double[] features;
    private final double center;
    private final boolean cautious;
    private final Expectation expectation;
    private final int r;
    private final double[] squares;
    private final double[] gradient; // r directions, then the offset
    private final double[] diagonal;
    private final double[] damping;
    private final double[] direction;
    private final double[] image;
    private final double[] change;
    private double[] curvature = new double[64];
    double slopes;
    double curvatures;

    Row(
        LossKind kind,
        EntrySide entries,
        PosteriorSide own,
        PosteriorSide other,
        double[] features,
        double center,
        double noise) {
      this.entries = entries;
      this.own = own;
      this.other = other;
      this.features = features;
      this.center = center;
      this.cautious = kind == LossKind.POISSON;
      this.expectation = new Expectation(kind, noise);
      r = own.rank();
      squares = new double[r];
      gradient = new double[r + 1];
      diagonal = new double[r + 1];
      damping = new double[r + 1];
      direction = new double[r + 1];
      image = new double[r + 1];
      change = new double[r + 1];
    }

    void solve(int i) {
      int at = i * r;
      int count = entries.count(i);
      double[] precision = own.precision();
      if (count == 0) {
        Arrays.fill(own.factor(), at, at + r, 0);
        for (int k = 0; k < r; k++) {
          own.variance()[at + k] = 1 / precision[k];
        }
        own.offset()[i] = 0;
        own.offsetVariance()[i] = 1 / precision[r];
        return;
      }
      begin(i, count);
      conjugateGradients(i, count);
      double length = cautious ? shortened(i) : 1;
      Kernels.axpy(length, change, 0, own.factor(), at, r);
      own.offset()[i] += length * change[r];
      for (int k = 0; k < r; k++) {
        own.variance()[at + k] = 1 / diagonal[k];
      }
      own.offsetVariance()[i] = 1 / diagonal[r];
    }

    /** Parabolas of all entries, the downhill gradient and the diagonals. */
    private void begin(int i, int count) {
      int at = i * r;
      if (curvature.length < count) {
        curvature = new double[Math.max(count, 2 * curvature.length)];
      }
      double[] precision = own.precision();
      for (int k = 0; k < r; k++) {
        double l = own.factor()[at + k];
        squares[k] = l * l;
      }
      Arrays.fill(gradient, 0);
      System.arraycopy(precision, 0, diagonal, 0, r + 1);
      System.arraycopy(precision, 0, damping, 0, r + 1);
      for (int e = 0; e < count; e++) {
        int entry = entries.start()[i] + e;
        int j = entries.other()[entry];
        int mean = 3 * j * r;
        double a =
            center
                + own.offset()[i]
                + other.offset()[j]
                + Kernels.dot(own.factor(), at, features, mean, r);
        double variance =
            own.offsetVariance()[i]
                + other.offsetVariance()[j]
                + Kernels.dot(squares, 0, features, mean + r, r)
                + Kernels.dot(own.variance(), at, features, mean + 2 * r, r);
        expectation.at(a, variance, entries.value()[entry]);
        double g = expectation.slope;
        double w = expectation.curvature;
        curvature[e] = w;
        slopes += g;
        curvatures += w;
        Kernels.axpy(-g, features, mean, gradient, 0, r);
        gradient[r] -= g;
        Kernels.axpy(w, features, mean + r, damping, 0, r);
        Kernels.axpy(w, features, mean + 2 * r, diagonal, 0, r);
        diagonal[r] += w;
      }
      for (int k = 0; k < r; k++) {
        gradient[k] -= damping[k] * own.factor()[at + k];
      }
      gradient[r] -= damping[r] * own.offset()[i];
    }

    private void conjugateGradients(int i, int count) {
      Arrays.fill(change, 0);
      double product = 0;
      for (int k = 0; k <= r; k++) {
        direction[k] = gradient[k] / diagonal[k];
        product += gradient[k] * direction[k];
      }
      double enough = SOLVED * product;
      for (int step = 0; step < INNER_STEPS && product > enough; step++) {
        for (int k = 0; k <= r; k++) {
          image[k] = damping[k] * direction[k];
        }
        for (int e = 0; e < count; e++) {
          int mean = 3 * entries.other()[entries.start()[i] + e] * r;
          double along =
              curvature[e] * (Kernels.dot(features, mean, direction, 0, r) + direction[r]);
          Kernels.axpy(along, features, mean, image, 0, r);
          image[r] += along;
        }
        double bent = Kernels.dot(direction, 0, image, 0, r + 1);
        if (!(bent > 0)) {
          return;
        }
        double length = product / bent;
        Kernels.axpy(length, direction, 0, change, 0, r + 1);
        Kernels.axpy(-length, image, 0, gradient, 0, r + 1);
        double next = 0;
        for (int k = 0; k <= r; k++) {
          next += gradient[k] * gradient[k] / diagonal[k];
        }
        for (int k = 0; k <= r; k++) {
          direction[k] = gradient[k] / diagonal[k] + next / product * direction[k];
        }
        product = next;
      }
    }

    /** The part of the change that moves no entry too far. */
    private double shortened(int i) {
      double farthest = 0;
      for (int e = entries.start()[i]; e < entries.start()[i + 1]; e++) {
        int mean = 3 * entries.other()[e] * r;
        farthest =
            Math.max(farthest, Math.abs(Kernels.dot(features, mean, change, 0, r) + change[r]));
      }
      return farthest > SHORT ? SHORT / farthest : 1;
    }
  }
}
