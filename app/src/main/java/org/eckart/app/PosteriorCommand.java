package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.bayes.nuclear.PenaltyPrior;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.denoising.Centering;
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
      "Writes mean.npy, lower.npy, upper.npy, sd.npy and draws.safetensors, for a picture mean.png"
          + " and width.png too. Missing entries (empty, NA, NaN, or 0 in --observed) get intervals"
          + " as well. Draws have full rank: for the best point estimate of a low-rank matrix use"
          + " 'eckart denoise' or 'eckart complete'."
    },
    footer = {
      "",
      "Examples:",
      "  eckart posterior scan.npy --noise 0.1 --out scan-posterior",
      "  eckart posterior photo.png --noise 20 --observed seen.png",
      "  eckart posterior scan.npy --noise 0.1 --evidence 1,2,4,8"
    })
final class PosteriorCommand extends Verb {
  @Parameters(
      paramLabel = "MATRIX",
      description = {
        ".csv, .tsv, .npy, .npz:name, .mtx, .parquet, .safetensors:name, .png or .tif; - for"
            + " standard input",
        "or a table of entries, if --row, --column or --value name its columns, or a query"
      })
  String matrix = "";

  @Mixin TableInput input = new TableInput();

  @Option(names = "--channel", paramLabel = "K", description = "channel of a colour image, from 0")
  @Nullable Integer channel;

  @Option(
      names = "--observed",
      paramLabel = "FILE",
      description = "matrix or picture of the same shape, 0 where MATRIX was not observed")
  @Nullable String observed;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description =
          "the matrix without noise, where it is known: errors and coverage are then reported")
  @Nullable String truth;

  @Option(
      names = "--center",
      paramLabel = "WHICH",
      defaultValue = "none",
      description =
          "means taken out first and added again: none, rows, columns or both; intervals do not"
              + " count their error (${DEFAULT-VALUE})")
  Centering center = Centering.NONE;

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
      description =
          "of a learned lambda: root-half-cauchy, half-cauchy:SCALE or gamma:SHAPE,RATE (default:"
              + " root-half-cauchy)")
  @Nullable String prior;

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

  @Option(
      names = "--evidence",
      paramLabel = "L",
      split = ",",
      description =
          "log evidence at these lambdas too, such as 1,2,4,8, for a complete matrix; each takes"
              + " five more runs of the chains")
  double[] evidence = {};

  @Mixin ChainOptions chains = new ChainOptions();

  @Override
  boolean isRun() {
    return true;
  }

  @Override
  void run(Session session) throws Exception {
    CommonOptions common = session.options();
    boolean table = isTable();
    matrix = table ? matrix : StandardInput.file(matrix);
    Path target = OutputFolder.choose(common, "posterior-" + OutputFolder.stem(matrix));
    Backend.limitThreads(common.threadCount());
    if (!(level > 0 && level < 1)) {
      throw new UsageException("--level is %s; it must be above 0 and below 1, say 0.9", level);
    }
    double[] compared = evidence.clone();
    Arrays.sort(compared);
    PosteriorTask task =
        new PosteriorTask(
            matrix,
            input.matrixOptions(),
            table ? input.options(common.threadCount()) : null,
            channel,
            observed,
            truth,
            center,
            chosenEngine(),
            penalty(),
            noise,
            level,
            compared,
            chains);
    try (Parallel parallel = Parallel.of(common.threadCount())) {
      new PosteriorWork(session, task, target, parallel).run();
    }
  }

  /** What names columns, or is no file. */
  private boolean isTable() {
    boolean named = SeparationInput.OF_TABLES.stream().anyMatch(this::given);
    if (named && MatrixReader.isArrayFile(matrix)) {
      throw new UsageException(
          "%s can do nothing: %s is read as a matrix; leave it out",
          SeparationInput.OF_TABLES.stream().filter(this::given).findFirst().orElse(""), matrix);
    }
    return named || TableSource.of(matrix, System.in) instanceof TableSource.Sql;
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
      if (prior != null) {
        throw new UsageException(
            "--prior is that of a learned lambda, but --lambda is %s; leave out one of them",
            lambda);
      }
      return Penalty.of(number("--lambda", lambda, "a number above 0, or auto"));
    }
    return prior == null ? Penalty.learned() : new Penalty.Learned(chosenPrior(prior));
  }

  private static PenaltyPrior chosenPrior(String prior) {
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
}
