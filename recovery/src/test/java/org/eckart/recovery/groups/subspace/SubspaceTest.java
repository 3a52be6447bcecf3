package org.eckart.recovery.groups.subspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.OracleTable;
import org.eckart.recovery.groups.convex.ConvexGroups;
import org.eckart.recovery.groups.convex.ConvexGroupsOptions;
import org.eckart.recovery.groups.convex.ConvexGroupsProblem;
import org.junit.jupiter.api.Test;

/** O18: angles and the heterogeneity index. */
class SubspaceTest {
  private static Matrix columns(double[]... columns) {
    Matrix m = Matrix.zeros(5, columns.length);
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < 5; i++) {
        m.set(i, j, columns[j][i]);
      }
    }
    return m;
  }

  private static Matrix turned(double angle) {
    return columns(
        new double[] {1, 0, 0, 0, 0}, new double[] {0, Math.cos(angle), Math.sin(angle), 0, 0});
  }

  @Test
  void anglesOfAKnownTurn() {
    PrincipalAngles found = PrincipalAngles.between(turned(0), turned(0.3));
    assertThat(found.sines().get(0)).isCloseTo(0.2955202067, within(1e-10));
    assertThat(found.sines().get(1)).isCloseTo(0, within(1e-15));
    assertThat(found.projectorDistance()).isCloseTo(0.4179286842, within(1e-10));
    assertThat(found.rootMeanSquare()).isCloseTo(0.2955202067 / Math.sqrt(2), within(1e-10));
  }

  /** An arc cosine would say 0 here. */
  @Test
  void tinyAnglesAreNotLost() {
    assertThat(PrincipalAngles.between(turned(0), turned(1e-9)).largest())
        .isCloseTo(1e-9, within(1e-15));
  }

  @Test
  void subspacesOfDifferentDimension() {
    Matrix line = columns(new double[] {0, 0, 0, 1, 0});
    assertThat(PrincipalAngles.between(turned(0.2), line).largest()).isCloseTo(1, within(1e-15));
    assertThat(PrincipalAngles.between(line, turned(0.2)).sines().size()).isEqualTo(1);
    assertThat(PrincipalAngles.between(line, Matrix.zeros(5, 0)).largest()).isZero();
  }

  @Test
  void heterogeneityOfEqualAndOfOrthogonalGroups() {
    RandomStream random = RandomStream.of(1, "heterogeneity");
    Matrix left = random.gaussian(10, 2);
    Matrix right = random.gaussian(20, 2);
    Matrix twice = Matrix.zeros(20, 2);
    System.arraycopy(left.array(), 0, twice.array(), 0, 20);
    System.arraycopy(left.array(), 0, twice.array(), 20, 20);
    List<int[]> halves = List.of(OracleTable.range(0, 10), OracleTable.range(10, 20));
    assertThat(Heterogeneity.of(twice, right, halves)).isCloseTo(0, within(1e-12));
    Matrix apart = Matrix.zeros(20, 4);
    for (int i = 0; i < 10; i++) {
      for (int k = 0; k < 2; k++) {
        apart.set(i, k, left.get(i, k));
        apart.set(10 + i, 2 + k, left.get(i, k));
      }
    }
    Matrix q = org.eckart.linalg.Qr.orthonormal(random.gaussian(20, 4));
    assertThat(Heterogeneity.of(apart, q, halves)).isCloseTo(1, within(1e-12));
  }

  /** O18: of the minimum of O2, the three blocks and the even and odd rows. */
  @Test
  void heterogeneityOfTheOracleProblem() {
    OracleTable table = OracleTable.seven();
    try (Parallel alone = Parallel.of(1)) {
      Matrix x =
          Run.of(new ConvexGroups(ConvexGroupsOptions.defaults().withTolerance(1e-8)))
              .start(
                  ConvexGroupsProblem.of(
                      table.values(), table.observed(), OracleTable.sixPenalty(1), alone))
              .estimate()
              .x();
      List<int[]> sets = OracleTable.six();
      Matrix unit = Matrix.identity(20);
      assertThat(Heterogeneity.of(x, unit, sets.subList(1, 4))).isCloseTo(0.146901, within(1e-5));
      assertThat(Heterogeneity.of(x, unit, sets.subList(4, 6))).isCloseTo(0.038877, within(1e-5));
    }
  }

  @Test
  void rowSpacesAreThoseOfTheRows() {
    RandomStream random = RandomStream.of(2, "row spaces");
    Matrix left = random.gaussian(30, 3);
    Matrix right = random.gaussian(12, 3);
    int[] members = OracleTable.range(5, 17);
    RowSpace found = RowSpace.of(left, right, members, 3);
    Svd direct = Svd.of(left.rows(5, 17).timesTranspose(right)).truncated(3);
    assertThat(found.values().first(3).distance(direct.s())).isLessThan(1e-12);
    assertThat(PrincipalAngles.between(found.basis(), direct.v()).largest()).isLessThan(1e-12);
    assertThat(
            RowSpace.of(Matrix.zeros(4, 2), right.columns(0, 2), new int[] {1}, 0)
                .basis()
                .columns())
        .isZero();
  }
}
