package org.eckart.recovery.cp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.scaled.GramPreconditioner;

/**
 * A sum of R rank-one terms fitted to the observed entries of a tensor, complete or not.
 *
 * <p>Alternating least squares solves each row of each factor in turn: with the features φ_e = the
 * products of the other factors' rows at entry e, (Σ φφᵀ + λI) a = Σ y φ. The scaled step takes A −
 * η ∇_A [(BᵀB) ∗ (CᵀC) ∗ …]⁻¹ for all factors at once; see the package for when not to.
 *
 * <p>The start is random, of the size of the data; another seed may end in another local minimum.
 * Cost of a step: O(N |Ω| (N R + R²)), on one thread. Memory: the entries, and 12 bytes each.
 */
public final class Cp implements Algorithm<ObservedTensor, CpState, CpFit> {
  private final CpOptions options;

  public Cp(CpOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.method() == CpOptions.Method.ALS ? "cp-als" : "cp-scaledgd";
  }

  @Override
  public CpOptions options() {
    return options;
  }

  @Override
  public CpState start(ObservedTensor y) {
    double free = CpModel.freeNumbers(y.shape(), options.rank());
    if (y.count() < free || y.count() == 0) {
      throw InputException.of(
          "too-few-entries",
          "",
          "%d observations of a %s tensor cannot fix the %.0f free numbers of %d rank-one terms;"
              + " observe more, or ask for a lower rank",
          y.count(),
          y.shapeText(),
          free,
          options.rank());
    }
    RandomStream random = RandomStream.of(options.seed(), "cp start");
    double scale = size(y) / Math.sqrt(y.count());
    double share = Math.pow(scale / Math.sqrt(options.rank()), 1.0 / y.modes());
    List<Matrix> factors = new ArrayList<>();
    for (int n : y.shape()) {
      factors.add(random.gaussian(n, options.rank()).scaled(share));
    }
    return new CpState(0, new CpModel(factors), 1, 1);
  }

  /** ‖P_Ω(Y)‖. */
  private static double size(ObservedTensor y) {
    return Matrix.wrap(1, y.count(), y.valueArray()).frobeniusNorm();
  }

  @Override
  public CpState step(ObservedTensor y, CpState state) {
    double size = size(y);
    double residual = size == 0 ? 0 : residual(y, state.x(), size);
    List<Matrix> factors = new ArrayList<>(state.x().factors());
    for (int k = 0; k < y.modes(); k++) {
      List<Matrix> at = options.method() == CpOptions.Method.ALS ? factors : state.x().factors();
      factors.set(
          k,
          options.method() == CpOptions.Method.ALS
              ? solved(y, at, k)
              : moved(y, at, k, options.stepSize() / y.density()));
    }
    return new CpState(
        state.steps() + 1, new CpModel(factors), residual, state.residual() - residual);
  }

  /** φ_e without mode k: the products of the other factors' rows. */
  private static void feature(ObservedTensor y, List<Matrix> factors, int k, int e, double[] to) {
    java.util.Arrays.fill(to, 1);
    for (int j = 0; j < factors.size(); j++) {
      if (j != k) {
        double[] a = factors.get(j).array();
        int row = y.index(j, e) * to.length;
        for (int t = 0; t < to.length; t++) {
          to[t] *= a[row + t];
        }
      }
    }
  }

  private Matrix solved(ObservedTensor y, List<Matrix> factors, int k) {
    int r = options.rank();
    Matrix next = Matrix.zeros(y.size(k), r);
    int[] at = y.sortedBy(k);
    double[] feature = new double[r];
    for (int from = 0, to; from < at.length; from = to) {
      int row = y.index(k, at[from]);
      Matrix gram = Matrix.zeros(r, r);
      Matrix right = Matrix.zeros(r, 1);
      for (to = from; to < at.length && y.index(k, at[to]) == row; to++) {
        feature(y, factors, k, at[to], feature);
        for (int t = 0; t < r; t++) {
          right.array()[t] += y.value(at[to]) * feature[t];
          for (int s = 0; s <= t; s++) {
            gram.array()[t * r + s] += feature[t] * feature[s];
          }
        }
      }
      double trace = 0;
      for (int t = 0; t < r; t++) {
        trace += gram.get(t, t);
      }
      for (int t = 0; t < r; t++) {
        gram.set(t, t, gram.get(t, t) + options.ridge() * trace / r);
      }
      Optional<Cholesky> factored = Cholesky.ifDefinite(gram);
      if (factored.isPresent()) { // if not, as where all features are 0, the row becomes 0
        System.arraycopy(factored.get().solve(right).array(), 0, next.array(), row * r, r);
      }
    }
    return next;
  }

