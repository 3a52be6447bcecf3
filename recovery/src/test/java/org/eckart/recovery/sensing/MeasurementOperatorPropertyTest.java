package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;
import org.eckart.recovery.sensing.TransformMeasurements.Transform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every operator, over shapes from 1 × 1. */
class MeasurementOperatorPropertyTest {
  private static final int[][] SHAPES = {{1, 1}, {1, 9}, {8, 1}, {5, 7}, {16, 4}, {23, 31}};

  static Stream<MeasurementOperator> operators() {
    List<MeasurementOperator> all = new ArrayList<>();
    long seed = 0;
    for (int[] shape : SHAPES) {
      RandomStream random = RandomStream.of(seed++, "operators to test");
      int n1 = shape[0];
      int n2 = shape[1];
      int m = 1 + random.nextInt(n1 * n2);
      all.add(DenseMeasurements.of(n1, n2, random.gaussian(m, n1 * n2)));
      all.add(RankOneMeasurements.of(random.gaussian(m, n1), random.gaussian(m, n2)));
      all.add(RankOneMeasurements.quadratic(random.gaussian(m, n1)));
      Matrix thin = random.gaussian(m, n1 * n2);
      for (int i = 0; i < thin.array().length; i++) {
        if (i % (n1 * n2) != 0 && random.nextUniform() < 0.7) {
          thin.array()[i] = 0;
        }
      }
      all.add(SparseMeasurements.of(n1, n2, SparseMatrix.of(thin)));
      int[] row = new int[m];
      int[] column = new int[m];
      for (int k = 0; k < m; k++) {
        row[k] = random.nextInt(n1);
        column[k] = random.nextInt(n2);
      }
      all.add(SparseMeasurements.singleEntries(n1, n2, row, column));
      for (Transform transform : Transform.values()) {
        all.add(TransformMeasurements.of(transform, n1, n2, m, seed));
      }
      all.add(new OnlyDense(DenseMeasurements.of(n1, n2, random.gaussian(m, n1 * n2))));
    }
    return all.stream();
  }

  /** An operator of a user who implements no more than is asked for. */
  private record OnlyDense(DenseMeasurements of) implements MeasurementOperator {
    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public int columns() {
      return of.columns();
    }

    @Override
    public int count() {
      return of.count();
    }

    @Override
    public double[] measure(Matrix x) {
      return of.measure(x);
    }

