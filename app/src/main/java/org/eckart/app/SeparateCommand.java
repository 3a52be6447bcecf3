package org.eckart.app;

import java.util.List;
import java.util.OptionalInt;
import org.eckart.recovery.robustpca.ScaledOptions;
import org.eckart.recovery.robustpca.StagedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart separate}. */
@Command(
    name = "separate",
    description = {
      "Takes a matrix or a tensor apart into a low-rank part and sparse outliers (robust PCA)."
          + " Entries may be missing, and dense noise may lie over all of it.",
      "Rank, noise level and the share of corrupted entries are found. The output folder holds both"
          + " parts in the form of the input, a list of the outliers, the factors and report.html.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  eckart separate frames.npy --out parts",
      "  eckart separate readings.csv --row sensor --column hour --value celsius"
    })
final class SeparateCommand extends Verb {
  @Parameters(
      paramLabel = "INPUT",
      description = {
        "a matrix: .npy, .npz:name, .safetensors:name, .mtx, .csv, .tsv, .parquet, .png or .tif;"
            + " NaN",
        "and what is not given are missing",
        "or a tensor: .npy of three ways or more, or a table with --modes",
        "or a table of entries: CSV, TSV, Parquet or JSON lines, gzip or not, or a query in quotes"
      })
  String input = "";

  @Mixin TableInput table = new TableInput();

  @Option(
      names = "--modes",
      paramLabel = "NAMES",
      split = ",",
      description =
          "columns of a table that hold the ids of a tensor's modes; a .npy of three ways or more"
              + " is a tensor too")
  List<String> modes = List.of();

  @Option(
      names = "--rank",
      paramLabel = "R",
      defaultValue = "auto",
      description =
          "of the low-rank part: auto, or a number; of a tensor also one a mode such as 5,5,3"
              + " (${DEFAULT-VALUE})")
  String rank = "auto";

  @Option(
      names = "--corruption",
      paramLabel = "SHARE",
      defaultValue = "auto",
      description =
          "auto, or the largest share of corrupted entries in any row or column: with --rank, the"
              + " published algorithm then sparsifies with it (${DEFAULT-VALUE})")
  String corruption = "auto";

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "" + StagedOptions.TOLERANCE,
      description =
          "size of a step, relative to the low-rank part, that ends the run (${DEFAULT-VALUE})")
  double tolerance = StagedOptions.TOLERANCE;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description =
          "end the run after so many steps (default: " + StagedOptions.MAX_STEPS + ", or 1000)")
  @org.jspecify.annotations.Nullable
  Integer maxSteps;

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "outliers to list at most, largest first (${DEFAULT-VALUE})")
  int list = 1_000_000;

  @Override
  boolean isRun() {
    return true;
  }

  @Override
  void run(Session session) throws Exception {
    if (list < 0) {
      throw new UsageException("--list is %d; it must be 0 or more", list);
    }
    input = modes.isEmpty() ? StandardInput.file(input) : input;
    if (TensorInput.isTensor(input, modes)) {
      separateTensor(session);
      return;
    }
    boolean namesColumns = SeparationInput.OF_TABLES.stream().anyMatch(this::given);
    boolean isTable = SeparationInput.formOf(input, namesColumns) == SeparationInput.Form.TABLE;
    MethodOptions.SEPARATE.refuseIdleIn(isTable ? "table" : "matrix", input, this::given);
    new SeparationWork(session, method(session), list)
        .run(
            OutputFolder.stem(input),
            () ->
                SeparationInput.read(input, table, namesColumns, session.options().threadCount()));
  }

  private void separateTensor(Session session) throws Exception {
    String form = modes.isEmpty() ? "tensor" : "tensor-table";
    MethodOptions.SEPARATE.refuseIdleIn(form, input, this::given);
    TensorInput read =
        session.timed(
            "read",
            () ->
                TensorInput.read(
                    input, modes, table.value, table.options(session.options().threadCount())));
    new TensorSeparation(session, input, read)
        .run(rank, given("--tolerance") ? tolerance : null, maxSteps);
  }

  private SeparationMethod<?> method(Session session) {
    OptionalInt known = rank.equals("auto") ? OptionalInt.empty() : OptionalInt.of(rankNumber());
    double share = corruption.equals("auto") ? Double.NaN : share();
    if (known.isPresent() && !Double.isNaN(share)) {
      ScaledOptions options =
          ScaledOptions.of(known.getAsInt(), share)
              .withTolerance(given("--tolerance") ? tolerance : ScaledOptions.TOLERANCE)
              .withSeed(session.options().seed);
      return new SeparationMethod.Published(
          maxSteps == null ? options : options.withMaxSteps(maxSteps));
    }
    StagedOptions options =
        StagedOptions.defaults().withTolerance(tolerance).withSeed(session.options().seed);
    options = known.isPresent() ? options.withRank(known.getAsInt()) : options;
    return new SeparationMethod.Staged(
        maxSteps == null ? options : options.withMaxSteps(maxSteps), share);
  }

  private int rankNumber() {
    try {
      return Integer.parseInt(rank);
    } catch (NumberFormatException e) {
      throw new UsageException("--rank is '%s'; it must be auto or a whole number", rank);
    }
  }

  private double share() {
    try {
      double share = Double.parseDouble(corruption);
      if (share > 0 && share < 0.5) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--corruption is '%s'; it must be auto or a number", corruption);
    }
    throw new UsageException(
        "--corruption is %s; it must be above 0 and below 0.5: from half on nothing says which part"
            + " is the matrix",
        corruption);
  }
}
