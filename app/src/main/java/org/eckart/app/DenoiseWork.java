package org.eckart.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.array.Npy;
import org.eckart.data.array.NpyFile;
import org.eckart.data.image.GreyImage;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.denoising.BulkFit;
import org.eckart.recovery.denoising.Centering;
import org.eckart.recovery.denoising.Centering.Centred;
import org.eckart.recovery.denoising.Component;
import org.eckart.recovery.denoising.DenoisedMatrix;
import org.eckart.recovery.denoising.Denoising;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.StoredMatrix;
import org.jspecify.annotations.Nullable;

/** A denoising from the file to the report. */
final class DenoiseWork {
  /** Doubles written at once from factors. */
  private static final int PIECE = 1 << 20;

  private final Session session;
  private final String source;
  private final Path target;
  private final DenoisingOptions options;
  private final Parallel parallel;

  DenoiseWork(
      Session session, String source, Path target, DenoisingOptions options, Parallel parallel) {
    this.session = session;
    this.source = source;
    this.target = target;
    this.options = options;
    this.parallel = parallel;
  }

  /** With the matrix in memory. */
  void hold(MatrixInput input, Centering center, boolean missing, @Nullable Integer channel)
      throws Exception {
    LabelledMatrix read = session.timed("read", () -> read(input, channel));
    Matrix y = read.values();
    describe(y.rows(), y.columns(), read.missing());
    if (read.missing() > 0 && !missing) {
      refuseHole(y);
    }
    if (session.options().explain) {
      explain(y.rows(), y.columns(), 8L * y.rows() * y.columns() * 3);
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      Centred centred = center == Centering.NONE ? null : center.of(y);
      Matrix given = centred == null ? y : centred.matrix();
      Denoising denoising = new Denoising(options, parallel);
      DenoisedMatrix found =
          session.timed(
              "fit", () -> read.missing() > 0 ? denoising.ofObserved(given) : denoising.of(given));
      boolean image = PictureForm.isPicture(source);
      tell(found, y.rows(), y.columns(), image);
      session.timed(
          "write",
          () -> {
            Matrix denoised = denoised(found, given);
            if (centred != null) {
              centred.addTo(denoised, 0);
            }
            Npy.write(folder.resolve("denoised.npy"), DenseArray.of(denoised));
            session.envelope().output("denoised", folder.published("denoised.npy"));
            if (image) {
              writeImage(session, folder, source, denoised);
            }
            writeModel(folder, found, read.rows(), read.columns(), centred);
            DenoisePage page = new DenoisePage(session, source, options);
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(page.of(found, StoredMatrix.of(y), StoredMatrix.of(denoised), image));
            writing.publish();
            return folder;
          });
    }
  }

  /** Draws from the posterior instead, with the matrix in memory. */
  void posterior(
      MatrixInput input, Centering center, boolean missing, @Nullable Integer channel, double level)
      throws Exception {
    LabelledMatrix read = session.timed("read", () -> read(input, channel));
    Matrix y = read.values();
    describe(y.rows(), y.columns(), read.missing());
    if (read.missing() > 0 && !missing) {
      refuseHole(y);
    }
    if (session.options().explain) {
      explain(y.rows(), y.columns(), 8L * y.rows() * y.columns() * 10 + (200L << 20));
      return;
    }
    new BayesDenoising(session, source, target, level, parallel)
        .run(read, PictureForm.isPicture(source), options, center != Centering.NONE);
  }

