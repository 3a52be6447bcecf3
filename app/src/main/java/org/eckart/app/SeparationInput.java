package org.eckart.app;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.core.CapacityException;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What is to be separated: a matrix with its names, NaN where an entry is missing, and the form in
 * which it came, since the parts go back in the same form.
 *
 * @param name of the source, for people
 * @param matrix every cell, dense
 * @param facts what was read, for the envelope
 */
record SeparationInput(
    String name, Form form, LabelledMatrix matrix, Map<String, @Nullable Object> facts) {
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** How the input came, and so how its parts are written. */
  enum Form {
    /** An array or a text matrix: {@code .npy}. */
    MATRIX,
    /** A picture: {@code .npy}, and a picture of the same kind and depth. */
    IMAGE,
    /** A table of entries: {@code .csv} with the labels it had. */
    TABLE
  }

  /** What kind of input this is: the one place where that is found out. */
  static Form formOf(String input, boolean namesColumns) {
    if (PictureForm.isPicture(input)) {
      return Form.IMAGE;
    }
    boolean matrix =
        MatrixReader.isArrayFile(input)
            || (!namesColumns
                && TableSource.of(input, System.in) instanceof TableSource.File
                && MatrixSource.isMatrixFile(input));
    return matrix ? Form.MATRIX : Form.TABLE;
  }

  /**
   * Reads it.
   *
   * @param namesColumns whether columns of a table were named
   */
  static SeparationInput read(String input, TableInput options, boolean namesColumns, int threads) {
    Form form = formOf(input, namesColumns);
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    LabelledMatrix matrix;
    if (form == Form.TABLE) {
      TableSource source = TableSource.of(input, System.in);
      var table = TableReader.read(source, options.options(threads));
      facts.putAll(TableInput.facts(table.report()));
      matrix = dense(table.entries(), "separate");
    } else {
      matrix = MatrixReader.read(input, options.matrixOptions());
      long missing = matrix.missing();
      facts.put("source", input);
      facts.put("rows", matrix.values().rows());
      facts.put("columns", matrix.values().columns());
      facts.put("observed", matrix.values().array().length - missing);
      facts.put("missing", missing);
    }
    return new SeparationInput(input, form, matrix, facts);
  }

  /** Every cell of the matrix that the entries lie in. */
  static LabelledMatrix dense(ObservedEntries entries, String verb) {
    long cells = (long) entries.rows() * entries.columns();
    long limit = Runtime.getRuntime().maxMemory();
    if (cells > LARGEST_ARRAY || 16 * cells > limit) {
      throw new CapacityException(
          String.format(
              Locale.ROOT,
              "The table's entries lie in a %,d × %,d matrix, of which '%s' keeps every cell"
                  + " (%,d MiB, and as much to write a part of it), and %,d MiB are allowed; set"
                  + " ECKART_JAVA_OPTIONS=-Xmx… to give more, or take fewer rows or columns",
              entries.rows(),
              entries.columns(),
              verb,
              8 * cells >> 20,
              limit >> 20));
    }
    Matrix values = Matrix.zeros(entries.rows(), entries.columns());
    Arrays.fill(values.array(), Double.NaN);
    for (int k = 0; k < entries.count(); k++) {
      values.set(entries.row(k), entries.column(k), entries.value(k));
    }
    return new LabelledMatrix(values, entries.rowLabels(), entries.columnLabels());
  }

  int rows() {
    return matrix.values().rows();
  }

  int columns() {
    return matrix.values().columns();
  }

  /** The options that only a table of entries has. */
  static final List<String> OF_TABLES =
      List.of("--row", "--column", "--value", "--time", "--duplicates");
}
