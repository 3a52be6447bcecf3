package org.eckart.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Labels ROWS = Labels.of("u1", "u2", "u3");
  private static final Labels COLUMNS = Labels.of(10L, 20L);

  @Test
  void theOrderOfEntriesDoesNotMatter() {
    ObservedEntries entries =
        ObservedEntries.of(
            ROWS,
            COLUMNS,
            new int[] {0, 1, 2},
            new int[] {0, 1, 0},
            new double[] {1, 2, 3},
            new double[] {7, 8, 9});
    assertThat(Fingerprint.of(entries.select(new int[] {2, 0, 1})))
        .isEqualTo(Fingerprint.of(entries));
  }

  @Test
  void everyOtherChangeMatters() {
    int[] row = {0, 1, 2};
    int[] column = {0, 1, 0};
    double[] value = {1, 2, 3};
    Set<Fingerprint> seen = new HashSet<>();
    ObservedEntries base = ObservedEntries.of(ROWS, COLUMNS, row, column, value);
    seen.add(Fingerprint.of(base));
    seen.add(Fingerprint.of(base.transposed()));
    seen.add(Fingerprint.of(base.select(new int[] {0, 1})));
    seen.add(Fingerprint.of(base.select(new int[] {})));
    seen.add(
        Fingerprint.of(ObservedEntries.of(ROWS, COLUMNS, row, column, new double[] {1, 3, 2})));
    seen.add(
        Fingerprint.of(
            ObservedEntries.of(ROWS, COLUMNS, row, column, new double[] {1, 2, Math.nextUp(3)})));
    seen.add(Fingerprint.of(ObservedEntries.of(ROWS, COLUMNS, row, column, value, new double[3])));
    seen.add(
        Fingerprint.of(
            ObservedEntries.of(ROWS, COLUMNS, row, column, value, new double[] {0, 0, 1})));
    seen.add(
        Fingerprint.of(
            ObservedEntries.of(Labels.of("u1", "u3", "u2"), COLUMNS, row, column, value)));
    seen.add(Fingerprint.of(ObservedEntries.of(ROWS, Labels.of("10", "20"), row, column, value)));
    seen.add(
        Fingerprint.of(ObservedEntries.of(ROWS, Labels.of(10L, 20L, 30L), row, column, value)));
    assertThat(seen).hasSize(11);
  }

  @Test
  void numberedLabelsAreTheirNumbers() {
    int[] none = {};
    ObservedEntries numbered =
        ObservedEntries.of(Labels.numbered(2), Labels.numbered(1), none, none, new double[0]);
    ObservedEntries named =
        ObservedEntries.of(Labels.of(0L, 1L), Labels.of(0L), none, none, new double[0]);
    assertThat(Fingerprint.of(numbered)).isEqualTo(Fingerprint.of(named));
  }

  @Test
  void arraysDifferByNameTypeShapeSignAndOrder() {
    Set<Fingerprint> seen = new HashSet<>();
    seen.add(Fingerprint.of(NamedArrays.builder().build()));
    seen.add(Fingerprint.of(NamedArrays.builder().put("a", new double[] {0}).build()));
    seen.add(Fingerprint.of(NamedArrays.builder().put("a", new double[] {-0.0}).build()));
    seen.add(Fingerprint.of(NamedArrays.builder().put("b", new double[] {0}).build()));
    seen.add(Fingerprint.of(NamedArrays.builder().put("a", new long[] {0}).build()));
    seen.add(Fingerprint.of(NamedArrays.builder().put("a", new float[] {0}).build()));
    seen.add(Fingerprint.of(NamedArrays.builder().put("a", new int[] {0}).build()));
    seen.add(
        Fingerprint.of(NamedArrays.builder().put("a", new double[] {0}).text("t", "").build()));
    assertThat(seen).hasSize(8);
    assertThat(Fingerprint.of(Matrix.wrap(2, 3, new double[6])))
        .isNotEqualTo(Fingerprint.of(Matrix.wrap(3, 2, new double[6])));
  }

  @Test
  void manySmallTablesHaveManyPrints() {
    RandomStream random = RandomStream.of(1, "fingerprint test");
    Set<Fingerprint> seen = new HashSet<>();
    Set<Long> halves = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      Fingerprint print = Fingerprint.of(Matrix.wrap(1, 1, new double[] {random.nextUniform()}));
      seen.add(print);
      halves.add(print.high());
      halves.add(print.low());
    }
    assertThat(seen).hasSize(20_000);
    assertThat(halves).hasSize(40_000); // 40,000²/2⁶⁵ = 4e-11 of a chance coincidence
  }
}
