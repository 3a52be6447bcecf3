package org.eckart.recovery.cp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.cp.CpOptions.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpTest {
  /** Unit columns that meet at this cosine. */
  private static CpModel truth(int n, int rank, double cosine, long seed) {
    RandomStream random = RandomStream.of(seed, "cp truth");
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      Matrix q = Qr.orthonormal(random.gaussian(n, rank + 1));
      Matrix u = Matrix.zeros(n, rank);
      for (int i = 0; i < n; i++) {
        for (int t = 0; t < rank; t++) {
          u.set(i, t, Math.sqrt(1 - cosine) * q.get(i, t) + Math.sqrt(cosine) * q.get(i, rank));
        }
      }
      factors.add(u);
    }
    return new CpModel(factors);
  }

  private static ObservedTensor observed(CpModel x, double part) {
    double[] values = x.tensor().array();
    RandomStream random = RandomStream.of(4, "cp entries");
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextUniform() < part ? values[i] : Double.NaN;
    }
    return ObservedTensor.ofArray(values, x.shape());
  }

  @Test
  void leastSquaresFindTheTerms() {
    CpModel truth = truth(20, 3, 0.3, 1);
    CpOptions options = CpOptions.rank(3).withTolerance(1e-12);
    CpFit fit = Run.of(new Cp(options)).start(observed(truth, 0.4)).estimate();
    assertThat(fit.residual()).isLessThan(1e-6);
    assertThat(fit.congruence()).isCloseTo(0.3, Offset.offset(1e-3));
    assertThat(fit.model().tensor().minus(truth.tensor()).frobeniusNorm()).isLessThan(1e-5);
    assertThat(fit.model().at(1, 2, 3)).isCloseTo(truth.at(1, 2, 3), Offset.offset(1e-5));
  }

  /** Also at a rank far above what a cube of that side could hold, and of any order. */
  @Test
  void theWholeTensorIsTheSumOfItsTerms() {
    for (int[] shape : new int[][] {{4, 7}, {3, 2, 5}, {5, 5, 5, 5, 5, 5}, {1, 2, 1, 3}}) {
      RandomStream random = RandomStream.of(5, "cp whole");
      List<Matrix> factors = new ArrayList<>();
      for (int n : shape) {
        factors.add(random.gaussian(n, 40));
      }
      CpModel x = new CpModel(factors);
      Tensor whole = x.tensor(); // a 40 × … × 40 core of six modes would take 30 GB
      assertThat(whole.shape()).isEqualTo(shape);
      int[] at = new int[shape.length];
      for (int i = 0; i < whole.array().length; i += 7) {
        int rest = i;
        for (int k = shape.length - 1; k >= 0; k--) {
          at[k] = rest % shape[k];
          rest /= shape[k];
        }
        assertThat(whole.array()[i]).isCloseTo(x.at(at), Offset.offset(1e-11));
      }
    }
  }

  /** Where n r² is no int any more: 25,000 rows, of which four are seen, and 300 terms. */
  @Test
  void aStepOnManyRowsOfManyTerms() {
    int n = 25_000;
    int[][] index = {{0, 9, 70, n - 1}, {0, 1, 2, 0}, {1, 0, 1, 1}};
    ObservedTensor y =
        ObservedTensor.of(
            List.of(Labels.numbered(n), Labels.numbered(3), Labels.numbered(2)),
            index,
            new double[] {1, 2, 3, 4});
    RandomStream random = RandomStream.of(6, "many rows");
    List<Matrix> factors = new ArrayList<>();
    for (int size : y.shape()) {
      factors.add(random.gaussian(size, 300));
    }
    CpState next = new Cp(CpOptions.rank(300)).step(y, new CpState(0, new CpModel(factors), 1, 1));
    for (int e = 0; e < 4; e++) {
      assertThat(next.x().at(index[0][e], index[1][e], index[2][e]))
          .isCloseTo(e + 1, Offset.offset(1e-3));
    }
    assertThat(next.x().at(5, 0, 1)).isZero();
  }

  /**
   * The warning: at η = 0.5 the error falls by 0.50 a step for orthogonal factors and by 0.78, 0.95
   * and 0.99 for cosines of 0.3, 0.6 and 0.8. For two terms the slowest direction depends on the
   * cosine alone, so the rate is held to ±0.06 of those numbers.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "0.3, 0.78", "0.6, 0.95", "0.8, 0.99"})
  void scaledStepsSlowDownWithCollinearity(double cosine, double rate) {
    CpModel truth = truth(15, 3, cosine, 2);
    RandomStream random = RandomStream.of(3, "near");
    List<Matrix> near = new ArrayList<>();
    for (Matrix u : truth.factors()) {
      near.add(u.plus(random.gaussian(15, 3).scaled(1e-5)));
    }
    ObservedTensor y = observed(truth, 1);
    Cp scaled = new Cp(CpOptions.rank(3).withMethod(Method.SCALED).withStepSize(0.5));
    CpState state = new CpState(0, new CpModel(near), 1, 1);
    double[] errors = new double[61];
    for (int step = 0; step <= 60; step++) {
      errors[step] = state.x().tensor().minus(truth.tensor()).frobeniusNorm();
      state = scaled.step(y, state);
    }
    int to = cosine == 0 ? 20 : 60;
    int from = to / 2;
    double fitted = Math.pow(errors[to] / errors[from], 1.0 / (to - from));
    assertThat(fitted).isCloseTo(rate, Offset.offset(0.06));
  }

  @Test
  void refusesTooFewEntries() {
    ObservedTensor y = observed(truth(5, 2, 0, 1), 0.1);
    assertThatThrownBy(() -> new Cp(CpOptions.rank(4)).start(y))
        .hasMessage(
            y.count()
                + " observations of a 5 × 5 × 5 tensor cannot fix the 52 free numbers of 4 rank-one"
                + " terms; observe more, or ask for a lower rank");
  }
}
