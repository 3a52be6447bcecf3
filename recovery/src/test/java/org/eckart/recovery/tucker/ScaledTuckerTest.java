package org.eckart.recovery.tucker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scaled gradient descent in Tucker form against its theory and the published figures. */
class ScaledTuckerTest {
  /** The exact local rate max(|1 − η|, |1 − 4η|) of order 3, whatever κ. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.1, 0.9", "10, 0.1, 0.9", "100, 0.1, 0.9", "1, 0.3, 0.7", "10, 0.3, 0.7",
    "100, 0.3, 0.7", "1, 0.4, 0.6", "10, 0.4, 0.6", "100, 0.4, 0.6", "1, 0.45, 0.8",
    "10, 0.45, 0.8", "100, 0.45, 0.8"
  })
  void errorFallsByTheExactRate(double kappa, double eta, double rate) {
    Tucker truth = PlantedTensors.portable(20, 3, kappa, new PlantedTensors.Portable(11));
    Tucker x = near(truth, 1e-3 / kappa);
    Tensor y = truth.tensor();
    int steps = 0;
    double first = 0;
    double last = 1;
    int from = 0;
    while (last > 1e-11 && steps < 400) {
      x = TuckerStep.scaled(x, TuckerGradient.ofDense(0, x.tensor().minus(y), x), eta).next();
      steps++;
      last = x.relativeError(truth);
      if (first == 0 && last < 1e-6) {
        first = last;
        from = steps;
      }
    }
    double fitted = Math.pow(last / first, 1.0 / (steps - from));
    assertThat(fitted).isCloseTo(rate, Offset.offset(3e-3));
  }

  @Test
  void aStepAboveTheBoundDoesNotSettle() {
    Tucker truth = PlantedTensors.portable(20, 3, 1, new PlantedTensors.Portable(11));
    Tucker x = near(truth, 1e-3);
    Tensor y = truth.tensor();
    for (int step = 0; step < 300; step++) {
      x = TuckerStep.scaled(x, TuckerGradient.ofDense(0, x.tensor().minus(y), x), 0.52).next();
    }
    assertThat(x.relativeError(truth)).isGreaterThan(1e-2);
    assertThatThrownBy(() -> ScaledTuckerOptions.ranks(3, 3, 3).withStepSize(0.52))
        .hasMessage(
            "stepSize is 0.52; for a tensor of 3 modes it must be above 0 and below 0.500, where"
                + " the iteration stops contracting");
  }

  private static Tucker near(Tucker truth, double noise) {
    RandomStream random = RandomStream.of(3, "near");
    List<Matrix> factors = new ArrayList<>();
    for (Matrix u : truth.factors()) {
      Matrix d = random.gaussian(u.rows(), u.columns()).scaled(noise / Math.sqrt(u.rows()));
      factors.add(u.plus(d));
    }
    Tensor d = Tensor.wrap(random.gaussian(1, 27).scaled(noise).array(), 3, 3, 3);
    return new Tucker(truth.core().plus(d), factors);
  }

  /** (U^k Q_k, (Q_k⁻¹) · S) stands for the same tensor and stays so, unlike with plain descent. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stepsDoNotDependOnTheChoiceOfFactors(boolean scaled) {
    RandomStream random = RandomStream.of(5, "equivariance");
    Tucker truth = PlantedTensors.normal(new int[] {12, 10, 8}, new int[] {3, 2, 3}, 1);
    ObservedTensor y = PlantedTensors.observed(truth, 0.7, 0, 1);
    Tucker x = PlantedTensors.normal(new int[] {12, 10, 8}, new int[] {3, 2, 3}, 2);
    List<Matrix> factors = new ArrayList<>();
    Tensor core = x.core();
    for (int k = 0; k < 3; k++) {
      int r = x.factor(k).columns();
      Matrix q = random.gaussian(r, r).plus(Matrix.identity(r).scaled(3));
      Svd svd = Svd.of(q);
      double[] s = svd.s().toArray();
      for (int i = 0; i < r; i++) {
        s[i] = 1 / s[i];
      }
      factors.add(x.factor(k).times(q));
      core = core.times(k, svd.v().columnsScaled(Vector.of(s)).timesTranspose(svd.u()));
    }
    Tucker turned = new Tucker(core, factors);
    try (Parallel one = Parallel.of(1)) {
      CompletionLoss loss = CompletionLoss.of(y, one);
      for (int step = 0; step < 10; step++) {
        x = next(x, loss, scaled);
        turned = next(turned, loss, scaled);
      }
      double difference = turned.relativeError(x);
      if (scaled) {
        assertThat(difference).isLessThan(1e-12);
      } else {
        assertThat(difference).isGreaterThan(1e-8); // of steps of 1e-6
      }
    }
  }

  private static Tucker next(Tucker x, CompletionLoss loss, boolean scaled) {
    TuckerGradient g = loss.gradient(x, 0);
    return (scaled ? TuckerStep.scaled(x, g, 0.1) : TuckerStep.plain(x, g, 1e-6, 1)).next();
  }

  /**
   * n = 40, r = 3, p = 0.2: 46 and 49 steps to 1e-8 at η = 0.4, 64 and 68 at 0.3, for κ = 1 and 10.
   * The reference drew other random signs and another mask, hence ±10 %.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.4, 46", "10, 0.4, 49", "1, 0.3, 64", "10, 0.3, 68"})
  void completionTakesTheReferenceNumberOfSteps(double kappa, double eta, int expected) {
    PlantedTensors.Portable stream = new PlantedTensors.Portable(6);
    Tucker truth = PlantedTensors.published(40, 3, kappa, 6);
    double[] y = truth.tensor().array();
    for (int i = 0; i < y.length; i++) {
      y[i] = stream.uniform() < 0.2 ? y[i] : Double.NaN;
    }
    try (Parallel one = Parallel.of(1)) {
      CompletionLoss loss = CompletionLoss.of(ObservedTensor.ofArray(y, 40, 40, 40), one);
      ScaledTucker algorithm =
          new ScaledTucker(ScaledTuckerOptions.ranks(3, 3, 3).withStepSize(eta));
      ScaledTuckerState state = algorithm.start(loss);
      int steps = 0;
      while (state.x().relativeError(truth) > 1e-8 && steps < 200) {
        state = algorithm.step(loss, state);
        steps++;
      }
      assertThat(steps).isBetween((int) (0.9 * expected), (int) Math.ceil(1.1 * expected));
    }
  }

  @Test
  void regressionFromGaussianMeasurements() {
    Tucker truth = PlantedTensors.published(12, 2, 5, 1);
    int m = 700;
    Matrix a = RandomStream.of(4, "operator").gaussian(m, 1728).scaled(1 / Math.sqrt(m));
    double[] y = new double[m];
    a.multiply(truth.tensor().array(), y);
    RegressionLoss loss = new RegressionLoss(a, Vector.of(y), 12, 12, 12);
    TuckerFit fit =
        Run.of(new ScaledTucker(ScaledTuckerOptions.ranks(2, 2, 2))).start(loss).estimate();
    assertThat(fit.settled()).isTrue();
    assertThat(fit.model().relativeError(truth)).isLessThan(1e-7);
    RegressionLoss few = new RegressionLoss(a.rows(0, 60), Vector.of(y).first(60), 12, 12, 12);
    assertThatThrownBy(() -> new ScaledTucker(ScaledTuckerOptions.ranks(2, 2, 2)).start(few))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "60 observations of a 12 × 12 × 12 tensor cannot fix the 68 free numbers of rank 2 × 2"
                + " × 2; observe more, or ask for a lower rank");
  }

  /** The published robust PCA, data-driven: to 1e-8 in 142 to 160 steps for these settings. */
  @Test
  void publishedRobustPca() {
    Tucker truth = PlantedTensors.published(40, 2, 5, 1);
    Tensor y = corrupted(truth, 0.1, 10, 2);
    ScaledTucker algorithm =
        new ScaledTucker(ScaledTuckerOptions.ranks(2, 2, 2).withStepSize(0.4).withMaxSteps(250));
    RobustLoss loss = RobustLoss.of(y);
    ScaledTuckerState state = algorithm.start(loss);
    int steps = 0;
    while (state.x().relativeError(truth) > 1e-8 && steps < 250) {
      state = algorithm.step(loss, state);
      steps++;
    }
    assertThat(steps).isBetween(120, 190);
  }

