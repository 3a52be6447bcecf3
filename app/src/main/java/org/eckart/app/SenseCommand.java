package org.eckart.app;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart sense}. */
@Command(
    name = "sense",
    description = {
      "Finds a low-rank matrix X from linear measurements y = A(X) of it.",
      "Writes estimate.npy with X, and factors.safetensors with U, s and V."
    },
    footer = {
      "",
      "Examples:",
      "  eckart sense y.npy --operator a.npy --rows 60 --columns 60",
      "  eckart sense y.npy --operator dct:7 --rows 256 --columns 256 --rank 5",
      "  eckart sense y.csv --operator vectors.npz --method quadratic --rank 3"
    })
final class SenseCommand extends Verb {
  @Parameters(
      paramLabel = "MEASUREMENTS",
      description = "the values y: .npy, .npz:name, .safetensors:name or .csv, one a measurement")
  String measurements = "";

  @Mixin SensingInput input = new SensingInput();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "scaledgd",
      description =
          "scaledgd, gd, altmin, robust (some measurements are wild), quadratic (robust, of y ="
              + " aᵀXa), spectral-net or nuclear (neither needs a rank) (${DEFAULT-VALUE})")
  String method = "scaledgd";

  @Option(
      names = "--rank",
      paramLabel = "auto|N",
      defaultValue = "auto",
      description = "of X; auto finds it, by scaledgd (${DEFAULT-VALUE})")
  String rank = "auto";

  @Option(
      names = "--symmetric",
      description = "X is symmetric without negative eigenvalues; always so for aᵀXa")
  boolean symmetric;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "squared",
      description =
          "of scaledgd and gd with a given rank: squared, huber:BEND, logistic (0 and 1) or poisson"
              + " (counts) (${DEFAULT-VALUE})")
  String loss = "squared";

  @Option(
      names = "--step-size",
      paramLabel = "H",
      description =
          "of scaledgd, gd and spectral-net (default: 0.5 for the squared loss, 0.4 for others, 0.3"
              + " while the rank is found; of spectral-net found); halved where it diverges")
  @Nullable Double stepSize;

  @Option(
      names = "--step-rule",
      paramLabel = "NAME",
      defaultValue = "trimmed",
      description =
          "of robust and quadratic: trimmed, geometric[:FIRST,DECAY] or polyak:LEAST, which needs"
              + " the least loss ‖A(X) − y‖₁ (${DEFAULT-VALUE})")
  String stepRule = "trimmed";

  @Option(
      names = "--outliers",
      paramLabel = "P",
      description = "of robust and quadratic: the part of wild measurements at most (default: 0.3)")
  @Nullable Double outliers;

  @Mixin NetOptions net = new NetOptions();

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "relative change or residual that ends the run (default: of the method)")
  @Nullable Double tolerance;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "steps at most (default: of the method)")
  @Nullable Integer maxSteps;

  @Override
  boolean isRun() {
    return true;
  }

  /** The rank asked for; empty for auto. */
  OptionalInt rank() {
    if (rank.equals("auto")) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(rank));
    } catch (NumberFormatException e) {
      throw new UsageException("--rank is '%s'; it must be auto or a number from 1 on", rank);
    }
  }

  @Override
  void run(Session session) throws Exception {
    new SenseWork(session, this).run();
  }
}
