package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The matrix von Mises–Fisher scans of {@link SvdGibbsWalk}: density ∝ exp tr(FᵀU) on frames. Ten
 * means at 4 standard errors, those of the reference (0.001) included: a false alarm in 1,600
 * seeds; seeds are fixed.
 */
@Tag("statistical")
class MatrixFisherStatisticsTest {
  private static final int DRAWS = 40_000;
  private final RandomStream random = RandomStream.of(11, "matrix Fisher");

  /** A frame with U = I, V the first columns of I, and all singular values 1. */
  private static SpectralFrame standard(int n, int m, Matrix y) {
    SpectralFrame frame = new SpectralFrame(n, m);
    for (int k = 0; k < n; k++) {
      frame.s[k] = 1;
      frame.u[k][k] = 1;
      frame.v[k][k] = 1;
    }
    frame.see(y);
    return frame;
  }

  private static void assertMean(double[] draws, double expected) {
    Diagnostic found = Diagnostic.of(new double[][] {draws});
    assertThat(found.mcse()).isLessThan(0.008);
    assertThat(found.mean()).isCloseTo(expected, within(4 * Math.hypot(found.mcse(), 0.001)));
  }

  /** V on St(3, 2) with Yᵀ = F; the reference is importance sampling. */
  @Test
  void framesInThreeDimensionsHaveTheirMean() {
    Matrix f = Matrix.of(new double[][] {{1.5, 0.3}, {-0.4, 1}, {0.2, -0.6}});
    double[][] mean = {{0.447, 0.098}, {-0.117, 0.319}, {0.058, -0.193}};
    NuclearProblem problem = NuclearProblem.of(f.transpose(), 1);
    SpectralFrame frame = standard(2, 3, problem.y());
    SvdGibbsWalk walk = new SvdGibbsWalk(problem, frame, false, 0);
    double[][] draws = new double[6][DRAWS];
    for (int t = 0; t < DRAWS; t++) {
      walk.drawRight(1, random);
      for (int k = 0; k < 6; k++) {
        draws[k][t] = frame.v[k % 2][k / 2];
      }
    }
    for (int k = 0; k < 6; k++) {
      assertMean(draws[k], mean[k / 2][k % 2]);
    }
    assertThat(frame.orthogonalityError()).isLessThan(1e-10);
  }

  /**
   * U on O(2), both components: by quadrature over the angle. Without the flips the mean would be
   * that of one of them.
   */
  @Test
  void orthogonalMatricesHaveTheirMean() {
    Matrix f = Matrix.of(new double[][] {{1.2, 0.5}, {-0.3, 0.7}});
    double[][] mean = {{0.5245, 0.2192}, {-0.1592, 0.3744}};
    NuclearProblem problem = NuclearProblem.of(f, 1);
    SpectralFrame frame = standard(2, 2, problem.y());
    SvdGibbsWalk walk = new SvdGibbsWalk(problem, frame, false, 0);
    double[][] draws = new double[4][DRAWS];
    for (int t = 0; t < DRAWS; t++) {
      walk.drawLeft(1, random);
      for (int k = 0; k < 4; k++) {
        draws[k][t] = frame.u[k % 2][k / 2];
      }
    }
    for (int k = 0; k < 4; k++) {
      assertMean(draws[k], mean[k / 2][k % 2]);
    }
  }

  /** Data 1e12 times the noise: the frame stays where the data are, without a NaN. */
  @Test
  void concentratesWithoutHanging() {
    NuclearProblem problem =
        NuclearProblem.of(Matrix.of(new double[][] {{1e12, 0, 0}, {0, 3e11, 0}}), 1);
    SvdGibbsWalk walk = SvdGibbsWalk.start(problem, problem.y(), false);
    for (int t = 0; t < 20; t++) {
      walk.drawLeft(1, random);
      walk.drawRight(1, random);
    }
    assertThat(walk.x().minus(problem.y()).largestMagnitude()).isLessThan(100);
  }
}
