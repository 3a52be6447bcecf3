package org.eckart.recovery.factored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against iterations and errors that an independent implementation found on the same numbers. */
class FactoredCompletionTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static FactoredOptions options(FactoredMethod method) {
    return FactoredOptions.of(method)
        .withRank(4)
        .withTolerance(1e-14)
        .withStart(FactoredOptions.Start.SPECTRAL)
        .knowing(0.4, 1);
  }

  /** Steps until the error relative to the truth is below the tolerance; −1 if that takes more. */
  private static int steps(
      PortableMatrix planted,
      ObservedEntries entries,
      FactoredOptions options,
      double tolerance,
      int most) {
    FactoredProblem problem = FactoredProblem.of(entries, TEAM);
    FactoredCompletion completion = new FactoredCompletion(options);
    FactoredState state = completion.start(problem);
    for (int step = 0; step <= most; step++) {
      if (planted.relativeError(completion.factors(problem, state)) < tolerance) {
        return step;
      }
      state = completion.step(problem, state);
    }
    return -1;
  }

  /**
   * 300 × 200, rank 4, 24,122 entries; ±2 steps or ±4 %, for singular vectors differ by rounding.
   */
  @ParameterizedTest
  @CsvSource({
    "SCALED, 1, 0.5, 63",
    "SCALED, 10, 0.5, 70",
    "SCALED, 1, 0.6666666666666666, 46",
    "SCALED, 10, 0.6666666666666666, 47",
    "VANILLA, 1, 0.5, 64",
    "VANILLA, 10, 0.5, 682",
    "ALTERNATING, 1, 0.5, 9",
    "ALTERNATING, 10, 0.5, 10"
  })
  void stepsAreThoseOfAnIndependentImplementation(
      FactoredMethod method, double condition, double stepSize, int expected) {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, 7);
    ObservedEntries entries = planted.observed(0.4, 0);
    assertThat(entries.count()).isEqualTo(24122);
    int found = steps(planted, entries, options(method).withStepSize(stepSize), 1e-8, 800);
    assertThat((double) found).isCloseTo(expected, within(Math.max(2, 0.04 * expected)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 16", "1, 2, 9", "1, 4, 9", "10, 1, 18", "10, 2, 11", "10, 4, 10"})
  void sweepsRowByRowAreThoseOfAnIndependentImplementation(
      double condition, int innerSteps, int expected) {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, 7);
    int found =
        steps(
            planted,
            planted.observed(0.4, 0),
            options(FactoredMethod.ROWS).withInnerSteps(innerSteps),
            1e-8,
            40);
    assertThat((double) found).isCloseTo(expected, within(2.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.29073", "10, 0.38171"})
  void theStartIsTheSpectrumOfTheEntriesOverTheirShare(double condition, double error) {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, 7);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.4, 0), TEAM);
    FactoredCompletion completion = new FactoredCompletion(options(FactoredMethod.SCALED));
    FactorPair start = completion.factors(problem, completion.start(problem));
    assertThat(planted.relativeError(start)).isCloseTo(error, within(1e-5));
  }

  /** Where the weakest of four directions is 100 to 10,000 times below the strongest. */
  @ParameterizedTest
  @ValueSource(doubles = {100, 1000, 10000})
  void buriedDirectionsAreFoundOneByOne(double condition) {
    for (int seed = 1; seed <= 8; seed++) {
      PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, seed);
      FactoredOptions options =
          FactoredOptions.of(FactoredMethod.SCALED).withRank(4).withTolerance(1e-14);
      ObservedEntries entries = planted.observed(0.4, 0);
      assertThat(steps(planted, entries, options, 1e-8, 20)).as("seed %d", seed).isBetween(10, 20);
      FactoredEstimate found =
          Run.of(new FactoredCompletion(options.withTolerance(1e-9)))
              .start(FactoredProblem.of(entries, TEAM))
              .estimate();
      assertThat(found.gap()).isLessThan(FactoredCompletion.GAP);
      assertThat(found.continued()).isTrue();
    }
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

  @Test
  void projectionThatIsWideEnoughChangesNothing() {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, 10, 7);
    ObservedEntries entries = planted.observed(0.4, 0);
    FactoredOptions options = options(FactoredMethod.SCALED);
    int without = steps(planted, entries, options, 1e-8, 100);
    assertThat(steps(planted, entries, options.withProjection(3), 1e-8, 100)).isEqualTo(without);
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

  /** The floor of double; the solver in single precision has its own test. */
  @Test
  void aNoiselessMatrixIsRecoveredToTheLimitsOfDouble() {
    PortableMatrix planted = new PortableMatrix(300, 300, 5, 10, 31);
    FactoredOptions options =
        FactoredOptions.of(FactoredMethod.SCALED).withRank(5).withTolerance(1e-15);
    assertThat(steps(planted, planted.observed(0.3, 0), options, 3e-15, 200)).isPositive();
  }

  /** σ √((m + n − r) r / p) / ‖X‖, within 8 % (measured 4.5 % above on one draw). */
  @ParameterizedTest
  @ValueSource(strings = {"SCALED", "ALTERNATING", "ROWS"})
  void noiseIsFittedDownToItsFloor(FactoredMethod method) {
    PortableMatrix planted = new PortableMatrix(400, 400, 5, 10, 19);
    double noise = planted.truth.norm() / 400 / 100; // 40 dB
    ObservedEntries entries = planted.observed(0.25, noise);
    FactoredProblem problem = FactoredProblem.of(entries, TEAM);
    FactoredCompletion completion =
        new FactoredCompletion(
            FactoredOptions.of(method).withRank(5).withStart(FactoredOptions.Start.SPECTRAL));
    Outcome<FactoredState, FactoredEstimate> outcome = Run.of(completion).start(problem);
    double floor = noise * Math.sqrt((800 - 5) * 5 / 0.25) / planted.truth.norm();
    assertThat(planted.relativeError(completion.factors(problem, outcome.state())))
        .isBetween(0.92 * floor, 1.08 * floor);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3})
  void theRankIsFound(double noiseToSignal) {
    PortableMatrix planted = new PortableMatrix(150, 120, 5, 20, 23);
    double noise = noiseToSignal * planted.truth.norm() / Math.sqrt(150 * 120);
    FactoredEstimate found =
        Run.of(new FactoredCompletion(FactoredOptions.of(FactoredMethod.SCALED)))
            .start(FactoredProblem.of(planted.observed(0.4, noise), TEAM))
            .estimate();
    assertThat(found.rank()).isEqualTo(5);
    double squares = 0;
    Matrix x = planted.truth.product();
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 120; j++) {
        squares += Math.pow(found.predict(i, j) - x.get(i, j), 2);
      }
    }
    assertThat(Math.sqrt(squares) / planted.truth.norm()).isLessThan(Math.max(1e-7, noiseToSignal));
  }

  /** With the rank to be chosen, what else was asked for holds as well. */
  @Test
  void settingsHoldWhereTheRankIsChosen() {
    PortableMatrix planted = new PortableMatrix(80, 60, 3, 2, 23);
    FactoredOptions options = FactoredOptions.of(FactoredMethod.SCALED);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.5, 0), TEAM);
    FactoredState kept = firstOfTheFit(problem, options);
    FactoredState spectral =
        firstOfTheFit(problem, options.withStart(FactoredOptions.Start.SPECTRAL));
    FactoredState given =
        new FactoredCompletion(options.withRank(3).withStart(FactoredOptions.Start.SPECTRAL))
            .start(problem);
    assertThat(kept.factors().rank()).isEqualTo(3);
    assertThat(spectral.factors().distance(given.factors())).isLessThan(1e-12); // its own rounding
    assertThat(kept.factors().distance(given.factors())).isGreaterThan(1e-3);
    assertThat(spectral.gap()).isEqualTo(given.gap());
    assertThat(kept.bound()).isInfinite();
    FactoredState projected = firstOfTheFit(problem, options.withProjection(3));
    assertThat(projected.bound())
        .isEqualTo(
            new FactoredCompletion(
                    options.withRank(3).withStart(FactoredOptions.Start.SPECTRAL).withProjection(3))
                .start(problem)
                .bound());
    Outcome<FactoredState, FactoredEstimate> stopped =
        Run.of(new FactoredCompletion(options.withMaxSteps(5))).start(problem);
    assertThat(stopped.reason()).isEqualTo(StopReason.STEPS);
    assertThat(stopped.steps()).isEqualTo(10); // five to choose the rank, five to fit
  }

  private static FactoredState firstOfTheFit(FactoredProblem problem, FactoredOptions options) {
    FactoredCompletion completion = new FactoredCompletion(options);
    FactoredState state = completion.start(problem);
    while (state.phase() == FactoredState.Phase.SELECT) {
      state = completion.step(problem, state);
    }
    return state;
  }

  /** Rank continuation goes row by row: exactly for alternating minimisation, never for gd. */
  @Test
  void continuationIsThatOfTheMethod() {
    PortableMatrix planted = new PortableMatrix(100, 80, 3, 1000, 5);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.4, 0), TEAM);
    FactoredOptions alternating = FactoredOptions.of(FactoredMethod.ALTERNATING).withRank(3);
    FactoredCompletion completion = new FactoredCompletion(alternating);
    FactoredState state = completion.start(problem);
    assertThat(state.phase()).isEqualTo(FactoredState.Phase.CONTINUE);
    while (state.factors().rank() < 3) {
      state = completion.step(problem, state);
    }
    FactoredState next = completion.step(problem, state);
    FactoredProblem.Prepared data = problem.complete();
    RowSweep solved =
        RowSweep.run(
            data.rows(),
            data.columns(),
            state.factors().left(),
            state.factors().right(),
            3,
            0,
            TEAM);
    assertThat(next.factors().left().minus(solved.factor()).largestMagnitude()).isZero();
    FactoredState plain =
        new FactoredCompletion(FactoredOptions.of(FactoredMethod.VANILLA).withRank(3))
            .start(problem);
    assertThat(plain.phase()).isEqualTo(FactoredState.Phase.FIT);
    assertThat(plain.gap()).isLessThan(FactoredCompletion.GAP);
    assertThatThrownBy(() ->
            FactoredOptions.of(FactoredMethod.VANILLA)
                .withStart(FactoredOptions.Start.CONTINUATION))
        .hasMessage(
            "start is CONTINUATION, which goes row by row, but gradient descent moves all rows at"
                + " once; start from the spectrum, or take another method");
  }

  /** A rank of 0 makes no row weak, not even an empty one. */
  @Test
  void emptyRowsAreNotAmongThoseWithEntries() {
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.numbered(4),
            Labels.numbered(2),
            new int[] {0, 2},
            new int[] {0, 1},
            new double[] {1, 2});
    FactoredProblem.Prepared data = FactoredProblem.of(entries, TEAM).complete();
    assertThat(data.rows().rowsWith(0)).isEqualTo(2);
    assertThat(data.rows().rowsWith(1)).isEqualTo(2);
    assertThat(data.rows().rowsWith(2)).isZero();
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

  @Test
  void aStepThatDivergesIsHalvedAndSaid() {
    PortableMatrix planted = new PortableMatrix(100, 80, 3, 5, 4);
    FactoredOptions options =
        FactoredOptions.of(FactoredMethod.SCALED)
            .withRank(3)
            .withStepSize(0.99)
            .withStart(FactoredOptions.Start.SPECTRAL);
    FactoredEstimate found =
        Run.of(new FactoredCompletion(options))
            .start(FactoredProblem.of(planted.observed(0.3, 0), TEAM))
            .estimate();
    assertThat(found.halvings()).isPositive();
    assertThat(found.trainRmse()).isLessThan(1e-6);
  }

  /** Gradient descent told a σ₁ a million times too small has a step a million times too long. */
  @Test
  void aDescentThatStillDivergesIsRefused() {
    PortableMatrix planted = new PortableMatrix(40, 30, 2, 2, 4);
    FactoredOptions options =
        FactoredOptions.of(FactoredMethod.VANILLA)
            .withRank(2)
            .withStart(FactoredOptions.Start.SPECTRAL)
            .knowing(0.5, 1e-6);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.5, 0), TEAM);
    assertThatThrownBy(() -> Run.of(new FactoredCompletion(options)).start(problem))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("still diverges with its step size halved 10 times");
  }

  @Test
  void anyScaleGivesTheSameAnswer() {
    PortableMatrix planted = new PortableMatrix(40, 30, 2, 5, 6);
    ObservedEntries entries = planted.observed(0.6, 0);
    FactoredOptions options = FactoredOptions.of(FactoredMethod.SCALED).withRank(2);
    double[] values = entries.valueArray();
    double reference = fit(entries, options).predict(3, 4);
    for (int exponent : new int[] {-400, 400}) {
      double[] scaled = new double[values.length];
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] = Math.scalb(values[k], exponent);
      }
      ObservedEntries far =
          ObservedEntries.of(
              entries.rowLabels(),
              entries.columnLabels(),
              entries.rowArray(),
              entries.columnArray(),
              scaled);
      assertThat(Math.scalb(fit(far, options).predict(3, 4), -exponent)).isEqualTo(reference);
    }
  }

  private static FactoredEstimate fit(ObservedEntries entries, FactoredOptions options) {
    return Run.of(new FactoredCompletion(options))
        .start(FactoredProblem.of(entries, TEAM))
        .estimate();
  }

  @Test
  void tooFewEntriesForTheRankAreRefusedWithTheNumbers() {
    PortableMatrix planted = new PortableMatrix(50, 40, 1, 1, 6);
    ObservedEntries entries = planted.observed(0.2, 0);
    assertThatThrownBy(() -> fit(entries, FactoredOptions.of(FactoredMethod.SCALED).withRank(8)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "%d entries of a 50 × 40 matrix cannot fix the 656 free numbers of rank 8; observe"
                + " more, or ask for rank 4",
            entries.count());
    assertThatThrownBy(() -> fit(entries, FactoredOptions.of(FactoredMethod.SCALED).withRank(41)))
        .hasMessage("rank is 41, but a 50 × 40 matrix has rank at most 40; ask for 1 to 40");
  }

  @Test
  void twoEntriesAtOnePlaceAreRefused() {
    ObservedEntries twice =
        ObservedEntries.of(
            Labels.of("a", "b"),
            Labels.of("x"),
            new int[] {0, 1, 1},
            new int[] {0, 0, 0},
            new double[] {1, 2, 3});
    assertThatThrownBy(() -> fit(twice, FactoredOptions.of(FactoredMethod.SCALED).withRank(1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "There are two entries at row 'b', column 'x', and a matrix has one; say which counts");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    FactoredOptions fine = FactoredOptions.of(FactoredMethod.SCALED);
    assertThatThrownBy(() -> fine.withStepSize(1))
        .hasMessage(
            "stepSize is 1.0; it must be above 0 and below 1, where the descent is unstable even if"
                + " every entry is known; 0.5 is usual");
    assertThatThrownBy(() -> fine.withRank(0))
        .hasMessage("rank is 0; it must be at least 1, or left to be chosen");
    assertThatThrownBy(() -> fine.withPenalty(1))
        .hasMessage(
            "penalty is 1.0, but the gradient methods fit the entries as they are; leave it out, or"
                + " go row by row");
    assertThatThrownBy(() -> fine.withProjection(0.5))
        .hasMessage(
            "projection is 0.5; below 1 it would shorten the start itself, so ask for 1 or more,"
                + " say 3");
  }
}
