package org.eckart.recovery.tucker;

import java.util.Arrays;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;

/**
 * Robust PCA of a dense tensor: low multilinear rank plus gross errors in some entries plus noise,
 * some entries missing (NaN), without being told how many are corrupted.
 *
 * <p>A step is one of scaled gradient descent ({@link TuckerStep}) on the residual cut off at ±ζ,
 * so that what is corrupted pulls no harder than the rest. ζ begins at a multiple of the median
 * entry and falls by {@value #DECAY} a step, but not below the same multiple of the median
 * residual: so it stays at the noise and needs no schedule. Once it rests there, entries above it
 * are left out altogether, which takes away the bias that is left.
 *
 * <p>Cost of a step: some 2 Π n_k Σ r_k operations. Memory: about four times the tensor.
 *
 * <p>Source: the step and the thresholding from Dong, Tong, Ma &amp; Chi, arXiv 2206.09109; the
 * threshold by the median is ours.
 */
public final class RobustTucker
    implements Algorithm<Tensor, RobustTuckerState, RobustTuckerEstimate> {
  /**
   * The threshold falls by no more than this a step, as the error does by 0.6 at best. At 0.85 all
   * of κ ∈ {1, 20}, 10 or 30 % corrupted, by 1 or 100 times the mean entry, come to 1e-8 in about
   * 100 steps (n = 40, r = 2, normal factors), at 0.8 in 70 to 85 but with little to spare.
   */
  private static final double DECAY = 0.85;

  /** A threshold that falls by less than this a step has come down to the noise. */
  private static final double AT_REST = 0.97;

  /** A step that moves entries by this part of the threshold, on average, is lost in the noise. */
  private static final double BELOW_NOISE = 1e-4;

  /** The gradient of a part of the entries stands for all, but not for more than this. */
  private static final double MOST_WEIGHT = 2;

  /** The median of so many entries, one of each stretch of the tensor, will do. */
  private static final int SAMPLE = 200_000;

  /** Where fewer of those are known, all entries are looked at. */
  private static final int LEAST_SAMPLE = 2_000;

  /** Of the normal distribution: standard deviation over median magnitude. */
  private static final double NORMAL = 1.4826;

  /** Residuals below this part of the largest entry are rounding, not corruption. */
  private static final double ROUNDING = 1e-12;

  private final RobustTuckerOptions options;

  public RobustTucker(RobustTuckerOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "tucker-robust";
  }

  @Override
  public RobustTuckerOptions options() {
    return options;
  }

  @Override
  public RobustTuckerState start(Tensor y) {
    Ranks.check(y.shape(), options.rankArray());
    long known = 0;
    for (double v : y.array()) {
      if (Double.isInfinite(v)) {
        throw InputException.of(
            "not-finite", "", "The tensor holds %s; entries are numbers, or NaN if missing", v);
      }
      known += Double.isNaN(v) ? 0 : 1;
    }
    if (known == 0) {
      throw InputException.of(
          "no-entries",
          "",
          "There is no known entry in a %s tensor, so nothing can be separated",
          Ranks.text(y.shape()));
    }
    Ranks.refuseTooMany(y.shape(), options.rankArray(), known);
    double median = options.medians() * median(y);
    double threshold = median > 0 ? median : largest(y);
    Tensor trusted = y.copy();
    double[] a = trusted.array();
    for (int i = 0; i < a.length; i++) {
      a[i] = Double.isNaN(a[i]) ? 0 : Math.clamp(a[i], -threshold, threshold);
    }
    return new RobustTuckerState(0, Hosvd.of(trusted, options.rankArray()), threshold, 1);
  }

  /** The largest magnitude of what is not NaN. */
  private static double largest(Tensor y) {
    double largest = 0;
    for (double v : y.array()) {
      largest = Double.isNaN(v) ? largest : Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /** The median magnitude of what is not NaN. */
  static double median(Tensor tensor) {
    double[] a = tensor.array();
    if (a.length > SAMPLE) {
      RandomStream random = RandomStream.of(0, "places where noise is measured");
      double[] some =
          Arrays.stream(random.oneOfEachStretch(a.length, SAMPLE)).mapToDouble(i -> a[i]).toArray();
      double[] sizes = magnitudes(some);
      if (sizes.length >= LEAST_SAMPLE) {
        return median(sizes);
      }
    }
    return median(magnitudes(a));
  }

  /** Of what is not NaN. */
  private static double[] magnitudes(double[] a) {
    return Arrays.stream(a).filter(v -> !Double.isNaN(v)).map(Math::abs).toArray();
  }

  private static double median(double[] sizes) {
    Arrays.sort(sizes);
    return sizes.length == 0 ? 0 : sizes[sizes.length / 2];
  }

  @Override
  public RobustTuckerState step(Tensor y, RobustTuckerState state) {
    Tensor residual = state.x().tensor().minus(y);
    double threshold = Math.max(options.medians() * median(residual), DECAY * state.threshold());
    double[] r = residual.array();
    boolean rejects = threshold > AT_REST * state.threshold();
    long counted = 0;
    for (int i = 0; i < r.length; i++) {
      boolean known = !Double.isNaN(r[i]);
      if (known && Math.abs(r[i]) > threshold) {
        known = !rejects;
        r[i] = known ? Math.copySign(threshold, r[i]) : 0;
      }
      r[i] = known ? r[i] : 0;
      counted += known ? 1 : 0;
    }
    double weight = counted == 0 ? 1 : Math.min(MOST_WEIGHT, (double) r.length / counted);
    double eta = 2.0 / (y.modes() + 2);
    TuckerStep step =
        TuckerStep.scaled(
            state.x(), TuckerGradient.ofDense(0, residual.scaled(weight), state.x()), eta);
    double size = state.x().frobeniusNorm();
    return new RobustTuckerState(
        state.steps() + 1, step.next(), threshold, size == 0 ? 0 : eta * step.size() / size);
  }

  @Override
  public Progress progress(Tensor y, RobustTuckerState state) {
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(),
        options.maxSteps(),
        Progress.measures("threshold", state.threshold(), "change", state.change()),
        end);
  }

  private boolean isSettled(RobustTuckerState state) {
    if (state.steps() == 0 || state.change() <= options.tolerance()) {
      return state.steps() > 0;
    }
    double cells = 1;
    for (int n : state.x().shape()) {
      cells *= n;
    }
    double moved = state.change() * state.x().frobeniusNorm() / Math.sqrt(cells);
    return moved <= BELOW_NOISE * state.threshold();
  }

  @Override
  public RobustTuckerEstimate estimate(Tensor y, RobustTuckerState state) {
    Tensor residual = y.minus(state.x().tensor());
    double median = median(residual);
    double largest = largest(y);
    double threshold = Math.max(options.medians() * median, ROUNDING * largest);
    threshold = Math.max(threshold, 10 * state.change() * largest); // what a step still moves
    long corrupted = 0;
    long known = 0;
    double[] r = residual.array();
    for (int i = 0; i < r.length; i++) {
      known += Double.isNaN(r[i]) ? 0 : 1;
      if (Math.abs(r[i]) > threshold) {
        corrupted++;
        r[i] = Double.NaN; // what is corrupted says nothing of the noise
      }
    }
    return new RobustTuckerEstimate(
        state.x(),
        threshold,
        NORMAL * median(residual),
        corrupted,
        known,
        state.steps(),
        isSettled(state));
  }

  @Override
  public NamedArrays save(RobustTuckerState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    TuckerArrays.put(to, "x.", state.x());
    to.put("steps", new int[] {state.steps()});
    to.put("numbers", new double[] {state.threshold(), state.change()});
    return to.build();
  }

  @Override
  public RobustTuckerState load(Tensor y, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    return new RobustTuckerState(
        saved.ints("steps")[0], TuckerArrays.get(saved, "x."), numbers[0], numbers[1]);
  }
}
