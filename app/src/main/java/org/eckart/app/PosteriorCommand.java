package org.eckart.app;

import java.nio.file.Path;
import java.util.Locale;
import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.bayes.nuclear.PenaltyPrior;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart posterior}. */
@Command(
    name = "posterior",
    description = {
      "Draws from the posterior of a matrix seen through noise, some entries perhaps not at all,"
          + " under the nuclear norm prior: means, intervals and ranks with their Monte Carlo"
          + " errors.",
      "Writes mean.npy, lower.npy, upper.npy and draws.safetensors. Missing entries (empty, NA,"
          + " NaN) get intervals too. Draws have full rank: for the best point estimate of a"
          + " low-rank matrix use 'eckart denoise' or 'eckart complete'."
    },
    footer = {"", "Example:", "  eckart posterior scan.npy --noise 0.1 --out scan-posterior"})
final class PosteriorCommand extends Verb {
  @Parameters(
      paramLabel = "MATRIX",
      description = ".csv, .tsv, .npy, .npz:name, .mtx, .parquet, .safetensors:name, .png or .tif")
  String matrix = "";

  @Mixin MatrixInput input = new MatrixInput();

  @Option(
      names = "--lambda",
      paramLabel = "L",
      defaultValue = "auto",
      description =
          "penalty in units of one over the noise, or auto to learn it (${DEFAULT-VALUE})")
  String lambda = "auto";

  @Option(
      names = "--prior",
      paramLabel = "PRIOR",
      defaultValue = "root-half-cauchy",
      description =
          "of a learned lambda: root-half-cauchy, half-cauchy:SCALE or gamma:SHAPE,RATE"
              + " (${DEFAULT-VALUE})")
  String prior = "root-half-cauchy";

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      defaultValue = "auto",
      description =
          "standard deviation of the noise; auto reads it off the spectrum, learn draws it too,"
              + " which is not safe under this prior (${DEFAULT-VALUE})")
  String noise = "auto";

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "auto, jg, hmc, npd, or for comparison pmala, svd-gibbs, svd-langevin (${DEFAULT-VALUE})")
  String engine = "auto";

  @Option(
      names = {"--level", "--interval"},
      paramLabel = "P",
      defaultValue = "0.9",
      description = "probability within lower and upper (${DEFAULT-VALUE})")
  double level = 0.9;

  @Mixin ChainOptions chains = new ChainOptions();

  @Override
  boolean isRun() {
    return true;
  }

  @Override
  void run(Session session) throws Exception {
    CommonOptions common = session.options();
    Path target = OutputFolder.choose(common, "posterior-" + OutputFolder.stem(matrix));
    Backend.limitThreads(common.threadCount());
    if (!(level > 0 && level < 1)) {
      throw new UsageException("--level is %s; it must be above 0 and below 1, say 0.9", level);
    }
    PosteriorTask task =
        new PosteriorTask(matrix, input.decimal, chosenEngine(), penalty(), noise, level, chains);
    try (Parallel parallel = Parallel.of(common.threadCount())) {
      new PosteriorWork(session, task, target, parallel).run();
    }
  }

  private Engine chosenEngine() {
    for (Engine one : Engine.values()) {
      if (one.word().equals(engine.toLowerCase(Locale.ROOT))) {
        return one;
      }
    }
    throw new UsageException(
        "--engine is '%s'; it must be auto, jg, hmc, npd, pmala, svd-gibbs or svd-langevin",
        engine);
  }

  private Penalty penalty() {
    if (!lambda.equals("auto")) {
      return Penalty.of(number("--lambda", lambda, "a number above 0, or auto"));
    }
    return new Penalty.Learned(chosenPrior());
  }

  private PenaltyPrior chosenPrior() {
    String[] parts = prior.split("[:,]");
    String allowed = "root-half-cauchy, half-cauchy:SCALE or gamma:SHAPE,RATE";
    if (parts[0].equals("root-half-cauchy") && parts.length == 1) {
      return new PenaltyPrior.RootHalfCauchy();
    } else if (parts[0].equals("half-cauchy") && parts.length == 2) {
      return new PenaltyPrior.HalfCauchy(number("--prior", parts[1], allowed));
    } else if (parts[0].equals("gamma") && parts.length == 3) {
      return new PenaltyPrior.Gamma(
          number("--prior", parts[1], allowed), number("--prior", parts[2], allowed));
    }
    throw new UsageException("--prior is '%s'; it must be %s", prior, allowed);
  }

  static double number(String option, String text, String allowed) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notOne) {
      throw new UsageException("%s is '%s'; it must be %s", option, text, allowed);
    }
  }

  /**
   * What was asked for.
   *
   * @param noise a number, {@code auto} or {@code learn}
   * @param level of intervals
   */
  record PosteriorTask(
      String matrix,
      char decimal,
      Engine engine,
      Penalty penalty,
      String noise,
      double level,
      ChainOptions chains) {
    boolean learnsNoise() {
      return noise.equals("learn");
    }

    /** The number given, or null. */
    @Nullable Double noiseLevel() {
      return noise.equals("auto") || learnsNoise()
          ? null
          : number("--noise", noise, "a number above 0, auto or learn");
    }
  }
}
