package org.eckart.bayes.nuclear;

import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;

/**
 * Hamiltonian Monte Carlo on X: one SVD a leapfrog step gives both ‖X‖_* and its gradient, the
 * polar factor U Vᵀ. That the gradient jumps where X loses rank does no harm: this has probability
 * 0, and the Metropolis step keeps the draws exact.
 */
final class HamiltonianWalk implements Walk {
  /** Leapfrog steps of a trajectory, on average. */
  private static final int LEAPFROGS = 20;

  private final NuclearProblem problem;
  private final double[] mass;
  private Matrix x;
  private Svd svd;

  private HamiltonianWalk(NuclearProblem problem, Matrix x) {
    this.problem = problem;
    this.x = x;
    this.svd = Svd.of(x);
    this.mass = new double[x.array().length];
    for (int k = 0; k < mass.length; k++) {
      mass[k] =
          problem.isComplete() && !problem.hasUnequalNoise() ? 1 : problem.precision(k) + 0.25;
    }
  }

  static HamiltonianWalk start(NuclearProblem problem, Matrix x) {
    return new HamiltonianWalk(problem, x.copy());
  }

  static HamiltonianWalk at(NuclearProblem problem, NamedArrays place) {
    return new HamiltonianWalk(problem, place.matrix("x").copy());
  }

  @Override
  public double targetAcceptance() {
    return 0.8;
  }

  @Override
  public double move(double rate, double weight, double stepSize, RandomStream random) {
    int steps = LEAPFROGS / 2 + random.nextInt(LEAPFROGS + 1);
    double step = stepSize * (0.8 + 0.4 * random.nextUniform());
    double[] momentum = new double[mass.length];
    double before = energy(x, svd, rate, weight);
    for (int k = 0; k < mass.length; k++) {
      momentum[k] = Math.sqrt(mass[k]) * random.nextGaussian();
      before += momentum[k] * momentum[k] / (2 * mass[k]);
    }
    Matrix at = x.copy();
    Svd now = svd;
    kick(momentum, at, now, rate, weight, step / 2);
    for (int t = 0; t < steps; t++) {
      double[] a = at.array();
      for (int k = 0; k < mass.length; k++) {
        a[k] += step * momentum[k] / mass[k];
      }
      if (!Double.isFinite(at.largestMagnitude())) {
        return 0; // a step far too long, early in the warm-up
      }
      now = Svd.of(at);
      kick(momentum, at, now, rate, weight, t + 1 < steps ? step : step / 2);
    }
    double after = energy(at, now, rate, weight);
    for (int k = 0; k < mass.length; k++) {
      after += momentum[k] * momentum[k] / (2 * mass[k]);
    }
    double acceptance = Math.exp(Math.min(0, before - after));
    if (random.nextUniform() < acceptance) {
      x = at;
      svd = now;
    }
    return Double.isNaN(acceptance) ? 0 : acceptance;
  }

  /** p ← p − step (ρ U Vᵀ + P∘(X − Y)). */
  private void kick(
      double[] momentum, Matrix at, Svd now, double rate, double weight, double step) {
    double[] polar = now.u().timesTranspose(now.v()).array();
    double[] a = at.array();
    double[] y = problem.y().array();
    for (int k = 0; k < momentum.length; k++) {
      momentum[k] -= step * (rate * polar[k] + weight * problem.precision(k) * (a[k] - y[k]));
    }
  }

  private double energy(Matrix at, Svd now, double rate, double weight) {
    return rate * Energies.nuclearNorm(now) + 0.5 * weight * Energies.residual(problem, at);
  }

  @Override
  public Matrix x() {
    return x;
  }

  @Override
  public double[] singularValues() {
    return svd.s().toArray();
  }

  @Override
  public double[] overlap() {
    return problem.isIsotropic()
        ? new double[] {Energies.inner(x, problem.y()), Energies.inner(x, x)}
        : new double[0];
  }

  @Override
  public void scale(double c) {
    x = x.scaled(c);
    svd = Svd.of(x);
  }

  @Override
  public NamedArrays place() {
    return NamedArrays.builder().put("x", x).build();
  }
}
