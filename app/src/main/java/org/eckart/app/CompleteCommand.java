package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableSource;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.loss.LossKind;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart complete}. */
@Command(
    name = "complete",
    description = {
      "Fills in what is missing of a matrix: a file with holes, or a table that lists some"
          + " entries.",
      "Rank, penalty and noise are learned; each prediction has an interval. The output folder"
          + " holds the model, predictions for the test entries and report.html; of a matrix file"
          + " also completed.npy, and with --interval lower.npy and upper.npy.",
      "",
      "CSV, TSV and Parquet files are tables if they have up to "
          + MatrixSource.MOST_TABLE_COLUMNS
          + " columns or their columns are named with --row, --column or --value, and else"
          + " matrices; --table and --matrix decide otherwise.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  eckart complete ratings.csv --row userId --column movieId --value rating --holdout 0.1",
      "  eckart complete scan.npy --interval 0.9"
    })
final class CompleteCommand extends Verb {
  /** How a completion is computed. */
  enum Method {
    /** Whatever is best for the data: at present row by row with a few inner steps. */
    AUTO,
    /** Alternating least squares: each row solved exactly in turn. */
    ALS,
    /** The convex program, with a certificate. */
    SOFTIMPUTE,
    /**
     * A plain low-rank matrix by scaled gradient descent, as published; a tensor in Tucker form.
     */
    SCALEDGD,
    /** A plain low-rank matrix by gradient descent, to compare with. */
    GD,
    /** A plain low-rank matrix by alternating minimisation, to compare with. */
    ALTMIN,
    /** A signal with gaps, by the low rank of its Hankel matrix. */
    HANKEL,
    /** Labels of rows or columns, if they help. */
    GROUPS,
    /** Draws from the posterior of a normal product, with credible intervals. */
    BAYES,
    /** Of a tensor: Tucker form by Gauss–Newton steps, the default. */
    TUCKER,
    /** Of a tensor: alternating projections, missing entries filled in again and again. */
    HOOI,
    /** Of a tensor of three modes: scaled gradient descent under the tensor–tensor product. */
    TSVD,
    /** Of a tensor: a sum of rank-one terms by alternating least squares. */
    CP
  }

  @Parameters(
      paramLabel = "INPUT",
      description = {
        "a table of entries: CSV, TSV, space- or ::-separated text, Parquet or JSON lines, gzip or"
            + " not; - for standard input; or a query in quotes, such as \"SELECT u, i, r FROM"
            + " 'part-*.parquet'\"",
        "or a tensor: .npy of three ways or more, or a table with --modes",
        "or a matrix: .npy, .npz:name, .safetensors:name, .mtx, .csv, .tsv, .parquet, .png or .tif;"
            + " NaN and what is not given are missing"
      })
  String table = "";

  @Option(
      names = "--modes",
      paramLabel = "NAMES",
      split = ",",
      description =
          "columns that hold the ids of a tensor's modes, such as time,place,channel; --value names"
              + " that of the values")
  List<String> modes = List.of();

  @Option(
      names = "--step-size",
      paramLabel = "ETA",
      description =
          "of scaledgd, gd and hankel, above 0 and below 1 (default: 0.5; on a tensor 0.3, or what"
              + " its order allows)")
  @Nullable Double stepSize;

  @Option(names = "--matrix", description = "read INPUT as a matrix")
  boolean asMatrix;

  @Option(names = "--table", description = "read INPUT as a table of entries")
  boolean asTable;

  @Mixin TableInput input = new TableInput();

  @Mixin GroupInput groups = new GroupInput();

