package org.eckart.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.RobustTucker;
import org.eckart.recovery.tucker.RobustTuckerEstimate;
import org.eckart.recovery.tucker.RobustTuckerOptions;
import org.eckart.recovery.tucker.TuckerArrays;
import org.jspecify.annotations.Nullable;

/** Separates a tensor into a part of low multilinear rank and gross errors in some entries. */
final class TensorSeparation {
  private static final int USUAL_STEPS = 30;

  private final Session session;
  private final String path;
  private final TensorInput input;

  TensorSeparation(Session session, String path, TensorInput input) {
    this.session = session;
    this.path = path;
    this.input = input;
  }

  /**
   * @param rank auto, one number, or one a mode
   * @param tolerance null for the default
   * @param maxSteps likewise
   */
  void run(String rank, @Nullable Double tolerance, @Nullable Integer maxSteps) throws Exception {
    CommonOptions common = session.options();
    Path target = OutputFolder.choose(common, "separate-" + OutputFolder.stem(path));
    Backend.limitThreads(common.threadCount());
    session.envelope().input().putAll(input.facts());
    Tensor y =
        input.array() == null
            ? TensorMethods.dense("separate", input.entries(), "")
            : input.array();
    RobustTuckerOptions options =
        rank.equals("auto")
            ? RobustTuckerOptions.defaults()
            : RobustTuckerOptions.ranks(TensorInput.ranks(rank, y.shape()));
    options = tolerance == null ? options : options.withTolerance(tolerance);
    RobustTuckerOptions set = maxSteps == null ? options : options.withMaxSteps(maxSteps);
    RobustTucker algorithm = new RobustTucker(set);
    session.envelope().options().put("method", "robust");
    session.envelope().options().put("rank", rank);
    if (common.explain) {
      Plan plan = Plan.ofRun(32L * y.array().length, algorithm, y, USUAL_STEPS);
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would separate a %s tensor, beside the tensor itself with %s"
                  .formatted(input.entries().shapeText(), plan.words()));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, common.force)) {
      RunDriver run = RunDriver.of(session, target, Fingerprint.of(input.entries()).toString());
      Outcome<?, RobustTuckerEstimate> outcome =
          session.timed("fit", () -> run.drive(algorithm, y));
      if (outcome != null) {
        session.timed(
            "write",
            () -> {
              write(algorithm, outcome, y, folder);
              return folder;
            });
      }
    }
  }

  private void write(
      RobustTucker algorithm,
      Outcome<?, RobustTuckerEstimate> outcome,
      Tensor y,
      OutputFolder folder)
      throws IOException {
    RobustTuckerEstimate found = outcome.estimate();
    Tensor low = found.model().tensor();
    Tensor outliers = found.outliers(y);
    double squares = 0;
    double all = 0;
    for (int i = 0; i < low.array().length; i++) {
      double v = y.array()[i];
      if (!Double.isNaN(v)) {
        double left = v - low.array()[i] - outliers.array()[i];
        squares += left * left;
        all += v * v;
      }
    }
    List<Integer> ranks = Arrays.stream(found.model().ranks()).boxed().toList();
    double share = (double) found.corrupted() / found.known();
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("shape", y.shape());
    result.put("rank", ranks);
    result.put("corrupted", found.corrupted());
    result.put("corruptedShare", share);
    result.put("threshold", found.threshold());
    result.put("noise", found.noise());
    result.put("residual", all == 0 ? 0 : Math.sqrt(squares / all));
    result.put("iterations", found.steps());
    result.put("settled", found.settled());
    if (found.isDoubtful()) {
      session.warn(
          "%s of the entries count as corrupted, too many to say which part is the low-rank one; do"
                  .formatted(CompletionSummary.percent(share))
              + " not rely on the separation, or try another --rank");
    }
    session
        .console()
        .say(
            "rank %s; %,d of %,d entries corrupted (%s), by more than %.4g; %d steps, %.2f s"
                .formatted(
                    TensorCompletion.text(ranks),
                    found.corrupted(),
                    found.known(),
                    CompletionSummary.percent(share),
                    found.threshold(),
                    found.steps(),
                    session.envelope().seconds("fit")));
    Npy.write(folder.resolve("lowRank.npy"), new DenseArray(low.array(), low.shape()));
    Npy.write(folder.resolve("outliers.npy"), new DenseArray(outliers.array(), low.shape()));
    session.envelope().output("lowRank", folder.published("lowRank.npy"));
    session.envelope().output("outliers", folder.published("outliers.npy"));
    NamedArrays.Builder arrays = NamedArrays.builder();
    TuckerArrays.put(arrays, "", found.model());
    String provenance =
        StoredTensor.provenance(session, algorithm.name(), algorithm.options(), input.entries());
    StoredTensor.write(
        folder.resolve("model"), StoredTensor.TUCKER, input, arrays.build(), provenance);
    session.envelope().output("model", folder.published("model"));
    Section slices = TensorPage.slices(y, low, "Low-rank part", "the separation");
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(
        new TensorPage(session, path)
            .page(
                "tensor separation",
                input.entries().shapeText() + " tensor, low rank plus outliers.",
                List.of(
                    new Headline(
                        "corrupted", CompletionSummary.percent(share), "of the known entries"),
                    new Headline("noise", "%.3g".formatted(found.noise()), "standard deviation"),
                    new Headline("rank", TensorCompletion.text(ranks), "of the low-rank part")),
                List.of(slices),
                input));
    writing.publish();
  }
}
