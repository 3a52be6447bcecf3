package org.eckart.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The published table in small: half and half over soft-impute on two tables of a regime where
 * groups help, of one where they do nothing and of one where they cost.
 *
 * <p>The ratio of one table has a standard deviation of at most √6 · 0.0034 about the published
 * mean of six, so the mean of two is within 0.02 of it but for 3 in 1000 draws; these two are
 * fixed.
 */
@Tag("statistical")
class RegimeTableStatisticsTest {
  private static final int SOFT = 0;
  private static final int HALF = 2;

  @ParameterizedTest
  @EnumSource(
      value = GroupRegimes.Kind.class,
      names = {"A", "D", "E"})
  void groupsHelpOrCostAsPublished(GroupRegimes.Kind kind) {
    double ratio = 0;
    for (long seed = 1; seed <= 2; seed++) {
      GroupRegimes regime = GroupRegimes.draw(kind, seed);
      double half = RegimeTable.best(regime, HALF).error();
      ratio += half / RegimeTable.best(regime, SOFT).error() / 2;
    }
    assertThat(ratio).isCloseTo(kind.published(HALF).orElseThrow(), within(0.02));
  }
}
