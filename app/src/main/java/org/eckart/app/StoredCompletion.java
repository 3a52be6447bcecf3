package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.recovery.completion.CompletionModel;

/**
 * A completion model as it was stored.
 *
 * @param provenance how it was made, a JSON object
 */
record StoredCompletion(CompletionModel model, String provenance) {
  /** Reads a model folder, or the one inside the output folder of {@code complete}. */
  static StoredCompletion read(Path folder) {
    Path inside = folder.resolve("model");
    Path whole = Files.isDirectory(inside) ? inside : folder;
    StoredModel stored = ModelStore.read(whole, Set.of(CompletionModel.KIND));
    return new StoredCompletion(
        CompletionModel.load(stored.arrays(), stored.rows(), stored.columns()),
        stored.provenance());
  }
}