  /** A part of the entries with uniform errors of so many times the mean magnitude. */
  static Tensor corrupted(Tucker truth, double part, double amplitude, long seed) {
    Tensor y = truth.tensor();
    double[] a = y.array();
    double mean = 0;
    for (double v : a) {
      mean += Math.abs(v) / a.length;
    }
    RandomStream random = RandomStream.of(seed, "corruption");
    for (int i = 0; i < a.length; i++) {
      if (random.nextUniform() < part) {
        a[i] += amplitude * mean * (2 * random.nextUniform() - 1);
      }
    }
    return y;
  }

  /** Not the model of a last step that nobody has looked at yet. */
  @Test
  void aRunThatDidNotSettleGivesTheBestModel() {
    Tucker truth = PlantedTensors.published(12, 2, 1, 1);
    try (Parallel one = Parallel.of(1)) {
      CompletionLoss loss = CompletionLoss.of(PlantedTensors.observed(truth, 0.5, 0, 1), one);
      ScaledTucker algorithm = new ScaledTucker(ScaledTuckerOptions.ranks(2, 2, 2));
      ScaledTuckerState state = algorithm.start(loss);
      for (int step = 0; step < 5; step++) {
        state = algorithm.step(loss, state);
      }
      ScaledTuckerState thrown =
          new ScaledTuckerState(
              6,
              state.x().scaled(1e6),
              state.best(),
              state.bestLoss(),
              state.loss(),
              state.change(),
              0,
              state.scale(),
              6,
              0);
      TuckerFit fit = algorithm.estimate(loss, thrown);
      assertThat(fit.model()).isSameAs(state.best());
      assertThat(fit.loss()).isEqualTo(state.bestLoss());
    }
  }

