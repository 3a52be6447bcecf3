package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import org.eckart.linalg.Tensor;

/**
 * The published robust PCA of a tensor Y = X + S with a sparse S: ½ ‖X + S_t − Y‖² where S_t =
 * T_ζ(Y − X) is what soft thresholding at ζ_t = ζ₀ ρᵗ leaves of the residual, so that the gradient
 * is the residual cut off at ±ζ_t. {@link RobustTucker} is the practical method, which needs no
 * schedule.
 *
 * <p>Source: Dong, Tong, Ma &amp; Chi, arXiv 2206.09109.
 *
 * @param tensor Y, dense
 * @param threshold ζ₀ = ζ₁ above 0, such as six times the median of |Y|
 * @param decay ρ, above 0 and below 1; it must not be faster than the iteration, 1 − 0.45 η in the
 *     theorem and 0.9 with η = 0.4 in practice
 */
public record RobustLoss(Tensor tensor, double threshold, double decay) implements TuckerLoss {
  public static final double DECAY = 0.9;
  private static final double MEDIANS = 6;

  public RobustLoss {
    check(
        Double.isFinite(tensor.largestMagnitude()),
        "The tensor holds %s; every entry must be a finite number",
        tensor.largestMagnitude());
    check(threshold > 0, "threshold is %s; it must be above 0", threshold);
    check(decay > 0 && decay < 1, "decay is %s; it must be above 0 and below 1, say 0.9", decay);
  }

  /** The threshold from the data: six times the median of |Y|; or the largest |y| if that is 0. */
  public static RobustLoss of(Tensor tensor) {
    double median = MEDIANS * medianMagnitude(tensor);
    double largest = tensor.largestMagnitude();
    return new RobustLoss(
        tensor, median > 0 ? median : largest > 0 || Double.isNaN(largest) ? largest : 1, DECAY);
  }

  static double medianMagnitude(Tensor tensor) {
    double[] sizes = new double[tensor.array().length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(tensor.array()[i]);
    }
    Arrays.sort(sizes);
    return sizes[sizes.length / 2];
  }

  @Override
  public int[] shape() {
    return tensor.shape();
  }

  @Override
  public Tucker start(int[] ranks, long seed) {
    return Hosvd.of(clipped(tensor, threshold), ranks);
  }

  /** Each entry brought into [−ζ, ζ]: what soft thresholding takes away. */
  static Tensor clipped(Tensor tensor, double threshold) {
    Tensor clipped = tensor.copy();
    double[] a = clipped.array();
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.clamp(a[i], -threshold, threshold);
    }
    return clipped;
  }

  @Override
  public TuckerGradient gradient(Tucker x, int step) {
    Tensor residual =
        clipped(x.tensor().minus(tensor), threshold * Math.pow(decay, step)); // Y − X cut off
    double norm = residual.frobeniusNorm();
    return TuckerGradient.ofDense(0.5 * norm * norm, residual, x);
  }

  @Override
  public boolean isComparable() {
    return false;
  }

  @Override
  public double data() {
    return tensor.array().length;
  }
}
