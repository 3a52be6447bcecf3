package org.eckart.app;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.eckart.app.CompleteCommand.Method;
import org.eckart.recovery.factored.FactoredMethod;
import org.eckart.recovery.factored.FactoredOptions;
import picocli.CommandLine.Option;

/** What only {@code --method scaledgd}, {@code gd} and {@code altmin} understand. */
final class PlainInput {
  /** How the factors begin, as the command has it. */
  enum Start {
    AUTO,
    SPECTRUM,
    CONTINUATION
  }

  @Option(
      names = "--start",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "of scaledgd, gd and altmin: from the spectrum of the entries, by rank continuation"
              + " (row by row to the end; not gd), or auto, whichever the gap in the spectrum calls"
              + " for (${DEFAULT-VALUE})")
  Start start = Start.AUTO;

  static boolean isMeant(Method method) {
    return method == Method.SCALEDGD || method == Method.GD || method == Method.ALTMIN;
  }

  /** Refuses a start that the method chosen cannot take. */
  void check(Method method) {
    if (method == Method.GD && start == Start.CONTINUATION) {
      throw new UsageException(
          "--start continuation goes row by row, but --method gd moves all rows at once; leave"
              + " --start out, or take --method scaledgd");
    }
  }

  FactoredOptions options(
      Method method,
      double stepSize,
      OptionalInt rank,
      OptionalDouble penalty,
      OptionalDouble tolerance,
      OptionalInt maxSteps,
      long seed) {
    FactoredMethod how =
        switch (method) {
          case GD -> FactoredMethod.VANILLA;
          case ALTMIN -> FactoredMethod.ALTERNATING;
          default -> FactoredMethod.SCALED;
        };
    FactoredOptions options =
        FactoredOptions.of(how)
            .withSeed(seed)
            .withStepSize(stepSize)
            .withStart(
                switch (start) {
                  case AUTO -> FactoredOptions.Start.AUTO;
                  case SPECTRUM -> FactoredOptions.Start.SPECTRAL;
                  case CONTINUATION -> FactoredOptions.Start.CONTINUATION;
                })
            .withTolerance(tolerance.orElse(FactoredOptions.TOLERANCE))
            .withMaxSteps(maxSteps.orElse(FactoredOptions.MAX_STEPS));
    if (rank.isPresent()) {
      options = options.withRank(rank.getAsInt());
    }
    return penalty.isPresent() ? options.withPenalty(penalty.getAsDouble()) : options;
  }
}
