package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;
import org.eckart.recovery.tucker.RobustTuckerState.Growth;

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
 * <p>Ranks that are not given begin with the directions of the cut-off tensor that are above what
 * noise of its size would have ({@link NoiseEdge}). When a fit has come to rest, the directions
 * above the noise of what it leaves are added, all at once: first with residuals cut off at {@value
 * #CAUTIOUS_MEDIANS} medians, then as above. When there are none, those of the model that noise
 * alone would have are dropped, and the fit is taken to its end.
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

  /** A fit at ranks that may grow is looked at after so many steps, unless it settles first. */
  private static final int MOST_STAGE = 60;

  private static final int LEAST_STAGE = 5;

  /** While ranks are too low the median is of what they lack, and errors hide below six of it. */
  private static final double CAUTIOUS_MEDIANS = 3;

  /** Ranks do not grow to more free numbers than this part of the entries. */
  private static final double MOST_FREE = 0.5;

  /** Directions below this part of the strongest are what a fit without noise has not settled. */
  private static final double UNSETTLED = 1e-6;

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
    options.rankArray().ifPresent(ranks -> Ranks.check(y.shape(), ranks));
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
    int[] least = Ranks.uniform(y.shape(), 1);
    Ranks.refuseTooMany(y.shape(), options.rankArray().orElse(least), known);
    Growth growth = options.ranks().isEmpty() ? Growth.CAUTIOUS : Growth.OVER;
    double median = medians(growth) * median(y);
    double threshold = median > 0 ? median : largest(y);
    Tensor trusted = y.copy();
    double[] a = trusted.array();
    for (int i = 0; i < a.length; i++) {
      a[i] = Double.isNaN(a[i]) ? 0 : Math.clamp(a[i], -threshold, threshold);
    }
    int[] ranks = options.rankArray().orElseGet(() -> begin(trusted, least));
    return new RobustTuckerState(0, Hosvd.of(trusted, ranks), threshold, 1, growth, 0, false);
  }

  /** The ranks of what stands out in the tensor itself; 1 at least. */
  private static int[] begin(Tensor trusted, int[] least) {
    int[] shape = trusted.shape();
    int[] ranks = least.clone();
    for (int k = 0; k < ranks.length; k++) {
      Matrix none = Matrix.zeros(shape[k], 1);
      int most = Ranks.largest(shape, k);
      ranks[k] = Math.max(1, NoiseEdge.above(trusted, k, none, most).columns());
    }
    int[] allowed = Ranks.allowed(shape, ranks);
    return isAffordable(trusted, allowed) ? allowed : least;
  }

  /** Entries that are 0 count as missing. */
  private static boolean isAffordable(Tensor y, int[] ranks) {
    long known = Arrays.stream(y.array()).filter(v -> v != 0).count();
    return Tucker.freeNumbers(y.shape(), ranks) <= MOST_FREE * known;
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
  public RobustTuckerState step(Tensor y, RobustTuckerState given) {
    RobustTuckerState state =
        given.growth() != Growth.OVER && hasComeToRest(given) ? withOtherRanks(y, given) : given;
    Tensor residual = state.x().tensor().minus(y);
    double threshold =
        Math.max(medians(state.growth()) * median(residual), DECAY * state.threshold());
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
        state.steps() + 1,
        step.next(),
        threshold,
        size == 0 ? 0 : eta * step.size() / size,
        state.growth(),
        state.stageSteps() + 1,
        rejects);
  }

  /** Medians above which a residual counts as corrupted. */
  private double medians(Growth growth) {
    return growth == Growth.CAUTIOUS
        ? Math.min(CAUTIOUS_MEDIANS, options.medians())
        : options.medians();
  }

  private boolean hasComeToRest(RobustTuckerState state) {
    return state.stageSteps() >= LEAST_STAGE
        && (isStill(state) || (state.atRest() && state.stageSteps() >= MOST_STAGE));
  }

  /** Ranks that grow by what is above the noise, or, where nothing is, are cut to it. */
  private RobustTuckerState withOtherRanks(Tensor y, RobustTuckerState state) {
    Tucker x = state.x().orthonormal();
    Tensor residual = y.minus(x.tensor());
    double[] r = residual.array();
    for (int i = 0; i < r.length; i++) {
      if (!(Math.abs(r[i]) <= state.threshold())) {
        r[i] = 0; // missing or corrupted
      }
    }
    boolean exact = state.change() <= options.tolerance(); // no noise: what is left is unsettled
    if (!exact) {
      List<Matrix> factors = new ArrayList<>();
      int[] shape = x.shape();
      int[] ranks = x.ranks();
      for (int k = 0; k < ranks.length; k++) {
        int room = Ranks.largest(shape, k) - ranks[k];
        Matrix more = NoiseEdge.above(residual, k, x.factor(k), room);
        factors.add(
            more.columns() == 0 ? x.factor(k) : Qr.orthonormal(Cores.beside(x.factor(k), more)));
        ranks[k] += more.columns();
      }
      ranks = Ranks.allowed(shape, ranks);
      for (int k = 0; k < ranks.length; k++) {
        factors.set(k, factors.get(k).columns(0, ranks[k]));
      }
      if (!Arrays.equals(ranks, x.ranks()) && isAffordable(residual, ranks)) {
        Tensor core = Hosvd.project(x.tensor().plus(residual), factors);
        return at(state, new Tucker(core, factors), state.growth());
      }
      if (state.growth() == Growth.CAUTIOUS) {
        return at(state, x, Growth.FREE);
      }
    }
    double noise = NoiseEdge.ofModel(residual);
    List<Vector> spectra = x.spectra();
    int[] kept = new int[x.modes()];
    for (int k = 0; k < kept.length; k++) {
      double[] s = spectra.get(k).toArray();
      double least = exact ? UNSETTLED * s[0] : noise;
      kept[k] = Math.max(1, (int) Arrays.stream(s).filter(value -> value > least).count());
    }
    return at(state, x.truncated(Ranks.allowed(x.shape(), kept)), Growth.OVER);
  }

  private static RobustTuckerState at(RobustTuckerState state, Tucker x, Growth growth) {
    return new RobustTuckerState(
        state.steps(), x, state.threshold(), state.change(), growth, 0, false);
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
    return state.growth() == Growth.OVER && isStill(state);
  }

  private boolean isStill(RobustTuckerState state) {
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
    to.put(
        "counts",
        new int[] {
          state.steps(), state.growth().ordinal(), state.stageSteps(), state.atRest() ? 1 : 0
        });
    to.put("numbers", new double[] {state.threshold(), state.change()});
    return to.build();
  }

  @Override
  public RobustTuckerState load(Tensor y, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    int[] counts = saved.ints("counts");
    return new RobustTuckerState(
        counts[0],
        TuckerArrays.get(saved, "x."),
        numbers[0],
        numbers[1],
        Growth.values()[counts[1]],
        counts[2],
        counts[3] == 1);
  }
}
