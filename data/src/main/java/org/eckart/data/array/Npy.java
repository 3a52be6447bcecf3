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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.eckart.core.InputException;
import org.eckart.core.store.AtomicFile;

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
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final long MOST = Integer.MAX_VALUE - 8;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, L]*)\\)");

  private Npy() {}

  /** Reads a {@code .npy} file. */
  public static DenseArray read(Path path) {
    String source = path.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      DenseArray array = read(in, source);
      if (in.read() >= 0) {
        throw damaged(source, "holds more bytes than its header says");
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
      Matcher shapeText = SHAPE.matcher(header(in, source));
      if (!shapeText.find()) {
        throw damaged(source, "has a header without shape");
      }
      return shape(source, shapeText.group(1));
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

  private static InputException unreadable(String source, IOException failed) {
    return switch (failed) {
      case NoSuchFileException absent ->
          new InputException(
              "missing-file", source, "There is no file " + source + "; check the path", absent);
      case EOFException cut -> damaged(source, "is cut short");
      case ZipException odd ->
          damaged(source, "is no archive of arrays (" + odd.getMessage() + ")");
      default ->
          new InputException(
              "unreadable", source, source + " cannot be read: " + failed.getMessage(), failed);
    };
  }

  private static InputException damaged(String source, String what) {
    return InputException.of(
        "damaged-file", source, "%s %s; write it again with numpy.save", source, what);
  }

  private static DenseArray read(InputStream in, String source) throws IOException {
    return read(in, source, header(in, source));
  }

  private static String header(InputStream in, String source) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    for (int i = 0; i < MAGIC.length; i++) {
      if (start.length < MAGIC.length + 2 || start[i] != MAGIC[i]) {
        throw damaged(source, "does not begin as a .npy file does");
      }
    }
    int major = start[MAGIC.length];
    ByteBuffer length = ByteBuffer.wrap(in.readNBytes(major == 1 ? 2 : 4));
    length.order(ByteOrder.LITTLE_ENDIAN);
    if (major < 1 || major > 3 || length.remaining() < (major == 1 ? 2 : 4)) {
      throw damaged(source, "has a header of version " + major + ", which is not 1, 2 or 3");
    }
    int headerBytes = major == 1 ? length.getShort() & 0xffff : length.getInt();
    if (headerBytes < 0 || headerBytes > LONGEST_HEADER) {
      throw damaged(source, "has a header of " + headerBytes + " bytes");
    }
    byte[] header = in.readNBytes(headerBytes);
    if (header.length < headerBytes) {
      throw new EOFException();
    }
    return new String(header, StandardCharsets.UTF_8);
  }

  private static DenseArray read(InputStream in, String source, String header) throws IOException {
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shapeText = SHAPE.matcher(header);
    if (!order.find() || !shapeText.find() || !header.contains("'descr'")) {
      throw damaged(source, "has a header without type, order and shape");
    }
    if (!type.find() || !supported(type.group(2), type.group(3))) {
      String described =
          header
              .replaceAll("(?s).*'descr'\\s*:\\s*", "")
              .replaceAll("(?s), *'(fortran|shape).*", "");
      throw InputException.of(
          "array-type",
          source,
          "%s holds elements of type %s, and only real numbers, integers and booleans are read%s",
          source,
          described,
          described.contains("O")
              ? " (loading objects would run code); convert it with array.astype(float)"
              : "; convert it with array.astype(float)");
    }
    int[] shape = shape(source, shapeText.group(1));
    long count = 1;
    for (int way : shape) {
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
    ByteOrder bytes = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    double[] values = elements(in, source, type.group(2) + type.group(3), bytes, (int) count);
    return new DenseArray(order.group(1).equals("True") ? rowMajor(values, shape) : values, shape);
  }

  private static boolean supported(String kind, String size) {
    return (kind + size).matches("f[248]|[iu][1248]|b1");
  }

  private static int[] shape(String source, String text) {
    List<Integer> lengths = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String length = part.strip().replace("L", "");
      if (!length.isEmpty()) {
        if (length.length() > 10 || Long.parseLong(length) > Integer.MAX_VALUE) {
          throw damaged(source, "has a way of " + length + " elements, more than an array holds");
        }
        lengths.add((int) Long.parseLong(length));
      }
    }
    return lengths.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] elements(
      InputStream in, String source, String type, ByteOrder order, int count) throws IOException {
    int size = type.charAt(1) - '0';
    double[] values = new double[count];
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
    int done = 0;
    while (done < count) {
      int elements = Math.min(CHUNK / size, count - done);
      if (in.readNBytes(chunk, 0, elements * size) < elements * size) {
        throw new EOFException();
      }
      switch (type) {
        case "f8" -> buffer.rewind().asDoubleBuffer().get(values, done, elements);
        case "f4" -> {
          for (int k = 0; k < elements; k++) {
            values[done + k] = buffer.getFloat(4 * k);
          }
        }
        case "f2" -> {
          for (int k = 0; k < elements; k++) {
            values[done + k] = Float.float16ToFloat(buffer.getShort(2 * k));
          }
        }
        default -> {
          for (int k = 0; k < elements; k++) {
            values[done + k] = integer(buffer, type, k, source);
          }
        }
      }
      done += elements;
    }
    return values;
  }

  private static double integer(ByteBuffer buffer, String type, int k, String source) {
    return switch (type) {
      case "i1" -> buffer.get(k);
      case "u1", "b1" -> buffer.get(k) & 0xff;
      case "i2" -> buffer.getShort(2 * k);
      case "u2" -> buffer.getShort(2 * k) & 0xffff;
      case "i4" -> buffer.getInt(4 * k);
      case "u4" -> buffer.getInt(4 * k) & 0xffffffffL;
      default -> {
        long whole = buffer.getLong(8 * k);
        double nearest = (double) whole;
        if ((type.equals("u8") && whole < 0)
            || (long) nearest != whole
            || whole == Long.MAX_VALUE) {
          throw InputException.of(
              "not-exact",
              source,
              "%s holds the integer %s, which no double equals; are these ids rather than values?",
              source,
              type.equals("u8") ? Long.toUnsignedString(whole) : Long.toString(whole));
        }
        yield nearest;
      }
    };
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

  private static void write(OutputStream out, DenseArray array) throws IOException {
    StringBuilder shape = new StringBuilder("(");
    for (int length : array.shape()) {
      shape.append(length).append(", ");
    }
    String text =
        "{'descr': '<f8', 'fortran_order': False, 'shape': "
            + (array.shape().length == 1
                ? "(" + array.shape()[0] + ",)"
                : shape.toString().replaceAll(", $", "") + ")")
            + ", }";
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    String header = text + " ".repeat((64 - unpadded % 64) % 64) + "\n";
    ByteBuffer start =
        ByteBuffer.allocate(MAGIC.length + 4 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    start.put(header.getBytes(StandardCharsets.US_ASCII));
    out.write(start.array());
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = array.values();
    for (int done = 0; done < values.length; done += CHUNK / 8) {
      int elements = Math.min(CHUNK / 8, values.length - done);
      buffer.rewind().asDoubleBuffer().put(values, done, elements);
      out.write(chunk, 0, 8 * elements);
    }
  }
}
