package org.eckart.examples;

import java.util.Locale;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.factored.FactoredCompletion;
import org.eckart.recovery.factored.FactoredEstimate;
import org.eckart.recovery.factored.FactoredMethod;
import org.eckart.recovery.factored.FactoredOptions;
import org.eckart.recovery.factored.FactoredProblem;
import org.eckart.recovery.loss.LossCompletion;
import org.eckart.recovery.loss.LossKind;
import org.eckart.recovery.loss.LossModel;
import org.eckart.recovery.loss.LossOptions;
import org.eckart.recovery.loss.LossProblem;

/** The same table twice: as counts under Poisson's loss, and as exact numbers by ScaledGD. */
public final class CountsExample {
  private CountsExample() {}

  /** Prints a predicted rate, and how exactly a noiseless matrix comes back. */
  public static void main(String[] arguments) {
    int rows = 80;
    int columns = 60;
    RandomStream random = RandomStream.of(2, "counts example");
    int[] row = new int[rows * columns];
    int[] column = new int[row.length];
    double[] exact = new double[row.length];
    double[] counts = new double[row.length];
    int count = 0;
    for (int k = 0; k < row.length; k++) {
      if (random.nextUniform() < 0.5) {
        row[count] = k / columns;
        column[count] = k % columns;
        exact[count] = rate(k / columns, k % columns);
        counts[count] = Math.rint(exact[count]);
        count++;
      }
    }
    row = java.util.Arrays.copyOf(row, count);
    column = java.util.Arrays.copyOf(column, count);
    Labels sites = Labels.numbered(rows);
    Labels species = Labels.numbered(columns);
    try (Parallel parallel = Parallel.ofAllCores()) {
      ObservedEntries seen =
          ObservedEntries.of(sites, species, row, column, java.util.Arrays.copyOf(counts, count));
      // @start region=loss
      LossOptions options = LossOptions.of(LossKind.POISSON);
      LossModel model =
          Run.of(new LossCompletion(options))
              .start(LossProblem.of(seen, options, parallel))
              .estimate()
              .model();
      System.out.printf(Locale.ROOT, "rate %.1f, truly %.1f%n", model.predict(7, 9), rate(7, 9));
      // @end

      ObservedEntries entries =
          ObservedEntries.of(sites, species, row, column, java.util.Arrays.copyOf(exact, count));
      // @start region=scaled
      FactoredEstimate found =
          Run.of(new FactoredCompletion(FactoredOptions.of(FactoredMethod.SCALED)))
              .start(FactoredProblem.of(entries, parallel))
              .estimate();
      System.out.printf(Locale.ROOT, "rank %d, error %.0e%n", found.rank(), found.trainRmse());
      // @end
    }
  }

  /** Rank 2. */
  private static double rate(int i, int j) {
    return 2 + i / 10.0 + (1 + i % 7) * (1 + j % 5);
  }
}
