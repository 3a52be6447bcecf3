package org.eckart.examples;

import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.normalproduct.Features;
import org.eckart.bayes.normalproduct.Interval;
import org.eckart.bayes.normalproduct.Noise;
import org.eckart.bayes.normalproduct.ProductCompletion;
import org.eckart.bayes.normalproduct.ProductOptions;
import org.eckart.bayes.normalproduct.ProductPosterior;
import org.eckart.bayes.normalproduct.ProductProblem;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/**
 * Readings of stations by day, half of them lost and one station silent: predictions with credible
 * intervals, for the silent one from where it stands.
 */
public final class PredictionExample {
  private PredictionExample() {}

  public static void main(String[] arguments) {
    RandomStream random = RandomStream.of(1, "prediction example");
    Matrix places = random.gaussian(40, 2); // height and distance from the sea, standardised
    Matrix stations = places.times(random.gaussian(2, 2)).plus(random.gaussian(40, 2).scaled(0.3));
    Matrix truth = stations.timesTranspose(random.gaussian(60, 2));
    Matrix seen = truth.plus(random.gaussian(40, 60).scaled(0.4));
    for (int k = 0; k < seen.array().length; k++) {
      if (k < 60 || random.nextUniform() < 0.5) {
        seen.array()[k] = Double.NaN; // station 0 never answered
      }
    }

    // @start region=start
    ProductOptions options =
        ProductOptions.defaults()
            .withNoise(new Noise.Learned())
            .withSchedule(Schedule.of(200, 300));
    ProductPosterior found;
    try (Parallel parallel = Parallel.ofAllCores()) {
      ProductProblem problem =
          ProductProblem.of(seen, options, parallel) // NaN entries count as not observed
              .withRowFeatures(Features.of(places));
      found = Run.of(new ProductCompletion(options)).start(problem).estimate();
    }
    Interval silent = found.model().predict(0, 10, 0.9); // of a new reading, noise included
    Interval heard = found.model().predict(7, 10, 0.9);
    // @end
    say("silent station", silent, truth.get(0, 10));
    say("station 7", heard, truth.get(7, 10));
    System.out.printf(
        "noise %.2f, features account for %.0f %% of the rows; largest R-hat %.3f%n",
        found.noise(), 100 * found.diagnostic("rowShare").mean(), found.largestRhat());
  }

  private static void say(String name, Interval interval, double truth) {
    System.out.printf(
        "%s: %.2f, 90 %% between %.2f and %.2f; truth %.2f%n",
        name, interval.value(), interval.lower(), interval.upper(), truth);
  }
}
