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
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;

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
 * <p>Ranks that are not given are found in stages: with the directions at hand fitted as far as
 * they go, those of the residual that stand out in a mode ({@link ResidualDirections}) and are not
 * far below the strongest are added, until there are none; so weak directions need not be told from
 * strong ones' errors. Directions of the model that do not stand out in the end are dropped.
 *
 * <p>Cost of a step: some 2 Π n_k Σ r_k operations, and of a look at the residual 6 Π n_k Σ n_k.
 * Memory: about four times the tensor, five where ranks are sought.
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

  /** A step after which the median residual is above this part of what it was is a quiet one. */
  private static final double QUIET = 0.97;

  /** So many quiet steps running end a stage. */
  private static final int PATIENCE = 2;

  /** Or so many steps. */
  private static final int MOST_STAGE_STEPS = 60;

  /** Directions at least this part of the strongest of a mode are added with it. */
  private static final double TOGETHER = 0.3;

  /** What a step still moves, so many times, may be the model's own error. */
  private static final double OWN_ERROR = 10;

  /** Directions below this part of the strongest are what a fit without noise has not settled. */
  private static final double UNSETTLED = 1e-6;

  /** A model with more free numbers than this part of the entries is not grown to. */
  private static final double MOST_FREE = 0.5;

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

  private boolean seeksRanks() {
    return options.ranks().isEmpty();
  }

  @Override
  public RobustTuckerState start(Tensor y) {
    if (!seeksRanks()) {
      Ranks.check(y.shape(), options.rankArray());
    }
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
    if (!seeksRanks()) {
      Ranks.refuseTooMany(y.shape(), options.rankArray(), known);
    }
    double median = options.medians() * median(y);
    double threshold = median > 0 ? median : largest(y);
    Tensor trusted = y.copy();
    cut(trusted, threshold, false);
    return seeksRanks()
        ? new RobustTuckerState(
            0, begun(trusted, known), threshold, 1, RobustTuckerState.Growth.begun())
        : new RobustTuckerState(
            0, Hosvd.of(trusted, options.rankArray()), threshold, 1, RobustTuckerState.Growth.OVER);
  }

  /** The strongest directions of each mode, one at least. */
  private static Tucker begun(Tensor trusted, double known) {
    int[] shape = trusted.shape();
    int[] ranks = new int[shape.length];
    for (int k = 0; k < ranks.length; k++) {
      Vector standing = ResidualDirections.of(trusted, k, Matrix.zeros(shape[k], 0)).standing();
      ranks[k] = Math.max(1, together(standing, 0));
    }
    ranks = Ranks.allowed(shape, ranks);
    boolean fits = Tucker.freeNumbers(shape, ranks) <= MOST_FREE * known;
    return Hosvd.of(trusted, fits ? ranks : Ranks.uniform(shape, 1));
  }

  /** How many of these are above a least value and not far below the first. */
  private static int together(Vector standing, double least) {
    int count = 0;
    while (count < standing.size()
        && standing.get(count) > least
        && standing.get(count) >= TOGETHER * standing.get(0)) {
      count++;
    }
    return count;
  }

  /**
   * Brings every entry into [−ζ, ζ], or leaves out what is beyond; 0 where nothing is known.
   *
   * @return how many entries count
   */
  private static long cut(Tensor tensor, double threshold, boolean rejects) {
    double[] r = tensor.array();
    long counted = 0;
    for (int i = 0; i < r.length; i++) {
      boolean known = !Double.isNaN(r[i]);
      if (known && Math.abs(r[i]) > threshold) {
        known = !rejects;
        r[i] = Math.copySign(threshold, r[i]);
      }
      r[i] = known ? r[i] : 0;
      counted += known ? 1 : 0;
    }
    return counted;
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
    RobustTuckerState.Growth growth = state.growth();
    if (growth.looks() && isStageOver(state)) {
      return looked(y, state);
    }
    Tensor residual = state.x().tensor().minus(y);
    double median = median(residual);
    double threshold = Math.max(options.medians() * median, DECAY * state.threshold());
    boolean rejects = !growth.looks() && threshold > AT_REST * state.threshold();
    double weight = weight(residual, cut(residual, threshold, rejects));
    double eta = 2.0 / (y.modes() + 2);
    TuckerStep step =
        TuckerStep.scaled(
            state.x(), TuckerGradient.ofDense(0, residual.scaled(weight), state.x()), eta);
    double size = state.x().frobeniusNorm();
    boolean quiet = median > QUIET * growth.median();
    return new RobustTuckerState(
        state.steps() + 1,
        step.next(),
        threshold,
        size == 0 ? 0 : eta * step.size() / size,
        new RobustTuckerState.Growth(
            growth.looks(), growth.steps() + 1, quiet ? growth.quiet() + 1 : 0, median));
  }

  private static double weight(Tensor residual, long counted) {
    return counted == 0 ? 1 : Math.min(MOST_WEIGHT, (double) residual.array().length / counted);
  }

  private boolean isStageOver(RobustTuckerState state) {
    return state.growth().quiet() >= PATIENCE
        || state.growth().steps() >= MOST_STAGE_STEPS
        || (state.growth().steps() > 0 && isAtRest(state));
  }

  /** With the directions that stand out of the residual, or with its ranks for good. */
  private RobustTuckerState looked(Tensor y, RobustTuckerState state) {
    Tensor residual = y.minus(state.x().tensor());
    double median = options.medians() * median(residual); // ζ itself may not have come down yet
    double threshold = median > 0 ? Math.min(median, state.threshold()) : state.threshold();
    long known = cut(residual, threshold, true); // errors of one sign would add up to a direction
    Tucker x = state.x().orthonormal();
    double own = OWN_ERROR * Math.max(options.tolerance(), state.change()) * x.frobeniusNorm();
    int[] shape = x.shape();
    int[] wanted = x.ranks();
    double[] edges = new double[shape.length];
    List<ResidualDirections> found = new ArrayList<>();
    boolean hidden = false; // by the model's own error
    for (int k = 0; k < shape.length; k++) {
      ResidualDirections mode = ResidualDirections.of(residual, k, x.factor(k));
      int strong = together(mode.standing(), own);
      hidden |= strong == 0 && mode.standing().size() > 0;
      wanted[k] += strong;
      edges[k] = mode.edge();
      found.add(mode);
    }
    int[] ranks = Ranks.allowed(shape, wanted);
    boolean grows =
        !Arrays.equals(ranks, x.ranks()) && Tucker.freeNumbers(shape, ranks) <= MOST_FREE * known;
    if (!grows) {
      return hidden && !isAtRest(state)
          ? with(state, state.x(), RobustTuckerState.Growth.begun())
          : with(state, standing(x, edges), RobustTuckerState.Growth.OVER);
    }
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < shape.length; k++) {
      Matrix more = found.get(k).vectors().columns(0, ranks[k] - x.factor(k).columns());
      factors.add(x.factor(k).beside(more));
    }
    Tensor trusted = x.tensor().plus(residual.scaled(weight(residual, known)));
    Tucker grown = new Tucker(Hosvd.project(trusted, factors), factors);
    return with(state, grown, RobustTuckerState.Growth.begun());
  }

  /** Another model after a look, which counts as a step. */
  private static RobustTuckerState with(
      RobustTuckerState state, Tucker x, RobustTuckerState.Growth growth) {
    return new RobustTuckerState(state.steps() + 1, x, state.threshold(), 1, growth);
  }

  /** Without the directions that do not stand out of noise. */
  private static Tucker standing(Tucker x, double[] edges) {
    int[] ranks = x.ranks();
    List<Vector> spectra = x.spectra();
    for (int k = 0; k < ranks.length; k++) {
      double least = Math.max(edges[k], UNSETTLED * spectra.get(k).get(0));
      while (ranks[k] > 1 && spectra.get(k).get(ranks[k] - 1) <= least) {
        ranks[k]--;
      }
    }
    return x.truncated(Ranks.allowed(x.shape(), ranks));
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
    return !state.growth().looks() && isAtRest(state);
  }

  /** Whether steps no longer move the model, or not beyond the noise. */
  private boolean isAtRest(RobustTuckerState state) {
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
    RobustTuckerState.Growth growth = state.growth();
    to.put(
        "steps", new int[] {state.steps(), growth.looks() ? 1 : 0, growth.steps(), growth.quiet()});
    to.put("numbers", new double[] {state.threshold(), state.change(), growth.median()});
    return to.build();
  }

  @Override
  public RobustTuckerState load(Tensor y, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    int[] steps = saved.ints("steps");
    return new RobustTuckerState(
        steps[0],
        TuckerArrays.get(saved, "x."),
        numbers[0],
        numbers[1],
        new RobustTuckerState.Growth(steps[1] == 1, steps[2], steps[3], numbers[2]));
  }
}
