package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NuclearNormDistributionTest {
  /** Big-rational Pfaffians, confirmed by Monte Carlo on the sphere; twelve figures are given. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0.693147180560", "1, 2, 1.837877066409", "1, 3, 3.224171427529",
    "2, 2, 4.081219240927", "2, 3, 6.835387039210", "3, 3, 10.892467589675",
    "2, 7, 20.520285939259", "3, 5, 20.489514280593", "4, 4, 21.538453101800",
    "5, 5, 36.308970749804", "10, 10, 178.666076189", "20, 20, 850.4774245741",
    "30, 30, 2093.7774896203", "60, 60, 9613.422981"
  })
  void normaliserIsExact(int n, int m, double expected) {
    double found = NuclearNormDistribution.of(n, m, 1).logNormaliser();
    assertThat(found).isCloseTo(expected, within(1e-9 * expected));
    assertThat(NuclearNormDistribution.of(m, n, 1).logNormaliser()).isEqualTo(found);
    assertThat(NuclearNormDistribution.of(n, m, 3).logNormaliser())
        .isCloseTo(found - n * m * Math.log(3), within(1e-10 * expected));
  }

  @Test
  void normaliserHasItsClosedForms() {
    assertThat(NuclearNormDistribution.of(2, 2, 1).logNormaliser())
        .isCloseTo(Math.log(6 * Math.PI * Math.PI), within(1e-12));
    assertThat(new Pfaffian(2, 2).log()).isCloseTo(Math.log(1.5), within(1e-12));
    assertThat(new Pfaffian(3, 3).log()).isCloseTo(Math.log(69 / 4.0), within(1e-12));
    assertThat(new Pfaffian(5, 5).log()).isCloseTo(Math.log(893407725 / 32.0), within(1e-12));
    assertThat(new Pfaffian(3, 5).log()).isCloseTo(Math.log(12285 / 2.0), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 15",
    "2, 7, 120",
    "3, 3, 48.9130434782608696",
    "3, 5, 108.846153846153846",
    "5, 8, 458.374902211223757",
    "10, 10, 1701.3485020740",
    "20, 20, 13391.5480474617",
    "30, 30, 44940.5087522687",
    "10, 30, 10789.6828130994"
  })
  void momentsAreExact(int n, int m, double square) {
    NuclearNormDistribution nuclear = NuclearNormDistribution.of(n, m, 1);
    assertThat(nuclear.meanPowerSum(1)).isCloseTo(n * m, within(1e-12 * n * m));
    assertThat(nuclear.meanPowerSum(2)).isCloseTo(square, within(1e-10 * square));
    assertThat(NuclearNormDistribution.of(m, n, 2).meanPowerSum(2))
        .isCloseTo(square / 4, within(1e-10 * square));
  }

  /** ∫ over s₁ > s₂ > 0 of the density is 1, on a grid that leaves out 1e-6. */
  @Test
  void singularValuesHaveADensity() {
    NuclearNormDistribution nuclear = NuclearNormDistribution.of(2, 3, 1.5);
    double step = 0.02;
    double sum = 0;
    for (double s1 = step / 2; s1 < 20; s1 += step) {
      for (double s2 = step / 4; s2 < s1; s2 += step) {
        sum += Math.exp(nuclear.logDensityOfSingularValues(s1, s2)) * step * step;
      }
    }
    assertThat(sum).isCloseTo(1, within(0.01));
    assertThat(nuclear.logDensityOfSingularValues(2, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void densityIsThatOfTheNorm() {
    Matrix x = RandomStream.of(1, "density").gaussian(3, 5);
    NuclearNormDistribution nuclear = NuclearNormDistribution.of(3, 5, 2);
    assertThat(nuclear.logDensity(x))
        .isCloseTo(-2 * Energies.nuclearNorm(Svd.of(x)) - nuclear.logNormaliser(), within(1e-12));
    assertThat(nuclear.nuclearNorm().getMean()).isCloseTo(7.5, within(1e-12));
  }

  @Test
  void limitIsADistribution() {
    assertThat(NuclearNormDistribution.limitingDistribution(0)).isZero();
    assertThat(NuclearNormDistribution.limitingDistribution(1)).isEqualTo(1);
    assertThat(NuclearNormDistribution.limitingDistribution(0.5))
        .isCloseTo(2 / Math.PI * (0.5 * Math.log(2 + Math.sqrt(3)) + Math.PI / 6), within(1e-12));
  }

  @Test
  void refusesInWords() {
    assertThatThrownBy(() -> NuclearNormDistribution.of(3, 3, 0))
        .hasMessage("The rate is 0.0; it must be above 0: at 0 nothing can be normalised");
    assertThatThrownBy(() -> NuclearNormDistribution.of(0, 3, 1))
        .hasMessage("A matrix cannot be 0 × 3; both sides must be at least 1");
    assertThatThrownBy(() -> NuclearNormDistribution.of(500, 500, 1).logNormaliser())
        .hasMessageStartingWith("The exact normaliser of a 500 × 500 matrix would take hours");
    assertThatThrownBy(() -> NuclearNormDistribution.of(3, 3, 1).draw(RandomStream.of(1, "x")))
        .hasMessage(
            "Independent draws are known for 1 or 2 rows or columns, not for 3 × 3; run a"
                + " PriorSampler");
  }
}
