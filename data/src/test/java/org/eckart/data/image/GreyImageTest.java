package org.eckart.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.eckart.core.InputException;
import org.eckart.data.image.GreyImage.Depth;
import org.eckart.linalg.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreyImageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.png,BITS_8,255",
    "a.png,BITS_16,65535",
    "a.tif,BITS_8,255",
    "a.tiff,BITS_16,65535",
    "a.tif,FLOAT,-0.3125"
  })
  void pixelsComeBackExactly(String name, Depth depth, double extreme) {
    Matrix pixels = Matrix.of(new double[][] {{0, 1, extreme}, {100, 7, 3}});
    Path path = folder.resolve(name);

    GreyImage.write(path, pixels, depth);

    Matrix read = GreyImage.read(path);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.array()).isEqualTo(pixels.array());
  }

  @Test
  void valuesAreRoundedAndCutToTheRange() {
    Path path = folder.resolve("a.png");
    GreyImage.write(path, Matrix.of(new double[][] {{-3, 1.5, 2.6, 999}}), Depth.BITS_8);

    assertThat(GreyImage.read(path).array()).containsExactly(0, 2, 3, 255);
  }

  @Test
  void coloursAreReadOneChannelAtATime() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0a0b0c);
    image.setRGB(1, 0, 0xff0001);
    Path path = folder.resolve("colour.png");
    ImageIO.write(image, "png", path.toFile());

    assertThat(GreyImage.read(path, 0).array()).containsExactly(10, 255);
    assertThat(GreyImage.read(path, 2).array()).containsExactly(12, 1);
    assertThatThrownBy(() -> GreyImage.read(path))
        .isInstanceOf(InputException.class)
        .hasMessage(
            path
                + " has 3 channels, and a matrix is one; choose a channel, 0 to 2, or save it in"
                + " grey");
    assertThatThrownBy(() -> GreyImage.read(path, 3))
        .hasMessage(path + " has channels 0 to 2, not 3");
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.png"), "not an image");
    assertThatThrownBy(() -> GreyImage.read(text))
        .isInstanceOf(InputException.class)
        .hasMessage(text + " is no image that can be read; save it as PNG or TIFF");
    Path whole = folder.resolve("b.png");
    GreyImage.write(whole, Matrix.zeros(50, 50), Depth.BITS_8);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> GreyImage.read(whole))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(whole + " cannot be read as an image: ");
    assertThatThrownBy(
            () -> GreyImage.write(folder.resolve("c.png"), Matrix.zeros(1, 1), Depth.FLOAT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder.resolve("c.png") + ": floating point needs TIFF; name it .tif");
  }
}
