package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.junit.jupiter.api.Test;

/**
 * Why there is no conjugate Gibbs sampler: from 2 × 2 on the nuclear norm distribution is no scale
 * mixture of Gaussians, for e^{−t‖·‖_*} would then be positive definite for every t.
 */
class ScaleMixtureTest {
  /** diag(1, −1), its negative, and rotations by 0, 120 and 240 degrees. */
  private static Matrix[] points() {
    Matrix[] points = new Matrix[5];
    points[0] = Matrix.of(new double[][] {{1, 0}, {0, -1}});
    points[1] = points[0].scaled(-1);
    for (int k = 0; k < 3; k++) {
      double c = Math.cos(2 * Math.PI * k / 3);
      double s = Math.sin(2 * Math.PI * k / 3);
      points[k + 2] = Matrix.of(new double[][] {{c, -s}, {s, c}});
    }
    return points;
  }

  private static double distance(Matrix a, Matrix b) {
    return Energies.nuclearNorm(Svd.of(a.minus(b)));
  }

  @Test
  void nuclearNormIsNotOfNegativeType() {
    Matrix[] points = points();
    double[] c = {-1.5, -1.5, 1, 1, 1}; // sums to 0
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        sum += c[i] * c[j] * distance(points[i], points[j]);
      }
    }
    assertThat(sum).isCloseTo(12 * Math.sqrt(3) - 18, within(1e-12));
    assertThat(sum).isCloseTo(2.784610, within(1e-6));
  }

  @Test
  void gramMatrixHasANegativeEigenvalue() {
    Matrix[] points = points();
    Matrix gram = Matrix.zeros(5, 5);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        gram.set(i, j, Math.exp(-0.05 * distance(points[i], points[j])));
      }
    }
    double least = Double.POSITIVE_INFINITY;
    for (double one : SymmetricEigen.of(gram).values().toArray()) {
      least = Math.min(least, one);
    }
    assertThat(least).isCloseTo(-0.007691, within(1e-6));
  }
}
