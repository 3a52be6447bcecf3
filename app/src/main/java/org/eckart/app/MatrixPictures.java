package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Picture;
import org.eckart.app.report.Picture.Colours;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.denoising.StoredMatrix;

/** Before, after and what was removed, as pictures. */
final class MatrixPictures {
  /** Rows and columns of a picture at most; of larger matrices, evenly spaced ones are shown. */
  private static final int LARGEST = 512;

  private MatrixPictures() {}

  static List<Figure> of(StoredMatrix before, StoredMatrix after, boolean image) {
    Matrix noisy = thinned(before);
    Matrix clean = thinned(after);
    List<Figure> figures = new ArrayList<>();
    if (image) {
      double low = Arrays.stream(noisy.array()).filter(Double::isFinite).min().orElse(0);
      double high = Arrays.stream(noisy.array()).filter(Double::isFinite).max().orElse(1);
      high = high > low ? high : low + 1;
      figures.add(
          Picture.of("Before", "As it was read.", Width.THIRD, noisy, Colours.GREY, low, high));
      figures.add(Picture.of("After", "Denoised.", Width.THIRD, clean, Colours.GREY, low, high));
    } else {
      double end = spread(noisy);
      figures.add(
          Picture.of(
              "Before", "As it was read.", Width.THIRD, noisy, Colours.DIVERGING, -end, end));
      double own = spread(clean);
      figures.add(
          Picture.of(
              "After",
              "Denoised, in colours of its own scale.",
              Width.THIRD,
              clean,
              Colours.DIVERGING,
              -own,
              own));
    }
    Matrix removed = noisy.minus(clean);
    double end = spread(removed);
    figures.add(
        Picture.of(
            "Removed",
            "Before less after. Structure seen here was taken for noise.",
            Width.THIRD,
            removed,
            Colours.DIVERGING,
            -end,
            end));
    return figures;
  }

  /** Three times the root mean square, so that a few large entries do not leave the rest pale. */
  private static double spread(Matrix values) {
    double largest = 0;
    for (double v : values.array()) {
      largest = Double.isNaN(v) ? largest : Math.max(largest, Math.abs(v));
    }
    if (largest == 0) {
      return 1;
    }
    double squares = 0;
    int count = 0;
    for (double v : values.array()) {
      if (!Double.isNaN(v)) {
        squares += v / largest * (v / largest);
        count++;
      }
    }
    return Math.min(largest, 3 * largest * Math.sqrt(squares / count));
  }

  private static Matrix thinned(StoredMatrix matrix) {
    int down = Math.min(matrix.rows(), LARGEST);
    int across = Math.min(matrix.columns(), LARGEST);
    Matrix thin = Matrix.zeros(down, across);
    for (int i = 0; i < down; i++) {
      int row = (int) ((long) i * matrix.rows() / down);
      Matrix line = matrix.block(row, row + 1, 0, matrix.columns());
      for (int j = 0; j < across; j++) {
        thin.set(i, j, line.get(0, (int) ((long) j * matrix.columns() / across)));
      }
    }
    return thin;
  }
}
