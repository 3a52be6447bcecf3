package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact local rates of a fully observed matrix, and the bounds of the published theorem. */
class LocalTheoryTest {
  private static FactorPair stepped(Matrix y, FactorPair at, double stepSize) {
    Matrix g = at.product().minus(y);
    return ScaledStep.scaled(at, g.times(at.right()), g.transposeTimes(at.left()), stepSize, 0)
        .next();
  }

  private static FactorPair plainlyStepped(Matrix y, FactorPair at, double stepSize) {
    Matrix g = at.product().minus(y);
    return ScaledStep.vanilla(at, g.times(at.right()), g.transposeTimes(at.left()), stepSize)
        .next();
  }

  private static FactorPair near(PortableData data, FactorPair truth, double relative) {
    Matrix left = data.normal(truth.rows(), truth.rank());
    Matrix right = data.normal(truth.columns(), truth.rank());
    return new FactorPair(
        truth
            .left()
            .plus(left.scaled(relative * truth.left().frobeniusNorm() / left.frobeniusNorm())),
        truth
            .right()
            .plus(right.scaled(relative * truth.right().frobeniusNorm() / right.frobeniusNorm())));
  }

  /** The mean rate between relative errors of {@code from} and {@code to}. */
  private interface Step {
    FactorPair from(FactorPair at);
  }

  private static double rate(
      FactorPair truth, FactorPair start, Step step, double from, double to) {
    double norm = truth.norm();
    FactorPair at = start;
    double first = Double.NaN;
    int steps = 0;
    for (int k = 0; k < 20_000; k++) {
      double error = at.distance(truth) / norm;
      if (Double.isNaN(first) && error < from) {
        first = error;
        steps = 0;
      }
      if (error < to) {
        return Math.pow(error / first, 1.0 / steps);
      }
      at = step.from(at);
      steps++;
    }
    return Double.NaN;
  }

  /** max(|1 − η|, |1 − 2η|) to three digits, for condition numbers from 1 to 10⁶. */
  @ParameterizedTest
  @CsvSource({"0.2, 0.8", "0.5, 0.5", "0.6666666666666666, 0.3333", "0.8, 0.6"})
  void scaledRateIsExactForEveryCondition(double stepSize, double expected) {
    for (double condition : new double[] {1, 1e2, 1e4, 1e6}) {
      PortableData data = new PortableData(41);
      FactorPair truth = FactorPair.balanced(data.truth(40, 30, 4, condition));
      double near = Math.max(1e-8, 1e-3 / condition); // well below the least singular value
      FactorPair start = near(data, truth, near);
      Matrix y = truth.product();
      double from = 1e-2 * near; // what falls faster has gone by then
      double to = Math.max(from * 1e-4, 1e-13); // rounding begins below
      double rate = rate(truth, start, at -> stepped(y, at, stepSize), from, to);
      assertThat(rate).as("condition %s", condition).isCloseTo(expected, within(5e-3));
    }
  }

  /** 1 − η/κ for a step of η/σ₁ from balanced factors. */
  @ParameterizedTest
  @CsvSource({"10, 0.95", "100, 0.995"})
  void plainRateFallsWithTheCondition(double condition, double expected) {
    PortableData data = new PortableData(42);
    FactorPair truth = FactorPair.balanced(data.truth(40, 30, 4, condition));
    FactorPair start = near(data, truth, 1e-5);
    Matrix y = truth.product();
    double rate = rate(truth, start, at -> plainlyStepped(y, at, 0.5), 1e-7, 1e-11);
    assertThat(rate).isCloseTo(expected, within(1e-3));
  }

  /** Stable below η = 1 only. */
  @Test
  void aStepBeyondOneDiverges() {
    PortableData data = new PortableData(43);
    FactorPair truth = FactorPair.balanced(data.truth(40, 30, 4, 10));
    FactorPair at = near(data, truth, 1e-6);
    double before = at.distance(truth);
    for (int k = 0; k < 100; k++) {
      at = stepped(truth.product(), at, 1.02);
    }
    assertThat(at.distance(truth)).isGreaterThan(10 * before);
  }

  /** dist within (1 − 0.6η)ᵗ 0.02 σ_r and the values of a prototype, to a hundredth. */
  @ParameterizedTest
  @CsvSource({
    "0.3, 0.012981, 0.009065, 0.006341, 0.004438, 0.53",
    "0.6666666666666666, 0.006226, 0.002075, 0.000692, 0.000231, 0.35"
  })
  void distanceFallsAsTheTheoremSays(
      double stepSize, double one, double two, double three, double four, double bound) {
    PortableData data = new PortableData(33);
    Svd planted = data.truth(50, 40, 3, 20);
    FactorPair truth = FactorPair.balanced(planted);
    Matrix left = data.normal(50, 3);
    Matrix right = data.normal(40, 3);
    Vector roots = Vector.of(Arrays.stream(planted.s().toArray()).map(Math::sqrt).toArray());
    double weighted =
        Math.hypot(
            left.columnsScaled(roots).frobeniusNorm(), right.columnsScaled(roots).frobeniusNorm());
    double least = planted.s().get(2);
    double size = 0.019 * least / weighted;
    FactorPair at =
        new FactorPair(
            truth.left().plus(left.scaled(size)), truth.right().plus(right.scaled(size)));
    assertThat(AlignedDistance.of(at, truth, planted.s()) / least)
        .isCloseTo(0.018678, within(2e-4));
    Matrix y = truth.product();
    double[] expected = {one, two, three, four};
    for (int t = 1; t <= 20; t++) {
      at = stepped(y, at, stepSize);
      if (t <= 4) {
        assertThat(AlignedDistance.of(at, truth, planted.s()) / least)
            .isCloseTo(expected[t - 1], within(0.01 * expected[t - 1]));
      }
      assertThat(at.distance(truth))
          .isLessThan(bound * 0.03 * least * Math.pow(1 - 0.6 * stepSize, t));
    }
  }

  @Test
  void distanceOfRankOneIsItsClosedForm() {
    FactorPair at = pair(new double[] {1, 2, 2}, new double[] {2, 1});
    FactorPair truth = pair(new double[] {2, 1, 2}, new double[] {1, 3});
    double distance = AlignedDistance.of(at, truth, Vector.of(1.5));
    assertThat(distance * distance).isCloseTo(10.3982562188, within(1e-8));
  }

  private static FactorPair pair(double[] left, double[] right) {
    return new FactorPair(Matrix.wrap(left.length, 1, left), Matrix.wrap(right.length, 1, right));
  }
}
