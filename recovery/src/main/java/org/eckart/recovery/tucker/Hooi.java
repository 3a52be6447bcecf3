package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/**
 * The best Tucker approximation of a dense tensor by alternating projections: each factor in turn
 * becomes the leading left singular vectors of the unfolding that the other factors leave. It
 * begins at the higher-order SVD.
 *
 * <p>Entries that are NaN are missing: they are filled with the model's, first with the mean,
 * before each step. That is the usual way to complete a tensor with HOOI, slow where many are
 * missing; {@link TuckerCompletion} is the better one.
 *
 * <p>Cost of a step: about 2 N Π n_k r_max operations. Memory: four copies of the tensor.
 *
 * <p>Source: De Lathauwer, De Moor &amp; Vandewalle, SIAM J. Matrix Anal. Appl. 21 (2000), 1324.
 */
public final class Hooi implements Algorithm<Tensor, HooiState, TuckerFit> {
  private final HooiOptions options;

  public Hooi(HooiOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "hooi";
  }

  @Override
  public HooiOptions options() {
    return options;
  }

  @Override
  public HooiState start(Tensor y) {
    int[] ranks = options.ranks().stream().mapToInt(Integer::intValue).toArray();
    Ranks.check(y.shape(), ranks);
    double sum = 0;
    int known = 0;
    for (double v : y.array()) {
      if (Double.isInfinite(v)) {
        throw InputException.of(
            "not-finite", "", "The tensor holds %s; entries are numbers, or NaN if missing", v);
      }
      if (!Double.isNaN(v)) {
        sum += v;
        known++;
      }
    }
    if (known == 0) {
      throw InputException.of(
          "no-entries",
          "",
          "There is no known entry in a %s tensor, so nothing can be decomposed",
          Ranks.text(y.shape()));
    }
    Ranks.refuseTooMany(y.shape(), ranks, known);
    Tensor filled = y.copy();
    for (int i = 0; i < filled.array().length; i++) {
      if (Double.isNaN(filled.array()[i])) {
        filled.array()[i] = sum / known;
      }
    }
    Tucker x = Hosvd.of(filled, ranks);
    return new HooiState(0, x, residual(y, x.tensor()), 1, residual(y, Tensor.zeros(y.shape())));
  }

  private static double residual(Tensor y, Tensor x) {
    Tensor left = y.minus(x);
    for (int i = 0; i < left.array().length; i++) {
      if (Double.isNaN(left.array()[i])) {
        left.array()[i] = 0;
      }
    }
    return left.frobeniusNorm();
  }

  @Override
  public HooiState step(Tensor y, HooiState state) {
    Tensor filled = y;
    for (double v : y.array()) {
      if (Double.isNaN(v)) {
        filled = filled(y, state.x().tensor());
        break;
      }
    }
    double scale = filled.largestMagnitude();
    if (scale == 0) {
      return new HooiState(state.steps() + 1, state.x(), state.residual(), 0, 0);
    }
    filled = filled.scaled(1 / scale); // so that Gram matrices neither overflow nor vanish
    List<Matrix> factors = new ArrayList<>(state.x().factors());
    Tensor part = filled;
    for (int k = 0; k < factors.size(); k++) {
      part = filled;
      for (int j = 0; j < factors.size(); j++) {
        if (j != k) {
          part = part.transposeTimes(j, factors.get(j));
        }
      }
      factors.set(k, Hosvd.leading(part.unfolding(k), options.ranks().get(k)));
    }
    int last = factors.size() - 1;
    Tensor core = part.transposeTimes(last, factors.get(last)).scaled(scale);
    Tucker x = new Tucker(core, factors);
    double residual = residual(y, x.tensor());
    double size = state.size();
    return new HooiState(
        state.steps() + 1, x, residual, size == 0 ? 0 : (state.residual() - residual) / size, size);
  }

  private static Tensor filled(Tensor y, Tensor x) {
    Tensor filled = y.copy();
    for (int i = 0; i < filled.array().length; i++) {
      if (Double.isNaN(filled.array()[i])) {
        filled.array()[i] = x.array()[i];
      }
    }
    return filled;
  }

  @Override
  public Progress progress(Tensor y, HooiState state) {
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(), options.maxSteps(), Progress.measures("residual", state.residual()), end);
  }

  private boolean isSettled(HooiState state) {
    return state.steps() > 0 && state.decrease() <= options.tolerance();
  }

  @Override
  public TuckerFit estimate(Tensor y, HooiState state) {
    return new TuckerFit(
        state.x(),
        0.5 * state.residual() * state.residual(),
        state.steps(),
        isSettled(state),
        0,
        0);
  }

  @Override
  public NamedArrays save(HooiState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    TuckerArrays.put(to, "x.", state.x());
    to.put("steps", new int[] {state.steps()});
    to.put("numbers", new double[] {state.residual(), state.decrease(), state.size()});
    return to.build();
  }

  @Override
  public HooiState load(Tensor y, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    return new HooiState(
        saved.ints("steps")[0], TuckerArrays.get(saved, "x."), numbers[0], numbers[1], numbers[2]);
  }
}