  @Mixin BayesInput bayes = new BayesInput();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = {
        "auto, als, softimpute, groups, bayes, scaledgd, gd, altmin or hankel (${DEFAULT-VALUE});"
            + " softimpute is convex: it certifies how far the answer can be from the minimum, and"
            + " has no intervals; groups uses labels of rows or columns, if they help; bayes draws"
            + " from a posterior: the best predictions, with credible intervals; scaledgd, gd"
            + " and altmin fit a plain low-rank matrix without offsets and intervals, to the limits"
            + " of double; hankel fills the gaps of a signal, one number on each line or a 1-D"
            + " .npy",
        "of a tensor: auto, tucker, scaledgd, gd, hooi, tsvd or cp"
      })
  Method method = Method.AUTO;

  @Option(
      names = "--rank",
      paramLabel = "R",
      defaultValue = "auto",
      description =
          "of the low-rank part: auto, or a number; 0 for offsets alone (${DEFAULT-VALUE}); of"
              + " softimpute the largest it may have")
  String rank = "auto";

  @Option(
      names = "--penalty",
      paramLabel = "L",
      defaultValue = "auto",
      description =
          "auto learns it; a number sets one strength for all (${DEFAULT-VALUE}); of softimpute the"
              + " singular values that count as noise")
  String penalty = "auto";

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "squared",
      description =
          "squared, huber (some values are wild), logistic (0 and 1; predicts probabilities) or"
              + " poisson (counts; predicts rates) (${DEFAULT-VALUE})")
  LossKind loss = LossKind.SQUARED;

  @Mixin PlainInput plain = new PlainInput();

  @Option(
      names = "--max-sweeps",
      paramLabel = "N",
      defaultValue = "" + CompletionOptions.MAX_SWEEPS,
      description =
          "at a rank, at the latest (${DEFAULT-VALUE}; of softimpute at a penalty, "
              + SoftImputeOptions.MAX_STEPS
              + ")")
  int maxSweeps = CompletionOptions.MAX_SWEEPS;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "" + CompletionOptions.TOLERANCE,
      description =
          "change of the error that counts as none, relative (${DEFAULT-VALUE}); of softimpute the"
              + " certified gap that is small enough")
  double tolerance = CompletionOptions.TOLERANCE;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "a table like the first, to be judged on; never fitted")
  @Nullable String test;

  @Option(
      names = "--holdout",
      paramLabel = "PART",
      description = "set this part of the entries aside to be judged on, such as 0.1")
  @Nullable Double holdout;

  @Option(
      names = "--interval",
      paramLabel = "LEVEL",
      defaultValue = "0.9",
      description = "probability with which an interval holds the value (${DEFAULT-VALUE})")
  double interval = 0.9;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "CSV with an id and a title in each line: what the report calls the columns")
  @Nullable Path titles;

  @Override
  boolean isRun() {
    return true;
  }

  @Override
  void run(Session session) throws Exception {
    if (test != null && holdout != null) {
      throw new UsageException(
          "--test and --holdout both say what to judge on; leave one of them out");
    }
    if (holdout != null && !(holdout > 0 && holdout < 1)) {
      throw new UsageException("--holdout is %s; it must be above 0 and below 1, say 0.1", holdout);
    }
    Level.check("--interval", interval);
    table = asMatrix ? StandardInput.file(table) : table;
    if (TensorInput.isTensor(table, modes)) {
      new TensorCompletion(session, this).run();
      return;
    }
    refuseMethodsOfTensors();
    refuseIdle();
    if (method == Method.GROUPS && !groups.given()) {
      throw new UsageException(
          "--method groups needs labels; name their file with --groups, or columns of the table"
              + " with --group-columns");
    }
    plain.check(method);
    if (method == Method.HANKEL) {
      signal(session);
      return;
    }
    TableSource source = TableSource.of(table, System.in);
    TableOptions options = input.options(common.threadCount());
    boolean matrix = isMatrix(source);
    CompletionTask task =
        new CompletionTask(
            name(source),
            "complete-" + (source instanceof TableSource.File ? OutputFolder.stem(table) : "table"),
            matrix
                ? new MatrixSource(table, input.matrixOptions(), given("--interval"), !asMatrix)
                : new EntrySource.OfTable(source, options),
            options,
            new CompletionMethods(this).of(matrix),
            test == null ? null : TableSource.of(test, System.in),
            holdout == null ? OptionalDouble.empty() : OptionalDouble.of(holdout),
            interval,
            given("--interval"),
            titles == null ? Titles.none() : Titles.read(titles),
            input.column == null ? "column" : input.column,
            null);
    new CompletionWork(session, task).run();
  }

  private void signal(Session session) throws Exception {
    new SignalWork(
            session,
            table,
            new CompletionMethods(this).ofSignals(),
            holdout == null ? OptionalDouble.empty() : OptionalDouble.of(holdout))
        .run(SignalWork.read(session, table, input));
  }

  private void refuseIdle() {
    String named = method.toString().toLowerCase(Locale.ROOT);
    if (loss == LossKind.SQUARED) {
      MethodOptions.COMPLETE.refuseIdle(
          named, method == Method.AUTO ? null : "--method " + named, this::given);
      return;
    }
    String said = "--loss " + loss.toString().toLowerCase(Locale.ROOT);
    MethodOptions.COMPLETE.refuseIdle("loss", said, this::given);
    if (method != Method.AUTO) {
      throw new UsageException(
          "%s has a method of its own, so --method %s can do nothing; leave it out", said, named);
    }
  }

  private void refuseMethodsOfTensors() {
    if (method.compareTo(Method.TUCKER) >= 0) {
      throw new UsageException(
          "--method %s is for tensors: a .npy of three ways or more, or a table with --modes; take"
              + " auto, als or softimpute",
          method.toString().toLowerCase(Locale.ROOT));
    }
  }

  /** Whether the input is a matrix file; options that could then do nothing are refused. */
  private boolean isMatrix(TableSource source) {
    if (asMatrix && asTable) {
      throw new UsageException("--matrix and --table contradict each other; leave one of them out");
    }
    List<String> ofTables =
        List.of("--row", "--column", "--value", "--time", "--duplicates").stream()
            .filter(this::given)
            .toList();
    boolean file = source instanceof TableSource.File;
    if (asMatrix && !file) {
      throw new UsageException("--matrix needs a file; %s is read as a table", name(source));
    }
    boolean array = file && MatrixReader.isArrayFile(table);
    if (asTable && array) {
      throw new UsageException("--table can do nothing: %s is a matrix; leave it out", table);
    }
    boolean matrix =
        asMatrix
            || (!asTable
                && file
                && (array || (ofTables.isEmpty() && MatrixSource.isMatrixFile(table))));
    if (matrix && !ofTables.isEmpty()) {
      throw new UsageException(
          "%s can do nothing: %s is read as a matrix; leave it out", ofTables.getFirst(), table);
    }
    return matrix;
  }

  private static String name(TableSource source) {
    return switch (source) {
      case TableSource.File file -> String.valueOf(file.path().getFileName());
      case TableSource.Stream _ -> "standard input";
      case TableSource.Sql _ -> "the query";
    };
  }
}
