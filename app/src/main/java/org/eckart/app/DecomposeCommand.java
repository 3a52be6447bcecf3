package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.app.MatrixInput.Whole;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.table.TableOptions;
import org.eckart.linalg.Backend;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SubspaceOptions;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart decompose}. */
@Command(
    name = "decompose",
    description = {
      "Finds the leading singular values and vectors of a matrix: A ≈ U diag(s) Vᵀ.",
      "Writes factors.safetensors with U (m × r), s (r) and V (n × r); of a tensor its core and a"
          + " factor a mode."
    },
    footer = {"", "Example:", "  eckart decompose scan.npy --rank 20 --out scan-svd"})
final class DecomposeCommand extends Verb {
  /** At most this many rows or columns: the exact decomposition is as fast as any other. */
  private static final int SMALL = 500;

  private static final int DEFAULT_RANK = 10;

  /** What iterations took on matrices with and without gaps in their spectrum. */
  private static final int FEWEST_PASSES = 10;

  private static final int MOST_PASSES = 120;

  /** How triplets are found. */
  enum Method {
    /** {@code svd} for small matrices, {@code krylov} for others. */
    AUTO,
    /** All triplets, by LAPACK; dense. */
    SVD,
    /** Block randomised subspace iteration: few passes, rougher. */
    RANDOMIZED,
    /** Thick-restart block Lanczos: to any tolerance. */
    KRYLOV,
    /** Of a tensor: core and factors, by alternating projections (HOOI); the default there. */
    TUCKER,
    /** Of a tensor of three modes: the t-SVD. */
    TSVD,
    /** Of a tensor: a sum of rank-one terms. */
    CP
  }

  @Parameters(
      paramLabel = "MATRIX",
      description = {
        ".csv, .tsv, .npy, .npz:name, .mtx, .parquet, .safetensors:name, .png or .tif; - for"
            + " standard input; of a Matrix Market file with coordinates, entries not listed are 0",
        "or a tensor: .npy of three ways or more, or a table with --modes"
      })
  String matrix = "";

  @Mixin MatrixInput input = new MatrixInput();

  @Option(
      names = "--rank",
      paramLabel = "R",
      description =
          "triplets wanted (default: 10, or as many as there are); of a tensor one number, or one a"
              + " mode such as 5,5,3")
  @Nullable String rank;

