package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.denoising.Centering;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.DenoisingOptions.Rule;
import org.eckart.recovery.denoising.Noise;
import org.eckart.recovery.denoising.StandardLoss;
import org.eckart.recovery.denoising.image.PatchOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart denoise}. */
@Command(
    name = "denoise",
    description = {
      "Separates a signal of low rank from noise: the components that stand out of the noise, each"
          + " with the weight that makes the expected error least.",
      "Says how many there are, how strong the noise is, how far each component can be trusted and"
          + " what error to expect."
    },
    footer = {
      "",
      "Examples:",
      "  eckart denoise scan.npy --out clean",
      "  eckart denoise sensors.csv --noise correlated",
      "  eckart denoise photo.png --patches"
    })
final class DenoiseCommand extends Verb {
  /**
   * What becomes of the components. Another method is one more constant and a branch of the work.
   */
  enum Method {
    SHRINK(Rule.SHRINK),
    RANK(Rule.RANK),
    /** The posterior mean, with an interval for each entry. */
    BAYES(Rule.SHRINK);

    private final Rule rule;

    Method(Rule rule) {
      this.rule = rule;
    }
  }

  @Parameters(
      paramLabel = "MATRIX",
      description =
          ".csv, .tsv, .npy, .npz:name, .mtx, .parquet, .safetensors:name, .png or .tif; - for"
              + " standard input")
  String matrix = "";

