package org.eckart.recovery.scaled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.RunException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledStepTest {
  private final RandomStream random = RandomStream.of(11, "scaled step test");

  private static ScaledStep stepTo(Matrix y, FactorPair at, double stepSize) {
    Matrix g = at.product().minus(y);
    return ScaledStep.scaled(at, g.times(at.right()), g.transposeTimes(at.left()), stepSize, 0);
  }

  /** By hand: L = (1, 2)ᵀ, R = (1, 0, 1)ᵀ, Y = [[2, 1, 0], [0, 1, 3]], η = ½. */
  @Test
  void handStepIsExact() {
    Matrix y = Matrix.of(new double[][] {{2, 1, 0}, {0, 1, 3}});
    FactorPair at =
        new FactorPair(
            Matrix.wrap(2, 1, new double[] {1, 2}), Matrix.wrap(3, 1, new double[] {1, 0, 1}));
    FactorPair next = stepTo(y, at, 0.5).next();
    assertThat(next.left().array()).containsExactly(new double[] {1, 1.75}, within(1e-14));
    assertThat(next.right().array()).containsExactly(new double[] {0.7, 0.3, 1.1}, within(1e-14));
    double loss = next.product().minus(y).frobeniusNorm();
    assertThat(0.5 * loss * loss).isCloseTo(3.1359375, within(1e-14));
  }

  /** The slowest component contracts by max(|1 − η|, |1 − 2η|), whatever the condition number. */
  @ParameterizedTest
  @CsvSource({"0.2, 0.8", "0.5, 0.5", "0.6666666666666666, 0.3333333333", "0.8, 0.6"})
  void fullyObservedErrorContractsByTheExactRate(double stepSize, double rate) {
    for (double condition : new double[] {1, 1e2, 1e4, 1e6}) {
      Matrix u = Qr.orthonormal(random.gaussian(40, 4));
      Matrix v = Qr.orthonormal(random.gaussian(30, 4));
      double[] s = new double[4];
      for (int k = 0; k < 4; k++) {
        s[k] = 1 + k * (1 / condition - 1) / 3;
      }
      FactorPair truth = FactorPair.balanced(new Svd(u, Vector.of(s), v));
      FactorPair at =
          new FactorPair(
              truth.left().plus(random.gaussian(40, 4).scaled(1e-4 / condition)),
              truth.right().plus(random.gaussian(30, 4).scaled(1e-4 / condition)));
      Matrix y = truth.product();
      double before = at.distance(truth);
      double relative = Double.NaN;
      for (int k = 0; k < 12; k++) {
        at = stepTo(y, at, stepSize).next();
        double after = at.distance(truth);
        relative = after / before;
        before = after;
        if (after < 1e-12) {
          break; // rounding of Y shows from here on
        }
      }
      assertThat(relative).as("condition %s", condition).isCloseTo(rate, within(0.02));
    }
  }

  /** Terms cancel in the second difference; 1e-12 leaves three digits for a condition of 50. */
  @Test
  void stepDoesNotSeeWhichFactorsStandForTheProduct() {
    Matrix y = random.gaussian(30, 20);
    FactorPair at = new FactorPair(random.gaussian(30, 3), random.gaussian(20, 3));
    Matrix q = random.gaussian(3, 3);
    Svd svd = Svd.of(q);
    double[] inverse = svd.s().toArray();
    for (int k = 0; k < 3; k++) {
      inverse[k] = 1 / inverse[k];
    }
    Matrix inverseTransposed = svd.u().columnsScaled(Vector.of(inverse)).timesTranspose(svd.v());
    FactorPair turned = new FactorPair(at.left().times(q), at.right().times(inverseTransposed));
    ScaledStep one = stepTo(y, at, 0.3);
    ScaledStep other = stepTo(y, turned, 0.3);
    assertThat(one.next().distance(other.next())).isLessThan(1e-12 * one.next().norm());
    assertThat(one.size()).isCloseTo(other.size(), within(1e-12 * one.size()));
  }

  @Test
  void singularGramIsDampedAndSaysSo() {
    Matrix twice = Matrix.of(new double[][] {{1, 1}, {2, 2}, {3, 3}});
    GramPreconditioner damped = GramPreconditioner.ofGram(twice.gram(), 0);
    assertThat(damped.damping()).isCloseTo(1e-6 * 28 / 2, within(1e-18));
    assertThat(GramPreconditioner.ofGram(Matrix.zeros(2, 2), 0).divide(Matrix.zeros(4, 2)).array())
        .containsOnly(0);
  }

  @Test
  void divergedDescentGoesBackAndIsRefusedInTheEnd() {
    FactorPair pair = new FactorPair(Matrix.identity(2), Matrix.identity(2));
    Descent descent = Descent.start(pair, 1);
    assertThat(descent.hasDiverged(1e300)).isFalse();
    assertThat(descent.hasDiverged(Double.NaN)).isTrue();
    assertThat(descent.hasDiverged(Double.POSITIVE_INFINITY)).isTrue(); // at the start, too
    descent = descent.advanced(2, new ScaledStep(pair, 0, 0));
    assertThat(descent.damped()).isZero();
    assertThat(descent.advanced(2, new ScaledStep(pair, 0, 1e-3)).damped()).isEqualTo(1);
    assertThat(descent.hasDiverged(20)).isFalse();
    assertThat(descent.hasDiverged(20.1)).isTrue();
    for (int k = 0; k < 10; k++) {
      descent = descent.halved();
    }
    assertThat(descent.stepSize()).isEqualTo(1 / 1024.0);
    assertThatThrownBy(descent::halved)
        .isInstanceOf(RunException.class)
        .hasMessage(
            "The descent still diverges with its step size halved 10 times, to 9.765625E-4; take a"
                + " smaller rank, or another method");
  }

  @Test
  void distanceAndTripletsAgreeWithTheDenseProducts() {
    FactorPair a = new FactorPair(random.gaussian(7, 3), random.gaussian(5, 3));
    FactorPair b = new FactorPair(random.gaussian(7, 2), random.gaussian(5, 2));
    double rounding = 1e-13;
    assertThat(a.distance(b))
        .isCloseTo(a.product().minus(b.product()).frobeniusNorm(), within(rounding));
    assertThat(a.distance(a)).isLessThan(rounding);
    assertThat(a.norm()).isCloseTo(a.product().frobeniusNorm(), within(rounding));
    assertThat(a.svd().product().minus(a.product()).frobeniusNorm()).isLessThan(rounding);
    assertThat(a.svd().s().distance(Svd.of(a.product()).s().first(3))).isLessThan(rounding);
  }
}
