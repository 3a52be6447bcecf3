package org.eckart.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossPropertyTest {
  static List<Loss> losses() {
    return List.of(new Squared(), new Huber(0.7), new Logistic(), new Poisson());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void derivativesAgreeWithDifferences(Loss loss) {
    RandomStream random = RandomStream.of(1, "loss test");
    for (int i = 0; i < 2000; i++) {
      double a = 6 * random.nextUniform() - 3;
      double y = random.nextInt(2);
      double h = 1e-5;
      double difference = (loss.value(a + h, y) - loss.value(a - h, y)) / (2 * h);
      // third derivatives are at most e³; Huber's kink may lie within h. Rounding: 2 ulp(25) / 2h.
      double error = loss instanceof Huber ? h : Math.exp(3) * h * h / 6;
      assertThat(loss.derivative(a, y))
          .as("%s at %s, %s", loss, a, y)
          .isCloseTo(difference, within(error + Math.ulp(25.0) / h));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theParabolaLiesAboveWithinItsRadius(Loss loss) {
    RandomStream random = RandomStream.of(2, "loss test");
    for (int i = 0; i < 20_000; i++) {
      double a = 12 * random.nextUniform() - 6;
      double y = random.nextInt(2);
      double radius = 3 * random.nextUniform();
      double b = a + radius * (2 * random.nextUniform() - 1);
      double parabola =
          loss.value(a, y)
              + loss.derivative(a, y) * (b - a)
              + 0.5 * loss.curvature(a, y, radius) * (b - a) * (b - a);
      assertThat(loss.value(b, y))
          .as("%s from %s to %s, y = %s", loss, a, b, y)
          .isLessThanOrEqualTo(parabola + 20 * Math.ulp(1 + Math.abs(parabola)));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theMeanIsWhereTheDerivativeVanishes(Loss loss) {
    for (double a = -3; a <= 3; a += 0.25) {
      double y = loss.mean(a);
      double slope =
          loss instanceof Logistic // y strictly between 0 and 1: the mean of its two slopes
              ? y * loss.derivative(a, 1) + (1 - y) * loss.derivative(a, 0)
              : loss.derivative(a, y);
      assertThat(slope).isCloseTo(0, within(4 * Math.ulp(1 + y)));
    }
  }

  @Test
  void huberIsSquaredBeforeItsBendAndStraightBeyond() {
    Huber huber = new Huber(2);
    assertThat(huber.value(3, 1.5)).isEqualTo(new Squared().value(3, 1.5));
    assertThat(huber.value(12, 2)).isEqualTo(2 * (10 - 1));
    assertThat(huber.derivative(-1e300, 1e300)).isEqualTo(-2);
    assertThat(huber.curvature(12, 2, 0)).isEqualTo(0.2);
  }

  @Test
  void logisticStandsExtremes() {
    Logistic logistic = new Logistic();
    assertThat(logistic.value(800, 1)).isZero();
    assertThat(logistic.value(800, 0)).isEqualTo(800);
    assertThat(logistic.value(-800, 1)).isEqualTo(800);
    assertThat(logistic.value(40, 1)).isCloseTo(Math.exp(-40), within(1e-30));
    assertThat(logistic.value(0, 1)).isEqualTo(Math.log(2));
    assertThat(logistic.derivative(40, 1)).isCloseTo(-Math.exp(-40), within(1e-30));
    assertThat(logistic.derivative(-1000, 0)).isZero();
    double at = 1e-4;
    assertThat(logistic.curvature(at * (1 - 1e-12), 0, 0))
        .as("both forms meet")
        .isCloseTo(logistic.curvature(at, 0, 0), within(1e-15));
  }

  @Test
  void saysWhichEntryItCannotTake() {
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.of("ann", "bob"),
            Labels.of("m1", "m2"),
            new int[] {0, 1},
            new int[] {0, 1},
            new double[] {3, -1});
    new Squared().checkDomain(entries);
    new Huber(1).checkDomain(entries);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new Poisson().checkDomain(entries))
        .withMessage(
            "The entry at row 'bob', column 'm2' is -1.0, but the Poisson loss takes counts 0, 1,"
                + " 2, …; choose another loss")
        .satisfies(refused -> assertThat(refused.where()).isEqualTo("row 'bob', column 'm2'"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new Logistic().checkDomain(entries))
        .withMessage(
            "The entry at row 'ann', column 'm1' is 3.0, but the Logistic loss takes 0 and 1;"
                + " choose another loss");
    assertThat(new Poisson().allows(0.5)).isFalse();
    assertThat(new Poisson().allows(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(new Squared().allows(Double.NaN)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Huber(Double.NaN))
        .withMessage("bend is NaN; it must be above 0, in the units of y");
  }
}
