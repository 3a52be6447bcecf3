package org.eckart.recovery.spectralnet;

import static org.eckart.linalg.Check.check;

import java.util.Optional;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.Measurements;

/**
 * Measurements as the methods of this package take them, with what several of them need: the
 * least-squares solution, the norm of the operator, and the frame that the Aₖ may share. Each is
 * found when it is first asked for.
 */
public final class SensingProblem {
  /** Networks hold matrices in full; more entries than this are not for them. */
  private static final long MOST_ENTRIES = 4_000_000;

  private final Measurements measurements;
  private final Parallel parallel;
  private volatile Optional<Matrix> leastSquares = Optional.empty();
  private volatile Optional<Optional<SharedFrame>> frame = Optional.empty();
  private volatile Optional<Sizes> sizes = Optional.empty();

  private SensingProblem(Measurements measurements, Parallel parallel) {
    this.measurements = measurements;
    this.parallel = parallel;
  }

  /**
   * The problem.
   *
   * @param parallel stays the caller's to close, and open while the problem is in use
   */
  public static SensingProblem of(Measurements measurements, Parallel parallel) {
    long entries = (long) measurements.rows() * measurements.columns();
    check(
        entries <= MOST_ENTRIES,
        "The matrix is %d × %d, and these methods hold it in full, up to %d entries; take a"
            + " factor method for larger ones",
        measurements.rows(),
        measurements.columns(),
        MOST_ENTRIES);
    return new SensingProblem(measurements.withThreads(parallel), parallel);
  }

  public Measurements measurements() {
    return measurements;
  }

  Parallel parallel() {
    return parallel;
  }

  /** 𝒜⁺(y), the matrix of least Frobenius norm that fits best. */
  public Matrix leastSquares() {
    if (leastSquares.isEmpty()) {
      leastSquares = Optional.of(LeastSquares.minimumNorm(measurements));
    }
    return leastSquares.get();
  }

  /** The singular vectors that the measurements come nearest to sharing. */
  public Optional<SharedFrame> frame() {
    if (frame.isEmpty()) {
      frame = Optional.of(SharedFrame.of(measurements.operator()));
    }
    return frame.get();
  }

  /** What descent needs of the problem besides its values. */
  record Sizes(double largestEigenvalue, double valueNorm, double nuclearNorm, double top) {}

  /** The largest eigenvalue of 𝒜𝒜*, ‖y‖, and nuclear and spectral norm of 𝒜⁺(y). */
  Sizes sizes() {
    if (sizes.isEmpty()) {
      Vector s = Svd.of(leastSquares()).s();
      Vector y = measurements.values();
      sizes =
          Optional.of(
              new Sizes(
                  LeastSquares.largestEigenvalue(measurements.operator()),
                  Matrix.wrap(1, y.size(), y.toArray()).frobeniusNorm(),
                  RankMeasures.sum(s),
                  s.get(0)));
    }
    return sizes.get();
  }
}
