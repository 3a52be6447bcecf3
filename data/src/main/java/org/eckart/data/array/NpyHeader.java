package org.eckart.data.array;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eckart.core.InputException;

/**
 * The start of a {@code .npy} file, and how its elements become doubles.
 *
 * @param type kind and bytes of an element, such as {@code f8}
 * @param order of the bytes
 * @param fortran whether the first way runs fastest
 * @param shape lengths, first to last
 * @param bytes that the header takes, so that elements begin there
 */
record NpyHeader(String type, ByteOrder order, boolean fortran, int[] shape, int bytes) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 20;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, L]*)\\)");

  static InputException damaged(String source, String what) {
    return InputException.of(
        "damaged-file", source, "%s %s; write it again with numpy.save", source, what);
  }

  /** Bytes of an element. */
  int size() {
    return type.charAt(1) - '0';
  }

  static NpyHeader read(InputStream in, String source) throws IOException {
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
    return of(
        source,
        new String(header, StandardCharsets.UTF_8),
        MAGIC.length + 2 + length.capacity() + headerBytes);
  }

  private static NpyHeader of(String source, String header, int start) {
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
    ByteOrder bytes = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(
        type.group(2) + type.group(3), bytes, order.group(1).equals("True"), shape, start);
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

  /** Elements at the start of a buffer as doubles. */
  void decode(ByteBuffer buffer, double[] values, int at, int elements, String source) {
    buffer.order(order);
    switch (type) {
      case "f8" -> buffer.rewind().asDoubleBuffer().get(values, at, elements);
      case "f4" -> {
        for (int k = 0; k < elements; k++) {
          values[at + k] = buffer.getFloat(4 * k);
        }
      }
      case "f2" -> {
        for (int k = 0; k < elements; k++) {
          values[at + k] = Float.float16ToFloat(buffer.getShort(2 * k));
        }
      }
      default -> {
        for (int k = 0; k < elements; k++) {
          values[at + k] = integer(buffer, type, k, source);
        }
      }
    }
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
}