  @Option(
      names = "--modes",
      paramLabel = "NAMES",
      split = ",",
      description = "columns of a table that hold the ids of a tensor's modes")
  List<String> modes = List.of();

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description = "column of that table that holds the values")
  @Nullable String value;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "auto, svd, randomized or krylov (${DEFAULT-VALUE}); of a tensor auto, tucker, tsvd or"
              + " cp")
  Method method = Method.AUTO;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "largest residual ‖Av − su‖ allowed, relative to the largest value (default: 1e-8, of"
              + " randomized 1e-4)")
  @Nullable Double tolerance;

  /** Triplets with what finding them took. */
  private record Found(Svd triplets, double residual, int passes, boolean settled, Method by) {}

  /** Of a tensor; a matrix is one step. */
  @Override
  boolean isRun() {
    return TensorInput.isTensor(matrix, modes);
  }

  @Override
  void run(Session session) throws Exception {
    CommonOptions common = session.options();
    matrix = modes.isEmpty() ? StandardInput.file(matrix) : matrix;
    String named = method.toString().toLowerCase(Locale.ROOT);
    MethodOptions.DECOMPOSE.refuseIdle(named, "--method " + named, this::given);
    if (value != null && modes.isEmpty()) {
      throw new UsageException("--value can do nothing without --modes; add it");
    }
    if (TensorInput.isTensor(matrix, modes)) {
      decomposeTensor(session);
      return;
    }
    if (method.compareTo(Method.TUCKER) >= 0) {
      throw new UsageException(
          "--method %s is for tensors: a .npy of three ways or more, or a table with --modes; take"
              + " auto, svd, randomized or krylov",
          named);
    }
    Path target = OutputFolder.choose(common, "decompose-" + OutputFolder.stem(matrix));
    Backend.limitThreads(common.threadCount());
    Whole whole = session.timed("read", () -> input.read(matrix, "decompose"));
    int m = whole.operator().rows();
    int n = whole.operator().columns();
    int wanted = rank == null ? Math.min(DEFAULT_RANK, Math.min(m, n)) : rankNumber(rank);
    if (wanted < 1 || wanted > Math.min(m, n)) {
      throw new UsageException(
          "--rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
          wanted, m, n, Math.min(m, n), Math.min(m, n));
    }
    Method by =
        method != Method.AUTO ? method : Math.min(m, n) <= SMALL ? Method.SVD : Method.KRYLOV;
    MatrixVerb described = new MatrixVerb(session, matrix, whole);
    described.describe();
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("method", by.toString().toLowerCase(Locale.ROOT));
    options.put("rank", wanted);
    if (common.explain) {
      described.explain(
          "%d triplets by %s".formatted(wanted, by.toString().toLowerCase(Locale.ROOT)),
          by == Method.SVD
              ? Plan.ofSvd(24L * m * n, m, n)
              : Plan.ofPasses(
                  8L * (m + n) * (3L * wanted + 96),
                  whole.stored(),
                  FEWEST_PASSES,
                  MOST_PASSES,
                  wanted + 16));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, common.force)) {
      Found found = session.timed("fit", () -> find(whole, wanted, by, common));
      if (!found.settled()) {
        session.warn(
            "The iteration ended at its limit of steps; the residual is %.1e"
                .formatted(found.residual()));
      }
      double[] values = found.triplets().s().toArray();
      Map<String, @Nullable Object> result = session.envelope().result();
      result.put("rows", m);
      result.put("columns", n);
      result.put("rank", wanted);
      result.put("values", values);
      result.put("residual", found.residual());
      result.put("passes", found.passes());
      result.put("settled", found.settled());
      session
          .console()
          .say(
              "%d singular values of a %d × %d matrix, largest residual %.1e, %d passes, %.2f s"
                  .formatted(
                      wanted,
                      m,
                      n,
                      found.residual(),
                      found.passes(),
                      session.envelope().seconds("fit")));
      session
          .console()
          .say(
              String.join(
                  "  ",
                  Arrays.stream(values).limit(10).mapToObj(CompletionSummary::number).toList()));
      session.timed(
          "write",
          () -> {
            NamedArrays arrays =
                NamedArrays.builder()
                    .put("U", found.triplets().u())
                    .put("s", values)
                    .put("V", found.triplets().v())
                    .build();
            Safetensors.write(folder.resolve("factors.safetensors"), arrays);
            session.envelope().output("factors", folder.published("factors.safetensors"));
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(described.page("singular value decomposition", values, null, List.of()));
            writing.publish();
            return folder;
          });
    }
  }

  private static int rankNumber(String rank) {
    try {
      return Integer.parseInt(rank);
    } catch (NumberFormatException e) {
      throw new UsageException("--rank is '%s'; of a matrix it is a whole number", rank);
    }
  }

  private void decomposeTensor(Session session) throws Exception {
    TensorInput.refuseIdle(matrix, modes.isEmpty(), this::given, List.of());
    TensorInput read =
        session.timed(
            "read",
            () ->
                TensorInput.read(
                    matrix,
                    modes,
                    value,
                    TableOptions.defaults()
                        .withDecimal(input.decimal)
                        .withThreads(session.options().threadCount())));
    TensorDecomposition.Method by =
        switch (method) {
          case AUTO, TUCKER -> TensorDecomposition.Method.TUCKER;
          case TSVD -> TensorDecomposition.Method.TSVD;
          case CP -> TensorDecomposition.Method.CP;
          default ->
              throw new UsageException(
                  "--method %s is for matrices; of a tensor take auto, tucker, tsvd or cp",
                  method.toString().toLowerCase(Locale.ROOT));
        };
    new TensorDecomposition(session, matrix, read).run(by, rank, tolerance);
  }

  private Found find(Whole whole, int wanted, Method by, CommonOptions common) {
    try (Parallel parallel = Parallel.of(common.threadCount())) {
      if (by == Method.SVD) {
        Matrix dense = whole.dense();
        Svd triplets = Svd.of(dense).truncated(wanted);
        return new Found(triplets, residual(dense, triplets), 1, true, by);
      }
      TruncatedSvd found;
      if (by == Method.RANDOMIZED) {
        SubspaceOptions options = SubspaceOptions.rank(wanted).withSeed(common.seed);
        options = tolerance == null ? options : options.withTolerance(tolerance);
        found = TruncatedSvd.subspace(whole.operator(), options, parallel);
      } else {
        LanczosOptions options = LanczosOptions.rank(wanted).withSeed(common.seed);
        options = tolerance == null ? options : options.withTolerance(tolerance);
        found = TruncatedSvd.lanczos(whole.operator(), options, parallel);
      }
      double residual = Arrays.stream(found.residuals().toArray()).max().orElse(0);
      return new Found(found.triplets(), residual, 2 * found.steps(), found.settled(), by);
    }
  }

  /** The largest ‖Av − su‖ and ‖Aᵀu − sv‖, relative to s₁. */
  private static double residual(Matrix a, Svd triplets) {
    double largest = triplets.s().get(0);
    if (largest == 0) {
      return 0;
    }
    Matrix right = a.times(triplets.v()).minus(triplets.u().columnsScaled(triplets.s()));
    Matrix left = a.transposeTimes(triplets.u()).minus(triplets.v().columnsScaled(triplets.s()));
    double worst = 0;
    for (int k = 0; k < triplets.rank(); k++) {
      worst = Math.max(worst, right.columns(k, k + 1).frobeniusNorm());
      worst = Math.max(worst, left.columns(k, k + 1).frobeniusNorm());
    }
    return worst / largest;
  }
}
