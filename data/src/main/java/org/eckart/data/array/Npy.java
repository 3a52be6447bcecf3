package org.eckart.data.array;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.eckart.core.InputException;
import org.eckart.core.store.AtomicFile;
import org.eckart.linalg.Matrix;

/**
 * NumPy's {@code .npy} files and {@code .npz} archives of them.
 *
 * <p>Floating point (2, 4 and 8 bytes), integers (1 to 8 bytes, signed or not) and booleans, of
 * either byte order, in C or Fortran order, become doubles in C order. Arrays of objects are
 * refused: loading one would run code. An integer beyond 2⁵³ that no double equals is refused.
 * Written are doubles, little-endian, in C order.
 *
 * <p>Source: NumPy's NEP 1 and the description in {@code numpy.lib.format}, versions 1.0 to 3.0.
 */
public final class Npy {
  private static final int CHUNK = 1 << 16;
  private static final long MOST = Integer.MAX_VALUE - 8;

  private Npy() {}

  /** Reads a {@code .npy} file. */
  public static DenseArray read(Path path) {
    String source = path.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      DenseArray array = read(in, source);
      if (in.read() >= 0) {
        throw NpyHeader.damaged(source, "holds more bytes than its header says");
      }
      return array;
    } catch (IOException failed) {
      throw unreadable(source, failed);
    }
  }

  /** The lengths of a {@code .npy} file's array, first to last, from its header alone. */
  public static int[] shape(Path path) {
    String source = path.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return NpyHeader.read(in, source).shape();
    } catch (IOException failed) {
      throw unreadable(source, failed);
    }
  }

  /** The names of the arrays in a {@code .npz} archive. */
  public static List<String> names(Path archive) {
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".npy"))
          .forEach(name -> names.add(name.substring(0, name.length() - 4)));
      return names;
    } catch (IOException failed) {
      throw unreadable(archive.toString(), failed);
    }
  }

  /** Reads one array of a {@code .npz} archive. */
  public static DenseArray read(Path archive, String name) {
    String source = archive + ":" + name;
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw InputException.of(
            "missing-array",
            source,
            "%s holds no array '%s'; it has %s",
            archive,
            name,
            names(archive));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return read(in, source);
      }
    } catch (IOException failed) {
      throw unreadable(source, failed);
    }
  }

  static InputException unreadable(String source, IOException failed) {
    return switch (failed) {
      case NoSuchFileException absent ->
          new InputException(
              "missing-file", source, "There is no file " + source + "; check the path", absent);
      case EOFException cut -> NpyHeader.damaged(source, "is cut short");
      case ZipException odd ->
          NpyHeader.damaged(source, "is no archive of arrays (" + odd.getMessage() + ")");
      default ->
          new InputException(
              "unreadable", source, source + " cannot be read: " + failed.getMessage(), failed);
    };
  }

  private static DenseArray read(InputStream in, String source) throws IOException {
    NpyHeader header = NpyHeader.read(in, source);
    long count = 1;
    for (int way : header.shape()) {
      count = Math.multiplyExact(count, (long) way);
      if (count > MOST) {
        throw InputException.of(
            "too-large",
            source,
            "%s has more than %d elements, and one array holds no more; save it in parts",
            source,
            MOST);
      }
    }
    double[] values = elements(in, source, header, (int) count);
    return new DenseArray(
        header.fortran() ? rowMajor(values, header.shape()) : values, header.shape());
  }

  private static double[] elements(InputStream in, String source, NpyHeader header, int count)
      throws IOException {
    int size = header.size();
    double[] values = new double[count];
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk);
    int done = 0;
    while (done < count) {
      int elements = Math.min(CHUNK / size, count - done);
      if (in.readNBytes(chunk, 0, elements * size) < elements * size) {
        throw new EOFException();
      }
      header.decode(buffer, values, done, elements, source);
      done += elements;
    }
    return values;
  }

  /** From Fortran order (the first way runs fastest) to C order. */
  private static double[] rowMajor(double[] fortran, int[] shape) {
    double[] values = new double[fortran.length];
    int ways = shape.length;
    int[] stride = new int[ways]; // of the Fortran order
    int product = 1;
    for (int w = 0; w < ways; w++) {
      stride[w] = product;
      product *= shape[w];
    }
    int[] index = new int[ways];
    int from = 0;
    for (int to = 0; to < values.length; to++) {
      values[to] = fortran[from];
      for (int w = ways - 1; w >= 0; w--) { // the next index in C order
        from += stride[w];
        if (++index[w] < shape[w]) {
          break;
        }
        from -= stride[w] * shape[w];
        index[w] = 0;
      }
    }
    return values;
  }

  /** Writes a {@code .npy} file; it appears whole or not at all. */
  public static void write(Path path, DenseArray array) {
    AtomicFile.write(
        path,
        channel -> {
          OutputStream out = Channels.newOutputStream(channel);
          write(out, array);
        });
  }

  /** Writes a {@code .npz} archive; it appears whole or not at all. */
  public static void write(Path path, SequencedMap<String, DenseArray> arrays) {
    SequencedMap<String, DenseArray> copy = new LinkedHashMap<>(arrays);
    AtomicFile.write(
        path,
        channel -> {
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
          zip.setLevel(Deflater.BEST_SPEED);
          for (Map.Entry<String, DenseArray> array : copy.entrySet()) {
            zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
            write(zip, array.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }

  /** Rows of a matrix that is written without being held. */
  @FunctionalInterface
  public interface Rows {
    /** Rows {@code from} up to but not including {@code to}. */
    Matrix rows(int from, int to);
  }

  /**
   * Writes a matrix whose rows come as they are asked for, in order; it appears whole or not at
   * all.
   *
   * @param step rows asked for at once, at least 1
   */
  public static void write(Path path, int rows, int columns, int step, Rows source) {
    AtomicFile.write(
        path,
        channel -> {
          OutputStream out = Channels.newOutputStream(channel);
          writeHeader(out, new int[] {rows, columns});
          for (int from = 0; from < rows; from += step) {
            writeValues(out, source.rows(from, Math.min(rows, from + step)).array());
          }
        });
  }

  private static void write(OutputStream out, DenseArray array) throws IOException {
    writeHeader(out, array.shape());
    writeValues(out, array.values());
  }

  private static void writeHeader(OutputStream out, int[] lengths) throws IOException {
    StringBuilder shape = new StringBuilder("(");
    for (int length : lengths) {
      shape.append(length).append(", ");
    }
    String text =
        "{'descr': '<f8', 'fortran_order': False, 'shape': "
            + (lengths.length == 1
                ? "(" + lengths[0] + ",)"
                : shape.toString().replaceAll(", $", "") + ")")
            + ", }";
    int unpadded = NpyHeader.MAGIC.length + 4 + text.length() + 1;
    String header = text + " ".repeat((64 - unpadded % 64) % 64) + "\n";
    ByteBuffer start =
        ByteBuffer.allocate(NpyHeader.MAGIC.length + 4 + header.length())
            .order(ByteOrder.LITTLE_ENDIAN);
    start.put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    start.put(header.getBytes(StandardCharsets.US_ASCII));
    out.write(start.array());
  }

  private static void writeValues(OutputStream out, double[] values) throws IOException {
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; done += CHUNK / 8) {
      int elements = Math.min(CHUNK / 8, values.length - done);
      buffer.rewind().asDoubleBuffer().put(values, done, elements);
      out.write(chunk, 0, 8 * elements);
    }
  }
}
