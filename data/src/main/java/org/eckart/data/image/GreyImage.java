package org.eckart.data.image;

import static org.eckart.linalg.Check.check;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferFloat;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.eckart.core.InputException;
import org.eckart.core.store.AtomicFile;
import org.eckart.linalg.Matrix;

/**
 * PNG and TIFF images as matrices: a row for each line of pixels, numbers as the file has them (0
 * to 255, 0 to 65535, or floating point in TIFF). A colour image is read one channel at a time.
 */
public final class GreyImage {
  /** How a pixel is stored. */
  public enum Depth {
    /** 0 to 255; PNG and TIFF. */
    BITS_8,
    /** 0 to 65535; PNG and TIFF. */
    BITS_16,
    /** 32-bit floating point; TIFF only. */
    FLOAT
  }

  private GreyImage() {}

  /** Reads a grey image; one with colours is refused, since its channel must be chosen. */
  public static Matrix read(Path path) {
    Raster raster = raster(path);
    int channels = raster.getNumBands();
    if (channels != 1) {
      throw InputException.of(
          "channels",
          path.toString(),
          "%s has %d channels, and a matrix is one; choose a channel, 0 to %d, or save it in grey",
          path,
          channels,
          channels - 1);
    }
    return channel(raster, 0);
  }

  /**
   * Reads one channel.
   *
   * @param channel from 0; red, green, blue and alpha in this order where there are colours
   */
  public static Matrix read(Path path, int channel) {
    Raster raster = raster(path);
    if (channel < 0 || channel >= raster.getNumBands()) {
      throw InputException.of(
          "channels",
          path.toString(),
          "%s has channels 0 to %d, not %d",
          path,
          raster.getNumBands() - 1,
          channel);
    }
    return channel(raster, channel);
  }

  /** How an image stores its pixels. */
  public static Depth depth(Path path) {
    int bits = raster(path).getSampleModel().getSampleSize(0);
    return bits <= 8 ? Depth.BITS_8 : bits <= 16 ? Depth.BITS_16 : Depth.FLOAT;
  }

  private static Matrix channel(Raster raster, int channel) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    double[] samples = new double[Math.multiplyExact(width, height)];
    raster.getSamples(raster.getMinX(), raster.getMinY(), width, height, channel, samples);
    return Matrix.wrap(height, width, samples);
  }

  private static Raster raster(Path path) {
    if (!Files.isRegularFile(path)) {
      throw InputException.of(
          "missing-file", path.toString(), "There is no file %s; check the path", path);
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw InputException.of(
            "not-an-image",
            path.toString(),
            "%s is no image that can be read; save it as PNG or" + " TIFF",
            path);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return reader.read(0).getRaster(); // the numbers stored, no colour conversion
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException damaged) {
      if (damaged instanceof InputException refused) {
        throw refused;
      }
      throw new InputException(
          "damaged-file",
          path.toString(),
          path + " cannot be read as an image: " + damaged.getMessage(),
          damaged);
    }
  }

  /**
   * Writes a grey image, PNG or TIFF as the name ends; it appears whole or not at all.
   *
   * @param depth integers are rounded to the nearest, and values beyond the range are cut to it
   */
  public static void write(Path path, Matrix pixels, Depth depth) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    boolean tiff = name.endsWith(".tif") || name.endsWith(".tiff");
    check(tiff || name.endsWith(".png"), "%s must end in .png, .tif or .tiff", path);
    check(tiff || depth != Depth.FLOAT, "%s: floating point needs TIFF; name it .tif", path);
    check(
        pixels.rows() > 0 && pixels.columns() > 0,
        "A %d × %d matrix is no image",
        pixels.rows(),
        pixels.columns());
    BufferedImage image = image(pixels, depth);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, tiff ? "tiff" : "png", out)) {
        throw new IllegalStateException("This JDK writes no such image");
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible); // memory does not fail to be written
    }
    AtomicFile.write(path, bytes.toByteArray());
  }

  private static BufferedImage image(Matrix pixels, Depth depth) {
    int width = pixels.columns();
    int height = pixels.rows();
    if (depth == Depth.FLOAT) {
      float[] values = new float[pixels.array().length];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) pixels.array()[k];
      }
      PixelInterleavedSampleModel model =
          new PixelInterleavedSampleModel(
              DataBuffer.TYPE_FLOAT, width, height, 1, width, new int[] {0});
      WritableRaster raster =
          Raster.createWritableRaster(
              model, new DataBufferFloat(values, values.length), new Point(0, 0));
      ColorModel colours =
          new ComponentColorModel(
              java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_GRAY),
              false,
              false,
              java.awt.Transparency.OPAQUE,
              DataBuffer.TYPE_FLOAT);
      return new BufferedImage(colours, raster, false, null);
    }
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            depth == Depth.BITS_8 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY);
    double most = depth == Depth.BITS_8 ? 255 : 65535;
    double[] samples = new double[pixels.array().length];
    for (int k = 0; k < samples.length; k++) {
      samples[k] = Math.clamp(Math.rint(pixels.array()[k]), 0, most);
    }
    image.getRaster().setSamples(0, 0, width, height, 0, samples);
    return image;
  }
}
