package org.eckart.examples;

import java.util.Locale;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.nuclear.NuclearOptions;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.bayes.nuclear.NuclearProblem;
import org.eckart.bayes.nuclear.NuclearSampler;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/**
 * An interval for every entry of a noisy matrix, with the penalty learned and the chains judged.
 */
public final class PosteriorExample {
  private PosteriorExample() {}

  public static void main(String[] arguments) {
    RandomStream random = RandomStream.of(1, "posterior example");
    Matrix signal = random.gaussian(12, 2).timesTranspose(random.gaussian(15, 2));
    Matrix seen = signal.plus(random.gaussian(12, 15).scaled(0.5));

    // @start region=start
    NuclearProblem problem =
        NuclearProblem.of(seen, 0.5); // NaN entries would count as not observed
    NuclearOptions options =
        NuclearOptions.of(Penalty.learned()).withSchedule(Schedule.of(300, 500));
    NuclearPosterior found;
    try (Parallel parallel = Parallel.ofAllCores()) {
      NuclearSampler sampler = NuclearSampler.of(problem, options);
      Posterior draws = Run.of(new Chains<>(sampler, parallel)).start(problem).estimate();
      found = NuclearPosterior.of(problem, sampler, draws, parallel);
    }
    Matrix lower = found.quantile(0.05);
    Matrix upper = found.quantile(0.95);
    // @end
    System.out.printf(
          Locale.ROOT,
        "entry (0, 0): %.2f, 90 %% between %.2f and %.2f; truth %.2f%n",
        found.mean().get(0, 0), lower.get(0, 0), upper.get(0, 0), signal.get(0, 0));
    System.out.printf(Locale.ROOT, "lambda: median %.2f%n", found.lambda().orElseThrow().median());
    found.warnings().forEach(System.out::println);
  }
}
