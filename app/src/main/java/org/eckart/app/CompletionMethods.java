package org.eckart.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.eckart.app.CompleteCommand.Method;
import org.eckart.data.table.LabelTable;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.factored.FactoredOptions;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.eckart.recovery.hankel.HankelOptions;
import org.eckart.recovery.loss.LossKind;
import org.eckart.recovery.loss.LossOptions;
import org.eckart.recovery.softimpute.SoftImputeOptions;

/**
 * The methods of {@code eckart complete} for matrices and signals, as the command line sets them.
 */
final class CompletionMethods {
  private final CompleteCommand asked;
  private final long seed;

  CompletionMethods(CompleteCommand asked) {
    this.asked = asked;
    this.seed = asked.common.seed;
  }

  /**
   * The method asked for.
   *
   * @param matrix whether entries come from a matrix file
   */
  CompletionMethod<?, ?, ?> of(boolean matrix) {
    if (PlainInput.isMeant(asked.method)) {
      return new PlainMethod(
          asked.plain.options(
              asked.method,
              asked.stepSize == null ? FactoredOptions.STEP_SIZE : asked.stepSize,
              rank(),
              penalty(),
              asked.given("--tolerance")
                  ? OptionalDouble.of(asked.tolerance)
                  : OptionalDouble.empty(),
              asked.given("--max-sweeps") ? OptionalInt.of(asked.maxSweeps) : OptionalInt.empty(),
              seed));
    }
    if (asked.loss != LossKind.SQUARED) {
      return new OutcomeMethod(outcomes());
    }
    if (asked.method == Method.GROUPS) {
      return withLabels(matrix);
    }
    if (asked.method == Method.BAYES) {
      return new BayesMethod(
          asked.bayes.options(!matrix, rank(), seed),
          asked.bayes.features(asked.bayes.rowFeatures, "rows"),
          asked.bayes.features(asked.bayes.columnFeatures, "columns"));
    }
    return asked.method == Method.SOFTIMPUTE
        ? new ConvexMethod(convex())
        : new FactorMethod(asked.method.toString().toLowerCase(Locale.ROOT), factors());
  }

  private LossOptions outcomes() {
    LossOptions options =
        LossOptions.of(asked.loss)
            .withSeed(seed)
            .withTolerance(asked.given("--tolerance") ? asked.tolerance : LossOptions.TOLERANCE)
            .withMaxSweeps(asked.given("--max-sweeps") ? asked.maxSweeps : LossOptions.MAX_SWEEPS);
    if (!asked.rank.equals("auto")) {
      options = options.withRank(rankNumber());
    }
    return asked.penalty.equals("auto") ? options : options.withPenalty(penaltyNumber());
  }

  private GroupMethod withLabels(boolean matrix) {
    GroupOptions options = GroupOptions.defaults().withSeed(seed).withPattern(asked.groups.pattern);
    if (asked.given("--max-sweeps")) {
      options = options.withMaxSweeps(asked.maxSweeps);
    }
    if (asked.given("--tolerance")) {
      options = options.withTolerance(asked.tolerance);
    }
    if (!asked.rank.equals("auto")) {
      if (rankNumber() < 1) {
        throw new UsageException("--rank is %s; with groups it is 1 or more", asked.rank);
      }
      options = options.withRank(rankNumber());
    }
    if (!asked.penalty.equals("auto")) {
      options = options.withPenalty(penaltyNumber());
    }
    Path file = asked.groups.file;
    boolean ofColumns = asked.groups.of == GroupInput.Of.COLUMNS;
    if (file == null && ofColumns && asked.input.column == null) {
      throw new UsageException(
          "--group-columns of columns needs to know which column of the table has their ids; name"
              + " it with --column");
    }
    Path labelled = file == null ? Path.of(asked.table) : file;
    String id = file != null ? null : ofColumns ? asked.input.column : asked.input.row;
    return new GroupMethod(
        options,
        GroupMethod.once(known -> LabelTable.read(labelled, asked.groups.columns, id, known)),
        ofColumns,
        asked.groups.report,
        file != null && !matrix);
  }

  private SoftImputeOptions convex() {
    SoftImputeOptions options =
        SoftImputeOptions.defaults()
            .withSeed(seed)
            .withTolerance(
                asked.given("--tolerance") ? asked.tolerance : SoftImputeOptions.TOLERANCE);
    if (asked.given("--max-sweeps")) {
      options = options.withMaxSteps(asked.maxSweeps);
    }
    if (!asked.rank.equals("auto")) {
      if (rankNumber() < 1) {
        throw new UsageException(
            "--rank is %s; of softimpute it is the largest rank allowed, 1 or more", asked.rank);
      }
      options = options.withRankCap(rankNumber());
    }
    return asked.penalty.equals("auto") ? options : options.withPenalty(penaltyNumber());
  }

  private CompletionOptions factors() {
    CompletionOptions defaults = CompletionOptions.defaults();
    return new CompletionOptions(
        rank(),
        penalty(),
        asked.method == Method.ALS ? CompletionOptions.EXACT_STEPS : defaults.innerSteps(),
        asked.maxSweeps,
        asked.tolerance,
        defaults.holdOut(),
        seed);
  }

  /** Empty for auto. */
  private OptionalInt rank() {
    return asked.rank.equals("auto") ? OptionalInt.empty() : OptionalInt.of(rankNumber());
  }

  /** Empty for auto. */
  private OptionalDouble penalty() {
    return asked.penalty.equals("auto")
        ? OptionalDouble.empty()
        : OptionalDouble.of(penaltyNumber());
  }

  private int rankNumber() {
    try {
      return Integer.parseInt(asked.rank);
    } catch (NumberFormatException e) {
      throw new UsageException("--rank is '%s'; it must be auto or a whole number", asked.rank);
    }
  }

  private double penaltyNumber() {
    try {
      return Double.parseDouble(asked.penalty);
    } catch (NumberFormatException e) {
      throw new UsageException("--penalty is '%s'; it must be auto or a number", asked.penalty);
    }
  }

  /** Of {@code --method hankel}, which is no method of matrices. */
  HankelOptions ofSignals() {
    HankelOptions options =
        HankelOptions.defaults()
            .withSeed(seed)
            .withStepSize(asked.stepSize == null ? HankelOptions.STEP_SIZE : asked.stepSize)
            .withTolerance(asked.given("--tolerance") ? asked.tolerance : HankelOptions.TOLERANCE)
            .withMaxSteps(asked.given("--max-sweeps") ? asked.maxSweeps : HankelOptions.MAX_STEPS);
    if (!asked.rank.equals("auto")) {
      options = options.withRank(rankNumber());
    }
    return options;
  }
}