    @Override
    public LinearOperator adjoint(double[] z) {
      Matrix formed = of.denseAdjoint(z);
      return new LinearOperator() { // not a Matrix, so that the defaults have to form it
        @Override
        public int rows() {
          return formed.rows();
        }

        @Override
        public int columns() {
          return formed.columns();
        }

        @Override
        public void multiply(double[] x, double[] y) {
          formed.multiply(x, y);
        }

        @Override
        public void transposeMultiply(double[] y, double[] x) {
          formed.transposeMultiply(y, x);
        }
      };
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theAdjointBelongsToTheMeasurement(MeasurementOperator operator) {
    AdjointTest.check(operator);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void factorsAreMeasuredLikeTheirProduct(MeasurementOperator operator) {
    RandomStream random = RandomStream.of(3, "factors to measure");
    Matrix left = random.gaussian(operator.rows(), 3);
    Matrix right = random.gaussian(operator.columns(), 3);
    double[] ofProduct = operator.measure(left.timesTranspose(right));
    double[] ofFactors = operator.measure(left, right);
    for (int k = 0; k < operator.count(); k++) {
      assertThat(ofFactors[k])
          .isCloseTo(ofProduct[k], within(1e-10)); // sums of ≤ 713 terms of O(10)
    }
  }

  /** The brute force: Aₖ is 𝒜* of the unit vector, and measures the units of the matrix space. */
  @ParameterizedTest
  @MethodSource("operators")
  void theDenseAdjointIsTheSumOfTheMatricesMeasuredWith(MeasurementOperator operator) {
    double[] z = RandomStream.of(4, "weights").gaussian(operator.count(), 1).array();
    Matrix sum = Matrix.zeros(operator.rows(), operator.columns());
    for (int i = 0; i < operator.rows(); i++) {
      for (int j = 0; j < operator.columns(); j++) {
        Matrix unit = Matrix.zeros(operator.rows(), operator.columns());
        unit.set(i, j, 1);
        double[] measured = operator.measure(unit);
        double entry = 0;
        for (int k = 0; k < z.length; k++) {
          entry += z[k] * measured[k];
        }
        sum.set(i, j, entry);
      }
    }
    Matrix adjoint = operator.denseAdjoint(z);
    assertThat(adjoint.minus(sum).largestMagnitude()).isLessThan(1e-10);
    Matrix v = RandomStream.of(5, "directions").gaussian(operator.columns(), 2);
    Matrix u = RandomStream.of(6, "directions").gaussian(operator.rows(), 2);
    LinearOperator implicit = operator.adjoint(z);
    assertThat(implicit.times(v).minus(sum.times(v)).largestMagnitude()).isLessThan(1e-9);
    assertThat(implicit.transposeTimes(u).minus(sum.transposeTimes(u)).largestMagnitude())
        .isLessThan(1e-9);
    double[] y = new double[operator.rows()];
    implicit.multiply(v.column(0).toArray(), y);
    assertThat(Matrix.wrap(y.length, 1, y).minus(sum.times(v.columns(0, 1))).largestMagnitude())
        .isLessThan(1e-9);
    double[] x = new double[operator.columns()];
    implicit.transposeMultiply(u.column(0).toArray(), x);
    assertThat(
            Matrix.wrap(x.length, 1, x)
                .minus(sum.transposeTimes(u.columns(0, 1)))
                .largestMagnitude())
        .isLessThan(1e-9);
  }

  /** Large enough for several blocks of every loop that is shared out. */
  static Stream<MeasurementOperator> largeOperators() {
    RandomStream random = RandomStream.of(9, "large operators");
    int rows = 70;
    int columns = 90;
    int count = 5000;
    int[] row = new int[count];
    int[] column = new int[count];
    for (int k = 0; k < count; k++) {
      row[k] = random.nextInt(rows);
      column[k] = random.nextInt(columns);
    }
    return Stream.of(
        DenseMeasurements.of(rows, columns, random.gaussian(100, rows * columns)),
        RankOneMeasurements.of(random.gaussian(3000, rows), random.gaussian(3000, columns)),
        RankOneMeasurements.quadratic(random.gaussian(3000, rows)),
        SparseMeasurements.singleEntries(rows, columns, row, column),
        TransformMeasurements.of(Transform.COSINE, rows, columns, 4000, 1),
        TransformMeasurements.of(Transform.FOURIER, rows, columns, 4000, 1));
  }

  @ParameterizedTest
  @MethodSource({"operators", "largeOperators"})
  void threadsMakeNoDifference(MeasurementOperator operator) {
    RandomStream random = RandomStream.of(7, "thread test");
    Matrix left = random.gaussian(operator.rows(), 2);
    Matrix right = random.gaussian(operator.columns(), 2);
    double[] z = random.gaussian(operator.count(), 1).array();
    try (Parallel two = Parallel.of(2)) {
      try (Parallel one = Parallel.of(1)) {
        MeasurementOperator shared = operator.withThreads(two);
        MeasurementOperator alone = operator.withThreads(one);
        assertThat(shared.measure(left, right)).isEqualTo(alone.measure(left, right));
        assertThat(shared.denseAdjoint(z).array()).isEqualTo(alone.denseAdjoint(z).array());
        assertThat(shared.adjoint(z).times(right).array())
            .isEqualTo(alone.adjoint(z).times(right).array());
        assertThat(shared.adjoint(z).transposeTimes(left).array())
            .isEqualTo(alone.adjoint(z).transposeTimes(left).array());
        assertThat(shared.gain()).isEqualTo(alone.gain());
      }
    }
  }
}
