package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.core.InputException;
import org.eckart.data.array.CoordinateMatrix;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.MatrixMarket;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.array.Npy;
import org.eckart.data.array.ScipyMatrix;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SparseMatrix;
import org.eckart.recovery.sensing.DenseMeasurements;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.RankOneMeasurements;
import org.eckart.recovery.sensing.SparseMeasurements;
import org.eckart.recovery.sensing.TransformMeasurements;
import org.eckart.recovery.sensing.TransformMeasurements.Transform;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How measurements and the operator that made them are read. */
final class SensingInput {
  @Option(
      names = "--operator",
      paramLabel = "FILE",
      required = true,
      description =
          "how y was measured: .npy of m × rows × columns, or m × (rows · columns) numbers; .npz"
              + " with a and b for aᵀXb, with a alone for aᵀXa; .mtx, or .npz of scipy, sparse with"
              + " m × (rows · columns); .csv of measurement, row, column, weight, counted from 0;"
              + " dct:SEED or fourier:SEED")
  String operator = "";

  @Option(names = "--rows", paramLabel = "N", description = "of X, where the operator does not say")
  @Nullable Integer rows;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "of X, where the operator does not say")
  @Nullable Integer columns;

  /** The values y, in the order of the file. */
  double[] values(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (MatrixReader.isArrayFile(file) && !name.endsWith(".mtx") && !name.endsWith(".mtx.gz")) {
      DenseArray array = MatrixReader.readArray(file);
      long longest = Arrays.stream(array.shape()).max().orElse(0);
      if (longest != array.values().length) {
        throw InputException.of(
            "shape",
            file,
            "%s has shape %s; measurements are one row of numbers, of shape (m,)",
            file,
            array.shapeText());
      }
      return array.values();
    }
    Matrix matrix = MatrixReader.read(file, MatrixOptions.defaults()).values();
    if (matrix.rows() != 1 && matrix.columns() != 1) {
      throw InputException.of(
          "shape",
          file,
          "%s has %d rows and %d columns; measurements are one column of numbers",
          file,
          matrix.rows(),
          matrix.columns());
    }
    return matrix.array();
  }

  /** The operator for so many measurements. */
  MeasurementOperator operator(int count) {
    String name = operator.toLowerCase(Locale.ROOT);
    if (name.startsWith("dct:")) {
      return transform(Transform.COSINE, operator.substring(4), count);
    }
    if (name.startsWith("fourier:")) {
      return transform(Transform.FOURIER, operator.substring(8), count);
    }
    Path path = Path.of(operator);
    if (name.endsWith(".npz") && Files.isRegularFile(path)) {
      List<String> names = Npy.names(path);
      if (names.contains("a")) {
        return rankOne(path, names.contains("b"));
      }
      if (ScipyMatrix.isThere(path)) {
        return sparse(ScipyMatrix.read(path));
      }
    }
    if (name.endsWith(".mtx") || name.endsWith(".mtx.gz")) {
      CoordinateMatrix given = MatrixMarket.read(path);
      return given.dense()
          ? dense(DenseArray.of(given.zeroElsewhere()))
          : sparse(
              SparseMatrix.ofCoordinates(
                  given.rows(), given.columns(), given.row(), given.column(), given.value()));
    }
    if (MatrixReader.isArrayFile(operator)) {
      return dense(MatrixReader.readArray(operator));
    }
    return listed(count);
  }

  private MeasurementOperator transform(Transform kind, String seed, int count) {
    try {
      return TransformMeasurements.of(kind, rows(), columns(), count, Long.parseLong(seed));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--operator is '%s'; after the colon it needs a whole number as seed, such as dct:7",
          operator);
    }
  }

  private int rows() {
    if (rows == null) {
      throw new UsageException(
          "--operator %s does not say how many rows X has; add --rows", operator);
    }
    return positive("--rows", rows);
  }

  private int columns() {
    if (columns == null) {
      throw new UsageException(
          "--operator %s does not say how many columns X has; add --columns", operator);
    }
    return positive("--columns", columns);
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new UsageException("%s is %d; it must be 1 or more", option, value);
    }
    return value;
  }

  private void agree(int fileRows, int fileColumns) {
    if ((rows != null && rows != fileRows) || (columns != null && columns != fileColumns)) {
      throw InputException.of(
          "shape",
          operator,
          "%s measures a %d × %d matrix, but --rows and --columns say %s × %s; leave them out",
          operator,
          fileRows,
          fileColumns,
          rows == null ? "?" : rows,
          columns == null ? "?" : columns);
    }
  }

  private MeasurementOperator dense(DenseArray array) {
    int[] shape = array.shape();
    refuseNotFinite(array.values());
    if (shape.length == 3) {
      agree(shape[1], shape[2]);
      return DenseMeasurements.of(
          shape[1], shape[2], Matrix.wrap(shape[0], shape[1] * shape[2], array.values()));
    }
    if (shape.length != 2) {
      throw InputException.of(
          "shape",
          operator,
          "%s has shape %s; an operator is m × rows × columns, or m × (rows · columns)",
          operator,
          array.shapeText());
    }
    refuseWidth(shape[1]);
    return DenseMeasurements.of(rows(), columns(), array.matrix());
  }

  private MeasurementOperator sparse(SparseMatrix stack) {
    refuseNotFinite(stack.values());
    refuseWidth(stack.columns());
    return SparseMeasurements.of(rows(), columns(), stack);
  }

  private void refuseWidth(int width) {
    if ((long) rows() * columns() != width) {
      throw InputException.of(
          "shape",
          operator,
          "%s has %d numbers a measurement, but a %d × %d matrix has %d entries; correct --rows and"
              + " --columns",
          operator,
          width,
          rows(),
          columns(),
          (long) rows() * columns());
    }
  }

  private void refuseNotFinite(double[] values) {
    for (int k = 0; k < values.length; k++) {
      if (!Double.isFinite(values[k])) {
        throw InputException.of(
            "not-finite",
            operator,
            "%s holds %s as its number %d (counted from 0); an operator must be finite",
            operator,
            values[k],
            k);
      }
    }
  }

  private MeasurementOperator rankOne(Path path, boolean both) {
    Matrix a = vectors(path, "a");
    if (!both) {
      agree(a.columns(), a.columns());
      return RankOneMeasurements.quadratic(a);
    }
    Matrix b = vectors(path, "b");
    if (a.rows() != b.rows()) {
      throw InputException.of(
          "shape",
          operator,
          "%s has %d rows in a and %d in b; each measurement aᵀXb needs a row of both",
          operator,
          a.rows(),
          b.rows());
    }
    agree(a.columns(), b.columns());
    return RankOneMeasurements.of(a, b);
  }

  private Matrix vectors(Path path, String name) {
    DenseArray array = Npy.read(path, name);
    if (array.shape().length != 2) {
      throw InputException.of(
          "shape",
          operator + ":" + name,
          "%s:%s has shape %s; it must be m × n, one vector a row",
          operator,
          name,
          array.shapeText());
    }
    refuseNotFinite(array.values());
    return array.matrix();
  }

  /** A text table of measurement, row, column, weight. */
  private MeasurementOperator listed(int count) {
    Matrix table =
        MatrixReader.read(
                operator,
                new MatrixOptions(
                    MatrixOptions.Names.DETECT, MatrixOptions.Names.ABSENT, '.', List.of(), false))
            .values();
    if (table.columns() != 4) {
      throw InputException.of(
          "shape",
          operator,
          "%s has %d columns; an operator as a table has four: measurement, row, column, weight",
          operator,
          table.columns());
    }
    int[][] index = new int[3][table.rows()];
    double[] weight = new double[table.rows()];
    for (int e = 0; e < table.rows(); e++) {
      for (int c = 0; c < 3; c++) {
        double given = table.get(e, c);
        if (given != Math.rint(given) || given < 0 || given > Integer.MAX_VALUE - 8) {
          throw InputException.of(
              "not-an-index",
              operator,
              "%s, entry %d: %s is no %s number; they are whole and count from 0",
              operator,
              e,
              given,
              List.of("measurement", "row", "column").get(c));
        }
        index[c][e] = (int) given;
      }
      weight[e] = table.get(e, 3);
    }
    return SparseMeasurements.ofEntries(
        rows(), columns(), count, index[0], index[1], index[2], weight);
  }
}
