package org.eckart.recovery.factored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step and a sweep do to the factors, from the same factors each time. */
class FactoredStepTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  /** The same ten steps from (L, R) and from (L Q, R Q⁻ᵀ), which stand for the same matrix. */
  @Test
  void scaledStepsDoNotSeeWhichFactorsStandForTheMatrix() {
    PortableMatrix planted = new PortableMatrix(30, 20, 3, 50, 101);
    ObservedEntries entries = planted.observed(0.6, 0);
    FactorPair one = new FactorPair(planted.normals(30, 3), planted.normals(20, 3));
    Matrix q = planted.normals(3, 3);
    FactorPair other = new FactorPair(one.left().times(q), one.right().times(inverseTransposed(q)));
    FactorPair scaled = tenSteps(entries, one, true);
    double norm = scaled.norm();
    assertThat(norm).isCloseTo(3.4713116800, within(1e-9));
    assertThat(scaled.distance(tenSteps(entries, other, true))).isLessThan(1e-12 * norm);
    assertThat(tenSteps(entries, one, false).distance(tenSteps(entries, other, false)))
        .isGreaterThan(1e-3);
  }

  private static FactorPair tenSteps(ObservedEntries entries, FactorPair start, boolean scaled) {
    FactoredProblem.Prepared data = FactoredProblem.of(entries, TEAM).complete();
    FactorPair at = new FactorPair(start.left().scaled(1 / data.scale()), start.right());
    for (int step = 0; step < 10; step++) {
      Matrix left =
          ObservedResidual.times(data.rows(), at.left(), at.right(), TEAM)
              .timesFactor()
              .scaled(1 / 0.6);
      Matrix right =
          ObservedResidual.times(data.columns(), at.right(), at.left(), TEAM)
              .timesFactor()
              .scaled(1 / 0.6);
      at =
          scaled
              ? ScaledStep.scaled(at, left, right, 0.3, 0).next()
              : ScaledStep.vanilla(at, left, right, 0.003 * data.scale() * data.scale()).next();
    }
    return new FactorPair(at.left().scaled(data.scale()), at.right());
  }

  /** Q⁻ᵀ = Q (QᵀQ)⁻¹. */
  private static Matrix inverseTransposed(Matrix q) {
    SymmetricEigen gram = SymmetricEigen.of(q.gram());
    double[] inverse = gram.values().toArray();
    for (int k = 0; k < inverse.length; k++) {
      inverse[k] = 1 / inverse[k];
    }
    return q.times(gram.vectors().columnsScaled(Vector.of(inverse)).timesTranspose(gram.vectors()));
  }

  /**
   * Along any direction the loss ½‖P_Ω((L + αD)(R + αE)ᵀ − Y)‖² is a quartic in α, whose
   * coefficients come from the residual e, e₁ = ⟨D, R⟩ + ⟨L, E⟩ and e₂ = ⟨D, E⟩ at each entry;
   * along the gradient the linear one is minus its squared norm.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLossAlongADirectionIsItsQuartic(boolean steepest) {
    PortableMatrix planted = new PortableMatrix(30, 20, 3, 5, 11);
    ObservedEntries entries = planted.observed(0.6, 0.1);
    FactoredProblem.Prepared data = FactoredProblem.of(entries, TEAM).complete();
    FactorPair at = new FactorPair(planted.normals(30, 3), planted.normals(20, 3));
    ObservedResidual rows = ObservedResidual.times(data.rows(), at.left(), at.right(), TEAM);
    Matrix columns =
        ObservedResidual.times(data.columns(), at.right(), at.left(), TEAM).timesFactor();
    Matrix d = steepest ? rows.timesFactor().scaled(-1) : planted.normals(30, 3);
    Matrix e = steepest ? columns.scaled(-1) : planted.normals(20, 3);
    double[] c = {0.5 * rows.squares(), 0, 0, 0, 0};
    for (int k = 0; k < entries.count(); k++) {
      int i = entries.row(k);
      int j = entries.column(k);
      double left = entries.value(k) / data.scale() - inner(at.left(), i, at.right(), j);
      double first = inner(d, i, at.right(), j) + inner(at.left(), i, e, j);
      double second = inner(d, i, e, j);
      c[1] -= left * first;
      c[2] += 0.5 * first * first - left * second;
      c[3] += first * second;
      c[4] += 0.5 * second * second;
    }
    if (steepest) {
      double norm = Math.hypot(rows.timesFactor().frobeniusNorm(), columns.frobeniusNorm());
      assertThat(c[1]).isCloseTo(-norm * norm, within(1e-11 * norm * norm));
    }
    for (double alpha : new double[] {-0.3, 1e-3, 0.02, 0.5, 2}) {
      FactorPair moved =
          new FactorPair(at.left().plus(d.scaled(alpha)), at.right().plus(e.scaled(alpha)));
      double direct =
          0.5 * ObservedResidual.times(data.rows(), moved.left(), moved.right(), TEAM).squares();
      double quartic = c[0] + alpha * (c[1] + alpha * (c[2] + alpha * (c[3] + alpha * c[4])));
      assertThat(quartic).isCloseTo(direct, within(1e-11 * Math.max(c[0], direct)));
    }
  }

  private static double inner(Matrix a, int i, Matrix b, int j) {
    double sum = 0;
    for (int k = 0; k < a.columns(); k++) {
      sum += a.get(i, k) * b.get(j, k);
    }
    return sum;
  }

  /** By hand: ‖lᵢRᵀ‖² = 5, 4, 52 and ‖rⱼLᵀ‖² = 21, 40, with B = 6. */
  @Test
  void projectionShortensTheRowsThatAreTooLong() {
    FactorPair at =
        new FactorPair(
            Matrix.of(new double[][] {{1, 0}, {0, 2}, {3, 1}}),
            Matrix.of(new double[][] {{1, 1}, {2, 0}}));
    FactorPair shortened = ScaledProjection.of(at, 6);
    assertThat(shortened.left().array())
        .containsExactly(new double[] {1, 0, 0, 2, 1.441153384, 0.480384461}, within(1e-9));
    assertThat(shortened.right().array())
        .containsExactly(new double[] {0.925820100, 0.925820100, 1.341640787, 0}, within(1e-9));
  }

  /** k ≥ r inner steps solve each row; and one does where every entry is known. */
  @Test
  void rowStepsEndInLeastSquares() {
    PortableMatrix planted = new PortableMatrix(60, 50, 4, 10, 3);
    ObservedEntries some = planted.observed(0.4, 0.01);
    FactorPair at = new FactorPair(planted.normals(60, 4), planted.normals(50, 4));
    FactoredProblem.Prepared data = FactoredProblem.of(some, TEAM).complete();
    assertThat(farthest(data, at, 4, 0.3)).isLessThan(1e-10);
    assertThat(farthest(data, at, 1, 0.3)).isGreaterThan(1e-3);
    FactoredProblem.Prepared all =
        FactoredProblem.of(new PortableMatrix(60, 50, 4, 10, 3).observed(2, 0.01), TEAM).complete();
    assertThat(farthest(all, at, 1, 0)).isLessThan(1e-12);
  }

  /** The largest distance of an entry of L from one solved by conjugate gradients to the end. */
  private static double farthest(
      FactoredProblem.Prepared data, FactorPair at, int steps, double penalty) {
    Matrix found =
        RowSweep.run(data.rows(), data.columns(), at.left(), at.right(), steps, penalty, TEAM)
            .factor();
    Matrix exact = at.left();
    for (int again = 0; again < 40; again++) { // three steps at a time never go by Cholesky
      exact =
          RowSweep.run(data.rows(), data.columns(), exact, at.right(), 3, penalty, TEAM).factor();
    }
    return found.minus(exact).largestMagnitude();
  }

  @Test
  void sweepsNeverRaiseTheLoss() {
    PortableMatrix planted = new PortableMatrix(60, 50, 6, 100, 5);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.3, 0.05), TEAM);
    for (int innerSteps = 1; innerSteps <= 6; innerSteps++) {
      FactoredCompletion completion =
          new FactoredCompletion(
              FactoredOptions.of(FactoredMethod.ROWS).withRank(6).withInnerSteps(innerSteps));
      FactoredState state = completion.start(problem);
      double last = Double.POSITIVE_INFINITY;
      for (int step = 0; step < 30; step++) {
        state = completion.step(problem, state);
        boolean grew = state.stageSteps() == 1; // a new direction starts a little off
        assertThat(state.squares()).isLessThanOrEqualTo(grew ? 2 * last : last * (1 + 1e-12));
        last = state.squares();
      }
    }
  }

  /** 100 : 1 between the factors stays 100 : 1, and the matrix does not care. */
  @Test
  void imbalancePersists() {
    PortableMatrix planted = new PortableMatrix(40, 30, 3, 10, 12);
    Matrix y = planted.truth.product();
    FactorPair at =
        new FactorPair(
            planted.truth.left().scaled(10).plus(planted.normals(40, 3).scaled(0.01)),
            planted.truth.right().scaled(0.1).plus(planted.normals(30, 3).scaled(0.0001)));
    double before = imbalance(at);
    for (int step = 0; step < 60; step++) {
      Matrix g = at.product().minus(y);
      at = ScaledStep.scaled(at, g.times(at.right()), g.transposeTimes(at.left()), 0.5, 0).next();
    }
    assertThat(planted.relativeError(at)).isLessThan(1e-14);
    assertThat(imbalance(at)).isBetween(0.97 * before, 1.03 * before);
  }

  private static double imbalance(FactorPair at) {
    return at.left().gram().minus(at.right().gram()).frobeniusNorm();
  }

  /** The fullest row has many times the mean number of entries: η = ½ of the mean diverges. */
  @Test
  void unevenCountsShortenTheStep() {
    PortableMatrix planted = new PortableMatrix(200, 150, 2, 3, 8);
    Matrix x = planted.truth.product();
    java.util.List<int[]> places = new java.util.ArrayList<>();
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 150; j++) {
        if (planted.uniform() < (i < 5 || j < 5 ? 0.9 : 0.08)) {
          places.add(new int[] {i, j});
        }
      }
    }
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.numbered(200),
            Labels.numbered(150),
            places.stream().mapToInt(p -> p[0]).toArray(),
            places.stream().mapToInt(p -> p[1]).toArray(),
            places.stream().mapToDouble(p -> x.get(p[0], p[1])).toArray());
    FactoredEstimate found =
        Run.of(new FactoredCompletion(FactoredOptions.of(FactoredMethod.SCALED).withRank(2)))
            .start(FactoredProblem.of(entries, TEAM))
            .estimate();
    assertThat(found.unevenness()).isGreaterThan(4);
    assertThat(found.trainRmse()).isLessThan(1e-6 * x.largestMagnitude());
  }
}
