package org.eckart.core.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.RecordJson;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HoldOutTest {
  private static final ObservedEntries ENTRIES = entries(40, 30, 0.3, 11);

  static List<HoldOut> rules() {
    return List.of(
        new HoldOut.Uniform(0.1),
        new HoldOut.PerRow(0.25),
        new HoldOut.CountPerRow(2),
        new HoldOut.Rows(0.2, 0),
        new HoldOut.Rows(0.2, 5),
        new HoldOut.Blocks(IntStream.range(0, 40).map(i -> i % 4).toArray(), 0.3),
        new HoldOut.ByTime(0.2));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void partsAreWholeOrderedRepeatableAndDependOnTheSeed(HoldOut rule) {
    Split split = rule.split(ENTRIES, 3);
    assertThat(split.observed().count()).isPositive();
    assertThat(split.heldOut().count()).isPositive();
    assertPartition(split);
    assertThat(values(rule.split(ENTRIES, 3).heldOut())).isEqualTo(values(split.heldOut()));
    boolean random = !(rule instanceof HoldOut.ByTime);
    assertThat(Arrays.equals(values(rule.split(ENTRIES, 4).heldOut()), values(split.heldOut())))
        .isEqualTo(!random);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesGoThroughJson(HoldOut rule) {
    record Options(HoldOut holdOut) {}
    Options options = new Options(rule);
    assertThat(RecordJson.read(RecordJson.write(options), Options.class)).isEqualTo(options);
  }

  @Test
  void uniformHoldsOutExactlyItsFraction() {
    Split split = new HoldOut.Uniform(0.1).split(ENTRIES, 1);
    assertThat(split.heldOut().count()).isEqualTo(Math.round(0.1 * ENTRIES.count()));
    ObservedEntries two = entries(2, 1, 1, 1);
    assertThat(new HoldOut.Uniform(0.001).split(two, 1).heldOut().count()).isEqualTo(1);
    assertThat(new HoldOut.Uniform(0.999).split(two, 1).observed().count()).isEqualTo(1);
  }

  @Test
  void everyRowKeepsAnEntryAndGivesItsShare() {
    int[] before = ENTRIES.rowCounts();
    int[] fraction = new HoldOut.PerRow(0.25).split(ENTRIES, 5).heldOut().rowCounts();
    int[] two = new HoldOut.CountPerRow(2).split(ENTRIES, 5).heldOut().rowCounts();
    int[] most = new HoldOut.PerRow(0.999).split(ENTRIES, 5).observed().rowCounts();
    for (int i = 0; i < before.length; i++) {
      assertThat(fraction[i]).isBetween((int) (0.25 * before[i]), (int) (0.25 * before[i]) + 1);
      assertThat(two[i]).isEqualTo(Math.max(0, Math.min(2, before[i] - 1)));
      assertThat(most[i]).isEqualTo(Math.min(1, before[i]));
    }
  }

  @Test
  void wholeRowsGoButForTheEntriesKept() {
    int[] before = ENTRIES.rowCounts();
    Split split = new HoldOut.Rows(0.2, 5).split(ENTRIES, 2);
    int[] observed = split.observed().rowCounts();
    int[] heldOut = split.heldOut().rowCounts();
    int candidates = 0;
    int chosen = 0;
    for (int i = 0; i < before.length; i++) {
      candidates += before[i] > 5 ? 1 : 0;
      chosen += heldOut[i] > 0 ? 1 : 0;
      assertThat(observed[i]).isEqualTo(heldOut[i] > 0 ? 5 : before[i]);
    }
    assertThat(chosen).isEqualTo(Math.round(0.2 * candidates));
  }

  @Test
  void blocksGoWhole() {
    int[] group = IntStream.range(0, 40).map(i -> i % 4).toArray();
    Split split = new HoldOut.Blocks(group, 0.3).split(ENTRIES, 2);
    Set<Integer> in = blocks(split.observed(), group);
    Set<Integer> out = blocks(split.heldOut(), group);
    assertThat(in).doesNotContainAnyElementsOf(out);
    int all = blocks(ENTRIES, group).size();
    assertThat(out).hasSize((int) Math.round(0.3 * all));
  }

  @Test
  void theLatestGoAndThoseOfOneTimeStayTogether() {
    Split split = new HoldOut.ByTime(0.2).split(ENTRIES, 2);
    double last =
        IntStream.range(0, split.observed().count())
            .mapToDouble(split.observed()::time)
            .max()
            .orElseThrow();
    double first =
        IntStream.range(0, split.heldOut().count())
            .mapToDouble(split.heldOut()::time)
            .min()
            .orElseThrow();
    assertThat(last).isLessThan(first);
    int wanted = (int) Math.round(0.2 * ENTRIES.count());
    assertThat(split.heldOut().count())
        .isBetween(wanted, wanted + 40); // times repeat in the test data
    ObservedEntries tied =
        ObservedEntries.of(
            Labels.numbered(4),
            Labels.numbered(1),
            new int[] {0, 1, 2, 3},
            new int[4],
            new double[4],
            new double[] {1, 1, 1, 2});
    assertThat(new HoldOut.ByTime(0.5).split(tied, 1).heldOut().rowArray()).containsExactly(3);
  }

  @Test
  void foldsPartitionTheEntries() {
    List<Split> folds = HoldOut.folds(ENTRIES, 5, 9);
    double[] all =
        folds.stream().flatMapToDouble(f -> Arrays.stream(values(f.heldOut()))).sorted().toArray();
    double[] sorted = values(ENTRIES);
    Arrays.sort(sorted);
    assertThat(all).isEqualTo(sorted);
    for (Split fold : folds) {
      assertPartition(fold);
      assertThat(fold.heldOut().count()).isBetween(ENTRIES.count() / 5, ENTRIES.count() / 5 + 1);
    }
  }

  @Test
  void selectionAgreesWithSorting() {
    RandomStream random = RandomStream.of(2, "selection test");
    for (int n = 1; n < 60; n++) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = random.nextInt(1 + n / 2) - 3.0;
      }
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      for (int rank = 0; rank < n; rank++) {
        assertThat(Selection.smallest(values.clone(), rank)).isEqualTo(sorted[rank]);
      }
    }
  }

  @Test
  void saysWhyItCannotSplit() {
    ObservedEntries one = entries(1, 1, 1, 1);
    refuses(new HoldOut.Uniform(0.5), one, "There is 1 entry, and two are needed to hold one out");
    refuses(
        new HoldOut.PerRow(0.5),
        one,
        "None of the 1 entries could be held out, since every row must keep one; hold out uniformly"
            + " instead");
    refuses(
        new HoldOut.Rows(0.5, 0),
        one,
        "1 rows have more than 0 entries, too few to hold out whole rows");
    refuses(
        new HoldOut.Blocks(new int[] {0}, 0.5),
        one,
        "There is 1 block, and two are needed to hold one out");
    refuses(
        new HoldOut.Blocks(new int[] {0, 1}, 0.5),
        one,
        "Groups are given for 2 rows, but the entries have 1; give each row its group");
    refuses(
        new HoldOut.ByTime(0.5),
        ObservedEntries.of(
            Labels.numbered(2), Labels.numbered(1), new int[] {0, 1}, new int[2], new double[2]),
        "These 2 entries carry no time, so the latest are not known; name the column that has it");
    refuses(
        new HoldOut.ByTime(0.5),
        ObservedEntries.of(
            Labels.numbered(2),
            Labels.numbered(1),
            new int[] {0, 1},
            new int[2],
            new double[2],
            new double[] {4, 4}),
        "All 2 entries have the time 4.0, so none is later");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HoldOut.Uniform(Double.NaN))
        .withMessage("fraction is NaN; it must be above 0 and below 1, say 0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HoldOut.folds(one, 2, 1))
        .withMessage("1 entries cannot be split into 2 folds; ask for 2 to 2");
  }

  private static void refuses(HoldOut rule, ObservedEntries entries, String sentence) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> rule.split(entries, 1))
        .withMessage(sentence);
  }

  /** Values are numbered in order, so that each part shows which entries it has. */
  private static void assertPartition(Split split) {
    double[] in = values(split.observed());
    double[] out = values(split.heldOut());
    assertThat(in).isSorted();
    assertThat(out).isSorted();
    double[] all = Arrays.copyOf(in, in.length + out.length);
    System.arraycopy(out, 0, all, in.length, out.length);
    Arrays.sort(all);
    assertThat(all).isEqualTo(values(ENTRIES));
  }

  private static double[] values(ObservedEntries entries) {
    return entries.valueArray().clone();
  }

  private static Set<Integer> blocks(ObservedEntries entries, int[] group) {
    Set<Integer> blocks = new HashSet<>();
    for (int k = 0; k < entries.count(); k++) {
      blocks.add(group[entries.row(k)] * entries.columns() + entries.column(k));
    }
    return blocks;
  }

  /** Entries in random order; the k-th has value k. */
  private static ObservedEntries entries(int rows, int columns, double density, long seed) {
    RandomStream random = RandomStream.of(seed, "hold-out test");
    int[] cells =
        Arrays.stream(random.permutation(rows * columns))
            .limit((long) Math.ceil(density * rows * columns))
            .toArray();
    double[] values = new double[cells.length];
    Arrays.setAll(values, k -> k);
    return ObservedEntries.of(
        Labels.numbered(rows),
        Labels.numbered(columns),
        Arrays.stream(cells).map(cell -> cell / columns).toArray(),
        Arrays.stream(cells).map(cell -> cell % columns).toArray(),
        values,
        Arrays.stream(cells).mapToDouble(_ -> random.nextInt(50)).toArray());
  }
}
