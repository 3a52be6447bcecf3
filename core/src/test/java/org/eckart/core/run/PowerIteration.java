package org.eckart.core.run;

import static org.eckart.linalg.Check.check;

import java.util.Optional;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;

/**
 * The eigenvalue of largest magnitude of a symmetric matrix: small enough to see through, and a
 * whole algorithm all the same. What {@link Run} and {@link AlgorithmContract} are tried on.
 */
class PowerIteration implements Algorithm<Matrix, PowerIteration.State, PowerIteration.Estimate> {
  /**
   * @param maxSteps the run ends here at the latest
   * @param tolerance relative to the eigenvalue, the change in a step that ends the run
   * @param seed of the start vector
   */
  record Options(int maxSteps, double tolerance, long seed) {
    Options {
      check(maxSteps >= 1, "maxSteps is %d; it must be 1 or more", maxSteps);
    }
  }

  record State(int steps, Vector direction, double value, double change) {}

  record Estimate(double value, Vector direction, boolean settled) {}

  private final Options options;

  PowerIteration(Options options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public State start(Matrix a) {
    check(a.rows() == a.columns(), "The matrix is %d × %d, not square", a.rows(), a.columns());
    for (double entry : a.array()) {
      check(Double.isFinite(entry), "The matrix holds %s; its entries must be finite", entry);
    }
    RandomStream random = RandomStream.of(options.seed(), "power iteration start");
    double[] v = new double[a.rows()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextGaussian();
    }
    return new State(0, Vector.wrap(scaled(v, norm(v))), 0, 1);
  }

  @Override
  public State step(Matrix a, State state) {
    double[] w = new double[a.rows()];
    double value = 0;
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        w[i] += a.get(i, j) * state.direction().get(j);
      }
      value += w[i] * state.direction().get(i);
    }
    double norm = norm(w);
    Vector next = norm == 0 ? state.direction() : Vector.wrap(scaled(w, norm));
    double change = value == 0 ? 0 : Math.min(1, Math.abs(value - state.value()) / Math.abs(value));
    return new State(state.steps() + 1, next, value, change);
  }

  @Override
  public Progress progress(Matrix a, State state) {
    Optional<StopReason> end =
        state.steps() > 0 && state.change() <= options.tolerance()
            ? Optional.of(StopReason.SETTLED)
            : state.steps() >= options.maxSteps()
                ? Optional.of(StopReason.STEPS)
                : Optional.empty();
    return new Progress(
        state.steps(),
        options.maxSteps(),
        Progress.measures("value", state.value(), "change", state.change()),
        end);
  }

  @Override
  public Estimate estimate(Matrix a, State state) {
    return new Estimate(state.value(), state.direction(), state.change() <= options.tolerance());
  }

  @Override
  public NamedArrays save(State state) {
    return NamedArrays.builder()
        .put("direction", state.direction().toArray())
        .put("numbers", new double[] {state.value(), state.change()})
        .put("steps", new int[] {state.steps()})
        .build();
  }

  @Override
  public State load(Matrix a, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    return new State(
        saved.ints("steps")[0], Vector.of(saved.doubles("direction")), numbers[0], numbers[1]);
  }

  private static double norm(double[] v) {
    double largest = 0;
    for (double x : v) {
      largest = Math.max(largest, Math.abs(x));
    }
    double sum = 0;
    for (double x : v) {
      sum += largest == 0 ? 0 : (x / largest) * (x / largest);
    }
    return largest * Math.sqrt(sum);
  }

  private static double[] scaled(double[] v, double norm) {
    double[] scaled = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      scaled[i] = v[i] / norm;
    }
    return scaled;
  }
}