  /** Ten times the least loss, or no number at all: back to the best model with half the step. */
  @Test
  void aStepThatDivergesIsHalvedAndThenRefused() {
    Tucker truth = PlantedTensors.published(12, 2, 1, 1);
    try (Parallel one = Parallel.of(1)) {
      CompletionLoss loss = CompletionLoss.of(PlantedTensors.observed(truth, 0.5, 0, 1), one);
      ScaledTucker algorithm = new ScaledTucker(ScaledTuckerOptions.ranks(2, 2, 2));
      ScaledTuckerState good = algorithm.step(loss, algorithm.start(loss));
      for (double factor : new double[] {30, Double.NaN}) {
        ScaledTuckerState back = algorithm.step(loss, diverged(good, factor, 7));
        assertThat(back.x()).isSameAs(good.best());
        assertThat(back.halvings()).isEqualTo(8);
        assertThatThrownBy(() -> algorithm.step(loss, diverged(good, factor, 8)))
            .isInstanceOf(org.eckart.core.RunException.class)
            .hasMessage(
                "The iteration diverges even at a step size of 0.0012; the data are too few or too"
                    + " uneven for these ranks: lower them, or take the default method");
      }
      ScaledTuckerState kept = algorithm.step(loss, diverged(good, 1.01, 7));
      assertThat(kept.halvings()).isEqualTo(7); // a loss that is a little higher is no divergence
    }
  }

  private static ScaledTuckerState diverged(ScaledTuckerState at, double factor, int halvings) {
    return new ScaledTuckerState(
        at.steps(),
        at.best().scaled(factor),
        at.best(),
        at.bestLoss(),
        at.loss(),
        at.change(),
        halvings,
        at.scale(),
        at.clock(),
        0);
  }

