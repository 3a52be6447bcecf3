package org.eckart.recovery.hankel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.eckart.core.InputException;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HankelCompletionTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  /** r complex exponentials with distinct frequencies on the grid, amplitudes from 1 to 1/κ. */
  private static Signal exponentials(int length, int rank, double condition, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] re = new double[length];
    double[] im = new double[length];
    int size = (length + 1) / 2;
    boolean[] used = new boolean[size];
    for (int k = 0; k < rank; k++) {
      int frequency = random.nextInt(size);
      while (used[frequency]) {
        frequency = random.nextInt(size);
      }
      used[frequency] = true;
      double phase = 2 * Math.PI * random.nextDouble();
      double amplitude = rank == 1 ? 1 : 1 + (1 / condition - 1) * k / (rank - 1);
      for (int t = 0; t < length; t++) {
        double angle = phase + 2 * Math.PI * frequency * t / size;
        re[t] += amplitude * Math.cos(angle);
        im[t] += amplitude * Math.sin(angle);
      }
    }
    return new Signal(re, im);
  }

  private static Signal sampled(Signal signal, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] re = signal.re().clone();
    double[] im = signal.im().clone();
    for (int t = 0; t < re.length; t++) {
      if (random.nextDouble() >= share) {
        re[t] = Double.NaN;
        im[t] = Double.NaN;
      }
    }
    return new Signal(re, im);
  }

  private static double distance(Signal a, Signal b) {
    double sum = 0;
    double norm = 0;
    for (int t = 0; t < a.length(); t++) {
      sum += Math.pow(a.re()[t] - b.re()[t], 2) + Math.pow(a.im()[t] - b.im()[t], 2);
      norm += b.re()[t] * b.re()[t] + b.im()[t] * b.im()[t];
    }
    return Math.sqrt(sum / norm);
  }

  /** Products by FFT against the sums themselves. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2", "5, 8", "16, 16", "7, 30"})
  void productsAreTheSums(int rows, int columns) {
    HankelProducts products = new HankelProducts(rows, columns);
    RandomStream random = RandomStream.of(rows, "hankel products");
    int length = rows + columns - 1;
    Signal z = new Signal(random.gaussian(1, length).array(), random.gaussian(1, length).array());
    Matrix right = random.gaussian(columns, 4);
    Matrix left = random.gaussian(rows, 4);
    Matrix found = products.times(products.of(z), products.of(right, TEAM), TEAM);
    Matrix adjoint = products.adjointTimes(products.of(z), products.of(left, TEAM), TEAM);
    Signal mean = products.averages(products.of(left, TEAM), products.of(right, TEAM));
    double[] sumRe = new double[length];
    double[] sumIm = new double[length];
    int[] filled = new int[length];
    Matrix direct = Matrix.zeros(rows, 4);
    Matrix other = Matrix.zeros(columns, 4);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double c = z.re()[i + j];
        double d = z.im()[i + j];
        filled[i + j]++;
        for (int k = 0; k < 2; k++) {
          double a = right.get(j, k);
          double b = right.get(j, 2 + k);
          direct.set(i, k, direct.get(i, k) + c * a - d * b);
          direct.set(i, 2 + k, direct.get(i, 2 + k) + c * b + d * a);
          double e = left.get(i, k);
          double f = left.get(i, 2 + k);
          other.set(j, k, other.get(j, k) + c * e + d * f);
          other.set(j, 2 + k, other.get(j, 2 + k) + c * f - d * e);
          sumRe[i + j] += e * a + f * b;
          sumIm[i + j] += f * a - e * b;
        }
      }
    }
    assertThat(found.minus(direct).largestMagnitude()).isLessThan(1e-12);
    assertThat(adjoint.minus(other).largestMagnitude()).isLessThan(1e-12);
    for (int s = 0; s < length; s++) {
      assertThat(mean.re()[s]).isCloseTo(sumRe[s] / filled[s], within(1e-12));
      assertThat(mean.im()[s]).isCloseTo(sumIm[s] / filled[s], within(1e-12));
    }
  }

  /** Two adjoints: ⟨A x, y⟩ = ⟨x, Aᵀ y⟩ for the real operator of a complex signal. */
  @Test
  void theOperatorHasItsAdjoint() {
    HankelProducts products = new HankelProducts(9, 6);
    RandomStream random = RandomStream.of(3, "hankel adjoint");
    Signal z = new Signal(random.gaussian(1, 14).array(), random.gaussian(1, 14).array());
    double[] x = random.gaussian(1, 12).array();
    double[] y = random.gaussian(1, 18).array();
    double[] ax = new double[18];
    double[] ay = new double[12];
    products.operator(z).multiply(x, ax);
    products.operator(z).transposeMultiply(y, ay);
    double one = 0;
    double two = 0;
    for (int k = 0; k < 18; k++) {
      one += ax[k] * y[k];
    }
    for (int k = 0; k < 12; k++) {
      two += x[k] * ay[k];
    }
    assertThat(one).isCloseTo(two, within(1e-12));
  }

  /** The published setting in small: 100 × 100, 4 exponentials, 40 % of the samples known. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 5, 20})
  void complexExponentialsComeBackWhateverTheirAmplitudes(double condition) {
    Signal truth = exponentials(199, 4, condition, 3);
    HankelProblem problem = HankelProblem.of(sampled(truth, 0.4, 9), TEAM);
    HankelCompletion completion =
        new HankelCompletion(
            HankelOptions.defaults().withRank(4).withTolerance(1e-14).withoutContinuation());
    HankelState state = completion.start(problem);
    int step = 0;
    while (distance(completion.model(problem, state), truth) >= 1e-10 && step < 100) {
      state = completion.step(problem, state);
      step++;
    }
    assertThat(step).isBetween(30, 65); // 43, 42 and 45 published runs, other draws
  }

  /**
   * A damped sinusoid, an undamped one and a constant, a third of the samples missing: five
   * exponentials.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02})
  void realSignalsAreFilledAndTheRankIsFound(double noise) {
    int length = 300;
    RandomStream random = RandomStream.of(5, "hankel noise");
    double[] truth = new double[length];
    double[] known = new double[length];
    for (int t = 0; t < length; t++) {
      truth[t] = Math.exp(-0.002 * t) * Math.cos(0.31 * t + 1) + 0.7 * Math.cos(0.83 * t) + 0.5;
      known[t] =
          random.nextUniform() < 1.0 / 3 ? Double.NaN : truth[t] + noise * random.nextGaussian();
    }
    HankelEstimate found =
        Run.of(new HankelCompletion(HankelOptions.defaults()))
            .start(HankelProblem.of(Signal.ofReal(known), TEAM))
            .estimate();
    assertThat(found.rank()).isEqualTo(5);
    assertThat(found.filled().isReal()).isTrue();
    double error = distance(found.model(), Signal.ofReal(truth));
    assertThat(error).isLessThan(noise == 0 ? 1e-6 : 0.5 * noise);
    for (int t = 0; t < length; t++) {
      if (!Double.isNaN(known[t])) {
        assertThat(found.filled().re()[t]).isEqualTo(known[t]);
      }
    }
  }

  /** i x(t) is filled just as x(t) is, to the same rank and in as many steps. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.6, 0.8"})
  void turningASignalInThePlaneTurnsItsModel(double re, double im) {
    int length = 101;
    double[] known = new double[length];
    double[] turnedRe = new double[length];
    double[] turnedIm = new double[length];
    for (int t = 0; t < length; t++) {
      known[t] = t % 3 == 1 ? Double.NaN : Math.cos(0.7 * t) + 0.5 * Math.cos(1.9 * t + 1);
      turnedRe[t] = re * known[t];
      turnedIm[t] = im * known[t];
    }
    HankelCompletion completion = new HankelCompletion(HankelOptions.defaults().withRank(4));
    var plain = Run.of(completion).start(HankelProblem.of(Signal.ofReal(known), TEAM));
    var turned = Run.of(completion).start(HankelProblem.of(new Signal(turnedRe, turnedIm), TEAM));
    assertThat(turned.reason()).isEqualTo(StopReason.SETTLED);
    assertThat((double) turned.steps()).isCloseTo(plain.steps(), within(1.0));
    for (int t = 0; t < length; t++) {
      double truth = Math.cos(0.7 * t) + 0.5 * Math.cos(1.9 * t + 1);
      assertThat(turned.estimate().filled().re()[t]).isCloseTo(re * truth, within(1e-6));
      assertThat(turned.estimate().filled().im()[t]).isCloseTo(im * truth, within(1e-6));
    }
  }

  /**
   * Stopped while a rank is tried that fits worse than one before, or after a step that strayed.
   */
  @Test
  void aRunThatIsStoppedAnswersWithTheBestFactors() {
    Signal truth = exponentials(199, 3, 2, 5);
    HankelProblem problem = HankelProblem.of(sampled(truth, 0.6, 2), TEAM);
    HankelCompletion completion = new HankelCompletion(HankelOptions.defaults());
    HankelState state = completion.start(problem);
    while (state.kept() == null || state.descent().factors().rank() <= state.kept().rank()) {
      state = completion.step(problem, state);
    }
    assertThat(completion.estimate(problem, state).rank()).isEqualTo(state.kept().rank() / 2);
    HankelCompletion given = new HankelCompletion(HankelOptions.defaults().withRank(3));
    HankelState near = given.start(problem);
    for (int step = 0; step < 20; step++) {
      near = given.step(problem, near);
    }
    FactorPair best = near.descent().best();
    FactorPair astray = new FactorPair(best.left().scaled(30), best.right());
    Descent strayed =
        new Descent(
            20, astray, best, near.descent().bestLoss(), 0.5, 0, near.descent().change(), 0);
    HankelState stopped =
        new HankelState(near.phase(), 20, 20, strayed, near.gap(), null, near.trials());
    assertThat(distance(given.estimate(problem, stopped).model(), truth)).isLessThan(0.01);
    assertThat(distance(given.estimate(problem, near).model(), truth)).isLessThan(0.01);
  }

  @Test
  void signalsThatCannotBeFilledAreRefused() {
    double[] none = new double[30];
    java.util.Arrays.fill(none, Double.NaN);
    assertThatThrownBy(() -> HankelProblem.of(Signal.ofReal(none), TEAM))
        .isInstanceOf(InputException.class)
        .hasMessage("All 30 samples are missing, so there is nothing to go by");
    assertThatThrownBy(() -> HankelProblem.of(Signal.ofReal(1, Double.NEGATIVE_INFINITY, 2), TEAM))
        .hasMessage("Sample 1 is infinite; samples must be finite, or NaN where they are missing");
    double[] one = none.clone();
    one[4] = 1;
    HankelProblem single = HankelProblem.of(Signal.ofReal(one), TEAM);
    assertThatThrownBy(() -> new HankelCompletion(HankelOptions.defaults()).start(single))
        .hasMessage(
            "1 known sample cannot fix the 2 free numbers of an exponential; at least 2 samples"
                + " must be known");
    assertThatThrownBy(() -> HankelProblem.of(Signal.ofReal(1, 2), TEAM))
        .hasMessage("The signal has 2 samples; at least 3 are needed");
    double[] few = none.clone();
    few[3] = 1;
    few[9] = 2;
    HankelProblem problem = HankelProblem.of(Signal.ofReal(few), TEAM);
    assertThatThrownBy(
            () -> new HankelCompletion(HankelOptions.defaults().withRank(2)).start(problem))
        .hasMessage(
            "2 known samples cannot fix the 4 free numbers of 2 exponentials; ask for rank 1 or"
                + " less");
    assertThatThrownBy(
            () -> new HankelCompletion(HankelOptions.defaults().withRank(16)).start(problem))
        .hasMessage(
            "rank is 16, but a signal of 30 samples has a Hankel matrix of rank at most 15; ask for"
                + " 1 to 15");
  }
}
