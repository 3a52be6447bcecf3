package org.eckart.bayes.normalproduct;

import java.util.function.DoubleUnaryOperator;
import org.eckart.bayes.variate.HalfCauchy;
import org.eckart.bayes.variate.Slice;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Moves of scales and levels. Drawing the factors given their variances, and these given the
 * factors, creeps: a component's strength, its split between the two sides, and what offsets and
 * mean share change by a few parts in √rows an iteration. So besides these draws everything that
 * belongs together is moved together (interweaving; Yu &amp; Meng 2011, Liu &amp; Wu 1999), each
 * move leaving the posterior invariant.
 */
final class ScaleMoves {
  /**
   * Variance of the mean of all values under its prior, about the data's own, in units of theirs.
   */
  static final double MEAN_VARIANCE = 100;

  private final ProductChain at;
  private final boolean offsets;
  private final int q;
  private final @Nullable Features rowFeatures;
  private final @Nullable Features columnFeatures;

  ScaleMoves(ProductChain at, ProductProblem problem, boolean offsets) {
    this.at = at;
    this.offsets = offsets;
    this.q = at.rank() + (offsets ? 1 : 0);
    this.rowFeatures = problem.rowFeatures();
    this.columnFeatures = problem.columnFeatures();
  }

  /**
   * Scales each component as a whole, both factors by √h and s by h: its strength given its shape;
   * and the offsets of the side just drawn by √h and their variance by h, without which the split
   * between offsets and components creeps where columns have few entries.
   *
   * @param drawn the side whose rows gave the moments
   * @param moments as {@link SideDraw#draw} returns them; brought up to date
   */
  void strengths(Factor drawn, double[] moments, RandomStream random) {
    int d = at.rank();
    for (int k = 0; k < q; k++) {
      boolean isOffset = k == d;
      double power = isOffset ? 0.5 : 1; // what the entries receive of k grows by h to this
      double square = at.precision * moments[k * q + k];
      double pull = at.precision * moments[q * q + k]; // τ Σ r x
      double s = isOffset ? drawn.offsetVariance : at.scale[k];
      double logH =
          Slice.move(
              0,
              1, // the same wherever on its orbit a chain stands, or the move would not be
              // reversible
              log -> {
                double more = Math.expm1(power * log); // by which the residual changes
                return HalfCauchy.logDensity(s * Math.exp(log), isOffset ? 1 : at.common)
                    + log
                    + more * (pull - more * square / 2);
              },
              random);
      double h = Math.exp(logH);
      if (!(s * h > Double.MIN_NORMAL) || !(s * h < 1 / Double.MIN_NORMAL)) {
        continue;
      }
      if (isOffset) {
        drawn.offsetVariance *= h;
        scaled(drawn, k, Math.sqrt(h));
      } else {
        grow(k, h);
      }
      rescale(moments, k, Math.exp(power * logH));
    }
  }

  /** Multiplies the variance of component k by h and its factors by √h. */
  void grow(int k, double h) {
    at.scale[k] *= h;
    scaled(at.rows, k, Math.sqrt(h));
    scaled(at.columns, k, Math.sqrt(h));
  }

  /** Brings moments up to date when what entries receive of k has grown by a factor. */
  private void rescale(double[] moments, int k, double by) {
    for (int l = 0; l < q; l++) {
      double cross = moments[Math.max(k, l) * q + Math.min(k, l)];
      moments[q * q + l] += (1 - by) * cross; // the residual loses (by − 1) x_k
    }
    for (int l = 0; l < q; l++) {
      moments[Math.max(k, l) * q + Math.min(k, l)] *= l == k ? by * by : by;
    }
    moments[q * q + k] *= by;
  }

  /** Shifts strength of component k from one side to the other: A by g, B by 1/g. */
  void balances(RandomStream random) {
    for (int k = 0; k < at.rank(); k++) {
      double ofRows = squares(at.rows, rowFeatures, k) / (2 * at.scale[k]);
      double ofColumns = squares(at.columns, columnFeatures, k) / (2 * at.scale[k]);
      if (ofRows == 0 || ofColumns == 0) {
        continue;
      }
      double power = count(at.rows) - count(at.columns);
      double width = 1 / Math.sqrt(2 + 4 * Math.sqrt(ofRows * ofColumns)); // g leaves it as it is
      double g =
          Math.exp(
              Slice.move(
                  0,
                  width,
                  log -> power * log - ofRows * Math.exp(2 * log) - ofColumns * Math.exp(-2 * log),
                  random));
      scaled(at.rows, k, g);
      scaled(at.columns, k, 1 / g);
    }
  }