  /** With the matrix read in blocks, twice, and the result written row by row. */
  void stream() throws Exception {
    try (NpyFile file = session.timed("read", () -> NpyFile.open(Path.of(source)))) {
      int m = file.rows();
      int n = file.columns();
      describe(m, n, 0);
      long small = Math.min(m, n);
      if (session.options().explain) {
        explain(m, n, 40 * small * small + (200L << 20));
        return;
      }
      try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
        StoredMatrix stored = stored(file);
        DenoisedMatrix found =
            session.timed("fit", () -> new Denoising(options, parallel).of(stored));
        tell(found, m, n, false);
        session.timed(
            "write",
            () -> {
              int step = Math.max(1, PIECE / n);
              Npy.write(folder.resolve("denoised.npy"), m, n, step, found::rows);
              session.envelope().output("denoised", folder.published("denoised.npy"));
              writeModel(folder, found, Labels.numbered(m), Labels.numbered(n), null);
              DenoisePage page = new DenoisePage(session, source, options);
              ModelFolder writing = new ModelFolder(session, folder);
              writing.page(page.of(found, stored, ofFactors(found), false));
              writing.publish();
              return folder;
            });
      }
    }
  }

  private static StoredMatrix stored(NpyFile file) {
    return new StoredMatrix() {
      @Override
      public int rows() {
        return file.rows();
      }

      @Override
      public int columns() {
        return file.columns();
      }

      @Override
      public Matrix block(int rowFrom, int rowTo, int columnFrom, int columnTo) {
        return file.block(rowFrom, rowTo, columnFrom, columnTo);
      }
    };
  }

  private static StoredMatrix ofFactors(DenoisedMatrix found) {
    return new StoredMatrix() {
      @Override
      public int rows() {
        return found.factors().u().rows();
      }

      @Override
      public int columns() {
        return found.factors().v().rows();
      }

      @Override
      public Matrix block(int rowFrom, int rowTo, int columnFrom, int columnTo) {
        return found
            .factors()
            .u()
            .rows(rowFrom, rowTo)
            .columnsScaled(found.factors().s())
            .timesTranspose(found.factors().v().rows(columnFrom, columnTo));
      }
    };
  }

  /**
   * The product of the factors, by blocks of rows on all threads; the matrix itself if unchanged.
   */
  private Matrix denoised(DenoisedMatrix found, Matrix given) {
    if (found.unchanged() && !hasHoles(given)) {
      return given.copy();
    }
    Matrix whole = Matrix.zeros(given.rows(), given.columns());
    int n = given.columns();
    int step = Math.max(1, (PIECE / 8) / n);
    parallel.forEachBlock(
        Math.ceilDiv(given.rows(), step),
        block -> {
          int from = block * step;
          Matrix part = found.rows(from, Math.min(given.rows(), from + step));
          System.arraycopy(part.array(), 0, whole.array(), from * n, part.array().length);
        });
    return whole;
  }

  private static boolean hasHoles(Matrix y) {
    return Double.isNaN(y.largestMagnitude());
  }

  private LabelledMatrix read(MatrixInput input, @Nullable Integer channel) {
    if (channel != null) {
      return LabelledMatrix.unnamed(GreyImage.read(Path.of(source), channel));
    }
    String name = source.toLowerCase(Locale.ROOT);
    if (name.endsWith(".mtx") || name.endsWith(".mtx.gz")) { // entries not listed are 0
      MatrixInput.Whole whole = input.read(source, "denoise");
      return new LabelledMatrix(whole.dense(), whole.rows(), whole.columns());
    }
    return MatrixReader.read(
        source,
        new MatrixOptions(
            MatrixOptions.Names.DETECT,
            MatrixOptions.Names.DETECT,
            input.decimal,
            List.of(),
            false));
  }

  private void refuseHole(Matrix y) {
    for (int k = 0; k < y.array().length; k++) {
      if (Double.isNaN(y.array()[k])) {
        String where = "entry (" + k / y.columns() + ", " + k % y.columns() + ")";
        throw InputException.of(
            "missing-entry",
            source + ", " + where,
            "%s, %s is missing; if entries are missing at random, say so with --missing, else fill"
                + " them first with 'eckart complete'",
            source,
            where);
      }
    }
  }

  private void describe(int m, int n, long missing) {
    if (m == 0 || n == 0) {
      throw InputException.of(
          "empty", source, "%s is empty (%d × %d), so there is nothing to denoise", source, m, n);
    }
    int least = Math.min(m, n);
    if (options.rank().orElse(1) > least) {
      throw new UsageException(
          "--rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
          options.rank().orElse(1), m, n, least, least);
    }
    Map<String, @Nullable Object> input = session.envelope().input();
    input.put("source", source);
    input.put("rows", m);
    input.put("columns", n);
    input.put("missing", missing);
  }

  private void explain(int m, int n, long bytes) {
    Plan plan = Plan.ofSvd(bytes, m, n);
    plan.fill(session.envelope().result());
    session
        .console()
        .say(
            "Would denoise a %d × %d matrix with %s, and write %d MiB"
                .formatted(m, n, plan.words(), (8L * m * n) >> 20));
  }

  private void tell(DenoisedMatrix found, int m, int n, boolean image) {
    found.warnings().stream()
        .filter(warning -> !image || !warning.contains("--center")) // a picture has a mean
        .forEach(session::warn);
    fill(session.envelope().result(), found, m, n);
    Console console = session.console();
    console.say("%s, %d × %d".formatted(console.strong(source), m, n));
    console.say(
        "%d %s out of noise of level %s; expected error of an entry %s (before: %s)"
            .formatted(
                found.rank(),
                found.rank() == 1 ? "component stands" : "components stand",
                CompletionSummary.number(found.noiseLevel()),
                CompletionSummary.number(found.predictedRmse()),
                CompletionSummary.number(found.noiseLevel())));
    if (found.rank() > 0) {
      console.say("     value   strength     weight   cos left  cos right");
    }
    for (Component c : found.components().stream().limit(10).toList()) {
      console.say(
          String.format(
              Locale.ROOT,
              "%10s %10s %10s %10.3f %10.3f",
              CompletionSummary.number(c.value()),
              CompletionSummary.number(c.strength()),
              CompletionSummary.number(c.shrunk()),
              c.leftCosine(),
              c.rightCosine()));
    }
  }

  private static void fill(
      Map<String, @Nullable Object> result, DenoisedMatrix found, int m, int n) {
    result.put("rows", m);
    result.put("columns", n);
    result.put("rank", found.rank());
    result.put("sigma", found.noiseLevel());
    result.put("components", components(found.components()));
    result.put("predictedLoss", found.predictedLoss());
    Map<String, Object> losses = new LinkedHashMap<>();
    losses.put("frobenius", found.losses().frobenius());
    losses.put("operator", found.losses().operator());
    losses.put("nuclear", found.losses().nuclear());
    result.put("predictedLosses", losses);
    result.put("predictedRmse", found.predictedRmse());
    result.put("noiseEdge", found.edge().edge());
    result.put("hardThreshold", found.edge().hardThreshold());
    result.put("detectability", found.edge().detectability());
    if (found.screeNot().isPresent()) {
      result.put("screeNot", found.screeNot().getAsInt());
    }
    BulkFit fit = found.fit();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("statistic", fit.statistic());
    told.put("value", fit.value());
    told.put("limit", fit.limit());
    told.put("white", fit.isWhite());
    told.put("kurtosis", fit.kurtosis());
    result.put("fit", told);
    result.put("unchanged", found.unchanged());
  }

  static List<Map<String, Object>> components(List<Component> components) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Component c : components) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("value", c.value());
      one.put("strength", c.strength());
      one.put("shrunk", c.shrunk());
      one.put("cosLeft", c.leftCosine());
      one.put("cosRight", c.rightCosine());
      one.put("loss", c.loss());
      list.add(one);
    }
    return list;
  }

  /** As deep as the picture that came in. */
  static void writeImage(Session session, OutputFolder folder, String source, Matrix denoised) {
    String name = PictureForm.of(source).write(folder, "denoised", denoised);
    session.envelope().output("image", folder.published(name));
  }

  private void writeModel(
      OutputFolder folder,
      DenoisedMatrix found,
      Labels rows,
      Labels columns,
      @Nullable Centred centred) {
    int r = found.rank();
    double[] values = new double[r];
    double[] strengths = new double[r];
    double[] left = new double[r];
    double[] right = new double[r];
    for (int k = 0; k < r; k++) {
      Component c = found.components().get(k);
      values[k] = c.value();
      strengths[k] = c.strength();
      left[k] = c.leftCosine();
      right[k] = c.rightCosine();
    }
    NamedArrays arrays =
        NamedArrays.builder()
            .put("row_vectors", found.factors().u())
            .put("column_vectors", found.factors().v())
            .put("weights", found.factors().s().toArray())
            .put("values", values)
            .put("strengths", strengths)
            .put("left_cosines", left)
            .put("right_cosines", right)
            .put("noise_level", new double[] {found.noiseLevel()})
            .put("row_means", centred == null ? new double[rows.size()] : centred.rows())
            .put("column_means", centred == null ? new double[columns.size()] : centred.columns())
            .build();
    String provenance =
        RecordJson.write(
            Provenance.begin("denoising", options.recorded())
                .withSeed(session.options().seed)
                .withThreads(session.options().threadCount())
                .withSeconds(session.envelope().seconds("fit")));
    ModelStore.write(
        folder.resolve("model"),
        new StoredModel(
            "denoising",
            arrays,
            List.of("row_vectors", "row_means"),
            List.of("column_vectors", "column_means"),
            rows,
            columns,
            provenance),
        false);
    session.envelope().output("model", folder.published("model"));
  }
}
