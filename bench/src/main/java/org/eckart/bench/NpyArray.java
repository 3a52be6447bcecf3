package org.eckart.bench;

import static org.eckart.linalg.Check.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eckart.linalg.Matrix;

/**
 * Arrays on their way to and from NumPy: little-endian {@code .npy} files in C order, doubles or
 * 32-bit integers, of less than 2 GiB.
 */
final class NpyArray {
  private NpyArray() {}

  static void write(Path file, double[] values, int... shape) throws IOException {
    ByteBuffer bytes = started("<f8", 8, values.length, shape);
    bytes.asDoubleBuffer().put(values);
    finish(file, bytes);
  }

  static void write(Path file, int[] values) throws IOException {
    ByteBuffer bytes = started("<i4", 4, values.length, values.length);
    bytes.asIntBuffer().put(values);
    finish(file, bytes);
  }

  private static ByteBuffer started(String type, int size, int count, int... shape) {
    String sizes =
        shape.length == 1
            ? shape[0] + "," // a tuple of one
            : Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    String header = text + " ".repeat(127 - (10 + text.length()) % 128) + "\n";
    byte[] ascii = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(10 + ascii.length, Math.multiplyExact(count, size)))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) ascii.length).put(ascii);
    return bytes;
  }

  private static void finish(Path file, ByteBuffer bytes) throws IOException {
    bytes.position(0);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** A matrix of doubles of known shape. */
  static Matrix matrix(Path file, int rows, int columns) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + Short.toUnsignedInt(bytes.getShort(8));
    String text =
        new String(bytes.array(), 10, header - 10, StandardCharsets.US_ASCII).replace(" ", "");
    String shape = "(" + rows + "," + columns + ")";
    check(
        text.contains("'<f8'")
            && text.contains("'fortran_order':False")
            && text.contains("'shape':" + shape),
        "%s holds %s, and doubles of shape %s were expected",
        file.getFileName(),
        text.strip(),
        shape);
    double[] values = new double[rows * columns];
    bytes.position(header);
    bytes.asDoubleBuffer().get(values);
    return Matrix.wrap(rows, columns, values);
  }
}
