package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Vector;
import org.eckart.recovery.tucker.TensorOffsets;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerArrays;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;

/**
 * A tensor in Tucker form as a model folder keeps it. The store's rows and columns are the first
 * two modes; the labels of further modes stand as JSON among the texts.
 *
 * @param modes names of the modes
 * @param labels of each
 */
record StoredTensor(List<String> modes, List<Labels> labels, TuckerCompletionEstimate model) {
  static final String KIND = "tucker";

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

  static void write(Path folder, TensorInput input, NamedArrays factors, String provenance) {
    NamedArrays.Builder arrays = NamedArrays.builder();
    factors.names().forEach(name -> arrays.put(name, factors.get(name)));
    arrays.text(MODES, RecordJson.write(new Names(false, input.modes().size(), input.modes())));
    for (int k = 2; k < input.modes().size(); k++) {
      arrays.text("labels" + (k + 1), RecordJson.write(Names.of(input.entries().labels(k))));
    }
    ModelStore.write(
        folder,
        new StoredModel(
            KIND,
            arrays.build(),
            List.of("factor1"),
            List.of("factor2"),
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
          && Files.readString(run).matches("(?s).*\"kind\"\\s*:\\s*\"" + KIND + "\".*");
    } catch (java.io.IOException unreadable) {
      return false; // whoever reads the model says why
    }
  }

  private static Path inside(Path folder) {
    Path inside = folder.resolve("model");
    return Files.isDirectory(inside) ? inside : folder;
  }

  static StoredTensor read(Path folder) {
    StoredModel stored = ModelStore.read(inside(folder), Set.of(KIND));
    NamedArrays arrays = stored.arrays();
    Tucker model = TuckerArrays.get(arrays, "");
    List<Labels> labels = new ArrayList<>(List.of(stored.rows(), stored.columns()));
    for (int k = 2; k < model.modes(); k++) {
      labels.add(RecordJson.read(text(arrays, "labels" + (k + 1)), Names.class).labels());
    }
    List<String> modes = RecordJson.read(text(arrays, MODES), Names.class).names();
    if (!arrays.has("numbers")) {
      return new StoredTensor(modes, labels, withoutOffsets(model));
    }
    double[] numbers = arrays.doubles("numbers");
    List<Vector> levels = new ArrayList<>();
    for (int k = 0; k < model.modes(); k++) {
      levels.add(Vector.of(arrays.doubles("levels" + (k + 1))));
    }
    return new StoredTensor(
        modes,
        labels,
        new TuckerCompletionEstimate(
            model,
            new TensorOffsets(numbers[0], levels),
            numbers[1],
            numbers[2],
            Vector.of(arrays.doubles("errors")),
            List.of(),
            0,
            true));
  }

  private static String text(NamedArrays arrays, String name) {
    String text = arrays.text(name);
    return text == null ? "{\"numbered\":true,\"size\":0,\"names\":[]}" : text;
  }
}
