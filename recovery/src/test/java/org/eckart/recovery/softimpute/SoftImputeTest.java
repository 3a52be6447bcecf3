package org.eckart.recovery.softimpute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Test;

/** Against optima that an ADMM found with a certified relative gap of 1e-12, and closed forms. */
class SoftImputeTest {
  private static final SoftImputeOptions PLAIN =
      SoftImputeOptions.defaults().withoutOffsets().withTolerance(1e-9).withMaxSteps(2000);

  private static Outcome<SoftImputeState, SoftImputeEstimate> run(
      ObservedEntries entries, SoftImputeOptions options) {
    try (Parallel parallel = Parallel.of(2)) {
      return Run.of(new SoftImpute(options)).start(SoftImputeProblem.of(entries, parallel));
    }
  }

  private static SoftImputeEstimate fit(ObservedEntries entries, SoftImputeOptions options) {
    return run(entries, options).estimate();
  }

  @Test
  void theGeneratorIsTheOneMeant() {
    SplittableRandom random = new SplittableRandom(42);
    assertThat(random.nextDouble()).isEqualTo(0.7415648787718233);
    assertThat(SevenTable.normal(new SplittableRandom(42)))
        .isCloseTo(0.8822489062222688, within(1e-15));
    SevenTable seven = SevenTable.seven();
    assertThat(seven.value()[0][0]).isCloseTo(-0.9000116295759844, within(1e-14));
    assertThat(seven.value()[29][19]).isCloseTo(0.36710869798800294, within(1e-14));
    ObservedEntries entries = seven.entries();
    assertThat(entries.count()).isEqualTo(364);
    assertThat(entries.mean() * 364).isCloseTo(21.166719043336276, within(1e-11));
  }

  @Test
  void findsTheCertifiedOptimum() {
    Outcome<SoftImputeState, SoftImputeEstimate> outcome =
        run(SevenTable.seven().entries(), PLAIN.withPenalty(3));
    SoftImputeEstimate found = outcome.estimate();
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(found.settled()).isTrue();
    Certificate certificate = found.certificate();
    assertThat(certificate.objective()).isCloseTo(180.309196164, within(180.3 * 1e-9 + 1e-9));
    assertThat(certificate.lowerBound()).isCloseTo(180.309196164, within(180.3 * 1e-9 + 1e-9));
    assertThat(certificate.gap()).isBetween(0.0, 1e-9);
    assertThat(certificate.normExcess()).isBetween(0.0, 1e-6);
    assertThat(certificate.alignment()).isLessThan(1e-6);
    assertThat(found.factors().s().toArray())
        .containsExactly(
            new double[] {25.808532, 17.571671, 0.681258, 0.628322, 0.093175}, within(1e-5));
    assertThat(found.predict(0, 0)).isCloseTo(-0.677595690, within(1e-5));
    assertThat(found.predict(29, 19)).isCloseTo(0.209513538, within(1e-5));
  }

  @Test
  void theDefaultToleranceIsKept() {
    SoftImputeEstimate found =
        fit(
            SevenTable.seven().entries(),
            SoftImputeOptions.defaults().withoutOffsets().withPenalty(3));
    assertThat(found.certificate().objective()).isBetween(180.309196, 180.309196 * (1 + 1e-4));
    assertThat(found.certificate().lowerBound()).isBetween(180.309197 * (1 - 1e-4), 180.309197);
  }

  @Test
  void emptyRowsAndColumnsAreExactlyZero() {
    SoftImputeEstimate found =
        fit(SevenTable.seven().withEmptyRowAndColumn().entries(), PLAIN.withPenalty(3));
    assertThat(found.rank()).isPositive();
    for (int j = 0; j < 20; j++) {
      assertThat(found.predict(4, j)).isZero();
    }
    for (int i = 0; i < 30; i++) {
      assertThat(found.predict(i, 11)).isZero();
    }
  }

  @Test
  void whereAllIsObservedTheAnswerIsTheShrunkSvd() {
    Matrix y = RandomStream.of(1, "whole matrix").gaussian(15, 9);
    ObservedEntries entries = whole(y);
    double penalty = 2.5;
    SoftImputeEstimate found = fit(entries, PLAIN.withTolerance(1e-12).withPenalty(penalty));
    Svd svd = Svd.of(y);
    int rank = 0;
    while (rank < 9 && svd.s().get(rank) > penalty) {
      assertThat(found.factors().s().get(rank))
          .isCloseTo(svd.s().get(rank) - penalty, within(1e-5));
      rank++;
    }
    assertThat(found.rank()).isEqualTo(rank);
  }

