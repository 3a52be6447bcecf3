package org.eckart.app;

import java.nio.file.Path;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Prediction;

/** A whole matrix with its holes filled: observed entries as they were, predictions elsewhere. */
final class FilledMatrix {
  private final Completed model;
  private final ObservedEntries observed;
  private final Parallel parallel;

  /**
   * @param observed every entry of the input, also those held out of the fit
   */
  FilledMatrix(Completed model, ObservedEntries observed, Parallel parallel) {
    this.model = model;
    this.observed = observed;
    this.parallel = parallel;
  }

  /** Writes the filled matrix; 8 m n bytes. */
  void write(Path file) {
    double[] values = empty();
    int n = model.columns();
    parallel.forEachBlock(
        model.rows(),
        i -> {
          for (int j = 0; j < n; j++) {
            values[i * n + j] = model.predict(i, j);
          }
        });
    write(file, values);
  }

  /** Writes the ends of the intervals, which meet where an entry was observed; 16 m n bytes. */
  void writeBounds(Path lowerFile, Path upperFile, double level) {
    double[] lower = empty();
    double[] upper = empty();
    int n = model.columns();
    parallel.forEachBlock(
        model.rows(),
        i -> {
          for (int j = 0; j < n; j++) {
            Prediction prediction = model.predict(i, j, level);
            lower[i * n + j] = prediction.lower();
            upper[i * n + j] = prediction.upper();
          }
        });
    write(lowerFile, lower);
    write(upperFile, upper);
  }

  private double[] empty() {
    return new double[Math.multiplyExact(model.rows(), model.columns())];
  }

  private void write(Path file, double[] values) {
    int n = model.columns();
    for (int k = 0; k < observed.count(); k++) {
      values[observed.row(k) * n + observed.column(k)] = observed.value(k);
    }
    Npy.write(file, new DenseArray(values, new int[] {model.rows(), n}));
  }
}
