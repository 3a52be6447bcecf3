package org.eckart.data.array;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eckart.core.InputException;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.NamedArrays.NamedArray;
import org.eckart.core.store.Safetensors;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;

/**
 * Reads a matrix, with holes and names, from whatever file it is in.
 *
 * <p>By the end of the name: {@code .csv}, {@code .tsv} and {@code .txt} (gzip or not; a header and
 * row names are optional; an empty field, NA and NaN are missing), {@code .npy}, {@code .npz:name},
 * {@code .mtx} (entries not given are missing), {@code .parquet} (wide), {@code .safetensors:name},
 * {@code .png}, {@code .tif} and {@code .tiff} (grey). NaN is missing in all of them; an infinite
 * entry is refused.
 */
public final class MatrixReader {
  private MatrixReader() {}

  /**
   * Reads a matrix.
   *
   * @param input a path, with {@code :name} behind it for one array of several
   */
  public static LabelledMatrix read(String input, MatrixOptions options) {
    Named named = split(input);
    Path path = named.path;
    checkFile(path);
    String name = path.toString().toLowerCase(Locale.ROOT);
    LabelledMatrix matrix;
    try {
      if (name.endsWith(".npy") || name.endsWith(".npz") || name.endsWith(".safetensors")) {
        matrix = LabelledMatrix.unnamed(twoWays(input, readArray(input)));
      } else if (name.endsWith(".mtx") || name.endsWith(".mtx.gz")) {
        matrix = coordinates(MatrixMarket.read(path), input);
      } else if (name.endsWith(".parquet")) {
        matrix = WideParquet.read(path);
      } else if (name.matches(".*\\.(png|tiff?)")) {
        matrix = LabelledMatrix.unnamed(GreyImage.read(path));
      } else {
        matrix = TextMatrix.read(path, options);
      }
    } catch (IOException failed) {
      throw new InputException(
          "unreadable", input, input + " cannot be read: " + failed.getMessage(), failed);
    }
    refuseInfinite(input, matrix);
    return options.dropEmpty() ? matrix.withoutEmpty() : matrix;
  }

  /** True if the name is that of a matrix or array file rather than of a table of entries. */
  public static boolean isArrayFile(String input) {
    return split(input)
        .path
        .toString()
        .toLowerCase(Locale.ROOT)
        .matches(".*\\.(npy|npz|safetensors|mtx|mtx\\.gz|png|tiff?)");
  }

  /**
   * The number of columns that a text or Parquet file has, by its first lines or its schema: enough
   * to tell a matrix from a table of entries. 0 for an empty file.
   */
  public static int columns(Path path) {
    checkFile(path);
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      return WideParquet.columns(path);
    }
    try {
      return TextMatrix.columns(path);
    } catch (IOException failed) {
      throw new InputException(
          "unreadable", path.toString(), path + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  /**
   * Reads an array of any number of ways from {@code .npy}, {@code .npz} or {@code .safetensors}.
   */
  public static DenseArray readArray(String input) {
    Named named = split(input);
    checkFile(named.path);
    String name = named.path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) {
      return Npy.read(named.path);
    }
    if (name.endsWith(".npz")) {
      return Npy.read(named.path, only(named, Npy.names(named.path)));
    }
    if (name.endsWith(".safetensors")) {
      return tensor(named);
    }
    throw InputException.of(
        "unknown-format",
        input,
        "%s is no array file; arrays are read from .npy, .npz:name and .safetensors:name",
        input);
  }

  private static DenseArray tensor(Named named) {
    NamedArrays arrays =
        named.name.isEmpty()
            ? Safetensors.read(named.path)
            : Safetensors.read(named.path, named.name::equals);
    if (!named.name.isEmpty() && !arrays.has(named.name)) {
      arrays = Safetensors.read(named.path); // for the names there are
    }
    NamedArray array = arrays.get(only(named, List.copyOf(arrays.names())));
    double[] values =
        switch (array.values()) {
          case double[] d -> d;
          case float[] f -> {
            double[] wide = new double[f.length];
            for (int k = 0; k < f.length; k++) {
              wide[k] = f[k];
            }
            yield wide;
          }
          case int[] i -> java.util.Arrays.stream(i).asDoubleStream().toArray();
          case long[] l -> java.util.Arrays.stream(l).asDoubleStream().toArray();
          default -> throw new IllegalStateException("an array of no known type");
        };
    return new DenseArray(values, array.shape());
  }

  /** The array asked for, or the only one there is. */
  private static String only(Named named, List<String> names) {
    if (names.contains(named.name)) {
      return named.name;
    }
    if (named.name.isEmpty() && names.size() == 1) {
      return names.get(0);
    }
    String held = names.isEmpty() ? "no array" : String.join(", ", names);
    if (named.name.isEmpty()) {
      throw InputException.of(
          "missing-array",
          named.path.toString(),
          "%s holds %s; name one behind a colon",
          named.path,
          held);
    }
    throw InputException.of(
        "missing-array",
        named.path.toString(),
        "%s holds no array '%s'; it has %s",
        named.path,
        named.name,
        held);
  }

  private static Matrix twoWays(String input, DenseArray array) {
    if (array.shape().length != 2) {
      throw InputException.of(
          "not-a-matrix",
          input,
          "%s is an array of %d ways (%s), and a matrix has two",
          input,
          array.shape().length,
          array.shapeText());
    }
    return array.matrix();
  }

  private static LabelledMatrix coordinates(CoordinateMatrix given, String input) {
    Matrix matrix =
        Matrix.wrap(given.rows(), given.columns(), missing(given.rows(), given.columns()));
    for (int k = 0; k < given.value().length; k++) {
      int i = given.row()[k];
      int j = given.column()[k];
      if (!given.dense() && !Double.isNaN(matrix.get(i, j))) {
        throw InputException.of(
            "duplicate",
            input,
            "%s gives entry (%d, %d) twice; give each once",
            input,
            i + 1,
            j + 1);
      }
      matrix.set(i, j, given.value()[k]);
    }
    return LabelledMatrix.unnamed(matrix);
  }

  private static double[] missing(int rows, int columns) {
    double[] values = Matrix.zeros(rows, columns).array();
    java.util.Arrays.fill(values, Double.NaN);
    return values;
  }

  private static void refuseInfinite(String input, LabelledMatrix matrix) {
    double[] values = matrix.values().array();
    int n = matrix.values().columns();
    for (int k = 0; k < values.length; k++) {
      if (Double.isInfinite(values[k])) {
        String where = "entry (" + k / n + ", " + k % n + ")";
        throw InputException.of(
            "not-finite",
            input + ", " + where,
            "%s, %s is %s; entries must be finite, or NaN where they are missing",
            input,
            where,
            values[k]);
      }
    }
  }

  private record Named(Path path, String name) {}

  /**
   * A colon names an array only behind a file that holds several, so that C:\x.npy stays a path.
   */
  private static Named split(String input) {
    int colon = input.lastIndexOf(':');
    if (colon > 0
        && input.substring(0, colon).toLowerCase(Locale.ROOT).matches(".*\\.(npz|safetensors)")) {
      return new Named(Path.of(input.substring(0, colon)), input.substring(colon + 1));
    }
    return new Named(Path.of(input), "");
  }

  private static void checkFile(Path path) {
    if (Files.isDirectory(path)) {
      throw InputException.of(
          "is-directory", path.toString(), "%s is a folder, not a file; name a file in it", path);
    }
    if (!Files.exists(path)) {
      throw InputException.of(
          "missing-file", path.toString(), "There is no file %s; check the path", path);
    }
  }
}
