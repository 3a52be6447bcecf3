package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixBlockTest {
  private static final RandomStream RANDOM = RandomStream.of(1, "matrix block test");

  private static Matrix copyOf(MatrixBlock part) {
    Matrix copy = Matrix.zeros(part.rows(), part.columns());
    for (int i = 0; i < part.rows(); i++) {
      for (int j = 0; j < part.columns(); j++) {
        copy.set(i, j, part.array()[part.from() + i * part.stride() + j]);
      }
    }
    return copy;
  }

  @Test
  void productsOfPartsAreAddedInPlaceAndNowhereElse() {
    Matrix whole = RANDOM.gaussian(40, 30);
    Matrix left = RANDOM.gaussian(20, 12);
    Matrix right = RANDOM.gaussian(20, 14);
    MatrixBlock to = new MatrixBlock(whole.array(), 5 * 30 + 7, 30, 10, 9);
    MatrixBlock a = new MatrixBlock(left.array(), 2, 12, 10, 4);
    MatrixBlock b = new MatrixBlock(right.array(), 14 + 3, 14, 4, 9);
    Matrix before = whole.copy();
    Matrix expected = copyOf(to).plus(copyOf(a).times(copyOf(b)).scaled(-2));
    to.add(-2, a, b);
    assertThat(copyOf(to).minus(expected).largestMagnitude()).isLessThan(1e-13);
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 30; j++) {
        if (i < 5 || i >= 15 || j < 7 || j >= 16) {
          assertThat(whole.get(i, j)).isEqualTo(before.get(i, j));
        }
      }
    }
    MatrixBlock c = MatrixBlock.ofRows(left, 3, 13);
    MatrixBlock d = MatrixBlock.ofRows(right, 3, 13);
    Matrix sum = Matrix.zeros(12, 14);
    MatrixBlock.ofRows(sum, 0, 12).addTransposed(0.5, c, d);
    Matrix product = copyOf(c).transposeTimes(copyOf(d)).scaled(0.5);
    assertThat(sum.minus(product).largestMagnitude()).isLessThan(1e-13);
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new MatrixBlock(new double[10], 3, 4, 2, 4))
        .hasMessage(
            "A part of 2 × 4 with rows 4 apart does not lie within 10 numbers from place 3 on");
    MatrixBlock part = MatrixBlock.ofRows(Matrix.zeros(3, 3), 0, 2);
    assertThatThrownBy(() -> part.add(1, part, part))
        .hasMessage("A 2 × 3 part times a 2 × 3 one cannot be added to one of 2 × 3");
  }
}
