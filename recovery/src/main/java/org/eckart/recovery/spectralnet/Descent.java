package org.eckart.recovery.spectralnet;

import java.util.OptionalDouble;
import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.spectralnet.TrainedModel.Evaluation;

/**
 * Full-batch gradient descent on ½ mean (𝒜(X(p)) − y)², with the step from the stability limit.
 *
 * <p>Descent is stable where η is below 2 over the largest curvature. That of the Gauss–Newton
 * part, λ(JJᵀ)/m, is followed by a power iteration that goes on from where it stood: three products
 * every {@value #LOOK} steps, and η = 1/λ. Near the small start the curvature is nearly 0 and says
 * nothing of what is to come, so that until the loss has halved η stays below a bound from the size
 * of the solution. If the loss explodes all the same, training goes back to the best parameters
 * with a third of the step; a rise that passes by itself is let pass.
 */
final class Descent {
  static final int LOOK = 20;
  private static final int PRODUCTS = 3;
  private static final double GROWTH = 1.3; // of the step from look to look
  private static final double FAR = 10; // times the best loss is bad
  private static final int BAD_STEPS = 200;
  private static final double EXPLODED = 1e6; // times the first loss
  private static final double BACKOFF = 3;

  private final TrainedModel model;
  private final double[] values;
  private final double firstLoss;
  private final OptionalDouble fixedStep;
  private final double firstStep;

  /**
   * @param values y, scaled
   * @param fixedStep η, if it is not to be found
   * @param firstStep the bound for the start
   */
  Descent(TrainedModel model, double[] values, OptionalDouble fixedStep, double firstStep) {
    this.model = model;
    this.values = values;
    this.fixedStep = fixedStep;
    this.firstStep = firstStep;
    this.firstLoss = LeastSquares.square(values) / 2 / values.length; // of X = 0
  }

  DescentState start() {
    double[] probe = values.clone();
    double norm = Math.sqrt(LeastSquares.square(probe));
    for (int k = 0; k < probe.length; k++) {
      probe[k] = norm == 0 ? 1 / Math.sqrt(probe.length) : probe[k] / norm;
    }
    double[] parameters = model.start();
    Evaluation at = model.at(parameters);
    double[] residual = residual(at);
    double loss = loss(residual);
    double step = fixedStep.orElse(firstStep);
    return new DescentState(
        0,
        parameters,
        at.pullBack(mean(residual)),
        loss,
        step,
        fixedStep.isPresent() ? step : Double.POSITIVE_INFINITY,
        probe,
        parameters,
        loss,
        0,
        0);
  }

  DescentState step(DescentState state) {
    double[] parameters = state.parameters().clone();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= state.stepSize() * state.gradient()[i];
    }
    Evaluation at = finite(parameters) ? model.at(parameters) : null;
    double[] residual = at == null ? values : residual(at);
    double loss = at == null ? Double.NaN : loss(residual);
    int bad = loss <= FAR * state.bestLoss() ? 0 : state.bad() + 1;
    if (at == null
        || !(loss <= EXPLODED * Math.max(firstLoss, state.bestLoss()))
        || bad > BAD_STEPS) {
      return back(state);
    }
    double[] gradient = at.pullBack(mean(residual));
    double step = state.stepSize();
    double[] probe = state.probe();
    int steps = state.steps() + 1;
    double[] best = state.best();
    double bestLoss = state.bestLoss();
    if (steps % LOOK == 0) {
      if (loss < bestLoss) {
        best = parameters;
        bestLoss = loss;
      }
      if (fixedStep.isEmpty()) {
        probe = probe.clone();
        double limit = values.length / curvature(at, probe); // half of the stability limit
        double ceiling =
            loss < firstLoss / 2 ? state.ceiling() : Math.min(firstStep, state.ceiling());
        step = Math.min(Math.min(limit, ceiling), GROWTH * step);
      }
    }
    return new DescentState(
        steps,
        parameters,
        gradient,
        loss,
        step,
        state.ceiling(),
        probe,
        best,
        bestLoss,
        bad,
        state.setbacks());
  }

  /** The best parameters again, with a smaller step that will not grow back. */
  private DescentState back(DescentState state) {
    Evaluation at = model.at(state.best());
    double[] residual = residual(at);
    double step = state.stepSize() / BACKOFF;
    return new DescentState(
        state.steps() + 1,
        state.best(),
        at.pullBack(mean(residual)),
        loss(residual),
        step,
        step,
        state.probe(),
        state.best(),
        state.bestLoss(),
        0,
        state.setbacks() + 1);
  }

  /** The largest eigenvalue of JJᵀ, after a few products; {@code probe} is turned towards it. */
  private static double curvature(Evaluation at, double[] probe) {
    double value = 0;
    for (int k = 0; k < PRODUCTS; k++) {
      double[] next = at.pushForward(at.pullBack(probe));
      value = Math.sqrt(LeastSquares.square(next));
      if (!(value > 0) || !Double.isFinite(value)) {
        return Double.MIN_NORMAL; // flat as far as can be seen
      }
      for (int i = 0; i < probe.length; i++) {
        probe[i] = next[i] / value;
      }
    }
    return value;
  }

  private double[] residual(Evaluation at) {
    double[] residual = at.measured();
    for (int k = 0; k < residual.length; k++) {
      residual[k] -= values[k];
    }
    return residual;
  }

  private static double loss(double[] residual) {
    return LeastSquares.square(residual) / 2 / residual.length;
  }

  private static double[] mean(double[] residual) {
    double[] mean = new double[residual.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = residual[k] / mean.length;
    }
    return mean;
  }

  private static boolean finite(double[] parameters) {
    for (double p : parameters) {
      if (!Double.isFinite(p)) {
        return false;
      }
    }
    return true;
  }

  static NamedArrays save(DescentState state) {
    return NamedArrays.builder()
        .put("counts", new int[] {state.steps(), state.bad(), state.setbacks()})
        .put(
            "numbers",
            new double[] {state.loss(), state.stepSize(), state.ceiling(), state.bestLoss()})
        .put("parameters", state.parameters())
        .put("gradient", state.gradient())
        .put("probe", state.probe())
        .put("best", state.best())
        .build();
  }

  static DescentState load(NamedArrays saved) {
    int[] counts = saved.ints("counts");
    double[] numbers = saved.doubles("numbers");
    return new DescentState(
        counts[0],
        saved.doubles("parameters"),
        saved.doubles("gradient"),
        numbers[0],
        numbers[1],
        numbers[2],
        saved.doubles("probe"),
        saved.doubles("best"),
        numbers[3],
        counts[1],
        counts[2]);
  }
}
