package org.eckart.bayes.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.core.CapacityException;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;

class ChainsTest {
  private static final Matrix Y = Matrix.of(new double[][] {{-1, 1e6, 0}, {1e-3, 5, 40}});

  private static Outcome<ChainsState<double[]>, Posterior> run(Schedule schedule, Matrix y) {
    try (Parallel parallel = Parallel.of(2)) {
      return Run.of(new Chains<>(new Autoregression(schedule), parallel)).start(y);
    }
  }

  /** 40,000 draws worth 13,333: standard errors 0.0087 (mean), 0.006 (sd), 0.019 (5 % quantile). */
  @Test
  void summarisesEachEntryWithoutKeepingItsDraws() {
    Posterior found = run(Schedule.of(100, 10_000), Y).estimate();
    assertThat(found.draws()).isEqualTo(10_000);
    double[] ess;
    try (Parallel parallel = Parallel.of(1)) {
      ess = found.watchedEss(parallel);
    }
    for (int k = 0; k < 6; k++) {
      double y = Y.array()[k];
      assertThat(found.mean()[k]).isCloseTo(y, within(0.04));
      assertThat(found.sd()[k]).isCloseTo(1, within(0.03));
      assertThat(found.quantile(0.05)[k]).isCloseTo(y - 1.645, within(0.09));
      assertThat(found.quantile(0.5)[k]).isCloseTo(y, within(0.06));
      assertThat(found.quantile(0.95)[k]).isCloseTo(y + 1.645, within(0.09));
      assertThat(ess[k]).isCloseTo(40_000 / 3.0, within(1500.0));
    }
    Diagnostic sum = found.diagnostic("sum");
    assertThat(sum.rhat()).isLessThan(1.01);
    assertThat(sum.hasConverged(4)).isTrue();
  }

  /** Of the same draws, watched one by one: what counting in cells costs. */
  @Test
  void quantilesByCellsAreNearThoseOfTheDraws() {
    Posterior found = run(Schedule.of(100, 5_000), Y).estimate();
    for (int k = 0; k < 6; k++) {
      Diagnostic exact = Diagnostic.of(found.watchedTrace(k));
      assertThat(found.quantile(0.05)[k]).isCloseTo(exact.q05(), within(0.02));
      assertThat(found.quantile(0.95)[k]).isCloseTo(exact.q95(), within(0.02));
      assertThat(found.quantile(0.5)[k]).isCloseTo(exact.median(), within(0.02));
    }
  }

  /** As floats of their own units, draws of 1e12 ± 1 would all be one number. */
  @Test
  void watchesEntriesOfAnySizeAlike() {
    Schedule schedule = Schedule.of(100, 1_000);
    try (Parallel parallel = Parallel.of(1)) {
      double[] plain =
          run(schedule, Matrix.of(new double[][] {{0, 0}})).estimate().watchedEss(parallel);
      double[] far =
          run(schedule, Matrix.of(new double[][] {{1e12, -1e12}})).estimate().watchedEss(parallel);
      for (int k = 0; k < 2; k++) {
        assertThat(far[k]).isCloseTo(plain[k], within(0.01 * plain[k]));
      }
    }
  }

  @Test
  void keepsWholeDrawsEvenly() {
    Posterior found = run(Schedule.of(20, 100).withChains(2).withStored(10), Y).estimate();
    assertThat(found.stored()).isEqualTo(10);
    assertThat(found.stored(1, 3)[0]).isCloseTo(found.watchedTrace(0)[1][39], within(1e-6));
  }

  @Test
  void thinningKeepsEveryOther() {
    Posterior all = run(Schedule.of(20, 100).withChains(1), Y).estimate();
    Posterior half = run(Schedule.of(20, 50).withChains(1).withThin(2), Y).estimate();
    assertThat(half.draws()).isEqualTo(50);
    for (int t = 0; t < 50; t++) {
      assertThat(half.trace("sum")[0][t]).isEqualTo(all.trace("sum")[0][2 * t + 1]);
    }
  }

  @Test
  void endsWhenDrawsAreEnough() {
    Outcome<?, Posterior> outcome = run(Schedule.of(20, 100_000).withEnough(300), Y);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(outcome.estimate().draws()).isBetween(150, 1000);
    assertThat(outcome.estimate().diagnostic("sum").bulkEss()).isGreaterThan(300);
  }

  /**
   * Entry 1 of 300 is none of the 40 that the progress line is of. Its draws are worth 1/99 each.
   */
  @Test
  void doesNotEndBeforeTheSlowestWatchedEntryHasEnough() {
    try (Parallel parallel = Parallel.of(2)) {
      Outcome<?, Posterior> outcome =
          Run.of(
                  new Chains<>(
                      new Autoregression(Schedule.of(20, 20_000).withEnough(100), 1), parallel))
              .start(Matrix.zeros(15, 20));
      assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
      assertThat(outcome.estimate().draws()).isBetween(1_000, 19_999); // without entry 1: 140
      assertThat(outcome.estimate().watchedEss(parallel)[1]).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void watchesSomeOfManyEntries() {
    Matrix y = RandomStream.of(1, "many").gaussian(50, 60);
    Posterior found = run(Schedule.of(20, 30).withChains(1), y).estimate();
    assertThat(found.watched()).hasSize(1000).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void saysThatItIsWarmingUp() {
    try (Parallel parallel = Parallel.of(1)) {
      Chains<Matrix, double[]> chains =
          new Chains<>(new Autoregression(Schedule.of(20, 30)), parallel);
      assertThatThrownBy(() -> chains.estimate(Y, chains.start(Y)).mean())
          .hasMessage(
              "The chains are still warming up, so there is no draw to summarise; let them run on");
    }
  }

  @Test
  void refusesMoreChainsThanMemoryAllows() {
    assertThatThrownBy(() -> run(Schedule.of(20, 1_000_000).withChains(100_000), Y))
        .isInstanceOf(CapacityException.class)
        .hasMessageStartingWith("100000 chains of 1000000 draws of 6 entries take ");
  }

  /** Not for want of memory, so that raising -Xmx would not help. */
  @Test
  void refusesMoreEntriesThanCellsCanBeCountedFor() {
    assertThatThrownBy(() -> run(Schedule.of(20, 30), Matrix.zeros(4096, 4097)))
        .isInstanceOf(CapacityException.class)
        .hasMessage(
            "Chains can keep quantiles of up to 16777215 entries and the matrix has 16781312; take"
                + " a smaller one");
  }

  @Test
  void refusesMoreIterationsThanCanBeCounted() {
    assertThatThrownBy(() -> Schedule.of(100, 1_000_000).withThin(3000))
        .hasMessage(
            "warmup and draws · thin make 3000000100 iterations, more than 2147483647; take fewer"
                + " draws, or a smaller thin");
  }

  @Test
  void refusesSettings() {
    assertThatThrownBy(() -> Schedule.of(5, 100))
        .hasMessage(
            "warmup is 5; it must be at least 20: the scale of each entry is learned there");
    assertThatThrownBy(() -> Schedule.of(20, 0))
        .hasMessage("draws is 0; it must be 1 to 1000000, say 2000");
    assertThatThrownBy(() -> Schedule.of(20, 10).withChains(0))
        .hasMessage("chains is 0; it must be at least 1, say 4");
    assertThatThrownBy(() -> Schedule.of(20, 10).withStored(11))
        .hasMessage("stored is 11, but a chain has 10 draws; ask for 0 to 10");
  }
}
