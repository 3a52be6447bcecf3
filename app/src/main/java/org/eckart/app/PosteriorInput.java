package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.image.GreyImage;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.denoising.Centering;
import org.eckart.recovery.denoising.Centering.Centred;
import org.jspecify.annotations.Nullable;

/**
 * What a posterior is taken of.
 *
 * @param given as it was read; NaN where an entry was not observed
 * @param seen the same without its means
 * @param centred those means, or null if they were left in
 * @param truth what it would be without noise, NaN where that is not known; null if nothing is
 */
record PosteriorInput(
    Matrix given, LabelledMatrix seen, @Nullable Centred centred, @Nullable Matrix truth) {
  private static final int MOST_PASSES = 100;
  private static final double SETTLED = 1e-9;

  static PosteriorInput read(PosteriorTask task) {
    TableOptions table = task.table();
    LabelledMatrix read =
        table == null
            ? matrix(task.matrix(), task, task.channel())
            : SeparationInput.dense(
                TableReader.read(TableSource.of(task.matrix(), System.in), table).entries(),
                "posterior");
    Matrix y = read.values();
    String mask = task.observed();
    if (mask != null) {
      y = masked(y, matrix(mask, task, null).values(), mask);
    }
    String known = task.truth();
    Matrix truth = known == null ? null : matrix(known, task, task.channel()).values();
    if (known != null
        && truth != null
        && (truth.rows() != y.rows() || truth.columns() != y.columns())) {
      throw otherShape("--truth", known, truth, y);
    }
    Centred centred = task.center() == Centering.NONE ? null : centred(y, task.center());
    return new PosteriorInput(
        y,
        new LabelledMatrix(centred == null ? y : centred.matrix(), read.rows(), read.columns()),
        centred,
        truth);
  }

  /** With holes, row and column means depend on each other: they are taken out in turn. */
  private static Centred centred(Matrix y, Centering center) {
    Centred all = center.of(y);
    double size = change(all);
    for (int pass = 1; pass < MOST_PASSES; pass++) {
      Centred more = center.of(all.matrix());
      Arrays.setAll(all.rows(), i -> all.rows()[i] + more.rows()[i]);
      Arrays.setAll(all.columns(), j -> all.columns()[j] + more.columns()[j]);
      System.arraycopy(more.matrix().array(), 0, all.matrix().array(), 0, y.array().length);
      if (change(more) <= SETTLED * size) {
        break;
      }
    }
    return all;
  }

  private static double change(Centred centred) {
    double largest = 0;
    for (double one : centred.rows()) {
      largest = Math.max(largest, Math.abs(one));
    }
    for (double one : centred.columns()) {
      largest = Math.max(largest, Math.abs(one));
    }
    return largest;
  }

  private static LabelledMatrix matrix(
      String source, PosteriorTask task, @Nullable Integer channel) {
    if (channel != null) {
      if (!PosteriorTask.isImage(source)) {
        throw new UsageException("--channel is for images, and %s is none; leave it out", source);
      }
      return LabelledMatrix.unnamed(GreyImage.read(Path.of(source), channel));
    }
    return MatrixReader.read(source, task.reading());
  }

  private static Matrix masked(Matrix y, Matrix mask, String source) {
    if (mask.rows() != y.rows() || mask.columns() != y.columns()) {
      throw otherShape("--observed", source, mask, y);
    }
    Matrix seen = y.copy();
    for (int k = 0; k < seen.array().length; k++) {
      if (mask.array()[k] == 0) {
        seen.array()[k] = Double.NaN;
      }
    }
    return seen;
  }

  private static UsageException otherShape(String option, String source, Matrix found, Matrix y) {
    return new UsageException(
        "%s: %s is %d × %d but the matrix is %d × %d; give one of the same shape",
        option, source, found.rows(), found.columns(), y.rows(), y.columns());
  }

  /** With the means added again: a mean or a quantile in the units of the file. */
  Matrix restored(Matrix withoutMeans) {
    if (centred != null) {
      centred.addTo(withoutMeans, 0);
    }
    return withoutMeans;
  }

  /** ‖mean‖² over ‖Y‖², of the observed entries: the share of an offset. */
  double offsetShare() {
    double sum = 0;
    double square = 0;
    long count = 0;
    for (double one : seen.values().array()) {
      if (!Double.isNaN(one)) {
        sum += one;
        square += one * one;
        count++;
      }
    }
    return square > 0 ? sum / count * sum / square : 0;
  }
}
