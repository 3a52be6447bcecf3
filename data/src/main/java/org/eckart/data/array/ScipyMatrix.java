package org.eckart.data.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.eckart.core.InputException;
import org.eckart.linalg.SparseMatrix;

/**
 * Sparse matrices as {@code scipy.sparse.save_npz} writes them, in compressed rows or columns.
 * Which of the two it is stands in the archive's text {@code format}: the arrays of a square matrix
 * do not tell.
 */
public final class ScipyMatrix {
  private static final int LONGEST_FORMAT = 1 << 16;

  private ScipyMatrix() {}

  /** Whether an archive of arrays holds such a matrix, by the names in it. */
  public static boolean isThere(Path archive) {
    return Npy.names(archive).containsAll(List.of("data", "indices", "indptr", "shape"));
  }

  /**
   * Reads it; 24 bytes an entry beside the result.
   *
   * @throws InputException if the matrix has another form, or its arrays contradict each other
   */
  public static SparseMatrix read(Path archive) {
    String source = archive.toString();
    String format = format(archive);
    if (!format.equals("csr") && !format.equals("csc")) {
      throw InputException.of(
          "format",
          source,
          "%s is in scipy's form '%s', and 'csr' and 'csc' are read; save it from scipy with"
              + " matrix.tocsr()",
          source,
          format);
    }
    int[] shape = whole(archive, "shape");
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw damaged(source, "its shape is " + Arrays.toString(shape));
    }
    boolean byRow = format.equals("csr");
    int lines = byRow ? shape[0] : shape[1];
    int across = byRow ? shape[1] : shape[0];
    int[] starts = whole(archive, "indptr");
    int[] indices = whole(archive, "indices");
    double[] data = Npy.read(archive, "data").values();
    refuseDamaged(source, lines, across, starts, indices, data.length);
    int[] line = new int[data.length];
    for (int i = 0; i < lines; i++) {
      Arrays.fill(line, starts[i], starts[i + 1], i);
    }
    return SparseMatrix.ofCoordinates(
        shape[0], shape[1], byRow ? line : indices, byRow ? indices : line, data);
  }

  private static void refuseDamaged(
      String source, int lines, int across, int[] starts, int[] indices, int entries) {
    if (starts.length != lines + 1) {
      throw damaged(source, "indptr has %d numbers, not %d".formatted(starts.length, lines + 1L));
    }
    if (indices.length != entries || starts[0] != 0 || starts[lines] != entries) {
      throw damaged(
          source,
          "%d values come with %d indices, and indptr runs from %d to %d"
              .formatted(entries, indices.length, starts[0], starts[lines]));
    }
    for (int i = 0; i < lines; i++) {
      if (starts[i] > starts[i + 1]) {
        throw damaged(source, "indptr falls from %d to %d".formatted(starts[i], starts[i + 1]));
      }
    }
    for (int e = 0; e < entries; e++) {
      if (indices[e] < 0 || indices[e] >= across) {
        throw damaged(
            source, "index %d is %d, outside 0 to %d".formatted(e, indices[e], across - 1));
      }
    }
  }

  private static InputException damaged(String source, String what) {
    return InputException.of(
        "damaged-file",
        source,
        "%s is damaged: %s; save it again with scipy.sparse.save_npz",
        source,
        what);
  }

  /** The text {@code format}: bytes in today's files, wide characters in some old ones. */
  private static String format(Path archive) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry("format.npy");
      if (entry == null) {
        throw damaged(archive.toString(), "it holds no array 'format'");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes(LONGEST_FORMAT);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int header = bytes.length < 10 ? 0 : 10 + (bytes[8] & 0xff) + ((bytes[9] & 0xff) << 8);
        if (!text.contains("'descr'") || header > bytes.length) {
          throw damaged(archive.toString(), "its array 'format' is no text");
        }
        return text.substring(header).replace("\0", "");
      }
    } catch (IOException failed) {
      throw Npy.unreadable(archive.toString(), failed);
    }
  }

  private static int[] whole(Path archive, String name) {
    double[] values = Npy.read(archive, name).values();
    int[] whole = new int[values.length];
    for (int k = 0; k < values.length; k++) {
      whole[k] = (int) values[k];
      if (whole[k] != values[k]) {
        throw damaged(
            archive.toString(), "%s holds %s, no whole number".formatted(name, values[k]));
      }
    }
    return whole;
  }
}
