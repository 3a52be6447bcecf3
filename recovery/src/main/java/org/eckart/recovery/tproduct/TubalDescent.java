package org.eckart.recovery.tproduct;

import static org.eckart.linalg.Check.check;

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
 * <p>Cost of a step: O(n₁n₂n₃ (n₃ + r)). Memory: about six times the tensor, which is dense.
 *
 * <p>Source: Wu, JMLR 27(9) (2026).
 */
public final class TubalDescent implements Algorithm<Tensor, TubalState, TubalFit> {
  private static final double MEDIANS = 6;

  /** The threshold falls by no more than this a step, so that it cannot outrun the recovery. */
  private static final double DECAY = 0.8;

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
    return new TubalState(0, pairs, threshold, 1);
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

  private static Tensor model(Tensor y, TubalState state) {
    List<Matrix> slices = state.slices().stream().map(FactorPair::product).toList();
    return new TubalTransform(y.size(2)).back(slices, y.size(0), y.size(1));
  }

  @Override
  public TubalState step(Tensor y, TubalState state) {
    Tensor residual = model(y, state).minus(y);
    double threshold =
        options.robust()
            ? Math.max(threshold(residual), DECAY * state.threshold())
            : state.threshold();
    int known = 0;
    for (double v : residual.array()) {
      known += Double.isNaN(v) ? 0 : 1;
    }
    Tensor g = cutOff(residual, threshold).scaled((double) y.array().length / known);
    List<Matrix> slices = new TubalTransform(y.size(2)).forward(g);
    List<FactorPair> next = new ArrayList<>();
    double moved = 0;
    double size = 0;
    for (int f = 0; f < slices.size(); f++) {
      FactorPair pair = state.slices().get(f);
      ScaledStep step =
          ScaledStep.scaled(
              pair,
              slices.get(f).times(pair.right()),
              slices.get(f).transposeTimes(pair.left()),
              options.stepSize(),
              0);
      next.add(step.next());
      moved += step.size() * step.size();
      size += pair.norm() * pair.norm();
    }
    return new TubalState(
        state.steps() + 1, next, threshold, size == 0 ? 0 : Math.sqrt(moved / size));
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
    return new TubalFit(model(y, state), state.threshold(), state.steps(), isSettled(state));
  }

  @Override
  public NamedArrays save(TubalState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    for (int f = 0; f < state.slices().size(); f++) {
      to.put("left" + f, state.slices().get(f).left());
      to.put("right" + f, state.slices().get(f).right());
    }
    to.put("counts", new int[] {state.steps(), state.slices().size()});
    return to.put("numbers", new double[] {state.threshold(), state.change()}).build();
  }

  @Override
  public TubalState load(Tensor y, NamedArrays saved) {
    List<FactorPair> slices = new ArrayList<>();
    for (int f = 0; f < saved.ints("counts")[1]; f++) {
      slices.add(new FactorPair(saved.matrix("left" + f), saved.matrix("right" + f)));
    }
    double[] numbers = saved.doubles("numbers");
    return new TubalState(saved.ints("counts")[0], slices, numbers[0], numbers[1]);
  }
}
