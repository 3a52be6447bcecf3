package org.eckart.recovery.groups.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingularShrinkageTest {
  private static Matrix noisy(RandomStream random, int rows, int columns) {
    return random
        .gaussian(rows, 6)
        .timesTranspose(random.gaussian(columns, 6))
        .plus(random.gaussian(rows, columns).scaled(0.1));
  }

  private static Matrix bySvd(Matrix h, double t) {
    Svd svd = Svd.of(h);
    double[] shrunk = svd.s().toArray();
    Arrays.setAll(shrunk, k -> Math.max(0, shrunk[k] - t));
    return svd.u().columnsScaled(Vector.wrap(shrunk)).timesTranspose(svd.v());
  }

  /** Small, by the Gram matrix, and by subspaces from the last basis, tall and wide. */
  @ParameterizedTest
  @CsvSource({"1, 1", "20, 9", "120, 50", "50, 120", "410, 420", "900, 402", "402, 900"})
  void isTheOneOfTheSvd(int rows, int columns) {
    RandomStream random = RandomStream.of(3, "shrinkage");
    Matrix h = noisy(random, rows, columns);
    double t = 0.25 * Math.sqrt(rows) + 0.25 * Math.sqrt(columns); // above the noise
    Matrix exact = bySvd(h, t);
    Matrix none = Matrix.zeros(0, 0);
    SingularShrinkage first = SingularShrinkage.of(h, t, none, false);
    SingularShrinkage again = SingularShrinkage.of(h, t, first.basis(), false);
    double size = 1 + exact.frobeniusNorm();
    for (SingularShrinkage one : new SingularShrinkage[] {first, again}) {
      assertThat(one.value().minus(exact).frobeniusNorm()).isLessThan(1e-10 * size);
      assertThat(one.nuclearNorm())
          .isCloseTo(SingularShrinkage.nuclearNorm(exact), within(1e-10 * size));
      assertThat(one.rank()).isLessThanOrEqualTo(6);
    }
  }

  /** The basis of another matrix misses what this one has, so it is not accepted. */
  @Test
  void aBasisThatMissesValuesIsNotAccepted() {
    RandomStream random = RandomStream.of(4, "shrinkage");
    Matrix h = noisy(random, 410, 420);
    Matrix found = SingularShrinkage.of(h, 10, random.gaussian(410, 3), false).value();
    assertThat(found.minus(bySvd(h, 10)).frobeniusNorm()).isLessThan(1e-7);
  }
}