  private Matrix moved(ObservedTensor y, List<Matrix> factors, int k, double step) {
    int r = options.rank();
    Matrix gradient = Matrix.zeros(y.size(k), r);
    double[] feature = new double[r];
    Matrix own = factors.get(k);
    for (int e = 0; e < y.count(); e++) {
      feature(y, factors, k, e, feature);
      int row = y.index(k, e) * r;
      double residual = -y.value(e);
      for (int t = 0; t < r; t++) {
        residual += own.array()[row + t] * feature[t];
      }
      for (int t = 0; t < r; t++) {
        gradient.array()[row + t] += residual * feature[t];
      }
    }
    Matrix gram = Matrix.zeros(r, r);
    java.util.Arrays.fill(gram.array(), 1);
    for (int j = 0; j < factors.size(); j++) {
      if (j != k) {
        Matrix one = factors.get(j).gram();
        for (int i = 0; i < r * r; i++) {
          gram.array()[i] *= one.array()[i];
        }
      }
    }
    return own.minus(GramPreconditioner.ofGram(gram, 0).divide(gradient).scaled(step));
  }

  private static double residual(ObservedTensor y, CpModel x, double size) {
    double squares = 0;
    double[] feature = new double[x.rank()];
    Matrix first = x.factors().getFirst();
    for (int e = 0; e < y.count(); e++) {
      feature(y, x.factors(), 0, e, feature);
      double left = -y.value(e);
      for (int t = 0; t < feature.length; t++) {
        left += first.get(y.index(0, e), t) * feature[t];
      }
      squares += (left / size) * (left / size);
    }
    return Math.sqrt(squares);
  }

  @Override
  public Progress progress(ObservedTensor y, CpState state) {
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(), options.maxSteps(), Progress.measures("residual", state.residual()), end);
  }

  private boolean isSettled(CpState state) {
    return state.steps() > 1 && Math.abs(state.decrease()) <= options.tolerance();
  }

  @Override
  public CpFit estimate(ObservedTensor y, CpState state) {
    CpModel model = state.x().sorted();
    return new CpFit(model, state.residual(), congruence(model), state.steps(), isSettled(state));
  }

  private static double congruence(CpModel x) {
    double largest = 0;
    for (int s = 0; s < x.rank(); s++) {
      for (int t = 0; t < s; t++) {
        double product = 1;
        for (Matrix factor : x.factors()) {
          double a = factor.columns(s, s + 1).frobeniusNorm();
          double b = factor.columns(t, t + 1).frobeniusNorm();
          double inner =
              factor.columns(s, s + 1).transposeTimes(factor.columns(t, t + 1)).get(0, 0);
          product = Math.min(product, a * b == 0 ? 0 : Math.abs(inner) / (a * b));
        }
        largest = Math.max(largest, product);
      }
    }
    return largest;
  }

  @Override
  public NamedArrays save(CpState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    for (int k = 0; k < state.x().modes(); k++) {
      to.put("factor" + (k + 1), state.x().factors().get(k));
    }
    to.put("counts", new int[] {state.steps(), state.x().modes()});
    return to.put("numbers", new double[] {state.residual(), state.decrease()}).build();
  }

  @Override
  public CpState load(ObservedTensor y, NamedArrays saved) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < saved.ints("counts")[1]; k++) {
      factors.add(saved.matrix("factor" + (k + 1)));
    }
    double[] numbers = saved.doubles("numbers");
    return new CpState(saved.ints("counts")[0], new CpModel(factors), numbers[0], numbers[1]);
  }
}
