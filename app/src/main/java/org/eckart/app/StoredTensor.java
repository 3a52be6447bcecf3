package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;
import org.eckart.recovery.cp.CpModel;
import org.eckart.recovery.tucker.TensorOffsets;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerArrays;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's model as a folder keeps it. The store's rows and columns are the first two modes; the
 * labels of further modes stand as JSON among the texts.
 *
 * @param modes names of the modes
 * @param labels of each
 * @param values that it expects at places
 * @param estimate with offsets and intervals; null for other forms than Tucker's
 */
record StoredTensor(
    List<String> modes,
    List<Labels> labels,
    TensorAnswer.Values values,
    @Nullable TuckerCompletionEstimate estimate) {
  /** Core and factors, with offsets or without. */
  static final String TUCKER = "tucker";

  /** Factors of a sum of rank-one terms. */
  static final String CP = "cp";

  /** The whole tensor, of low tubal rank. */
  static final String TUBAL = "tubal";

  private static final Set<String> KINDS = Set.of(TUCKER, CP, TUBAL);
  private static final String MODES = "modes";

  /** Names or labels as JSON. */
  record Names(boolean numbered, int size, List<String> names) {
    static Names of(Labels labels) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < labels.size() && !labels.areNumbered(); i++) {
        names.add(labels.get(i));
      }
      return new Names(labels.areNumbered(), labels.size(), names);
    }

    Labels labels() {
      return numbered ? Labels.numbered(size) : Labels.of(names.toArray(String[]::new));
    }
  }

  /** A Tucker tensor without offsets, noise and intervals. */
  static TuckerCompletionEstimate withoutOffsets(Tucker model) {
    return new TuckerCompletionEstimate(
        model,
        TensorOffsets.none(model.shape()),
        Double.NaN,
        Double.NaN,
        Vector.of(),
        List.of(),
        0,
        true);
  }

  /** How a model was made. */
  static String provenance(
      Session session, String algorithm, Record options, ObservedTensor fitted) {
    Backend backend = Backend.current();
    return RecordJson.write(
        Provenance.begin(algorithm, options)
            .withSeed(session.options().seed)
            .withThreads(session.options().threadCount())
            .withData(Fingerprint.of(fitted))
            .withKernels(List.of(backend.blas(), "SIMD " + backend.simdBits()))
            .withSeconds(session.envelope().seconds("fit")));
  }

  static void write(
      Path folder, String kind, TensorInput input, NamedArrays factors, String provenance) {
    NamedArrays.Builder arrays = NamedArrays.builder();
    factors.names().forEach(name -> arrays.put(name, factors.get(name)));
    arrays.text(MODES, RecordJson.write(new Names(false, input.modes().size(), input.modes())));
    for (int k = 2; k < input.modes().size(); k++) {
      arrays.text("labels" + (k + 1), RecordJson.write(Names.of(input.entries().labels(k))));
    }
    ModelStore.write(
        folder,
        new StoredModel(
            kind,
            arrays.build(),
            List.of(kind.equals(TUBAL) ? "x" : "factor1"),
            kind.equals(TUBAL) ? List.of() : List.of("factor2"),
            input.entries().labels(0),
            input.entries().labels(1),
            provenance),
        false);
  }

  /** Whether a folder holds a tensor's model. */
  static boolean isThere(Path folder) {
    Path run = inside(folder).resolve("run.json");
    try {
      return Files.isRegularFile(run)
          && Files.readString(run)
              .matches("(?s).*\"kind\"\\s*:\\s*\"(" + String.join("|", KINDS) + ")\".*");
    } catch (java.io.IOException unreadable) {
      return false; // whoever reads the model says why
    }
  }

  private static Path inside(Path folder) {
    Path inside = folder.resolve("model");
    return Files.isDirectory(inside) ? inside : folder;
  }

  static StoredTensor read(Path folder, Parallel parallel) {
    StoredModel stored = ModelStore.read(inside(folder), KINDS);
    NamedArrays arrays = stored.arrays();
    List<String> modes = RecordJson.read(text(arrays, MODES), Names.class).names();
    List<Labels> labels = new ArrayList<>(List.of(stored.rows(), stored.columns()));
    for (int k = 2; k < modes.size(); k++) {
      labels.add(RecordJson.read(text(arrays, "labels" + (k + 1)), Names.class).labels());
    }
    if (stored.kind().equals(TUBAL)) {
      Tensor x = Tensor.wrap(arrays.doubles("x"), arrays.get("x").shape());
      return new StoredTensor(modes, labels, places -> TensorMethods.at(x::get, places), null);
    }
    if (stored.kind().equals(CP)) {
      List<Matrix> factors = new ArrayList<>();
      for (int k = 0; k < modes.size(); k++) {
        factors.add(arrays.matrix("factor" + (k + 1)));
      }
      CpModel x = new CpModel(factors);
      return new StoredTensor(modes, labels, places -> TensorMethods.at(x::at, places), null);
    }
    TuckerCompletionEstimate estimate = tucker(arrays);
    return new StoredTensor(modes, labels, places -> estimate.predict(places, parallel), estimate);
  }

  private static TuckerCompletionEstimate tucker(NamedArrays arrays) {
    Tucker model = TuckerArrays.get(arrays, "");
    if (!arrays.has("numbers")) {
      return withoutOffsets(model);
    }
    double[] numbers = arrays.doubles("numbers");
    List<Vector> levels = new ArrayList<>();
    for (int k = 0; k < model.modes(); k++) {
      levels.add(Vector.of(arrays.doubles("levels" + (k + 1))));
    }
    return new TuckerCompletionEstimate(
        model,
        new TensorOffsets(numbers[0], levels),
        numbers[1],
        numbers[2],
        Vector.of(arrays.doubles("errors")),
        List.of(),
        0,
        true);
  }

  private static String text(NamedArrays arrays, String name) {
    String text = arrays.text(name);
    return text == null ? "{\"numbered\":true,\"size\":0,\"names\":[]}" : text;
  }
}
