package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.normalproduct.Noise;
import org.eckart.bayes.normalproduct.Output;
import org.eckart.bayes.normalproduct.ProductOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What only {@code --method bayes} understands. */
final class BayesInput {
  /** How the noise of an entry is known, as the command has it. */
  static final String NOISE_BY_ROW = "rows";

  static final String NOISE_OF_ALL = "one";

  static final String[] OPTIONS = {
    "--output-kind",
    "--row-features",
    "--column-features",
    "--feature-columns",
    "--noise-level",
    "--chains",
    "--draws",
    "--warmup",
    "--ess"
  };

  @Option(
      names = "--output-kind",
      paramLabel = "KIND",
      defaultValue = "gaussian",
      description =
          "of bayes: gaussian, or ordinal for ratings and other levels whose distances mean nothing;"
              + " it has a probability for each level (${DEFAULT-VALUE})")
  Output output = Output.GAUSSIAN;

  @Option(
      names = "--row-features",
      paramLabel = "FILE",
      description =
          "of bayes: what else is known of rows: a table whose first column is the id; columns of"
              + " numbers are taken as they are, others as labels, several in a cell separated by a"
              + " bar; rows that only this file has are predicted from it")
  @Nullable Path rowFeatures;

  @Option(
      names = "--column-features",
      paramLabel = "FILE",
      description = "of bayes: the same of columns")
  @Nullable Path columnFeatures;

  @Option(
      names = "--feature-columns",
      paramLabel = "NAMES",
      split = ",",
      description = "the columns of these files that are used (default: all)")
  List<String> featureColumns = List.of();

  @Option(
      names = "--noise-level",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "of bayes: rows: each has its own, learned; one: the same for all, learned; or a number"
              + " (default: rows for tables, one for matrices)")
  String noise = "auto";

  @Option(
      names = "--chains",
      paramLabel = "N",
      defaultValue = "" + Schedule.CHAINS,
      description = "of bayes: chains, started apart to see whether they agree (${DEFAULT-VALUE})")
  int chains = Schedule.CHAINS;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "" + ProductOptions.DRAWS,
      description = "of bayes: draws of each chain (${DEFAULT-VALUE})")
  int draws = ProductOptions.DRAWS;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "" + ProductOptions.WARMUP,
      description = "of bayes: iterations of each chain before its draws count (${DEFAULT-VALUE})")
  int warmup = ProductOptions.WARMUP;

  @Option(
      names = "--ess",
      paramLabel = "N",
      description =
          "of bayes: end once every traced number (noise, strength, nuclear norm, ...) and every"
              + " followed entry has so many effective draws, before --draws")
  @Nullable Integer ess;

  /**
   * @param table whether entries come from a table, so that rows have noise of their own
   */
  ProductOptions options(boolean table, OptionalInt rank, long seed) {
    Schedule schedule =
        new Schedule(
            chains,
            warmup,
            draws,
            1,
            ess == null ? OptionalInt.empty() : OptionalInt.of(ess),
            0,
            seed);
    ProductOptions options =
        ProductOptions.defaults().withSchedule(schedule).withOutput(output).withNoise(noise(table));
    return rank.isPresent() ? options.withRank(rank.getAsInt()) : options;
  }

  @Nullable FeatureTable features(@Nullable Path file, String what) {
    return file == null ? null : new FeatureTable(file, what, featureColumns);
  }

  private Noise noise(boolean table) {
    String how = noise.toLowerCase(Locale.ROOT);
    if (!how.equals("auto") && output == Output.ORDINAL) {
      throw new UsageException(
          "--noise-level can do nothing with --output-kind ordinal, whose noise is the unit; leave"
              + " it out");
    }
    return switch (how) {
      case "auto" -> table ? new Noise.ByRow() : new Noise.Learned();
      case NOISE_BY_ROW -> new Noise.ByRow();
      case NOISE_OF_ALL -> new Noise.Learned();
      default -> known(noise);
    };
  }

  /** A noise level that was given as a number. */
  static Noise known(String noise) {
    double level;
    try {
      level = Double.parseDouble(noise);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--noise-level is '%s'; it must be rows, one or a standard deviation above 0, such as 0.5",
          noise);
    }
    if (!(level > 0 && Double.isFinite(level))) {
      throw new UsageException(
          "--noise-level is %s; a standard deviation must be above 0, or leave it out to have it"
              + " learned",
          noise);
    }
    return new Noise.Known(level);
  }
}
