package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;

/**
 * The number of components in noise of unknown law, by permutation: the entries of each column are
 * shuffled, which leaves the columns' own laws and destroys what they have in common.
 *
 * <p>Component k counts if it exceeds the k-th value of all but a twentieth of the shuffled
 * matrices; the first that does not ends the count. Noise that is correlated from row to row within
 * a column is destroyed like signal and then passes for it.
 *
 * <p>Cost: a truncated SVD of rank {@code most} for each shuffle. Source: Horn, Psychometrika 30
 * (1965); Buja &amp; Eyuboglu, Multivariate Behavioral Research 27 (1992).
 *
 * @param rank components counted
 * @param thresholds what the k-th value had to exceed, never increasing but for chance
 */
public record ParallelAnalysis(int rank, Vector thresholds) {
  public static final int PERMUTATIONS = 19;

  /** Rough values will do: the null itself is known by a few draws. */
  private static final double TOLERANCE = 1e-3;

  /**
   * Compares singular values with those of shuffled matrices.
   *
   * @param values leading singular values of {@code y}, never increasing
   * @param most components looked at, at least 1
   * @param permutations at least 19; the level is 1 in 20 with 19 of them
   */
  public static ParallelAnalysis of(
      Matrix y, Vector values, int most, int permutations, long seed, Parallel parallel) {
    check(
        permutations >= 19,
        "permutations is %d; a level of 1 in 20 needs at least 19",
        permutations);
    check(most >= 1, "most is %d; it must be at least 1", most);
    check(values.size() >= 1, "There is no singular value to compare; give the leading ones");
    int looked = Math.min(Math.min(most, values.size()), Math.min(y.rows(), y.columns()));
    double[][] drawn = new double[looked][permutations];
    for (int p = 0; p < permutations; p++) {
      Matrix shuffled = shuffled(y, RandomStream.of(seed, "parallel analysis").split(p));
      double[] s =
          TruncatedSvd.lanczos(
                  shuffled,
                  LanczosOptions.rank(looked).withTolerance(TOLERANCE).withSeed(seed),
                  parallel)
              .triplets()
              .s()
              .toArray();
      for (int k = 0; k < looked; k++) {
        drawn[k][p] = s[k];
      }
    }
    double[] thresholds = new double[looked];
    int rank = 0;
    boolean counting = true;
    for (int k = 0; k < looked; k++) {
      java.util.Arrays.sort(drawn[k]);
      thresholds[k] = drawn[k][permutations - (permutations + 1) / 20]; // of 19: the largest
      counting &= values.get(k) > thresholds[k];
      rank += counting ? 1 : 0;
    }
    return new ParallelAnalysis(rank, Vector.wrap(thresholds));
  }

  private static Matrix shuffled(Matrix y, RandomStream random) {
    Matrix shuffled = Matrix.zeros(y.rows(), y.columns());
    for (int j = 0; j < y.columns(); j++) {
      int[] order = random.split(j).permutation(y.rows());
      for (int i = 0; i < order.length; i++) {
        shuffled.set(i, j, y.get(order[i], j));
      }
    }
    return shuffled;
  }
}
