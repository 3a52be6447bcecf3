package org.eckart.app.report;

import static org.eckart.linalg.Check.check;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.eckart.linalg.Matrix;

/**
 * A matrix as a picture, one pixel an entry or, along a side longer than {@value #LARGEST}, one
 * pixel the mean of several. It is shown with the sides of the matrix, but at most thrice as wide
 * or as tall.
 *
 * @param png the picture, base64
 * @param rows of the matrix
 * @param columns of the matrix
 * @param scale what its colours mean, in words: {@code black 0 to white 255}
 */
public record Picture(
    String title, String caption, Width width, String png, int rows, int columns, String scale)
    implements Figure {
  static final int LARGEST = 512;

  /** What a number looks like. */
  public enum Colours {
    /** Black at the low end, white at the high end: photographs. */
    GREY,
    /** White at 0, blue above and clay below, both ends equally far: differences and factors. */
    DIVERGING
  }

  /**
   * The picture of a matrix. Entries beyond the ends take the colour of the end, NaN is green.
   *
   * @param low the number at the low end
   * @param high the number at the high end, above {@code low}
   */
  public static Picture of(
      String title,
      String caption,
      Width width,
      Matrix values,
      Colours colours,
      double low,
      double high) {
    check(low < high, "A picture needs low below high, not %s and %s", low, high);
    int tall = Math.ceilDiv(values.rows(), LARGEST);
    int wide = Math.ceilDiv(values.columns(), LARGEST);
    int down = Math.ceilDiv(values.rows(), tall);
    int across = Math.ceilDiv(values.columns(), wide);
    BufferedImage image = new BufferedImage(across, down, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < down; i++) {
      for (int j = 0; j < across; j++) {
        double share = (mean(values, i * tall, j * wide, tall, wide) - low) / (high - low);
        image.setRGB(j, i, colour(colours, share));
      }
    }
    return new Picture(
        title,
        caption,
        width,
        encoded(image),
        values.rows(),
        values.columns(),
        colours == Colours.GREY
            ? "black %s to white %s".formatted(Binning.text(low), Binning.text(high))
            : "clay %s, white %s, blue %s"
                .formatted(Binning.text(low), Binning.text((low + high) / 2), Binning.text(high)));
  }

  /** In shades of grey between the least and the largest entry. */
  public static Picture grey(String title, String caption, Width width, Matrix values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values.array()) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    boolean flat = !(low < high);
    double middle = Double.isFinite(low) ? low : 0;
    double spread = Math.max(1, Math.abs(middle));
    return of(
        title,
        caption,
        width,
        values,
        Colours.GREY,
        flat ? middle - spread : low,
        flat ? middle + spread : high);
  }

  /** Around 0, with the ends at the largest magnitude. */
  public static Picture signed(String title, String caption, Width width, Matrix values) {
    double largest = 0;
    for (double value : values.array()) {
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double end = largest == 0 ? 1 : largest;
    return of(title, caption, width, values, Colours.DIVERGING, -end, end);
  }

  /** Mean of the numbers in a block; NaN if it holds none. */
  private static double mean(Matrix values, int row, int column, int tall, int wide) {
    double sum = 0;
    int count = 0;
    for (int i = row; i < Math.min(values.rows(), row + tall); i++) {
      for (int j = column; j < Math.min(values.columns(), column + wide); j++) {
        double value = values.get(i, j);
        if (!Double.isNaN(value)) {
          sum += value;
          count++;
        }
      }
    }
    return sum / count;
  }

  private static int colour(Colours colours, double share) {
    if (Double.isNaN(share)) {
      return 0x6f9a7b;
    }
    double s = Math.clamp(share, 0, 1);
    if (colours == Colours.GREY) {
      int grey = (int) Math.round(255 * s);
      return grey << 16 | grey << 8 | grey;
    }
    int end = s < 0.5 ? 0xb8512f : 0x2b5f8a;
    double strength = Math.abs(2 * s - 1);
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int channel = end >> shift & 0xff;
      mixed |= (int) Math.round(255 + strength * (channel - 255)) << shift;
    }
    return mixed;
  }

  private static String encoded(BufferedImage image) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.setUseCache(false); // a picture of this size needs no file of its own
      ImageIO.write(image, "png", bytes);
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    } catch (IOException impossible) { // nothing is written outside memory
      throw new UncheckedIOException(impossible);
    }
  }
}