  @Test
  void atTheNormOfTheDataNothingIsLeft() {
    ObservedEntries entries = SevenTable.seven().entries();
    double norm = 20.893709127733; // ‖P_Ω(Y)‖₂
    assertThat(fit(entries, PLAIN.withPenalty(norm * (1 + 1e-9))).rank()).isZero();
    SoftImputeEstimate below = fit(entries, PLAIN.withPenalty(norm * (1 - 1e-3)));
    assertThat(below.rank()).isEqualTo(1);
    assertThat(below.factors().s().get(0)).isPositive();
  }

  @Test
  void lossRisesAndNuclearNormFallsAlongThePath() {
    ObservedEntries entries = SevenTable.seven().entries();
    double lossBefore = 0;
    double nuclearBefore = Double.POSITIVE_INFINITY;
    for (double penalty : new double[] {0.5, 1, 2, 4, 8, 16}) {
      SoftImputeEstimate found = fit(entries, PLAIN.withTolerance(1e-7).withPenalty(penalty));
      assertThat(found.settled()).isTrue();
      double nuclear = Fit.sum(found.factors().s());
      double loss = found.certificate().objective() - penalty * nuclear;
      assertThat(loss).isGreaterThan(lossBefore);
      assertThat(nuclear).isLessThan(nuclearBefore);
      lossBefore = loss;
      nuclearBefore = nuclear;
    }
  }

  @Test
  void aCapOnTheRankIsKeptAndSaid() {
    SoftImputeEstimate found =
        fit(SevenTable.seven().entries(), PLAIN.withPenalty(3).withRankCap(1));
    assertThat(found.rank()).isEqualTo(1);
    assertThat(found.rankCapped()).isTrue();
    assertThat(found.settled()).isFalse();
    assertThat(found.certificate().lowerBound()).isLessThan(180.3091962);
    assertThat(found.certificate().objective()).isGreaterThan(190);
  }

  @Test
  void choosesAPenaltyThatPredicts() {
    SevenTable table = SevenTable.of(5, 120, 80, 2, 0.5, 0.4);
    SoftImputeEstimate found = fit(table.entries(), SoftImputeOptions.defaults());
    assertThat(found.settled()).isTrue();
    assertThat(found.trials().getFirst().rank()).isZero();
    double squares = 0;
    double plain = 0;
    int count = 0;
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < 80; j++) {
        if (!table.observed()[i][j]) {
          squares += Math.pow(table.value()[i][j] - found.predict(i, j), 2);
          plain += Math.pow(table.value()[i][j], 2);
          count++;
        }
      }
    }
    assertThat(Math.sqrt(plain / count)).isGreaterThan(1.2);
    assertThat(Math.sqrt(squares / count)).isLessThan(0.72); // the noise alone is 0.5
    assertThat(found.heldOutRmse()).isBetween(0.5, 0.75);
  }

  @Test
  void pureNoiseGivesRankZero() {
    Matrix y = RandomStream.of(3, "noise").gaussian(60, 50);
    SoftImputeEstimate found = fit(whole(y), SoftImputeOptions.defaults());
    assertThat(found.rank()).isZero();
    assertThat(found.predict(3, 4)).isBetween(-0.5, 0.5);
  }

  @Test
  void additiveTablesNeedOnlyOffsets() {
    Matrix y = Matrix.zeros(40, 30);
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 30; j++) {
        y.set(i, j, 5 + (i % 7) - 3 + 0.5 * ((j % 5) - 2));
      }
    }
    SoftImputeEstimate found = fit(whole(y), SoftImputeOptions.defaults().withPenalty(100));
    assertThat(found.rank()).isZero();
    assertThat(found.mean()).isCloseTo(5, within(0.2));
    assertThat(found.predict(3, 4)).isCloseTo(y.get(3, 4), within(0.7)); // pulled to the mean
  }

  @Test
  void refusesWhatCannotBeDone() {
    ObservedEntries entries = SevenTable.seven().entries();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftImputeOptions.defaults().withPenalty(0))
        .withMessage(
            "penalty is 0.0; it must be above 0 (at 0 any fill-in would do), or left to be chosen");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(entries, PLAIN.withRankCap(21)))
        .withMessage("rankCap is 21, but a 30 × 20 matrix has rank at most 20; ask for 1 to 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(entries.select(new int[0]), PLAIN))
        .withMessage("There is no observed entry, so nothing can be completed");
  }

  static ObservedEntries whole(Matrix y) {
    int count = y.rows() * y.columns();
    int[] row = new int[count];
    int[] column = new int[count];
    for (int k = 0; k < count; k++) {
      row[k] = k / y.columns();
      column[k] = k % y.columns();
    }
    return ObservedEntries.of(
        Labels.numbered(y.rows()), Labels.numbered(y.columns()), row, column, y.array().clone());
  }
}
