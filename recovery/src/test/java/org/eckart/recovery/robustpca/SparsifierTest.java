package org.eckart.recovery.robustpca;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.scaled.FactorPair;
import org.junit.jupiter.api.Test;

class SparsifierTest {
  private static TreeSet<String> kept(double[][] rows, double share) {
    try (Parallel parallel = Parallel.of(2)) {
      Matrix z = Matrix.of(rows);
      RobustPcaProblem problem = RobustPcaProblem.of(z, parallel);
      FactorPair zero = new FactorPair(Matrix.zeros(z.rows(), 0), Matrix.zeros(z.columns(), 0));
      Sparsifier.Limits limits = Sparsifier.limits(problem, zero, share);
      TreeSet<String> places = new TreeSet<>();
      for (int i = 0; i < z.rows(); i++) {
        for (int j = 0; j < z.columns(); j++) {
          if (limits.isOutlier(i, j, Math.abs(z.get(i, j)) / problem.scale())) {
            places.add(i + "," + j);
          }
        }
      }
      return places;
    }
  }

  private static final double[][] Z = {
    {5, -1, 2, 0.5}, {-6, 3, 1, 4}, {2.5, -7, 0.1, 1.5}, {1.2, 2.2, -8, 3.5}
  };

  /** The published example: 5 tops its row but not its column, 4 its column but not its row. */
  @Test
  void keepsWhatIsLargestInItsRowAndInItsColumn() {
    assertThat(kept(Z, 0.25)).containsExactly("1,0", "2,1", "3,2");
    assertThat(kept(Z, 0.5)).containsExactly("0,0", "0,2", "1,0", "1,3", "2,1", "3,2", "3,3");
    assertThat(kept(Z, 0.2)).isEmpty();
    assertThat(kept(Z, 1)).hasSize(16);
  }

  @Test
  void ofEqualMagnitudesTheFirstCount() {
    assertThat(kept(new double[][] {{1, -1, 1}, {1, 1, 1}, {1, 1, -1}}, 0.34))
        .containsExactly("0,0");
  }

  @Test
  void quickSelectFindsWhatSortingFinds() {
    RandomStream random = RandomStream.of(3, "quick-select test");
    for (int trial = 0; trial < 200; trial++) {
      double[] numbers = new double[1 + random.nextInt(200)];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = random.nextInt(40) == 0 ? Double.NaN : random.nextInt(60);
      }
      double[] ascending = Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray();
      if (ascending.length > 0) {
        int k = 1 + random.nextInt(ascending.length);
        assertThat(Sparsifier.largest(numbers, k))
            .as("trial %d, the %d-th of %d", trial, k, ascending.length)
            .isEqualTo(ascending[ascending.length - k]);
      }
    }
  }
}
