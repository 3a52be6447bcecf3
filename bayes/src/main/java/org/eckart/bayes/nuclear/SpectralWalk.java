package org.eckart.bayes.nuclear;

import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Pairwise spectral Gibbs (see {@link PairSweep}); where entries are missing or noise is unequal,
 * the complete data of equal noise behind them are drawn along, which keeps it exact.
 */
final class SpectralWalk implements Walk {
  /** Rounding in U, V and B is taken out so often. */
  private static final int FRESH = 100;

  /** Metropolis steps for the radii of a pair: a second one pays while n is small. */
  private static final int SECOND_STEP_UP_TO = 60;

  private final NuclearProblem problem;
  private final SpectralFrame frame;
  private final Matrix z;
  private int sinceFresh;

  private SpectralWalk(NuclearProblem problem, SpectralFrame frame, int sinceFresh) {
    this.problem = problem;
    this.frame = frame;
    this.z = problem.isIsotropic() ? problem.y() : problem.y().copy();
    this.sinceFresh = sinceFresh;
  }

  static SpectralWalk start(NuclearProblem problem, Matrix x) {
    SpectralFrame frame = SpectralFrame.of(x, 1);
    frame.see(problem.y());
    return new SpectralWalk(problem, frame, 0);
  }

  static SpectralWalk at(NuclearProblem problem, NamedArrays place) {
    Matrix y = problem.y();
    SpectralFrame frame = new SpectralFrame(y.rows(), y.columns());
    System.arraycopy(place.doubles("s"), 0, frame.s, 0, frame.n);
    SpectralFrame.spread(place.matrix("u"), frame.u);
    SpectralFrame.spread(place.matrix("v"), frame.v);
    SpectralFrame.spread(place.matrix("b"), frame.b);
    return new SpectralWalk(problem, frame, place.ints("sinceFresh")[0]);
  }

  @Override
  public double targetAcceptance() {
    return frame.n == 1 ? Double.NaN : 0.44;
  }

  @Override
  public double move(double rate, double weight, double stepSize, RandomStream random) {
    if (!problem.isIsotropic()) {
      augment(weight, random);
    }
    if (frame.n == 1) {
      RadialDraw.move(frame, rate, weight, random);
    }
    int repeats = frame.n <= SECOND_STEP_UP_TO ? 2 : 1;
    double accepted = new PairSweep(frame, rate, weight, stepSize, repeats, random).sweep();
    if (frame.m > frame.n || frame.n == 1) {
      ColumnSweep.sweep(frame, z, weight, random);
    }
    if (++sinceFresh >= FRESH) {
      sinceFresh = 0;
      frame.orthonormalise();
      frame.see(z);
    }
    return accepted;
  }

  /**
   * Draws the data that would complete the observed ones to equal noise γ: where nothing was
   * observed, z ~ N(x, γ²); where the noise is γ_ij &gt; γ, with D = γ_ij² − γ², z given x and y is
   * normal with precision 1/γ² + 1/D.
   */
  private void augment(double weight, RandomStream random) {
    double[] x = frame.product().array();
    double[] y = problem.y().array();
    double[] to = z.array();
    double noise = 1 / Math.sqrt(weight);
    for (int k = 0; k < x.length; k++) {
      double precision = problem.precision(k);
      if (precision == 0) {
        to[k] = x[k] + noise * random.nextGaussian();
      } else if (precision < 1) {
        double more = (1 / precision - 1) / weight;
        double variance = 1 / (weight + 1 / more);
        to[k] =
            variance * (weight * x[k] + y[k] / more) + Math.sqrt(variance) * random.nextGaussian();
      }
    }
    frame.see(z);
  }

  @Override
  public Matrix x() {
    return frame.product();
  }

  @Override
  public double[] singularValues() {
    return frame.s.clone();
  }

  @Override
  public double[] overlap() {
    return new double[] {frame.inner(), frame.square()};
  }

  @Override
  public void scale(double c) {
    for (int k = 0; k < frame.n; k++) {
      frame.s[k] *= c;
    }
  }

  @Override
  public NamedArrays place() {
    return NamedArrays.builder()
        .put("s", frame.s.clone())
        .put("u", SpectralFrame.joined(frame.u, frame.n))
        .put("v", SpectralFrame.joined(frame.v, frame.m))
        .put("b", SpectralFrame.joined(frame.b, frame.n))
        .put("sinceFresh", new int[] {sinceFresh})
        .build();
  }
}
