package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTest {
  private static final int[] SHAPE = {3, 1, 4, 2};

  private static Tensor random(long seed, int... shape) {
    int entries = 1;
    for (int size : shape) {
      entries *= size;
    }
    return Tensor.wrap(RandomStream.of(seed, "tensor").gaussian(1, entries).array(), shape);
  }

  @Test
  void unfoldingsByHand() {
    Tensor t = Tensor.wrap(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 2, 3, 2);
    assertThat(t.get(1, 2, 0)).isEqualTo(10);
    assertThat(t.unfolding(0).row(1).toArray()).containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(t.unfolding(1).row(2).toArray()).containsExactly(4, 5, 10, 11);
    assertThat(t.unfolding(2).row(1).toArray()).containsExactly(1, 3, 5, 7, 9, 11);
    assertThat(t).hasToString("Tensor[2 × 3 × 2]");
  }

  @Test
  void theFirstUnfoldingSharesTheArrayAndFoldUndoesEach() {
    Tensor t = random(1, SHAPE);
    assertThat(t.unfolding(0).array()).isSameAs(t.array());
    for (int mode = 0; mode < SHAPE.length; mode++) {
      assertThat(Tensor.fold(t.unfolding(mode), mode, SHAPE).array()).isEqualTo(t.array());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void modeProductIsAProductWithTheUnfolding(int mode) {
    Tensor t = random(2, SHAPE);
    Matrix m = RandomStream.of(3, "factor").gaussian(5, SHAPE[mode]);
    Tensor product = t.times(mode, m);
    assertThat(product.size(mode)).isEqualTo(5);
    Matrix expected = m.times(t.unfolding(mode));
    assertThat(product.unfolding(mode).minus(expected).largestMagnitude()).isLessThan(1e-14);
    assertThat(t.transposeTimes(mode, m.transpose()).minus(product).largestMagnitude())
        .isLessThan(1e-14);
  }

  @Test
  void productsInDifferentModesCommute() {
    Tensor t = random(4, 6, 5, 4);
    Matrix a = RandomStream.of(5, "a").gaussian(2, 6);
    Matrix b = RandomStream.of(5, "b").gaussian(7, 5);
    Tensor ab = t.times(0, a).times(1, b);
    assertThat(t.times(1, b).times(0, a).minus(ab).largestMagnitude()).isLessThan(1e-13);
  }

  @Test
  void normsAndSums() {
    Tensor t = Tensor.zeros(2, 2, 2);
    t.set(3e180, 0, 1, 0);
    t.set(4e180, 1, 1, 1);
    assertThat(t.frobeniusNorm()).isCloseTo(5e180, within(Math.ulp(5e180)));
    Tensor small = random(6, SHAPE);
    double norm = small.frobeniusNorm();
    assertThat(small.inner(small)).isCloseTo(norm * norm, within(1e-13 * norm * norm));
    assertThat(small.plus(small).minus(small.scaled(2)).largestMagnitude()).isZero();
    assertThat(small.reshaped(12, 2).array()).isSameAs(small.array());
  }

  @Test
  void whatDoesNotFitIsRefusedInOneSentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.zeros(3000, 3000, 3000))
        .withMessage(
            "A dense tensor of shape [3000, 3000, 3000] needs more entries than the 2147483639 that"
                + " one array holds; keep it as factors");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.zeros(2, 3).unfolding(2))
        .withMessage("mode is 2; a tensor of shape [2, 3] has modes 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.zeros(2, 3).get(0, 3))
        .withMessage("Index [0, 3] is outside a tensor of shape [2, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.zeros(2, 3).times(1, Matrix.zeros(4, 2)))
        .withMessage(
            "A 4 × 2 matrix cannot multiply mode 1 of a tensor of shape [2, 3]; it must have 3"
                + " columns");
  }
}
