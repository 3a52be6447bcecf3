package org.eckart.data.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;

/**
 * Images of one size in a file in IDX form, as the MNIST digits are distributed: unsigned bytes, 0
 * to 255, after four numbers (a mark, count, rows, columns); gzip is transparent.
 */
public final class IdxImages {
  private static final int MARK = 0x00000803; // unsigned bytes in three dimensions

  private IdxImages() {}

  /**
   * Some of the images, as matrices of numbers from 0 to 255.
   *
   * @param first index of the first, from 0
   * @param count how many, 1 or more
   * @throws InputException if the file is not in this form, or has fewer images
   */
  public static List<Matrix> read(Path path, int first, int count) {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(path)))) {
      if (in.readInt() != MARK) {
        throw InputException.of(
            "not-idx",
            path.toString(),
            "%s does not begin like a file of images in IDX form; name the file of images, not that"
                + " of labels",
            path);
      }
      int images = in.readInt();
      int rows = in.readInt();
      int columns = in.readInt();
      if (first < 0 || count < 1 || (long) first + count > images) {
        throw InputException.of(
            "too-few-images",
            path.toString(),
            "%s has %d images, so there are no images %d to %d; count from 0",
            path,
            images,
            first,
            (long) first + count - 1);
      }
      in.skipNBytes((long) first * rows * columns);
      List<Matrix> read = new ArrayList<>();
      byte[] bytes = new byte[rows * columns];
      for (int k = 0; k < count; k++) {
        in.readFully(bytes);
        Matrix image = Matrix.zeros(rows, columns);
        for (int i = 0; i < bytes.length; i++) {
          image.array()[i] = bytes[i] & 0xff;
        }
        read.add(image);
      }
      return read;
    } catch (EOFException cut) {
      throw new InputException(
          "cut-short", path.toString(), path + " is cut short; copy it again", cut);
    } catch (IOException failed) {
      throw new InputException(
          "unreadable", path.toString(), path + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  private static InputStream open(Path path) throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz")
          ? new GZIPInputStream(raw)
          : raw;
    } catch (IOException notGzip) {
      raw.close();
      throw notGzip;
    }
  }
}