  /** What the components' variances have in common, given these. */
  private double common(RandomStream random) {
    double log =
        Slice.move(
            Math.log(at.common),
            1,
            logCommon -> {
              double common = Math.exp(logCommon);
              double sum = HalfCauchy.logDensity(common) + logCommon;
              for (double s : at.scale) {
                sum += HalfCauchy.logDensity(s, common);
              }
              return sum;
            },
            random);
    return bounded(Math.exp(log));
  }

  /** The variances of components and of offsets given what they are variances of. */
  void variances(RandomStream random) {
    at.common = common(random);
    for (int k = 0; k < at.rank(); k++) {
      variance(k, random);
    }
    if (offsets) {
      at.rows.offsetVariance = offsetVariance(at.rows, rowFeatures, random);
      at.columns.offsetVariance = offsetVariance(at.columns, columnFeatures, random);
    }
    shrinkages(at.rows, rowFeatures, random);
    shrinkages(at.columns, columnFeatures, random);
  }

  /**
   * Log density of the logarithm of a variance as far as numbers that stay as they are tell of it:
   * its prior, the other side's factors, and coefficients of the side that is integrated out.
   *
   * @param k a component, or q − 1 for the side's offsets where there are
   */
  DoubleUnaryOperator heldTo(Factor integrated, int k) {
    boolean isOffset = offsets && k == q - 1;
    Factor other = integrated == at.rows ? at.columns : at.rows;
    double count = (double) integrated.coefficients.length / q;
    double sum = count > 0 ? integrated.shrinkage[k] * coefficientSquares(integrated, k) : 0;
    if (!isOffset) {
      count += count(other);
      sum += squares(other, other == at.rows ? rowFeatures : columnFeatures, k);
    }
    double numbers = count;
    double squares = sum;
    double common = isOffset ? 1 : at.common;
    return log -> {
      double variance = Math.exp(log);
      return HalfCauchy.logDensity(variance, common)
          + log
          - (numbers * log + squares / variance) / 2;
    };
  }

  /** The variance of component k given its factors. */
  void variance(int k, RandomStream random) {
    at.scale[k] =
        bounded(
            HalfCauchy.variance(
                at.scale[k],
                at.common,
                count(at.rows) + count(at.columns),
                squares(at.rows, rowFeatures, k) + squares(at.columns, columnFeatures, k),
                random));
  }

  private double offsetVariance(Factor side, @Nullable Features features, RandomStream random) {
    return bounded(
        HalfCauchy.variance(
            side.offsetVariance, count(side), squares(side, features, q - 1), random));
  }

  private static double bounded(double variance) {
    return Math.clamp(variance, 1e-20, 1e20);
  }

  /** λ of each regression: the coefficients' variance over s, 1/λ, is half-Cauchy as well. */
  private void shrinkages(Factor side, @Nullable Features features, RandomStream random) {
    if (features == null) {
      return;
    }
    double[] variance = at.variances(side, offsets);
    for (int k = 0; k < q; k++) {
      double squares = coefficientSquares(side, k) / variance[k];
      side.shrinkage[k] =
          1
              / bounded(
                  HalfCauchy.variance(1 / side.shrinkage[k], features.count(), squares, random));
    }
  }

  /** Moves a number common to all rows' offsets into the mean, and then that of the columns'. */
  void means(RandomStream random) {
    at.mean -= shifted(at.rows, rowFeatures, random);
    at.mean -= shifted(at.columns, columnFeatures, random);
  }