  @Test
  void projectionCapsRowsAndKeepsTheRest() {
    ObservedTensor y = PlantedTensors.observed(PlantedTensors.published(30, 2, 2, 1), 0.3, 0, 1);
    Tucker truth = PlantedTensors.published(30, 2, 2, 1);
    try (Parallel one = Parallel.of(1)) {
      ScaledTuckerOptions options = ScaledTuckerOptions.ranks(2, 2, 2).withIncoherence(3);
      TuckerFit fit = Run.of(new ScaledTucker(options)).start(CompletionLoss.of(y, one)).estimate();
      assertThat(fit.model().relativeError(truth)).isLessThan(1e-6);
    }
    Matrix spiky = truth.factor(1).copy();
    for (int j = 0; j < 2; j++) {
      spiky.set(4, j, 40 * spiky.get(4, j));
    }
    List<Matrix> factors = List.of(truth.factor(0), spiky, truth.factor(2));
    Tucker x = new Tucker(truth.core(), factors);
    Tucker capped = ScaledTucker.projected(x, 1);
    for (int i = 0; i < 30; i++) {
      double before = x.block(new int[] {0, i, 0}, new int[] {30, i + 1, 30}).frobeniusNorm();
      Tucker only = new Tucker(x.core(), List.of(factors.get(0), capped.factor(1), factors.get(2)));
      double after = only.block(new int[] {0, i, 0}, new int[] {30, i + 1, 30}).frobeniusNorm();
      double cap = x.frobeniusNorm() * Math.sqrt(2.0 / 30);
      assertThat(after).isCloseTo(Math.min(before, cap), Offset.offset(1e-10));
      assertThat(after < before).isEqualTo(i == 4);
    }
  }

  @Test
  void refusesRanksThatCannotBe() {
    ObservedTensor y = ObservedTensor.ofArray(new double[24], 2, 3, 4);
    try (Parallel one = Parallel.of(1)) {
      CompletionLoss loss = CompletionLoss.of(y, one);
      assertThatThrownBy(() -> new ScaledTucker(ScaledTuckerOptions.ranks(2, 4, 2)).start(loss))
          .hasMessage(
              "rank is 4 in mode 2, but a tensor of 2 × 3 × 4 has rank at most 3 there; ask for 1"
                  + " to 3");
      assertThatThrownBy(() -> new ScaledTucker(ScaledTuckerOptions.ranks(1, 1, 2)).start(loss))
          .hasMessage(
              "rank is 1 × 1 × 2, but the rank in mode 3 cannot be above the product of the others,"
                  + " 1; lower it, or raise the others");
      assertThatThrownBy(() -> new ScaledTucker(ScaledTuckerOptions.ranks(1, 1)).start(loss))
          .hasMessage(
              "rank has 2 numbers, but the tensor has 3 modes; give one number for all or one a"
                  + " mode");
      ObservedTensor none = y.select(new int[0]);
      assertThatThrownBy(() -> CompletionLoss.of(none, one))
          .hasMessage(
              "There is no observed entry in a 2 × 3 × 4 tensor, so nothing can be completed");
    }
  }

  @Test
  void orthonormalFormIsTheSameTensor() {
    Tucker x = PlantedTensors.normal(new int[] {7, 5, 6, 3}, new int[] {3, 2, 4, 2}, 4);
    Tucker form = x.orthonormal();
    assertThat(form.relativeError(x)).isLessThan(1e-14);
    for (int k = 0; k < 4; k++) {
      Matrix gram = form.factor(k).gram();
      assertThat(gram.minus(Matrix.identity(gram.rows())).largestMagnitude()).isLessThan(1e-13);
      Matrix slices = form.core().unfolding(k).timesTranspose(form.core().unfolding(k));
      double[] s = x.spectra().get(k).toArray();
      for (int i = 0; i < s.length; i++) {
        for (int j = 0; j < s.length; j++) {
          assertThat(slices.get(i, j)).isCloseTo(i == j ? s[i] * s[i] : 0, Offset.offset(1e-10));
        }
      }
      assertThat(x.otherGram(k).minus(other(x, k).gram()).largestMagnitude()).isLessThan(1e-10);
    }
    assertThat(x.frobeniusNorm())
        .isCloseTo(x.tensor().frobeniusNorm(), Offset.offset(1e-12 * x.frobeniusNorm()));
    assertThat(Qr.of(x.factor(0)).r().rows()).isEqualTo(3);
  }

  /** Ŭ^k, dense: the unfolding of the tensor without factor k, transposed. */
  private static Matrix other(Tucker x, int mode) {
    List<Matrix> factors = new ArrayList<>(x.factors());
    factors.set(mode, Matrix.identity(x.factor(mode).columns()));
    return new Tucker(x.core(), factors).tensor().unfolding(mode).transpose();
  }
}
