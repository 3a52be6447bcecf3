package org.eckart.recovery.hankel;

import static org.eckart.linalg.Check.check;

import org.eckart.core.InputException;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.PowerOfTwo;
import org.eckart.linalg.RandomStream;

/** A signal with gaps, and the threads to fill them with. */
public final class HankelProblem {
  /** A shorter signal has no structure to speak of. */
  static final int SHORTEST = 3;

  /** Fewer samples than this are too few to choose a rank on. */
  private static final int FEWEST_TO_HOLD_OUT = 20;

  private final Signal signal;
  private final Parallel parallel;
  private final boolean[] observed;
  private final int count;
  private final double scale;
  private final HankelProducts products;

  private HankelProblem(Signal signal, Parallel parallel) {
    int n = signal.length();
    this.parallel = parallel;
    observed = new boolean[n];
    double largest = 0;
    int seen = 0;
    for (int t = 0; t < n; t++) {
      observed[t] = !signal.isGap(t);
      if (observed[t]) {
        seen++;
        largest = Math.max(largest, Math.max(Math.abs(signal.re()[t]), Math.abs(signal.im()[t])));
      }
    }
    count = seen;
    scale = PowerOfTwo.upTo(largest);
    double[] re = new double[n];
    double[] im = new double[n];
    for (int t = 0; t < n; t++) {
      if (observed[t]) {
        re[t] = signal.re()[t] / scale;
        im[t] = signal.im()[t] / scale;
      }
    }
    this.signal = new Signal(re, im);
    int rows = (n + 1) / 2;
    products = new HankelProducts(rows, n + 1 - rows);
  }

  /**
   * The problem of filling this signal's gaps: its samples that are NaN.
   *
   * @param parallel the threads to work with; stays the caller's to close
   * @throws InputException if no sample is known or one is infinite
   */
  public static HankelProblem of(Signal signal, Parallel parallel) {
    check(
        signal.length() >= SHORTEST,
        "The signal has %d samples; at least %d are needed",
        signal.length(),
        SHORTEST);
    boolean any = false;
    for (int t = 0; t < signal.length(); t++) {
      if (Double.isInfinite(signal.re()[t]) || Double.isInfinite(signal.im()[t])) {
        throw InputException.of(
            "not-finite",
            "sample " + t,
            "Sample %d is infinite; samples must be finite, or NaN where they are missing",
            t);
      }
      any |= !signal.isGap(t);
    }
    if (!any) {
      throw InputException.of(
          "empty", "", "All %d samples are missing, so there is nothing to go by", signal.length());
    }
    return new HankelProblem(signal, parallel);
  }

  /** N. */
  public int length() {
    return observed.length;
  }

  /** Samples that are known. */
  public int count() {
    return count;
  }

  public boolean isObserved(int t) {
    return observed[t];
  }

  /** The known samples, NaN in the gaps. */
  public Signal known() {
    double[] re = signal.re().clone();
    double[] im = signal.im().clone();
    for (int t = 0; t < re.length; t++) {
      re[t] = observed[t] ? re[t] * scale : Double.NaN;
      im[t] = observed[t] ? im[t] * scale : Double.NaN;
    }
    return new Signal(re, im);
  }

  /** The samples divided by {@link #scale()}, 0 in the gaps. */
  Signal samples() {
    return signal;
  }

  boolean isReal() {
    return signal.isReal();
  }

  double scale() {
    return scale;
  }

  HankelProducts products() {
    return products;
  }

  Parallel parallel() {
    return parallel;
  }

  int largestRank() {
    return Math.min(products.rows(), products.columns());
  }

  boolean canHoldOut() {
    return count >= FEWEST_TO_HOLD_OUT;
  }

  /**
   * Which samples are fitted while some are held out: a part of the known ones at random is not.
   */
  boolean[] selection(double holdOut, long seed) {
    RandomStream random = RandomStream.of(seed, "hold samples out");
    boolean[] fitted = observed.clone();
    int need = Math.max(1, (int) Math.round(holdOut * count));
    int left = count;
    for (int t = 0; t < fitted.length && need > 0; t++) {
      if (fitted[t] && random.nextInt(left--) < need) {
        fitted[t] = false;
        need--;
      }
    }
    return fitted;
  }

  boolean[] observed() {
    return observed;
  }

  /** Root mean square distance from the known samples that were not fitted. */
  double heldOutError(Signal filled, boolean[] fitted) {
    double sum = 0;
    int judged = 0;
    for (int t = 0; t < fitted.length; t++) {
      if (observed[t] && !fitted[t]) {
        sum += square(filled, t);
        judged++;
      }
    }
    return Math.sqrt(sum / judged);
  }

  /** Root mean square distance from the samples that were fitted. */
  double error(Signal filled, boolean[] fitted) {
    double sum = 0;
    int judged = 0;
    for (int t = 0; t < fitted.length; t++) {
      if (fitted[t]) {
        sum += square(filled, t);
        judged++;
      }
    }
    return Math.sqrt(sum / judged);
  }

  private double square(Signal filled, int t) {
    double re = filled.re()[t] - signal.re()[t];
    double im = filled.im()[t] - signal.im()[t];
    return re * re + im * im;
  }
}
