package org.eckart.app;

import java.nio.file.Path;
import java.util.Locale;
import org.eckart.data.image.GreyImage;
import org.eckart.data.image.GreyImage.Depth;
import org.eckart.linalg.Matrix;

/**
 * How a picture was stored, so that what is made of it goes back the same way.
 *
 * @param extension with its point
 * @param depth of a pixel
 */
record PictureForm(String extension, Depth depth) {
  /** Whether an input is a picture, by its name. */
  static boolean isPicture(String source) {
    return source.toLowerCase(Locale.ROOT).matches(".*\\.(png|tiff?)");
  }

  static PictureForm of(String source) {
    boolean png = source.toLowerCase(Locale.ROOT).endsWith(".png");
    return new PictureForm(png ? ".png" : ".tif", GreyImage.depth(Path.of(source)));
  }

  /** Writes pixels on the scale of the picture that came in; gives the file's name. */
  String write(OutputFolder folder, String name, Matrix pixels) {
    GreyImage.write(folder.resolve(name + extension), pixels, depth);
    return name + extension;
  }

  /**
   * Writes what goes both ways: where pixels are whole numbers, half of it around the middle grey.
   */
  String writeSigned(OutputFolder folder, String name, Matrix values) {
    if (depth == Depth.FLOAT) {
      return write(folder, name, values);
    }
    double middle = depth == Depth.BITS_16 ? 32768 : 128;
    Matrix shown = Matrix.zeros(values.rows(), values.columns());
    for (int at = 0; at < shown.array().length; at++) {
      shown.array()[at] = middle + values.array()[at] / 2;
    }
    return write(folder, name, shown);
  }
}
