package org.eckart.bayes.normalproduct;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.eckart.linalg.RandomStream;

/**
 * Does the model make data like those it was given? For some kept draws, what was observed is
 * compared with a replicate; the answer is how often the replicate is the more extreme. Near 0 or 1
 * the model does not fit in that respect, though it may predict well.
 */
final class PredictiveChecks {
  private static final int DRAWS = 40;

  /** Of more entries, every so many-th is looked at. */
  private static final int ENTRIES = 100_000;

  private final ProductProblem problem;
  private final ProductModel model;

  PredictiveChecks(ProductProblem problem, ProductModel model) {
    this.problem = problem;
    this.model = model;
  }

  /**
   * Of a Gaussian output, by standardised residuals: {@code outliers}, the largest; {@code tails},
   * their kurtosis; {@code columns}, what columns' means still differ by.
   */
  SequencedMap<String, Double> gaussian() {
    int draws = Math.min(DRAWS, model.draws());
    int stride = Math.max(1, problem.observed() / ENTRIES);
    int[] more = new int[3];
    for (int k = 0; k < draws; k++) {
      int t = (int) ((long) k * model.draws() / draws);
      RandomStream random = RandomStream.of(1, "replicates").split(t);
      Residuals seen = new Residuals(problem.columns());
      Residuals made = new Residuals(problem.columns());
      EntryRows side = problem.byRow();
      for (int i = 0; i < side.rows(); i++) {
        for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
          if (e % stride == 0) {
            double level = side.precision() == null ? 1 : 1 / Math.sqrt(side.precision()[e]);
            seen.add(
                side.other()[e],
                (side.value()[e] - model.standard(i, side.other()[e], t))
                    / (level * model.noise(i, t)));
            made.add(side.other()[e], random.nextGaussian());
          }
        }
      }
      more[0] += made.largest >= seen.largest ? 1 : 0;
      more[1] += made.kurtosis() >= seen.kurtosis() ? 1 : 0;
      more[2] += made.ofColumns() >= seen.ofColumns() ? 1 : 0;
    }
    SequencedMap<String, Double> checks = new LinkedHashMap<>();
    checks.put("outliers", (double) more[0] / draws);
    checks.put("tails", (double) more[1] / draws);
    checks.put("columns", (double) more[2] / draws);
    return checks;
  }

  private static final class Residuals {
    private final double[] sums;
    private final int[] counts;
    private double largest;
    private double squares;
    private double fourths;
    private int count;

    private Residuals(int columns) {
      this.sums = new double[columns];
      this.counts = new int[columns];
    }

    private void add(int column, double z) {
      sums[column] += z;
      counts[column]++;
      largest = Math.max(largest, Math.abs(z));
      squares += z * z;
      fourths += z * z * z * z;
      count++;
    }

    private double kurtosis() {
      return squares > 0 ? count * fourths / (squares * squares) : 0;
    }

    private double ofColumns() {
      double sum = 0;
      for (int j = 0; j < sums.length; j++) {
        sum += counts[j] > 0 ? sums[j] * sums[j] / counts[j] : 0;
      }
      return sum;
    }
  }
}
