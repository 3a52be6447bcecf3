package org.eckart.examples;

import java.util.Arrays;
import java.util.Locale;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.tucker.TuckerCompletion;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;
import org.eckart.recovery.tucker.TuckerCompletionOptions;
import org.eckart.recovery.tucker.TuckerCompletionProblem;

/** Fills the gaps of sensors × hours × days, and says how sure it is. */
public final class TensorExample {
  private static final int SENSORS = 20;
  private static final int HOURS = 24;
  private static final int DAYS = 30;

  private TensorExample() {}

  /** Prints one missing reading with its interval, and what it was. */
  public static void main(String[] arguments) {
    double[] truth = readings();
    double[] known = truth.clone();
    RandomStream random = RandomStream.of(2, "gaps");
    for (int i = 0; i < known.length; i++) {
      known[i] = random.nextUniform() < 0.3 ? known[i] : Double.NaN; // NaN: no reading
    }

    // @start region=complete
    ObservedTensor entries = ObservedTensor.ofArray(known, SENSORS, HOURS, DAYS);
    try (Parallel parallel = Parallel.ofAllCores()) {
      TuckerCompletionEstimate found =
          Run.of(new TuckerCompletion(TuckerCompletionOptions.defaults())) // ranks are chosen
              .start(TuckerCompletionProblem.of(entries, parallel))
              .estimate();
      double value = found.predict(4, 12, 6); // sensor 4 at noon of day 6
      double half = found.halfWidth(0.9);
      System.out.printf(
          Locale.ROOT,
          "rank %s, noise %.2f%n", Arrays.toString(found.model().ranks()), found.noise());
      System.out.printf(Locale.ROOT, "%.1f, with 90 %% within ± %.1f%n", value, half);
    }
    // @end
    System.out.printf(Locale.ROOT, "it was %.1f%n", truth[(4 * HOURS + 12) * DAYS + 6]);
  }

  /** Each sensor follows the time of day and the weather of the day in its own proportion. */
  private static double[] readings() {
    RandomStream random = RandomStream.of(1, "readings");
    Matrix gain = random.gaussian(SENSORS, 2);
    Matrix weather = random.gaussian(DAYS, 2);
    double[] readings = new double[SENSORS * HOURS * DAYS];
    for (int i = 0; i < SENSORS; i++) {
      for (int h = 0; h < HOURS; h++) {
        double sun = Math.sin(Math.PI * h / HOURS);
        for (int d = 0; d < DAYS; d++) {
          readings[(i * HOURS + h) * DAYS + d] =
              15
                  + 3 * (2 + gain.get(i, 0)) * sun
                  + 2 * gain.get(i, 1) * weather.get(d, 0)
                  + sun * weather.get(d, 1)
                  + 0.3 * random.nextGaussian();
        }
      }
    }
    return readings;
  }
}
