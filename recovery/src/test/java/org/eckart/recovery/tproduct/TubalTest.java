package org.eckart.recovery.tproduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.eckart.core.RunException;
import org.eckart.core.run.Run;
import org.eckart.linalg.Fft;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TubalTest {
  private final RandomStream random = RandomStream.of(1, "tubal test");

  private Tensor normal(int m, int p, int n) {
    return Tensor.wrap(random.gaussian(m, p * n).array(), m, p, n);
  }

  /** Against the definition: the block-circulant matrix of A times the stacked slices of B. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6})
  void productIsThatOfTheBlockCirculant(int n) {
    Tensor a = normal(4, 3, n);
    Tensor b = normal(3, 2, n);
    Matrix circulant = Matrix.zeros(4 * n, 3 * n);
    Matrix stacked = Matrix.zeros(3 * n, 2);
    for (int s = 0; s < n; s++) {
      for (int t = 0; t < n; t++) {
        for (int i = 0; i < 4; i++) {
          for (int j = 0; j < 3; j++) {
            circulant.set(4 * s + i, 3 * t + j, a.get(i, j, (s - t + n) % n));
          }
        }
      }
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 2; k++) {
          stacked.set(3 * s + j, k, b.get(j, k, s));
        }
      }
    }
    Matrix expected = circulant.times(stacked);
    Tensor product = TProduct.of(a, b);
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 2; k++) {
          assertThat(product.get(i, k, s))
              .isCloseTo(expected.get(4 * s + i, k), Offset.offset(1e-13));
        }
      }
    }
    Tensor turned = TProduct.of(TProduct.transpose(b), TProduct.transpose(a));
    assertThat(turned.minus(TProduct.transpose(product)).largestMagnitude()).isLessThan(1e-13);
  }

  /** Against the library's own transform of one tube, and back again, for even, odd and least n. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 15, 100})
  void slicesAreTheFourierTransformsOfTheTubes(int n) {
    Tensor x = normal(3, 4, n);
    TubalTransform transform = new TubalTransform(n);
    List<Matrix> slices = transform.forward(x);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        double[] re = new double[n];
        double[] im = new double[n];
        for (int t = 0; t < n; t++) {
          re[t] = x.get(i, j, t);
        }
        Fft.ofLength(n).forward(re, im);
        for (int f = 0; f <= n / 2; f++) {
          Matrix slice = slices.get(f);
          assertThat(slice.get(i, j)).isCloseTo(re[f], Offset.offset(1e-12));
          if (!transform.isReal(f)) {
            assertThat(slice.get(3 + i, j)).isCloseTo(im[f], Offset.offset(1e-12));
            assertThat(slice.get(i, 4 + j)).isEqualTo(-slice.get(3 + i, j));
            assertThat(slice.get(3 + i, 4 + j)).isEqualTo(slice.get(i, j));
          }
        }
      }
    }
    assertThat(transform.back(slices, 3, 4).minus(x).largestMagnitude()).isLessThan(1e-13);
  }

  @Test
  void tSvdFindsTheTubalRank() {
    Tensor x = TProduct.of(normal(8, 2, 5), normal(2, 7, 5));
    TSvd found = TSvd.of(x, 2);
    assertThat(found.model().minus(x).largestMagnitude()).isLessThan(1e-12);
    assertThat(java.util.Arrays.stream(found.values()[2]).max().orElseThrow()).isLessThan(1e-12);
    assertThatThrownBy(() -> TSvd.of(x, 8))
        .hasMessage(
            "rank is 8, but the tubal rank of Tensor[8 × 7 × 5] is at most 7; ask for 1 to 7");
  }

  /** Of a fully observed tensor a step is one of matrix scaled gradient descent a frequency. */
  @Test
  void aStepIsOneOfEachFourierSlice() {
    Tensor y = normal(6, 5, 4);
    TubalDescent algorithm = new TubalDescent(TubalOptions.rank(2));
    TubalState start = algorithm.start(y);
    TubalState next = algorithm.step(y, start);
    List<Matrix> slices = new TubalTransform(4).forward(y);
    for (int f = 0; f < 3; f++) {
      FactorPair pair = start.slices().get(f);
      Matrix g = pair.product().minus(slices.get(f));
      ScaledStep step =
          ScaledStep.scaled(pair, g.times(pair.right()), g.transposeTimes(pair.left()), 0.5, 0);
      assertThat(next.slices().get(f).distance(step.next())).isLessThan(1e-12);
    }
  }

  @Test
  void completesAndSeparates() {
    Tensor truth = TProduct.of(normal(30, 2, 6), normal(2, 25, 6));
    Tensor holes = truth.copy();
    Tensor errors = truth.copy();
    for (int i = 0; i < holes.array().length; i++) {
      holes.array()[i] = random.nextUniform() < 0.5 ? Double.NaN : holes.array()[i];
      errors.array()[i] += random.nextUniform() < 0.1 ? 20 * random.nextUniform() : 0;
    }
    TubalFit filled = Run.of(new TubalDescent(TubalOptions.rank(2))).start(holes).estimate();
    assertThat(error(filled, truth)).isLessThan(1e-6);
    TubalFit cleaned =
        Run.of(new TubalDescent(TubalOptions.rank(2).againstOutliers())).start(errors).estimate();
    assertThat(error(cleaned, truth)).isLessThan(1e-6);
  }

  /** Wild values, barely as many as free numbers: the published step ended in NaN. */
  @Test
  void aStepThatDivergesIsHalvedAndThenRefused() {
    Tensor wild = normal(8, 8, 4);
    for (int i = 0; i < wild.array().length; i++) {
      boolean known = random.nextUniform() < 0.47;
      wild.array()[i] = known ? Math.pow(wild.array()[i], 5) : Double.NaN;
    }
    TubalDescent algorithm = new TubalDescent(TubalOptions.rank(2));
    TubalState begin = algorithm.start(wild);
    TubalFit fit = Run.of(algorithm).start(wild).estimate();
    assertThat(fit.halvings()).isGreaterThan(0);
    assertThat(residual(fit, wild)).isLessThan(residual(algorithm.estimate(wild, begin), wild));

    List<FactorPair> lost =
        begin.slices().stream()
            .map(pair -> new FactorPair(pair.left().scaled(Double.NaN), pair.right()))
            .toList();
    TubalState seven = new TubalState(9, lost, begin.slices(), 3, begin.threshold(), 1, 7, 0);
    TubalState back = algorithm.step(wild, seven);
    assertThat(back.slices()).isEqualTo(begin.slices());
    assertThat(back.halvings()).isEqualTo(8);
    TubalState eight = new TubalState(9, lost, begin.slices(), 3, begin.threshold(), 1, 8, 0);
    assertThatThrownBy(() -> algorithm.step(wild, eight))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "The iteration diverges even at a step size of 0.0020; the data are too few or too"
                + " uneven for this tubal rank: lower it, or take the default method");
  }

  /** ‖P_Ω(X − Y)‖. */
  private static double residual(TubalFit fit, Tensor y) {
    double squares = 0;
    for (int i = 0; i < y.array().length; i++) {
      double left = fit.model().array()[i] - y.array()[i];
      squares += Double.isNaN(y.array()[i]) ? 0 : left * left;
    }
    return Math.sqrt(squares);
  }

  private static double error(TubalFit fit, Tensor truth) {
    return fit.model().minus(truth).frobeniusNorm() / truth.frobeniusNorm();
  }

  @Test
  void refusesOtherOrders() {
    assertThatThrownBy(() -> new TubalDescent(TubalOptions.rank(1)).start(Tensor.zeros(2, 2)))
        .hasMessage("Tensor[2 × 2] has 2 modes; the tensor–tensor product is for 3");
  }
}