  /** Adds one number to all offsets of a side, drawn under their prior; returns it. */
  private double shifted(Factor side, @Nullable Features features, RandomStream random) {
    double[] own = own(side, features, q - 1);
    double sum = 0;
    for (double e : own) {
      sum += e;
    }
    double precision = own.length / side.offsetVariance + 1 / MEAN_VARIANCE;
    double pull = at.mean / MEAN_VARIANCE - sum / side.offsetVariance;
    double shift = pull / precision + random.nextGaussian() / Math.sqrt(precision);
    add(side, q - 1, shift);
    return shift;
  }

  /**
   * Ordinal output: adds a number to the rows' offsets and to all cutpoints, whose prior has this
   * variance, and then to the columns' offsets and the cutpoints.
   */
  void levels(double cutpointVariance, RandomStream random) {
    for (Factor side : new Factor[] {at.rows, at.columns}) {
      double[] own = own(side, side == at.rows ? rowFeatures : columnFeatures, q - 1);
      double precision = own.length / side.offsetVariance + at.cutpoints.length / cutpointVariance;
      double pull = 0;
      for (double e : own) {
        pull -= e / side.offsetVariance;
      }
      for (double t : at.cutpoints) {
        pull -= t / cutpointVariance;
      }
      double shift = pull / precision + random.nextGaussian() / Math.sqrt(precision);
      add(side, q - 1, shift);
      for (int l = 0; l < at.cutpoints.length; l++) {
        at.cutpoints[l] += shift;
      }
    }
  }

  /** Adds t to a factor of all rows and takes t β off the columns' offsets; and the other way. */
  void translations(RandomStream random) {
    translations(at.rows, rowFeatures, at.columns, columnFeatures, random);
    translations(at.columns, columnFeatures, at.rows, rowFeatures, random);
  }

  private void translations(
      Factor side,
      @Nullable Features features,
      Factor other,
      @Nullable Features otherFeatures,
      RandomStream random) {
    double[] offset = own(other, otherFeatures, q - 1);
    for (int k = 0; k < at.rank(); k++) {
      double[] own = own(side, features, k);
      double precision = own.length / at.scale[k];
      double pull = 0;
      for (double e : own) {
        pull -= e / at.scale[k];
      }
      for (int j = 0; j < offset.length; j++) {
        double beta = other.theta[j * q + k];
        precision += beta * beta / other.offsetVariance;
        pull += beta * offset[j] / other.offsetVariance;
      }
      double t = pull / precision + random.nextGaussian() / Math.sqrt(precision);
      add(side, k, t);
      for (int j = 0; j < offset.length; j++) {
        double taken = t * other.theta[j * q + k];
        offset[j] -= taken;
        other.theta[j * q + q - 1] -= taken;
      }
    }
  }

  /** What is a row's own of its k-th number, beyond what its features say. */
  private double[] own(Factor side, @Nullable Features features, int k) {
    double[] own = new double[side.theta.length / q];
    if (features != null) {
      double[] coefficient = new double[features.count()];
      for (int f = 0; f < coefficient.length; f++) {
        coefficient[f] = side.coefficients[f * q + k];
      }
      features.multiply(coefficient, 1, own);
    }
    for (int i = 0; i < own.length; i++) {
      own[i] = side.theta[i * q + k] - own[i];
    }
    return own;
  }

  /** Σ of what has variance s: rows' own parts, and coefficients by their λ. */
  private double squares(Factor side, @Nullable Features features, int k) {
    double sum = 0;
    for (double e : own(side, features, k)) {
      sum += e * e;
    }
    return features == null ? sum : sum + side.shrinkage[k] * coefficientSquares(side, k);
  }

  private double coefficientSquares(Factor side, int k) {
    double sum = 0;
    for (int f = k; f < side.coefficients.length; f += q) {
      sum += side.coefficients[f] * side.coefficients[f];
    }
    return sum;
  }

  /** How many numbers have the variance s on this side. */
  private double count(Factor side) {
    return (double) (side.theta.length + side.coefficients.length) / q;
  }

  private void scaled(Factor side, int k, double by) {
    for (int i = k; i < side.theta.length; i += q) {
      side.theta[i] *= by;
    }
    for (int f = k; f < side.coefficients.length; f += q) {
      side.coefficients[f] *= by;
    }
  }

  private void add(Factor side, int k, double by) {
    for (int i = k; i < side.theta.length; i += q) {
      side.theta[i] += by;
    }
  }
}
