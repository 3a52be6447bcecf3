package org.eckart.recovery.tproduct;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * Scaled gradient descent for a tensor of order 3 of low tubal rank, some of whose entries are
 * missing (NaN) and, if so set, some grossly wrong.
 *
 * <p>The residual is taken in the tensor's own domain and transformed along mode 3; there each
 * Fourier slice takes a step of matrix scaled gradient descent, half of them standing for their
 * conjugates. The start is the t-SVD of the zero-filled tensor over the share that is known.
 *
 * <p>If the squared residual exceeds ten times its least, or is no number, the best model is taken
 * up again with half the step; after {@value #MOST_HALVINGS} halvings the run is refused.
 *
 * <p>Cost of a step: O(n₁n₂n₃ (n₃ + r)). Memory: about eight times the tensor, which is dense: the
 * model, the residual, what is kept of it and scaled, and the Fourier slices, twice the tensor.
 *
 * <p>Source: Wu, JMLR 27(9) (2026).
 */
public final class TubalDescent implements Algorithm<Tensor, TubalState, TubalFit> {
  private static final double MEDIANS = 6;

  /** The threshold falls by no more than this a step, so that it cannot outrun the recovery. */
  private static final double DECAY = 0.8;

  private static final int MOST_HALVINGS = 8;
  private static final double DIVERGED = Math.sqrt(10);

  private final TubalOptions options;

  public TubalDescent(TubalOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.robust() ? "tubal-robust" : "tubal-scaledgd";
  }

  @Override
  public TubalOptions options() {
    return options;
  }

  @Override
  public TubalState start(Tensor y) {
    check(y.modes() == 3, "%s has %d modes; the tensor–tensor product is for 3", y, y.modes());
    int most = Math.min(y.size(0), y.size(1));
    check(
        options.rank() <= most,
        "rank is %d, but the tubal rank of %s is at most %d; ask for 1 to %d",
        options.rank(),
        y,
        most,
        most);
    int known = 0;
    for (double v : y.array()) {
      if (Double.isInfinite(v)) {
        throw InputException.of(
            "not-finite", "", "The tensor holds %s; entries are numbers, or NaN if missing", v);
      }
      known += Double.isNaN(v) ? 0 : 1;
    }
    double free = (double) options.rank() * (y.size(0) + y.size(1) - options.rank()) * y.size(2);
    if (known < free) {
      throw InputException.of(
          "too-few-entries",
          "",
          "%d known entries of %s cannot fix the %.0f free numbers of tubal rank %d; observe more,"
              + " or ask for a lower rank",
          known,
          y,
          free,
          options.rank());
    }
    double threshold = options.robust() ? threshold(y) : Double.POSITIVE_INFINITY;
    Tensor filled = cutOff(y, threshold).scaled((double) y.array().length / known);
    TubalTransform transform = new TubalTransform(y.size(2));
    List<FactorPair> pairs = new ArrayList<>();
    List<Matrix> slices = transform.forward(filled);
    for (int f = 0; f < slices.size(); f++) {
      int rank = options.rank() * (transform.isReal(f) ? 1 : 2);
      pairs.add(FactorPair.balanced(Svd.of(slices.get(f)).truncated(rank)));
    }
    return new TubalState(0, pairs, pairs, Double.POSITIVE_INFINITY, threshold, 1, 0, 0);
  }

  private static double threshold(Tensor residual) {
    double[] sizes =
        Arrays.stream(residual.array()).filter(v -> !Double.isNaN(v)).map(Math::abs).toArray();
    Arrays.sort(sizes);
    double median = MEDIANS * sizes[sizes.length / 2];
    return median > 0 ? median : sizes[sizes.length - 1];
  }

  /** The entries cut off at the threshold; 0 for those missing. */
  private static Tensor cutOff(Tensor y, double threshold) {
    Tensor cut = y.copy();
    double[] a = cut.array();
    for (int i = 0; i < a.length; i++) {
      a[i] = Double.isNaN(a[i]) ? 0 : Math.clamp(a[i], -threshold, threshold);
    }
    return cut;
  }

  private static Tensor model(Tensor y, List<FactorPair> pairs) {
    List<Matrix> slices = pairs.stream().map(FactorPair::product).toList();
    return new TubalTransform(y.size(2)).back(slices, y.size(0), y.size(1));
  }

  @Override
  public TubalState step(Tensor y, TubalState state) {
    Tensor model = model(y, state.slices());
    Tensor residual = model.minus(y);
    double threshold =
        options.robust()
            ? Math.max(threshold(residual), DECAY * state.threshold())
            : state.threshold();
    Tensor cut = cutOff(residual, threshold);
    double size = cut.frobeniusNorm();
    if (!Double.isFinite(model.largestMagnitude())
        || (!options.robust() && size > DIVERGED * state.bestResidual())) {
      return halved(state);
    }
    boolean better = options.robust() || size < state.bestResidual();
    int known = 0;
    for (double v : y.array()) {
      known += Double.isNaN(v) ? 0 : 1;
    }
    Tensor g = cut.scaled((double) y.array().length / known);
    List<Matrix> slices = new TubalTransform(y.size(2)).forward(g);
    List<FactorPair> next = new ArrayList<>();
    double moved = 0;
    double norm = 0;
    boolean damped = false;
    for (int f = 0; f < slices.size(); f++) {
      FactorPair pair = state.slices().get(f);
      ScaledStep step =
          ScaledStep.scaled(
              pair,
              slices.get(f).times(pair.right()),
              slices.get(f).transposeTimes(pair.left()),
              stepSize(state.halvings()),
              0);
      next.add(step.next());
      damped |= step.damping() > 0;
      moved += step.size() * step.size();
      norm += pair.norm() * pair.norm();
    }
    return new TubalState(
        state.steps() + 1,
        next,
        better ? state.slices() : state.best(),
        better ? size : state.bestResidual(),
        threshold,
        norm == 0 ? 0 : Math.sqrt(moved / norm),
        state.halvings(),
        state.damped() + (damped ? 1 : 0));
  }

  /** The best model taken up again with half the step. */
  private TubalState halved(TubalState state) {
    int halvings = state.halvings() + 1;
    if (halvings > MOST_HALVINGS) {
      throw new RunException(
          "The iteration diverges even at a step size of %.2g; the data are too few or too uneven"
                  .formatted(stepSize(state.halvings()))
              + " for this tubal rank: lower it, or take the default method");
    }
    return new TubalState(
        state.steps() + 1,
        state.best(),
        state.best(),
        state.bestResidual(),
        state.threshold(),
        1, // a halving does not settle
        halvings,
        state.damped());
  }

  private double stepSize(int halvings) {
    return options.stepSize() * Math.pow(0.5, halvings);
  }

  @Override
  public Progress progress(Tensor y, TubalState state) {
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(), options.maxSteps(), Progress.measures("change", state.change()), end);
  }

  private boolean isSettled(TubalState state) {
    return state.steps() > 0 && state.change() <= options.tolerance();
  }

  @Override
  public TubalFit estimate(Tensor y, TubalState state) {
    // of a run that ended otherwise nobody has looked at what the last step did
    Tensor model = model(y, isSettled(state) ? state.slices() : state.best());
    return new TubalFit(
        model,
        state.threshold(),
        state.steps(),
        isSettled(state),
        state.halvings(),
        state.damped());
  }

  @Override
  public NamedArrays save(TubalState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    for (int f = 0; f < state.slices().size(); f++) {
      to.put("left" + f, state.slices().get(f).left());
      to.put("right" + f, state.slices().get(f).right());
      to.put("bestLeft" + f, state.best().get(f).left());
      to.put("bestRight" + f, state.best().get(f).right());
    }
    to.put(
        "counts",
        new int[] {state.steps(), state.slices().size(), state.halvings(), state.damped()});
    double[] numbers = {state.bestResidual(), state.threshold(), state.change()};
    return to.put("numbers", numbers).build();
  }

  @Override
  public TubalState load(Tensor y, NamedArrays saved) {
    int[] counts = saved.ints("counts");
    List<FactorPair> slices = new ArrayList<>();
    List<FactorPair> best = new ArrayList<>();
    for (int f = 0; f < counts[1]; f++) {
      slices.add(new FactorPair(saved.matrix("left" + f), saved.matrix("right" + f)));
      best.add(new FactorPair(saved.matrix("bestLeft" + f), saved.matrix("bestRight" + f)));
    }
    double[] numbers = saved.doubles("numbers");
    return new TubalState(
        counts[0], slices, best, numbers[0], numbers[1], numbers[2], counts[2], counts[3]);
  }
}
