package org.eckart.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.model.ModelStore;
import org.eckart.data.model.StoredModel;
import org.eckart.data.table.TextField;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.robustpca.OutlierTable;
import org.eckart.recovery.robustpca.Separation;

/** The files of a separation, in the form that the input had. */
final class SeparationFolder {
  /** The kind under which a model folder knows a separation. */
  static final String KIND = "separation";

  private final Session session;
  private final SeparationMethod<?> method;
  private final OutputFolder folder;

  SeparationFolder(Session session, SeparationMethod<?> method, OutputFolder folder) {
    this.session = session;
    this.method = method;
    this.folder = folder;
  }

  /** Writes everything and lets the folder appear; 8 m n bytes beside the matrix. */
  void write(SeparationWork.Found found, Parallel parallel) throws IOException {
    Separation separation = found.separation();
    Matrix values = found.input().matrix().values();
    double[] part = new double[values.array().length];
    SeparationPage page = new SeparationPage(session, method, found);
    separation.lowRank(part, parallel);
    write(found.input(), part, "lowRank", false);
    page.lowRank(Matrix.wrap(values.rows(), values.columns(), part));
    separation.outliers(values, part, parallel);
    write(found.input(), part, "outliers", true);
    page.outliers(Matrix.wrap(values.rows(), values.columns(), part));
    Labels rows = found.input().matrix().rows();
    Labels columns = found.input().matrix().columns();
    list(found.outliers(), rows, columns);
    shares("outliers-by-row.csv", "rows", rows, separation.corruptedInRow());
    shares("outliers-by-column.csv", "columns", columns, separation.corruptedInColumn());
    NamedArrays factors =
        NamedArrays.builder()
            .put("U", separation.factors().u())
            .put("s", separation.factors().s().toArray())
            .put("V", separation.factors().v())
            .build();
    Safetensors.write(folder.resolve("factors.safetensors"), factors);
    session.envelope().output("factors", folder.published("factors.safetensors"));
    model(found, factors);
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(page.of());
    writing.publish();
  }

  /**
   * Writes one part as it came in.
   *
   * @param sparse whether entries that are 0 need not be listed in a table
   */
  private void write(SeparationInput input, double[] part, String name, boolean sparse)
      throws IOException {
    int m = input.rows();
    int n = input.columns();
    if (input.form() == SeparationInput.Form.TABLE) {
      Path file = folder.resolve(name + ".csv");
      Labels rows = input.matrix().rows();
      Labels columns = input.matrix().columns();
      double[] values = input.matrix().values().array();
      try (BufferedWriter to = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        to.write("row,column,value\n");
        for (int at = 0; at < part.length; at++) {
          if (!Double.isNaN(values[at]) && (!sparse || part[at] != 0)) {
            to.write(
                TextField.of(rows.get(at / n))
                    + ","
                    + TextField.of(columns.get(at % n))
                    + ","
                    + part[at]);
            to.write('\n');
          }
        }
      }
      session.envelope().output(name, folder.published(name + ".csv"));
      return;
    }
    Npy.write(folder.resolve(name + ".npy"), new DenseArray(part, new int[] {m, n}));
    session.envelope().output(name, folder.published(name + ".npy"));
    if (input.form() == SeparationInput.Form.IMAGE) {
      PictureForm form = PictureForm.of(input.name());
      Matrix shown = Matrix.wrap(m, n, part);
      String picture =
          sparse ? form.writeSigned(folder, name, shown) : form.write(folder, name, shown);
      session.envelope().output(name + "Image", folder.published(picture));
    }
  }

  private void list(OutlierTable outliers, Labels rows, Labels columns) throws IOException {
    Path file = folder.resolve("outliers-list.csv");
    try (BufferedWriter to = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      to.write("row,column,value,fitted,outlier\n");
      for (int k = 0; k < outliers.count(); k++) {
        to.write(
            TextField.of(rows.get(outliers.row()[k]))
                + ","
                + TextField.of(columns.get(outliers.column()[k]))
                + ","
                + outliers.value()[k]
                + ","
                + outliers.fitted()[k]
                + ","
                + outliers.outlier(k)
                + "\n");
      }
    }
    session.envelope().output("outliersTable", folder.published("outliers-list.csv"));
  }

  private void shares(String name, String what, Labels labels, int[] counts) throws IOException {
    try (BufferedWriter to =
        Files.newBufferedWriter(folder.resolve(name), StandardCharsets.UTF_8)) {
      to.write(what.substring(0, what.length() - 1) + ",outliers\n");
      for (int k = 0; k < counts.length; k++) {
        to.write(TextField.of(labels.get(k)) + "," + counts[k] + "\n");
      }
    }
    session
        .envelope()
        .output(what.equals("rows") ? "outliersByRow" : "outliersByColumn", folder.published(name));
  }

  private void model(SeparationWork.Found found, NamedArrays factors) {
    Backend backend = Backend.current();
    Provenance provenance =
        Provenance.begin(method.name(), method.algorithm().options())
            .withSeed(session.options().seed)
            .withThreads(session.options().threadCount())
            .withData(Fingerprint.of(found.input().matrix().values()))
            .withKernels(List.of(backend.blas(), "SIMD " + backend.simdBits()))
            .withSeconds(found.outcome().seconds());
    ModelStore.write(
        folder.resolve("model"),
        new StoredModel(
            KIND,
            factors,
            List.of("U"),
            List.of("V"),
            found.input().matrix().rows(),
            found.input().matrix().columns(),
            RecordJson.write(provenance)),
        false);
    session.envelope().output("model", folder.published("model"));
  }
}
