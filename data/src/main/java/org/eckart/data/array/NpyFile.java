package org.eckart.data.array;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.linalg.Matrix;

/**
 * A matrix in a {@code .npy} file of which blocks are read as they are needed, for files larger
 * than memory. Any element type that {@link Npy} reads, in either order.
 *
 * <p>Blocks of whole rows (of whole columns in Fortran order) lie in one piece of the file and are
 * read as fast as the disk; others cost a call for each row.
 */
public final class NpyFile implements AutoCloseable {
  private static final int BUFFER = 1 << 22;

  private final String source;
  private final FileChannel channel;
  private final NpyHeader header;
  private final int rows;
  private final int columns;

  private NpyFile(String source, FileChannel channel, NpyHeader header, int rows, int columns) {
    this.source = source;
    this.channel = channel;
    this.header = header;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if it is no matrix, or not as long as its header says
   */
  public static NpyFile open(Path path) {
    String source = path.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      NpyHeader header = NpyHeader.read(in, source);
      int[] shape = header.shape();
      if (shape.length != 2) {
        throw InputException.of(
            "not-a-matrix",
            source,
            "%s is an array of %d ways, and a matrix has two",
            source,
            shape.length);
      }
      long length = header.bytes() + (long) shape[0] * shape[1] * header.size();
      if (Files.size(path) != length) {
        throw NpyHeader.damaged(
            source,
            Files.size(path) < length ? "is cut short" : "holds more bytes than its header says");
      }
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new NpyFile(source, channel, header, shape[0], shape[1]);
    } catch (IOException failed) {
      throw Npy.unreadable(source, failed);
    }
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Rows and columns {@code from} up to but not including {@code to}. */
  public Matrix block(int rowFrom, int rowTo, int columnFrom, int columnTo) {
    if (header.fortran()) {
      return stored(columns, rows, columnFrom, columnTo, rowFrom, rowTo).transpose();
    }
    return stored(rows, columns, rowFrom, rowTo, columnFrom, columnTo);
  }

  /** A block of the array as it lies in the file: {@code outer} pieces of {@code inner} numbers. */
  private Matrix stored(int outer, int inner, int from, int to, int innerFrom, int innerTo) {
    if (from < 0 || from > to || to > outer || innerFrom < 0 || innerTo > inner) {
      throw new IndexOutOfBoundsException(
          "A block outside the " + rows + " × " + columns + " matrix");
    }
    int width = innerTo - innerFrom;
    Matrix block = Matrix.zeros(to - from, width);
    if (width == inner) {
      read((long) from * inner, (long) (to - from) * inner, block.array(), 0);
    } else {
      for (int i = from; i < to; i++) {
        read((long) i * inner + innerFrom, width, block.array(), (i - from) * width);
      }
    }
    return block;
  }

  private void read(long element, long count, double[] values, int at) {
    int size = header.size();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, count * size));
    long done = 0;
    try {
      while (done < count) {
        int elements = (int) Math.min(buffer.capacity() / size, count - done);
        buffer.clear().limit(elements * size);
        long position = header.bytes() + (element + done) * size;
        while (buffer.hasRemaining()) {
          int got = channel.read(buffer, position + buffer.position());
          if (got < 0) {
            throw NpyHeader.damaged(source, "became shorter while it was read");
          }
        }
        buffer.rewind();
        header.decode(buffer, values, at + (int) done, elements, source);
        done += elements;
      }
    } catch (IOException failed) {
      throw new RunException(source + " cannot be read any more: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
