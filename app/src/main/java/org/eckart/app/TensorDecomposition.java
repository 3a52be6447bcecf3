package org.eckart.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;
import org.eckart.recovery.cp.Cp;
import org.eckart.recovery.cp.CpFit;
import org.eckart.recovery.cp.CpModel;
import org.eckart.recovery.cp.CpOptions;
import org.eckart.recovery.tproduct.TSvd;
import org.eckart.recovery.tucker.Hooi;
import org.eckart.recovery.tucker.HooiOptions;
import org.eckart.recovery.tucker.Ranks;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerArrays;
import org.eckart.recovery.tucker.TuckerFit;
import org.jspecify.annotations.Nullable;

/** {@code eckart decompose} of a tensor: Tucker by HOOI, t-SVD or CP. */
final class TensorDecomposition {
  private static final int DEFAULT_RANK = 10;

  private final Session session;
  private final String path;
  private final TensorInput input;

  TensorDecomposition(Session session, String path, TensorInput input) {
    this.session = session;
    this.path = path;
    this.input = input;
  }

  /** Which decomposition. */
  enum Method {
    TUCKER,
    TSVD,
    CP
  }

  /**
   * @param rank as on the command line; null for the default
   */
  void run(Method method, @Nullable String rank, @Nullable Double tolerance) throws Exception {
    CommonOptions common = session.options();
    Path target = OutputFolder.choose(common, "decompose-" + OutputFolder.stem(path));
    Backend.limitThreads(common.threadCount());
    session.envelope().input().putAll(input.facts());
    ObservedTensor entries = input.entries();
    if (entries.count() < entries.cells()) {
      throw InputException.of(
          "missing-entries",
          path,
          "%s: %.0f of %.0f entries are missing and 'decompose' needs every one; fill them first"
              + " with 'eckart complete'",
          path,
          entries.cells() - entries.count(),
          entries.cells());
    }
    Tensor y =
        input.array() == null
            ? TensorMethods.dense("decompose", entries, "; take fewer modes or indices")
            : input.array();
    String wanted = rank == null ? Integer.toString(defaultRank(method, y.shape())) : rank;
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("method", method.toString().toLowerCase(java.util.Locale.ROOT));
    options.put("rank", wanted);
    if (common.explain) {
      long bytes = 24L * y.array().length;
      session.envelope().result().put("memoryMiB", bytes >> 20);
      session
          .console()
          .say(
              "Would decompose a %s tensor, with about %d MiB beside the tensor itself"
                  .formatted(entries.shapeText(), bytes >> 20));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, common.force)) {
      Decomposed found =
          session.timed("fit", () -> decomposed(method, y, wanted, tolerance, target));
      if (found != null) {
        session.timed(
            "write",
            () -> {
              write(found, y, folder);
              return folder;
            });
      }
    }
  }

  /** 10, or as much of it as the method can have of this shape. */
  private static int defaultRank(Method method, int[] shape) {
    int most =
        switch (method) {
          case TUCKER ->
              IntStream.range(0, shape.length).map(k -> Ranks.largest(shape, k)).max().orElse(1);
          case TSVD -> Math.min(shape[0], shape[1]);
          case CP -> CpModel.largestRank(shape);
        };
    return Math.min(DEFAULT_RANK, most);
  }

  /**
   * @param ranks one a mode or a single one
   * @param factors what is stored
   * @param tucker the model, where it has Tucker form
   * @param steps done
   * @param spectra values by mode, or of a t-SVD by position, or of CP the terms' sizes
   * @param model dense
   */
  private record Decomposed(
      List<Integer> ranks,
      NamedArrays factors,
      @Nullable Tucker tucker,
      int steps,
      List<double[]> spectra,
      Tensor model,
      boolean settled) {}

  private @Nullable Decomposed decomposed(
      Method method, Tensor y, String rank, @Nullable Double tolerance, Path target)
      throws IOException {
    RunDriver run = RunDriver.of(session, target, Fingerprint.of(input.entries()).toString());
    return switch (method) {
      case TUCKER -> tucker(run, y, rank, tolerance);
      case TSVD -> tSvd(y, rank);
      case CP -> cp(run, rank, tolerance);
    };
  }

  private @Nullable Decomposed tucker(
      RunDriver run, Tensor y, String rank, @Nullable Double tolerance) throws IOException {
    HooiOptions options = HooiOptions.ranks(TensorInput.ranks(rank, y.shape()));
    options = tolerance == null ? options : options.withTolerance(tolerance);
    Outcome<?, TuckerFit> outcome = run.drive(new Hooi(options), y);
    if (outcome == null) {
      return null;
    }
    Tucker model = outcome.estimate().model().orthonormal();
    NamedArrays.Builder arrays = NamedArrays.builder();
    TuckerArrays.put(arrays, "", model);
    return new Decomposed(
        Arrays.stream(model.ranks()).boxed().toList(),
        arrays.build(),
        model,
        outcome.steps(),
        model.spectra().stream().map(Vector::toArray).toList(),
        model.tensor(),
        outcome.estimate().settled());
  }

  private Decomposed tSvd(Tensor y, String rank) {
    int wanted = TensorInput.rank(rank);
    TSvd found = TSvd.of(y, wanted);
    return new Decomposed(
        List.of(wanted),
        NamedArrays.builder().put("x", found.model().array(), found.model().shape()).build(),
        null,
        1,
        List.of(found.values()),
        found.model(),
        true);
  }

  private @Nullable Decomposed cp(RunDriver run, String rank, @Nullable Double tolerance)
      throws IOException {
    CpOptions options = CpOptions.rank(TensorInput.rank(rank)).withSeed(session.options().seed);
    options = tolerance == null ? options : options.withTolerance(tolerance);
    Outcome<?, CpFit> outcome = run.drive(new Cp(options), input.entries());
    if (outcome == null) {
      return null;
    }
    CpFit fit = outcome.estimate();
    if (fit.congruence() > 0.9) {
      session.warn(
          "Two terms are nearly the same (cosine %.2f), so neither can be read by itself; take a"
                  .formatted(fit.congruence())
              + " lower --rank, or --method tucker");
    }
    NamedArrays.Builder arrays = NamedArrays.builder();
    for (int k = 0; k < fit.model().modes(); k++) {
      arrays.put("factor" + (k + 1), fit.model().factors().get(k));
    }
    double[] sizes = new double[fit.model().rank()];
    for (int t = 0; t < sizes.length; t++) {
      sizes[t] = fit.model().factors().getFirst().columns(t, t + 1).frobeniusNorm();
    }
    return new Decomposed(
        List.of(sizes.length),
        arrays.build(),
        null,
        outcome.steps(),
        List.of(sizes),
        fit.model().tensor(),
        fit.settled());
  }

  private void write(Decomposed found, Tensor y, OutputFolder folder) throws IOException {
    double size = y.frobeniusNorm();
    double residual = size == 0 ? 0 : found.model().minus(y).frobeniusNorm() / size;
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("shape", y.shape());
    result.put("rank", found.ranks());
    result.put("values", found.spectra());
    result.put("residual", residual);
    result.put("passes", found.steps());
    result.put("settled", found.settled());
    session
        .console()
        .say(
            "rank %s of a %s tensor, relative residual %.3g, %d steps, %.2f s"
                .formatted(
                    TensorCompletion.text(found.ranks()),
                    input.entries().shapeText(),
                    residual,
                    found.steps(),
                    session.envelope().seconds("fit")));
    Safetensors.write(folder.resolve("factors.safetensors"), found.factors());
    session.envelope().output("factors", folder.published("factors.safetensors"));
    List<Section> sections = new ArrayList<>();
    TensorPage.spectra(found.tucker(), input.modes(), sections);
    sections.add(TensorPage.slices(y, found.model(), "Low-rank part", "the decomposition"));
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(
        new TensorPage(session, path)
            .page(
                "tensor decomposition",
                input.entries().shapeText() + " tensor, every entry known.",
                List.of(
                    new Headline("residual", "%.3g".formatted(residual), "relative to the tensor"),
                    new Headline(
                        "rank", TensorCompletion.text(found.ranks()), "of the low-rank part")),
                sections,
                input));
    writing.publish();
  }
}
