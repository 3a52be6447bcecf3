package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import java.util.Locale;
import org.eckart.recovery.spiked.Spike;

/**
 * How far an estimate is from the signal, as a function of the singular values of the difference
 * that neither rotations nor reflections change.
 *
 * <p>A direction of strength x that is kept with weight t leaves, in the limit, a difference of
 * rank 2 whose singular values d₁ ≥ d₂ follow from d₁² + d₂² = x² + t² − 2 x t c_u c_v and d₁ d₂ =
 * x t s_u s_v. The best weight makes the loss of these two least. {@link StandardLoss} has the
 * three losses for which it is known in closed form; any other is minimised numerically.
 *
 * <p>Source: Gavish &amp; Donoho, IEEE Trans. Inf. Theory 63 (2017), sections III and V.
 */
public interface Loss {
  /** Its name on the command line and in the provenance of a model. */
  String word();

  /** The loss of a difference with these two singular values and no other. */
  double ofBlock(double first, double second);

  /** The loss of all directions together; unless said otherwise, their sum. */
  default double combined(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  /** What the loss of a matrix is multiplied by when the matrix is multiplied by {@code factor}. */
  double scaled(double factor);

  /** The weight t that makes the loss of a visible direction least. */
  default double shrunk(Spike spike) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double from = 0;
    double to = 2 * spike.value();
    double low = to - golden * to;
    double high = golden * to;
    double atLow = remaining(spike, low);
    double atHigh = remaining(spike, high);
    for (int k = 0; k < 80; k++) { // 80 steps leave 2e-17 of the interval
      if (atLow <= atHigh) {
        to = high;
        high = low;
        atHigh = atLow;
        low = to - golden * (to - from);
        atLow = remaining(spike, low);
      } else {
        from = low;
        low = high;
        atLow = atHigh;
        high = from + golden * (to - from);
        atHigh = remaining(spike, high);
      }
    }
    double best = (from + to) / 2;
    return remaining(spike, best) < remaining(spike, 0) ? best : 0;
  }

  /** The loss of a direction that is kept with weight t ≥ 0. */
  default double remaining(Spike spike, double weight) {
    double x = spike.strength();
    double product = x * weight * spike.sineProduct(); // d₁ d₂
    // (x − t)² + 2 x t (1 − c_u c_v): no cancellation where both cosines are 1
    double squares = (x - weight) * (x - weight) + 2 * x * weight * lost(spike);
    double sum = Math.sqrt(squares + 2 * product);
    double difference = Math.sqrt(Math.max(0, squares - 2 * product));
    return ofBlock((sum + difference) / 2, (sum - difference) / 2);
  }

  /** 1 − c_u c_v = (1 − c_u² c_v²) / (1 + c_u c_v), from the sines. */
  private static double lost(Spike spike) {
    double squares =
        spike.leftSineSquared()
            + spike.rightSineSquared()
            - spike.leftSineSquared() * spike.rightSineSquared();
    return squares / (1 + spike.cosineProduct());
  }

  /**
   * The Schatten norm (Σ dᵢᵖ)^(1/p) of the difference; p = 2 is the Frobenius norm, not squared.
   *
   * @param p at least 1
   */
  static Loss schatten(double p) {
    check(
        p >= 1 && p < Double.POSITIVE_INFINITY,
        "p is %s; the Schatten norm needs one from 1 up, and the operator loss stands for infinity",
        p);
    return new Loss() {
      @Override
      public String word() {
        return String.format(Locale.ROOT, "schatten-%s", p);
      }

      @Override
      public double ofBlock(double first, double second) {
        return first == 0 ? 0 : first * Math.pow(1 + Math.pow(second / first, p), 1 / p);
      }

      @Override
      public double combined(double[] parts) {
        double largest = 0;
        for (double part : parts) {
          largest = Math.max(largest, part);
        }
        double sum = 0;
        for (double part : parts) {
          sum += largest == 0 ? 0 : Math.pow(part / largest, p);
        }
        return largest * Math.pow(sum, 1 / p);
      }

      @Override
      public double scaled(double factor) {
        return factor;
      }
    };
  }
}
