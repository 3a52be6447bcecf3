package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.array.CoordinateMatrix;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.MatrixMarket;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SparseMatrix;
import picocli.CommandLine.Option;

/** How a verb is told to read a matrix of which it needs every entry. */
final class MatrixInput {
  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      defaultValue = ".",
      description = "decimal mark of a text matrix, a point or a comma (${DEFAULT-VALUE})")
  char decimal = '.';

  /**
   * A whole matrix.
   *
   * @param operator dense, or sparse where the file lists entries: those not listed are 0
   * @param stored entries that are kept
   */
  record Whole(LinearOperator operator, Labels rows, Labels columns, long stored) {
    boolean isSparse() {
      return operator instanceof SparseMatrix;
    }

    /** The matrix with every entry; for a sparse one 8 m n bytes. */
    Matrix dense() {
      return operator instanceof Matrix matrix ? matrix : ((SparseMatrix) operator).toDense();
    }
  }

  /**
   * Reads a matrix.
   *
   * @throws InputException if an entry is missing
   */
  Whole read(String input, String verb) {
    String name = input.toLowerCase(Locale.ROOT);
    if (name.endsWith(".mtx") || name.endsWith(".mtx.gz")) {
      CoordinateMatrix given = MatrixMarket.read(Path.of(input));
      if (!given.dense()) {
        return new Whole(
            SparseMatrix.ofCoordinates(
                given.rows(), given.columns(), given.row(), given.column(), given.value()),
            Labels.numbered(given.rows()),
            Labels.numbered(given.columns()),
            given.value().length);
      }
    }
    LabelledMatrix read =
        MatrixReader.read(
            input,
            new MatrixOptions(
                MatrixOptions.Names.DETECT, MatrixOptions.Names.DETECT, decimal, List.of(), false));
    Matrix values = read.values();
    for (int k = 0; k < values.array().length; k++) {
      if (Double.isNaN(values.array()[k])) {
        String where = "entry (" + k / values.columns() + ", " + k % values.columns() + ")";
        throw InputException.of(
            "missing-entry",
            input + ", " + where,
            "%s, %s is missing and '%s' needs every entry; fill it first with 'eckart complete'",
            input,
            where,
            verb);
      }
    }
    return new Whole(values, read.rows(), read.columns(), values.array().length);
  }
}