  @Mixin MatrixInput input = new MatrixInput();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "shrink",
      description =
          "shrink: every component gets its best weight; rank: those beyond the best hard"
              + " threshold, or as many as --rank says, are kept as they are; bayes: the posterior"
              + " mean, with an interval for each entry (${DEFAULT-VALUE})")
  Method method = Method.SHRINK;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "frobenius",
      description =
          "of shrink and rank: what to make least: frobenius, operator or nuclear"
              + " (${DEFAULT-VALUE})")
  StandardLoss loss = StandardLoss.FROBENIUS;

  @Option(
      names = "--noise",
      paramLabel = "KIND",
      defaultValue = "white",
      description =
          "white: independent, level estimated; median: the same, level from the median;"
              + " correlated: of any law; or the standard deviation itself, such as 0.5"
              + " (${DEFAULT-VALUE})")
  String noise = "white";

  @Option(
      names = "--rank",
      paramLabel = "N",
      defaultValue = "auto",
      description = "components to keep (default: as many as stand out)")
  String rank = "auto";

  @Option(
      names = "--level",
      paramLabel = "P",
      defaultValue = "" + DenoisingOptions.LEVEL,
      description = "how often noise alone may pass for a component (${DEFAULT-VALUE})")
  double level = DenoisingOptions.LEVEL;

  @Option(
      names = "--missing",
      description = "entries that are empty, NA or NaN are missing at random; without it, refused")
  boolean missing;

  @Option(
      names = "--center",
      paramLabel = "WHICH",
      defaultValue = "none",
      description =
          "means taken out first and added again: none, rows, columns or both (${DEFAULT-VALUE})")
  Centering center = Centering.NONE;

  @Option(
      names = "--interval",
      paramLabel = "LEVEL",
      defaultValue = "0.9",
      description =
          "of bayes: probability with which an interval holds the signal (${DEFAULT-VALUE})")
  double interval = 0.9;

  @Option(names = "--channel", paramLabel = "K", description = "channel of a colour image, from 0")
  @Nullable Integer channel;

  @Option(
      names = "--patches",
      description = "for images: stack patches that look alike and denoise each stack")
  boolean patches;

  @Option(
      names = "--patch-size",
      paramLabel = "N",
      defaultValue = "" + PatchOptions.PATCH_SIZE,
      description = "of --patches: side of a patch in pixels (${DEFAULT-VALUE})")
  int patchSize = PatchOptions.PATCH_SIZE;

  @Option(
      names = "--group-size",
      paramLabel = "N",
      defaultValue = "" + PatchOptions.GROUP_SIZE,
      description = "of --patches: patches in a stack (${DEFAULT-VALUE})")
  int groupSize = PatchOptions.GROUP_SIZE;

  @Option(
      names = "--search-radius",
      paramLabel = "N",
      defaultValue = "" + PatchOptions.SEARCH_RADIUS,
      description =
          "of --patches: how far away patches are looked for, in pixels (${DEFAULT-VALUE})")
  int searchRadius = PatchOptions.SEARCH_RADIUS;

  @Override
  boolean isRun() {
    return method == Method.BAYES;
  }

  @Override
  void run(Session session) throws Exception {
    matrix = StandardInput.file(matrix);
    Noise kind = noise();
    DenoisingOptions options =
        new DenoisingOptions(
            method.rule, loss, kind, rank(), level, OptionalInt.empty(), common.seed);
    refuseWhatDoesNotGoTogether(kind);
    Path target = OutputFolder.choose(common, "denoise-" + OutputFolder.stem(matrix));
    Backend.limitThreads(common.threadCount());
    Map<String, @Nullable Object> told = session.envelope().options();
    told.put("method", method.toString().toLowerCase(Locale.ROOT));
    told.put("loss", loss.toString());
    told.put("noise", noise);
    told.put("rank", rank);
    told.put("level", level);
    told.put("missing", missing);
    told.put("center", center.toString());
    told.put("patches", patches);
    try (Parallel parallel = Parallel.of(common.threadCount())) {
      DenoiseWork work = new DenoiseWork(session, matrix, target, options, parallel);
      if (patches) {
        new PatchWork(session, matrix, target, channel, patchOptions(kind), parallel).run();
      } else if (method == Method.BAYES) {
        work.posterior(input, center, missing, channel, interval);
      } else if (isLarge()) {
        if (missing || center != Centering.NONE) {
          throw new UsageException(
              "%s is too large to hold, and --missing and --center need it in memory; give more"
                  + " with ECKART_JAVA_OPTIONS=-Xmx…",
              matrix);
        }
        work.stream();
      } else {
        work.hold(input, center, missing, channel);
      }
    }
  }

  /** A .npy file of which three copies would not fit, or that is above 1 GiB. */
  private boolean isLarge() throws java.io.IOException {
    Path file = Path.of(matrix);
    if (!matrix.toLowerCase(Locale.ROOT).endsWith(".npy") || !Files.isRegularFile(file)) {
      return false;
    }
    long bytes = Files.size(file);
    return bytes > 1L << 30 || 4 * bytes > Runtime.getRuntime().maxMemory();
  }

  private PatchOptions patchOptions(Noise kind) {
    PatchOptions options =
        PatchOptions.defaults()
            .withPatchSize(patchSize)
            .withGroupSize(groupSize)
            .withSearchRadius(searchRadius);
    return kind instanceof Noise.Known known ? options.withNoiseLevel(known.level()) : options;
  }

  private Noise noise() {
    switch (noise.toLowerCase(Locale.ROOT)) {
      case "white" -> {
        return Noise.white();
      }
      case "median" -> {
        return new Noise.WhiteByMedian();
      }
      case "correlated" -> {
        return new Noise.Correlated();
      }
      default -> {
        double sigma;
        try {
          sigma = Double.parseDouble(noise);
        } catch (NumberFormatException e) {
          throw new UsageException(
              "--noise is '%s'; it must be white, median, correlated or a standard deviation above"
                  + " 0, such as 0.5",
              noise);
        }
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
          throw new UsageException(
              "--noise is %s; a standard deviation must be above 0 (without noise there is nothing"
                  + " to remove), or leave it out to have it estimated",
              noise);
        }
        return Noise.known(sigma);
      }
    }
  }

  private OptionalInt rank() {
    if (rank.equalsIgnoreCase("auto")) {
      return OptionalInt.empty();
    }
    try {
      int wanted = Integer.parseInt(rank);
      if (wanted >= 1) {
        return OptionalInt.of(wanted);
      }
    } catch (NumberFormatException e) {
      // said below, as for a number that is too small
    }
    throw new UsageException("--rank is '%s'; it must be auto or a number from 1 up", rank);
  }

  private void refuseWhatDoesNotGoTogether(Noise kind) {
    String named = method.toString().toLowerCase(Locale.ROOT);
    if (patches) {
      MethodOptions.DENOISE.refuseIdle("patches", "--patches", this::given);
    } else {
      MethodOptions.DENOISE.refuseIdle(
          named, given("--method") ? "--method " + named : null, this::given);
    }
    if (patches && (kind instanceof Noise.Correlated || kind instanceof Noise.WhiteByMedian)) {
      throw new UsageException(
          "--patches removes white noise only, and finds its level from the patches; leave out"
              + " --noise %s or give the standard deviation, or leave out --patches",
          noise);
    }
    if (method == Method.BAYES && kind instanceof Noise.Correlated) {
      throw new UsageException(
          "--method bayes takes white noise; leave out --noise correlated, or take --method"
              + " shrink");
    }
    if (channel != null && !PictureForm.isPicture(matrix)) {
      throw new UsageException("--channel is for images, and %s is none; leave it out", matrix);
    }
    Level.check("--interval", interval);
  }
}
