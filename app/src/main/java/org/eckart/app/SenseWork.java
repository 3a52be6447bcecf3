package org.eckart.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.app.SensingMethod.Sensed;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.Measurements;
import org.jspecify.annotations.Nullable;

/** A matrix from its measurements, from the files to the report: reads, runs, writes. */
final class SenseWork {
  private static final String STATE = "sense";

  /** Of a run on enough measurements. */
  private static final int USUAL_STEPS = 50;

  private final Session session;
  private final SenseCommand asked;

  SenseWork(Session session, SenseCommand asked) {
    this.session = session;
    this.asked = asked;
  }

  /** A run that has ended, and what it found. */
  record Found(
      Measurements data, SensingMethod<?, ?> method, Outcome<?, ?> outcome, Sensed sensed) {}

  void run() throws Exception {
    CommonOptions common = session.options();
    SensingMethods.check(asked);
    asked.measurements = StandardInput.file(asked.measurements);
    Path target = OutputFolder.choose(common, "sense-" + OutputFolder.stem(asked.measurements));
    Backend.limitThreads(common.threadCount());
    try (Parallel parallel = Parallel.of(common.threadCount())) {
      Measurements data = session.timed("read", this::read).withThreads(parallel);
      SensingMethod<?, ?> method = SensingMethods.of(asked, data, parallel);
      describe(data, method);
      if (common.explain) {
        explain(data, method);
        return;
      }
      try (OutputFolder folder = OutputFolder.open(target, common.force)) {
        Fingerprint fingerprint = fingerprint(data);
        Found found = session.timed("fit", () -> drive(data, fingerprint, method, target));
        if (found == null) {
          return;
        }
        fill(found);
        session.timed(
            "write",
            () -> {
              write(found, fingerprint, folder);
              return folder;
            });
      }
    }
  }

  private Measurements read() {
    double[] values = asked.input.values(asked.measurements);
    boolean zero = true;
    for (double value : values) {
      zero &= value == 0;
    }
    if (zero) {
      throw InputException.of(
          "all-zero",
          asked.measurements,
          "All %d measurements in %s are 0, which X = 0 explains; look whether this is the right"
              + " file",
          values.length,
          asked.measurements);
    }
    MeasurementOperator operator = asked.input.operator(values.length);
    return new Measurements(operator, Vector.wrap(values));
  }

  private void describe(Measurements data, SensingMethod<?, ?> method) {
    Map<String, @Nullable Object> input = session.envelope().input();
    input.put("source", asked.measurements);
    input.put("operator", asked.input.operator);
    input.put("rows", data.rows());
    input.put("columns", data.columns());
    input.put("measurements", data.count());
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("method", method.name());
    options.put("rank", asked.rank().isPresent() ? asked.rank().getAsInt() : "auto");
    options.put("symmetric", asked.symmetric);
    options.put("loss", asked.loss);
    options.put("stepSize", asked.stepSize);
    options.put("tolerance", asked.tolerance);
    options.put("maxSteps", asked.maxSteps);
  }

  private void explain(Measurements data, SensingMethod<?, ?> method) {
    long estimate = 8L * data.rows() * data.columns();
    Plan plan =
        Plan.ofRun(4 * estimate + 64L * data.count(), method.algorithm(), data, USUAL_STEPS);
    plan.fill(session.envelope().result());
    session
        .console()
        .say(
            "Would find a %d × %d matrix from %d measurements by %s, beside the operator with %s"
                .formatted(data.rows(), data.columns(), data.count(), asked.method, plan.words()));
  }

  private static Fingerprint fingerprint(Measurements data) {
    return Fingerprint.of(
        NamedArrays.builder()
            .put("y", data.values().toArray())
            .put("shape", new int[] {data.rows(), data.columns()})
            .put("adjoint", data.operator().denseAdjoint(data.values().toArray()))
            .build());
  }

  private <S, E> @Nullable Found drive(
      Measurements data, Fingerprint fingerprint, SensingMethod<S, E> method, Path target)
      throws IOException {
    Outcome<S, E> outcome =
        RunDriver.of(session, target, fingerprint.toString())
            .keptAs(STATE)
            .drive(method.algorithm(), data);
    return outcome == null
        ? null
        : new Found(data, method, outcome, method.sensed().apply(outcome.estimate()));
  }

  private void fill(Found found) {
    Sensed sensed = found.sensed();
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("rank", sensed.factors().rank());
    result.put("residual", sensed.residual());
    result.put("nuclearNorm", sensed.nuclearNorm());
    result.put("iterations", found.outcome().steps());
    result.put("values", sensed.factors().s().toArray());
    result.put("settled", found.outcome().reason() == StopReason.SETTLED);
    result.putAll(sensed.more());
    sensed.warnings().forEach(session::warn);
    session
        .console()
        .say(
            String.format(
                Locale.ROOT,
                "A %d × %d matrix of rank %d from %d measurements: residual %.2e, nuclear norm"
                    + " %.6g, %d steps, %.2f s",
                found.data().rows(),
                found.data().columns(),
                sensed.factors().rank(),
                found.data().count(),
                sensed.residual(),
                sensed.nuclearNorm(),
                found.outcome().steps(),
                session.envelope().seconds("fit")));
  }

  private void write(Found found, Fingerprint fingerprint, OutputFolder folder) throws IOException {
    Svd factors = found.sensed().factors();
    Matrix estimate = factors.product();
    Npy.write(folder.resolve("estimate.npy"), DenseArray.of(estimate));
    session.envelope().output("estimate", folder.published("estimate.npy"));
    NamedArrays arrays =
        NamedArrays.builder()
            .put("U", factors.u())
            .put("s", factors.s().toArray())
            .put("V", factors.v())
            .build();
    Safetensors.write(folder.resolve("factors.safetensors"), arrays);
    session.envelope().output("factors", folder.published("factors.safetensors"));
    Backend backend = Backend.current();
    Provenance provenance =
        Provenance.begin(found.method().name(), found.method().algorithm().options())
            .withSeed(session.options().seed)
            .withThreads(session.options().threadCount())
            .withData(fingerprint)
            .withKernels(List.of(backend.blas(), "SIMD " + backend.simdBits()))
            .withSeconds(found.outcome().seconds());
    ModelStore.write(
        folder.resolve("model"),
        new StoredModel(
            "sensing",
            arrays,
            List.of("U"),
            List.of("V"),
            Labels.numbered(estimate.rows()),
            Labels.numbered(estimate.columns()),
            RecordJson.write(provenance)),
        false);
    session.envelope().output("model", folder.published("model"));
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(new SensePage(session, asked).of(found, estimate));
    writing.publish();
  }
}
