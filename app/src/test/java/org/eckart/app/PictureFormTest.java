package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.eckart.data.image.GreyImage;
import org.eckart.data.image.GreyImage.Depth;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures come back as they were stored, whatever their pixels are. */
class PictureFormTest {
  private static final int ROWS = 48;
  private static final int COLUMNS = 40;

  @TempDir Path here;

  /** White is 1 in floating point; the picture of 16 bits is so dim that 8 would hold it. */
  @ParameterizedTest
  @CsvSource({
    "separate, lowRank, png, BITS_8, 255",
    "separate, lowRank, png, BITS_16, 250",
    "separate, lowRank, png, BITS_16, 60000",
    "separate, lowRank, tif, FLOAT, 1",
    "separate, lowRank, tif, BITS_8, 255",
    "denoise, denoised, png, BITS_16, 250",
    "denoise, denoised, tif, FLOAT, 1",
    "denoise, denoised, tif, BITS_16, 60000"
  })
  void asDeepAsItWas(String verb, String part, String extension, Depth depth, double white) {
    RandomStream random = RandomStream.of(1, "picture");
    Matrix truth = Matrix.zeros(ROWS, COLUMNS);
    Matrix pixels = Matrix.zeros(ROWS, COLUMNS);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        truth.set(i, j, white * (0.3 + 0.004 * (i + j)));
        boolean struck = verb.equals("separate") && (i * 7 + j * 5) % 23 == 0;
        pixels.set(i, j, struck ? white : truth.get(i, j) + 0.01 * white * random.nextGaussian());
      }
    }
    Path file = here.resolve("picture." + extension);
    GreyImage.write(file, pixels, depth);
    Path out = here.resolve("out");
    Ran ran = Ran.command(verb, "" + file, "--out", "" + out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    Path back = out.resolve(part + "." + extension);
    assertThat(GreyImage.depth(back)).isEqualTo(depth);
    Matrix found = GreyImage.read(back);
    for (int k = 0; k < truth.array().length; k++) {
      assertThat(found.array()[k]).isCloseTo(truth.array()[k], within(0.05 * white));
    }
    if (verb.equals("separate")) {
      assertThat(GreyImage.depth(out.resolve("outliers." + extension))).isEqualTo(depth);
    }
  }
}
