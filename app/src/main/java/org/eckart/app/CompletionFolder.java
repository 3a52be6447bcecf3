package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.RecordJson;
import org.eckart.data.model.ModelStore;
import org.eckart.data.table.Pairs;
import org.eckart.data.table.Predictions;
import org.eckart.data.table.TableWriter;
import org.eckart.linalg.Backend;
import org.jspecify.annotations.Nullable;

/** The files of a completion: its model and its predictions. */
final class CompletionFolder {
  private CompletionFolder() {}

  static void writeModel(
      Path folder,
      Completed model,
      CompletionTask task,
      Session session,
      Outcome<?, ?> outcome,
      ObservedEntries training) {
    Backend backend = Backend.current();
    Provenance provenance =
        Provenance.begin(task.method().name(), task.method().algorithm().options())
            .withSeed(session.options().seed)
            .withThreads(session.options().threadCount())
            .withData(Fingerprint.of(training))
            .withKernels(List.of(backend.blas(), "SIMD " + backend.simdBits()))
            .withSeconds(outcome.seconds());
    writeModel(folder, model, RecordJson.write(provenance));
  }

  static void writeModel(Path folder, Completed model, String provenance) {
    ModelStore.write(folder, model.store(provenance), false);
  }

  /**
   * Writes predictions under the labels that their table had.
   *
   * @param pairs where unknown labels stand; null if all are the model's
   */
  static void writePredictions(
      Path file, Judgement judgement, Completed model, @Nullable Pairs pairs) {
    Labels rows = pairs == null ? model.rowLabels() : pairs.rowIds();
    Labels columns = pairs == null ? model.columnLabels() : pairs.columnIds();
    int[] row = pairs == null ? judgement.row() : pairs.row();
    int[] column = pairs == null ? judgement.column() : pairs.column();
    TableWriter.write(
        file,
        new Predictions(
            rows, columns, row, column, judgement.fitted(), judgement.lower(), judgement.upper()));
  }
}
