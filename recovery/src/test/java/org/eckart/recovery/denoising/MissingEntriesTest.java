package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Matrices of which some entries are missing, at one rate or at several. */
class MissingEntriesTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final DenoisingOptions OPTIONS = DenoisingOptions.defaults();

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static DenoisedMatrix of(Matrix y) {
    return new Denoising(OPTIONS, TEAM).of(y);
  }

  @Test
  void holesAreRefusedOrTakenForMissing() {
    Matrix y = Planted.of(300, 200, 6, 6, 4).noisy();
    RandomStream random = RandomStream.of(1, "holes");
    Matrix holes = y.copy();
    for (int k = 0; k < holes.array().length; k++) {
      if (random.nextUniform() < 0.3) {
        holes.array()[k] = Double.NaN;
      }
    }
    holes.set(17, 3, Double.NaN);
    Matrix one = y.copy();
    one.set(17, 3, Double.NaN);
    assertThatThrownBy(() -> of(one))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Entry (17, 3) is missing");
    one.set(17, 3, Double.NEGATIVE_INFINITY);
    assertThatThrownBy(() -> of(one))
        .isInstanceOf(InputException.class)
        .hasMessage("Entry (17, 3) is -Infinity; entries must be finite");
    DenoisedMatrix found = new Denoising(OPTIONS, TEAM).ofObserved(holes);
    assertThat(found.rank()).isEqualTo(2);
    assertThat(found.components().get(0).strength() / Math.sqrt(200)).isCloseTo(6, within(0.4));
    assertThatThrownBy(
            () -> new Denoising(OPTIONS, TEAM).ofObserved(Matrix.of(new double[][] {{Double.NaN}})))
        .hasMessage("No entry of the 1 × 1 matrix is observed, so nothing can be said");
  }

  @Test
  void nothingMissingIsTheSameAsWhole() {
    Matrix y = Planted.of(100, 60, 6, 5).noisy();
    assertThat(
            new Denoising(OPTIONS, TEAM)
                .ofObserved(y)
                .matrix()
                .minus(of(y).matrix())
                .largestMagnitude())
        .isLessThan(1e-12);
  }

  @Test
  void unequalRatesAreMadeUpFor() {
    Planted planted = Planted.of(300, 300, 6, 8);
    Matrix holes = planted.noisy().copy();
    RandomStream random = RandomStream.of(1, "holes");
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 300; j++) {
        if (random.nextUniform() > (i < 150 ? 0.9 : 0.3)) {
          holes.set(i, j, Double.NaN);
        }
      }
    }
    DenoisedMatrix found = new Denoising(OPTIONS, TEAM).ofObserved(holes);
    assertThat(found.warnings()).anyMatch(w -> w.contains("differ by more than a factor of 2"));
    assertThat(found.noiseLevel()).isCloseTo(1, within(0.05));
    assertThat(found.losses().operator()).isNaN();
    // 64 is the signal; what the theory leaves at equal rates of 0.6 is about 4
    assertThat(planted.loss(found.matrix())).isLessThan(8);
    assertThat(Svd.of(found.matrix()).s().get(0))
        .isCloseTo(found.factors().s().get(0), within(1e-8)); // still singular values
  }
}
