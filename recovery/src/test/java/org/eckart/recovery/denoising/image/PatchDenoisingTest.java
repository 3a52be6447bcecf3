package org.eckart.recovery.denoising.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchDenoisingTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  /** Slanted stripes, a disc and a ramp. */
  private static Matrix picture(int rows, int columns) {
    Matrix picture = Matrix.zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double disc = Math.hypot(i - rows / 2.0, j - columns / 3.0) < rows / 5.0 ? 80 : 0;
        double stripes = j > columns / 2 && (2 * i + 3 * j) / 16 % 2 == 0 ? 60 : 0;
        picture.set(i, j, 40 + 0.5 * i + disc + stripes);
      }
    }
    return picture;
  }

  private static Matrix noisy(Matrix picture, double level) {
    return picture.plus(
        RandomStream.of(1, "noise").gaussian(picture.rows(), picture.columns()).scaled(level));
  }

  private static double rmse(Matrix a, Matrix b) {
    return a.minus(b).frobeniusNorm() / Math.sqrt(a.array().length);
  }

  @Test
  void mostOfTheNoiseGoesAndLittleOfThePicture() {
    Matrix picture = picture(72, 80);
    Matrix noisy = noisy(picture, 20);
    PatchEstimate found = new PatchDenoising(PatchOptions.defaults(), TEAM).of(noisy);
    assertThat(found.noiseLevel()).isCloseTo(20, within(2.4));
    assertThat(rmse(found.image(), picture)).isLessThan(20.0 / 3);
    assertThat(found.groups()).isEqualTo(17 * 19); // places 0, 4, …, 64 and 0, 4, …, 72
  }

  @Test
  void threadsDoNotChangeABit() {
    Matrix noisy = noisy(picture(48, 40), 15);
    try (Parallel one = Parallel.of(1)) {
      assertThat(new PatchDenoising(PatchOptions.defaults(), one).of(noisy).image().array())
          .isEqualTo(new PatchDenoising(PatchOptions.defaults(), TEAM).of(noisy).image().array());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 25, 50})
  void levelOfNoiseIsFound(double level) {
    assertThat(ImageNoise.level(noisy(picture(128, 128), level)))
        .isCloseTo(level, within(0.12 * level));
  }

  @Test
  void smallestImagesAndOddStepsAreCovered() {
    Matrix tiny = noisy(picture(8, 9), 5);
    PatchEstimate found =
        new PatchDenoising(PatchOptions.defaults().withNoiseLevel(5), TEAM).of(tiny);
    assertThat(Double.isFinite(found.image().largestMagnitude())).isTrue();
    PatchOptions odd =
        PatchOptions.defaults().withPatchSize(5).withStep(5).withGroupSize(7).withNoiseLevel(5);
    Matrix picture = picture(23, 17);
    Matrix before = noisy(picture, 5);
    Matrix after = new PatchDenoising(odd, TEAM).of(before).image();
    assertThat(after.rows()).isEqualTo(23);
    assertThat(after.columns()).isEqualTo(17);
    // places not covered would be 0 / 0, and a patch put back in the wrong place far off
    assertThat(rmse(after, picture)).isLessThan(0.9 * rmse(before, picture));
    for (int i = 0; i < 23; i++) {
      for (int j = 0; j < 17; j++) {
        assertThat(after.get(i, j)).isCloseTo(before.get(i, j), within(40.0)); // 8 levels
      }
    }
  }

  /** The whole image is as far as anyone can look. */
  @Test
  void searchRadiiBeyondTheImageAreTheImage() {
    Matrix noisy = noisy(picture(24, 40), 5);
    PatchOptions options = PatchOptions.defaults().withNoiseLevel(5);
    Matrix whole = new PatchDenoising(options.withSearchRadius(40), TEAM).of(noisy).image();
    for (int radius : new int[] {1000, Integer.MAX_VALUE}) {
      assertThat(
              new PatchDenoising(options.withSearchRadius(radius), TEAM).of(noisy).image().array())
          .isEqualTo(whole.array());
    }
  }

  @Test
  void flatImagesComeBack() {
    Matrix flat = Matrix.zeros(30, 30);
    java.util.Arrays.fill(flat.array(), 7);
    PatchEstimate found = new PatchDenoising(PatchOptions.defaults(), TEAM).of(flat);
    assertThat(found.noiseLevel()).isCloseTo(0, within(1e-6));
    assertThat(rmse(found.image(), flat)).isLessThan(1e-6);
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    assertThatThrownBy(
            () -> new PatchDenoising(PatchOptions.defaults(), TEAM).of(Matrix.zeros(5, 30)))
        .hasMessage(
            "A 5 × 30 image is smaller than a patch of 8 × 8; take a smaller patch, or denoise it"
                + " as a whole");
    Matrix holed = picture(20, 20);
    holed.set(3, 4, Double.NaN);
    assertThatThrownBy(() -> new PatchDenoising(PatchOptions.defaults(), TEAM).of(holed))
        .hasMessage("Pixel (3, 4) is NaN; every pixel must be finite");
    assertThatThrownBy(() -> PatchOptions.defaults().withNoiseLevel(0))
        .hasMessageStartingWith("noiseLevel is 0.0;");
    assertThatThrownBy(() -> PatchOptions.defaults().withStep(9))
        .hasMessage(
            "step is 9; it must be from 1 to the patch size, 8, so that patches cover the image");
  }
}
