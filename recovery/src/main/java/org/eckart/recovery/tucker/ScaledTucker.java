package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eckart.core.RunException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;

/**
 * Scaled gradient descent for a tensor in Tucker form, as published: a spectral start, then fixed
 * steps of all factors and the core at once ({@link TuckerStep}), for any {@link TuckerLoss}.
 *
 * <p>The number of steps does not depend on how ill-conditioned the tensor is, once the start is
 * close enough; how close, and so how many entries are needed, does. For completion of real data
 * take {@link TuckerCompletion}, which needs fewer passes, no step size and no rank.
 *
 * <p>A step costs one gradient of the loss and O(Σ n_k r_k² + Π r_k Σ r_k). If the loss exceeds ten
 * times its least, the best model is taken up again with half the step; after {@value
 * #MOST_HALVINGS} halvings the run is refused.
 *
 * <p>Source: Tong, Ma, Prater-Bennette, Tripp &amp; Chi, JMLR 23 (2022); for robust PCA Dong, Tong,
 * Ma &amp; Chi, arXiv 2206.09109.
 */
public final class ScaledTucker implements Algorithm<TuckerLoss, ScaledTuckerState, TuckerFit> {
  private static final int MOST_HALVINGS = 8;
  private static final double DIVERGED = 10;

  private final ScaledTuckerOptions options;

  public ScaledTucker(ScaledTuckerOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.scaled() ? "tucker-scaledgd" : "tucker-gd";
  }

  @Override
  public ScaledTuckerOptions options() {
    return options;
  }

  @Override
  public ScaledTuckerState start(TuckerLoss loss) {
    int[] ranks = options.rankArray();
    Ranks.check(loss.shape(), ranks);
    Ranks.refuseTooMany(loss.shape(), ranks, loss.data());
    Tucker x = loss.start(ranks, options.seed());
    double scale = 0;
    for (Vector spectrum : x.spectra()) {
      scale = Math.max(scale, spectrum.get(0));
    }
    return new ScaledTuckerState(
        0, x, x, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN, 0, scale, 0, 0);
  }

  @Override
  public ScaledTuckerState step(TuckerLoss loss, ScaledTuckerState state) {
    TuckerGradient g = loss.gradient(state.x(), state.clock());
    boolean diverged = !(g.value() <= DIVERGED * state.bestLoss()) || !isFinite(state.x());
    if (loss.isComparable() && diverged && state.steps() > 0) {
      int halvings = state.halvings() + 1;
      if (halvings > MOST_HALVINGS) {
        throw new RunException(
            String.format(
                Locale.ROOT,
                "The iteration diverges even at a step size of %.2g; the data are too few or too"
                    + " uneven for these ranks: lower them, or take the default method",
                stepSize(state.halvings())));
      }
      return new ScaledTuckerState(
          state.steps() + 1,
          state.best(),
          state.best(),
          state.bestLoss(),
          state.loss(),
          state.change(),
          halvings,
          state.scale(),
          0,
          state.damped());
    }
    double eta = stepSize(state.halvings());
    TuckerStep taken =
        options.scaled() || state.scale() == 0
            ? TuckerStep.scaled(state.x(), g, eta)
            : TuckerStep.plain(state.x(), g, eta, state.scale());
    double size = state.x().frobeniusNorm();
    boolean better = g.value() < state.bestLoss();
    return new ScaledTuckerState(
        state.steps() + 1,
        options.incoherence() > 0 ? projected(taken.next(), options.incoherence()) : taken.next(),
        better ? state.x() : state.best(),
        better ? g.value() : state.bestLoss(),
        g.value(),
        size > 0 ? taken.size() / size : 0,
        state.halvings(),
        state.scale(),
        state.clock() + 1,
        state.damped() + (taken.damped() ? 1 : 0));
  }

  private double stepSize(int halvings) {
    return options.step() * Math.pow(0.5, halvings);
  }

  private static boolean isFinite(Tucker x) {
    return Double.isFinite(x.core().largestMagnitude());
  }

  /**
   * The scaled projection: row i of each factor shrunk to ‖u_i Ŭᵀ‖ ≤ B/√n_k. The theorem's B = C_B
   * √(μ r_k) σ₁ needs the true μ: with that of the factors at hand no row would ever be above it.
   * Here √μ σ₁ is ‖X‖, so that the cap is C_B √r_k times the root mean square of ‖u_i Ŭᵀ‖. O(r_k²)
   * a row.
   */
  static Tucker projected(Tucker x, double incoherence) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < x.modes(); k++) {
      Matrix u = x.factor(k);
      Matrix gram = x.otherGram(k);
      Matrix weighted = u.times(gram); // n × r
      double[] norm = new double[u.rows()];
      double squares = 0;
      for (int i = 0; i < norm.length; i++) {
        double sum = 0;
        for (int j = 0; j < u.columns(); j++) {
          sum += u.get(i, j) * weighted.get(i, j);
        }
        norm[i] = Math.sqrt(Math.max(0, sum));
        squares += sum;
      }
      double cap = incoherence * Math.sqrt(squares / norm.length * u.columns());
      Matrix capped = u.copy();
      for (int i = 0; i < norm.length; i++) {
        if (norm[i] > cap) {
          for (int j = 0; j < u.columns(); j++) {
            capped.set(i, j, u.get(i, j) * cap / norm[i]);
          }
        }
      }
      factors.add(capped);
    }
    return new Tucker(x.core(), factors);
  }

  @Override
  public Progress progress(TuckerLoss loss, ScaledTuckerState state) {
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(),
        options.maxSteps(),
        state.steps() == 0 || !Double.isFinite(state.change())
            ? new java.util.LinkedHashMap<>()
            : Progress.measures("loss", state.loss(), "change", state.change()),
        end);
  }

  private boolean isSettled(ScaledTuckerState state) {
    return state.steps() > 0 && state.change() <= options.tolerance();
  }

  @Override
  public TuckerFit estimate(TuckerLoss loss, ScaledTuckerState state) {
    // of a run that did not settle nobody has looked at what its last step did
    boolean last = isSettled(state) || (!loss.isComparable() && isFinite(state.x()));
    return new TuckerFit(
        last ? state.x() : state.best(),
        last || state.steps() == 0 ? state.loss() : state.bestLoss(),
        state.steps(),
        isSettled(state),
        state.halvings(),
        state.damped());
  }

  @Override
  public NamedArrays save(ScaledTuckerState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    TuckerArrays.put(to, "x.", state.x());
    TuckerArrays.put(to, "best.", state.best());
    to.put("counts", new int[] {state.steps(), state.halvings(), state.clock(), state.damped()});
    to.put("numbers", new double[] {state.bestLoss(), state.loss(), state.change(), state.scale()});
    return to.build();
  }

  @Override
  public ScaledTuckerState load(TuckerLoss loss, NamedArrays saved) {
    int[] counts = saved.ints("counts");
    double[] numbers = saved.doubles("numbers");
    return new ScaledTuckerState(
        counts[0],
        TuckerArrays.get(saved, "x."),
        TuckerArrays.get(saved, "best."),
        numbers[0],
        numbers[1],
        numbers[2],
        counts[1],
        numbers[3],
        counts[2],
        counts[3]);
  }
}
