package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eckart.app.MatrixInput.Whole;
import org.eckart.app.report.Report.Headline;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Svd;
import org.eckart.recovery.spectrum.Spectrum;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code eckart spectrum}. */
@Command(
    name = "spectrum",
    description = {
      "Says how low-rank a matrix is: all its singular values, effective ranks, and how many values"
          + " stand above what noise alone would reach."
    },
    footer = {"", "Example:", "  eckart spectrum scan.npy"})
final class SpectrumCommand extends Verb {
  @Parameters(
      paramLabel = "MATRIX",
      description =
          ".csv, .tsv, .npy, .npz:name, .mtx, .parquet, .safetensors:name, .png or .tif; - for"
              + " standard input")
  String matrix = "";

  @Mixin MatrixInput input = new MatrixInput();

  @Override
  void run(Session session) throws Exception {
    CommonOptions common = session.options();
    matrix = StandardInput.file(matrix);
    Path target = OutputFolder.choose(common, "spectrum-" + OutputFolder.stem(matrix));
    Backend.limitThreads(common.threadCount());
    Whole whole = session.timed("read", () -> input.read(matrix, "spectrum"));
    int m = whole.operator().rows();
    int n = whole.operator().columns();
    MatrixVerb described = new MatrixVerb(session, matrix, whole);
    described.describe();
    if (common.explain) {
      described.explain(
          "all %d singular values".formatted(Math.min(m, n)), Plan.ofSvd(24L * m * n, m, n));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, common.force)) {
      Svd svd = session.timed("fit", () -> Svd.of(whole.dense()));
      Spectrum found = Spectrum.of(svd.s(), m, n);
      SpectrumEvidence evidence =
          session.timed("fit", () -> SpectrumEvidence.of(whole.dense(), svd.s(), common));
      double[] values = found.values().toArray();
      Map<String, @Nullable Object> result = session.envelope().result();
      result.put("rows", m);
      result.put("columns", n);
      result.put("values", values);
      result.put("effectiveRank", found.effectiveRank());
      result.put("stableRank", found.stableRank());
      evidence.fill(result);
      Console console = session.console();
      console.say("%s, %d × %d".formatted(console.strong(matrix), m, n));
      console.say(
          "%d of %d singular values stand out of noise of level %s, whose own end at %s"
              .formatted(
                  evidence.detected(),
                  values.length,
                  CompletionSummary.number(evidence.noiseLevel()),
                  CompletionSummary.number(evidence.noiseEdge())));
      console.say(
          "effective rank %s, stable rank %s"
              .formatted(
                  CompletionSummary.number(found.effectiveRank()),
                  CompletionSummary.number(found.stableRank())));
      console.say(evidence.sentence());
      console.say(
          "largest: "
              + String.join(
                  "  ",
                  Arrays.stream(values).limit(10).mapToObj(CompletionSummary::number).toList()));
      session.timed(
          "write",
          () -> {
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(
                described
                    .page(
                        "spectrum",
                        values,
                        evidence.noiseEdge(),
                        List.of(
                            new Headline("detected", "" + evidence.detected(), "out of the noise"),
                            new Headline(
                                "effective rank",
                                CompletionSummary.number(found.effectiveRank()),
                                "by entropy"),
                            new Headline(
                                "stable rank",
                                CompletionSummary.number(found.stableRank()),
                                "Σ s² / s₁²"),
                            new Headline(
                                "noise",
                                CompletionSummary.number(evidence.noiseLevel()),
                                "standard deviation")))
                    .withSections(List.of(evidence.section(values, m, n))));
            writing.publish();
            return folder;
          });
    }
  }
}
