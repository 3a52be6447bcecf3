package org.eckart.recovery.denoising;

import java.util.Arrays;
import org.eckart.linalg.Matrix;

/**
 * The expected squared error of D₁ X̂ D₂ for a denoised X̂ and diagonal weights.
 *
 * <p>A component t û v̂ᵀ stands for x u vᵀ, and û = c_u u + s_u g with g of no direction of its
 * own. With A = (uᵢᵀ D₁² uⱼ), a = the mean of D₁², B and b likewise and d = t c_u c_v − x, the
 * error is Σᵢⱼ dᵢ dⱼ Aᵢⱼ Bᵢⱼ + Σ t² (c_u² s_v² Aₖₖ b + s_u² c_v² a Bₖₖ + s_u² s_v² a b); A follows
 * from û by ûᵢᵀ D₁² ûⱼ = c c Aᵢⱼ, and for i = j that and s_u² a. With weights of 1 it is the loss
 * of {@link StandardLoss#FROBENIUS}. Of components left out only the strength is known; they are
 * taken to be spread evenly over the rows and columns of D₁ X D₂.
 */
final class WeightedError {
  private final DenoisedMatrix found;
  private final double scale;

  WeightedError(DenoisedMatrix found) {
    this.found = found;
    double largest = 0;
    for (Component c : found.components()) {
      largest = Math.max(largest, Math.max(c.value(), c.strength()));
    }
    this.scale = Math.max(largest, found.predictedRmse());
  }

  /**
   * The root mean square error of an entry.
   *
   * @param left diagonal of D₁, 0 for rows of which nothing is known
   * @param right diagonal of D₂
   */
  double rms(double[] left, double[] right) {
    if (scale == 0) {
      return 0;
    }
    double entries = (double) left.length * right.length;
    double whole = found.predictedRmse() / scale;
    double kept = kept(ones(left.length), ones(right.length));
    double dropped = Math.max(0, whole * whole * entries - kept);
    double sum = kept(left, right) + dropped / meanInverse(left) / meanInverse(right);
    return scale * Math.sqrt(sum / entries);
  }

  private double kept(double[] left, double[] right) {
    int rank = found.rank();
    double[] onLeft = new double[rank];
    double[] onRight = new double[rank];
    for (int k = 0; k < rank; k++) {
      onLeft[k] = found.components().get(k).leftCosine();
      onRight[k] = found.components().get(k).rightCosine();
    }
    double a = meanSquare(left);
    double b = meanSquare(right);
    Matrix trueLeft = gram(found.factors().u(), left, onLeft, a);
    Matrix trueRight = gram(found.factors().v(), right, onRight, b);
    double[] missed = new double[rank];
    double sum = 0;
    for (int k = 0; k < rank; k++) {
      double weight = found.factors().s().get(k) / scale;
      double cosines = onLeft[k] * onRight[k];
      missed[k] =
          cosines == 0 ? 0 : weight * cosines - found.components().get(k).strength() / scale;
      double kept = onLeft[k] * onLeft[k];
      double keptRight = onRight[k] * onRight[k];
      sum +=
          weight
              * weight
              * (kept * (1 - keptRight) * trueLeft.get(k, k) * b
                  + (1 - kept) * keptRight * a * trueRight.get(k, k)
                  + (1 - kept) * (1 - keptRight) * a * b);
    }
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        sum += missed[i] * missed[j] * trueLeft.get(i, j) * trueRight.get(i, j);
      }
    }
    return Math.max(0, sum);
  }

  /** uᵢᵀ D² uⱼ of the true vectors, from those found. */
  private static Matrix gram(Matrix vectors, double[] diagonal, double[] cosines, double mean) {
    int rank = vectors.columns();
    Matrix weighted = vectors.copy();
    for (int i = 0; i < diagonal.length; i++) {
      for (int k = 0; k < rank; k++) {
        weighted.set(i, k, diagonal[i] * vectors.get(i, k));
      }
    }
    Matrix gram = weighted.gram();
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        double product = cosines[i] * cosines[j];
        double shared = gram.get(i, j);
        if (i == j) {
          shared = Math.max(0, shared - (1 - product) * mean);
        }
        gram.set(i, j, product == 0 ? 0 : shared / product);
      }
    }
    return gram;
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Over the rows or columns of which something is known. */
  private static double meanSquare(double[] diagonal) {
    double sum = 0;
    int count = 0;
    for (double d : diagonal) {
      sum += d * d;
      count += d > 0 ? 1 : 0;
    }
    return count == 0 ? 0 : sum / count;
  }

  /** The mean of 1/D², likewise. */
  private static double meanInverse(double[] diagonal) {
    return meanSquare(Arrays.stream(diagonal).map(d -> d > 0 ? 1 / d : 0).toArray());
  }
}
