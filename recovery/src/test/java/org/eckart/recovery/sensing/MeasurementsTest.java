package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eckart.core.InputException;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;

/** What is refused, in which words. */
class MeasurementsTest {
  private static final DenseMeasurements DENSE =
      DenseMeasurements.of(3, 4, RandomStream.of(1, "measurements test").gaussian(5, 12));

  @Test
  void aMeasurementThatIsNotANumberIsNamed() {
    assertThatThrownBy(() -> Measurements.of(DENSE, 1, 2, 3, Double.NaN, 5))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Measurement 3 (counted from 0) of 5 is NaN; leave it out, together with its row of the"
                + " operator");
  }

  @Test
  void thereMustBeAValueForEachMeasurement() {
    assertThatThrownBy(() -> Measurements.of(DENSE, 1, 2, 3))
        .isInstanceOf(InputException.class)
        .hasMessage("There are 3 measurements, but the operator makes 5; give one value for each");
  }

  @Test
  void anOperatorWhoseAdjointIsAnotherOnesIsRefused() {
    MeasurementOperator wrong =
        new MeasurementOperator() {
          @Override
          public int rows() {
            return 3;
          }

          @Override
          public int columns() {
            return 4;
          }

          @Override
          public int count() {
            return 5;
          }

          @Override
          public double[] measure(Matrix x) {
            return DENSE.measure(x);
          }

          @Override
          public LinearOperator adjoint(double[] z) {
            return DENSE.denseAdjoint(z).scaled(1.0001);
          }
        };
    assertThatThrownBy(() -> Measurements.of(wrong, 1, 2, 3, 4, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "The operator fails the adjoint test: for a random X and z, ⟨𝒜\\(X\\), z⟩ is \\S+ but"
                + " ⟨X, 𝒜\\*\\(z\\)⟩ is \\S+; they must be equal for every X and z, so correct one of"
                + " the two");
  }

  @Test
  void fewerMeasurementsThanFreeNumbersAreRefusedWithTheNumbers() {
    Measurements five = Measurements.of(DENSE, 1, 2, 3, 4, 5);
    assertThatThrownBy(() -> five.checkRank(1, false))
        .hasMessage(
            "5 measurements cannot fix the 6 free numbers of a 3 × 4 matrix of rank 1; measure"
                + " more");
    assertThatThrownBy(() -> five.checkRank(4, false))
        .hasMessage("rank is 4, but a 3 × 4 matrix has rank at most 3; ask for 1 to 3");
    assertThat(Measurements.freeNumbers(200, 200, 10, false)).isEqualTo(3900);
    assertThat(Measurements.freeNumbers(50, 50, 3, true)).isEqualTo(147);
  }

  @Test
  void anOperatorMustFitItsShape() {
    assertThatThrownBy(() -> DenseMeasurements.of(3, 5, Matrix.zeros(2, 12)))
        .hasMessage("The operator has 12 numbers a measurement, but a 3 × 5 matrix has 15 entries");
    assertThatThrownBy(() -> RankOneMeasurements.of(Matrix.zeros(2, 3), Matrix.zeros(4, 3)))
        .hasMessage(
            "There are 2 vectors a but 4 vectors b; each measurement aᵀ X b needs one of both");
    assertThatThrownBy(
            () -> SparseMeasurements.singleEntries(3, 3, new int[] {0, 3}, new int[] {0, 1}))
        .hasMessage(
            "Entry 1 of measurement 1 is at (3, 1), outside a 3 × 3 matrix; indices begin at 0");
  }
}
