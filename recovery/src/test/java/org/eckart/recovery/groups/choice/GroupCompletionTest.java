package org.eckart.recovery.groups.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.OracleTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Labels that are odd, rows that are new, models that are stored. */
class GroupCompletionTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final GroupOptions QUICK =
      GroupOptions.defaults().withRank(2).withPenalty(0.3).withMaxSweeps(30);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static GroupEstimate fit(ObservedEntries entries, Groups groups, GroupOptions options) {
    return Run.of(new GroupCompletion(options))
        .start(GroupProblem.of(entries, groups, TEAM))
        .estimate();
  }

  @Test
  void oddLabelsAreSetAsideEachForItsReason() {
    ObservedEntries entries = OracleTable.seven().without(29, 0).entries();
    Groups.Builder builder = Groups.builder(30);
    for (int i = 0; i < 30; i++) {
      builder.add(i, "all", "everyone");
      if (i < 12) {
        builder.add(i, "half", "first").add(i, "copy", "of first");
      }
      builder.add(i, "id", "row " + i);
    }
    builder.add(29, "void", "nothing observed");
    GroupProblem problem = GroupProblem.of(entries, builder.build(), TEAM);
    GroupProblem.LabelReport report = problem.labels();
    assertThat(report.whole()).containsExactly("all: everyone");
    assertThat(report.identical()).containsExactly("copy: of first");
    assertThat(report.unobserved()).containsExactly("id: row 29", "void: nothing observed");
    assertThat(report.small()).hasSize(29).contains("id: row 0");
    assertThat(report.families()).containsExactly("id");
    assertThat(report.unlabelled()).isZero();
    assertThat(problem.groups().all()).hasSize(1);
    assertThat(fit(entries, builder.build(), QUICK).groups()).hasSize(1);
  }

  @Test
  void withoutAnyUsableLabelThePlainModelIsFittedAndSaysSo() {
    GroupEstimate found = fit(OracleTable.seven().entries(), Groups.none(30), QUICK);
    assertThat(found.chosen().usesGroups()).isFalse();
    assertThat(found.verdict()).isEqualTo("No label could be used, so the plain model was fitted");
    assertThat(found.certificate()).isLessThan(2e-4);
  }

  @Test
  void tooFewEntriesCannotJudgeLabels() {
    ObservedEntries few =
        ObservedEntries.of(
            Labels.numbered(3),
            Labels.numbered(3),
            new int[] {0, 1, 2},
            new int[] {0, 1, 2},
            new double[] {1, 2, 3});
    GroupEstimate found = fit(few, Groups.none(3), GroupOptions.defaults());
    assertThat(found.verdict())
        .isEqualTo(
            "There are too few entries to hold any out, so the labels could not be judged and the"
                + " plain model was fitted");
    assertThat(found.model().hasIntervals()).isFalse();
    assertThat(found.model().predict(0, 1)).isFinite();
  }

  @Test
  void stoppedBeforeAnythingWasJudgedItSaysSo() {
    Groups.Builder builder = Groups.builder(30);
    for (int i = 0; i < 30; i++) {
      builder.add(i, "half", i < 15 ? "first" : "second");
    }
    GroupProblem problem = GroupProblem.of(OracleTable.seven().entries(), builder.build(), TEAM);
    GroupCompletion algorithm = new GroupCompletion(QUICK);
    GroupState started = algorithm.start(problem);
    for (GroupState state : List.of(started, algorithm.step(problem, started))) {
      GroupEstimate found = algorithm.estimate(problem, state);
      assertThat(found.chosen().usesGroups()).isFalse();
      assertThat(found.verdict())
          .isEqualTo(
              "The run was stopped before any model was judged on held-out entries, so the labels"
                  + " were not tried and the plain model was fitted");
    }
  }

  @Test
  void labelsForAnotherNumberOfRowsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupProblem.of(OracleTable.seven().entries(), Groups.none(20), TEAM))
        .withMessage("Labels are given for 20 rows, but the table has 30");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(OracleTable.seven().entries(), Groups.none(30), QUICK.withRank(21)))
        .withMessage("rank is 21, but a 30 × 20 matrix has rank at most 20; ask for 1 to 20");
  }

  /** Two kinds of rows with levels of their own in every column. */
  private static ObservedEntries levels(int rows, boolean coldRow) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] level = new double[2][15];
    for (double[] one : level) {
      for (int j = 0; j < 15; j++) {
        one[j] = 3 * OracleTable.normal(random);
      }
    }
    java.util.List<int[]> cells = new java.util.ArrayList<>();
    java.util.List<Double> values = new java.util.ArrayList<>();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 15; j++) {
        double noise = 0.3 * OracleTable.normal(random);
        if (random.nextDouble() < 0.6 && !(coldRow && i == 0)) {
          cells.add(new int[] {i, j});
          values.add(level[i % 2][j] + noise);
        }
      }
    }
    String[] names = new String[rows];
    java.util.Arrays.setAll(names, i -> "r" + i);
    String[] columns = new String[15];
    java.util.Arrays.setAll(columns, j -> "c" + j);
    return ObservedEntries.of(
        Labels.of(names),
        Labels.of(columns),
        cells.stream().mapToInt(c -> c[0]).toArray(),
        cells.stream().mapToInt(c -> c[1]).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Groups parity(int rows) {
    Groups.Builder builder = Groups.builder(rows);
    for (int i = 0; i < rows; i++) {
      builder.add(i, "kind", i % 2 == 0 ? "even" : "odd");
    }
    return builder.build();
  }

  /** A row without entries is 0 in X, so only the levels of its groups can speak for it. */
  @Test
  void coldRowsArePredictedFromTheirLabels() {
    ObservedEntries entries = levels(120, true);
    GroupEstimate found = fit(entries, parity(120), GroupOptions.defaults());
    assertThat(found.chosen().usesGroups()).isTrue();
    GroupModel model = found.model();
    double kin = 0;
    double other = 0;
    for (int j = 0; j < 15; j++) {
      kin += Math.abs(model.predict(0, j) - model.predict(2, j));
      other += Math.abs(model.predict(0, j) - model.predict(1, j));
    }
    assertThat(model.rowCount(0)).isZero();
    if (found.chosen().offsets().contains("kind")) {
      assertThat(kin).isLessThan(other / 3);
    }
  }

  @Test
  void foldsInRowsFromEntriesAndLabels() {
    ObservedEntries entries = levels(120, false);
    GroupModel model = fit(entries, parity(120), GroupOptions.defaults()).model();
    GroupModel again = model.foldIn(entries, parity(120));
    double squares = 0;
    double size = 0;
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < 15; j++) {
        squares += Math.pow(model.predict(i, j) - again.predict(i, j), 2);
        size += Math.pow(model.predict(i, j), 2);
      }
    }
    assertThat(Math.sqrt(squares / size)).isLessThan(0.05); // training rows give themselves back
    ObservedEntries none =
        ObservedEntries.of(
            Labels.of("new"), entries.columnLabels(), new int[0], new int[0], new double[0]);
    Groups odd = Groups.builder(1).add(0, "kind", "odd").add(0, "never", "seen").build();
    assertThat(model.foldIn(none, odd).predict(0, 3)).isFinite();
    assertThat(model.foldIn(none, Groups.none(1)).predict(0, 3)).isFinite();
  }

  @Test
  void foldsInColumns() {
    ObservedEntries entries = levels(120, false);
    GroupModel model = fit(entries, Groups.none(120), GroupOptions.defaults()).model();
    GroupModel again = model.foldInColumns(entries);
    double squares = 0;
    double size = 0;
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < 15; j++) {
        squares += Math.pow(model.predict(i, j) - again.predict(i, j), 2);
        size += Math.pow(model.predict(i, j), 2);
      }
    }
    assertThat(Math.sqrt(squares / size)).isLessThan(0.1);
  }

  @Test
  void storedModelsPredictTheSame() {
    ObservedEntries entries = levels(60, false);
    GroupModel model = fit(entries, parity(60), QUICK).model();
    GroupModel read = GroupModel.load(model.save(), entries.rowLabels(), entries.columnLabels());
    for (int i = -1; i < 60; i++) {
      for (int j = -1; j < 15; j++) {
        assertThat(read.predict(i, j)).isEqualTo(model.predict(i, j));
      }
    }
    assertThat(read.halfWidth(3, 0.8)).isEqualTo(model.halfWidth(3, 0.8));
    assertThat(read.groups().all().getLast().name()).isEqualTo("kind: odd");
  }

  @Test
  void scaleOfTheValuesDoesNotMatter() {
    ObservedEntries entries = levels(60, false);
    double[] large = entries.valueArray().clone();
    for (int k = 0; k < large.length; k++) {
      large[k] *= 1e100;
    }
    ObservedEntries scaled =
        ObservedEntries.of(
            entries.rowLabels(),
            entries.columnLabels(),
            entries.rowArray(),
            entries.columnArray(),
            large);
    double one = fit(entries, parity(60), QUICK).model().predict(3, 4);
    double other = fit(scaled, parity(60), QUICK).model().predict(3, 4);
    assertThat(other / 1e100).isCloseTo(one, within(1e-6 * Math.abs(one)));
  }

  @Test
  void missingnessOfUniformHolesIsUniform() {
    Regime regime = Regime.structured(5, new int[] {60, 60, 60, 60}, 0.25, 2, 2);
    Missingness found = Missingness.of(regime.entries(), regime.groups());
    assertThat(found.pattern()).isEqualTo(Missingness.Pattern.UNIFORM);
    assertThat(found.families().getFirst().overdispersion()).isBetween(0.8, 1.2);
    assertThat(found.rowDispersion()).isBetween(0.6, 1.4);
  }

  /** Too few rows to hold one in ten out: what was done instead is what is told. */
  @Test
  void patternsThatATableIsTooSmallForAreToldAsWhatWasDone() {
    ObservedEntries entries = levels(12, false);
    GroupProblem problem = GroupProblem.of(entries, parity(12), TEAM);
    GroupOptions wanted = GroupOptions.defaults().withPattern(Missingness.Pattern.BLOCKS);
    assertThat(problem.pattern(wanted)).isEqualTo(Missingness.Pattern.BLOCKS);
    GroupProblem unlabelled = GroupProblem.of(entries, Groups.none(12), TEAM);
    assertThat(unlabelled.pattern(wanted)).isEqualTo(Missingness.Pattern.UNIFORM);
    MatchedHoldOut.Cut cut =
        MatchedHoldOut.split(entries, Groups.none(12), Missingness.Pattern.BLOCKS, "none", 0.15, 1);
    assertThat(cut.pattern()).isEqualTo(Missingness.Pattern.UNIFORM);
    assertThat(cut.split().heldOut().count()).isPositive();
  }

  /** Rows without entries are predicted worse, and their intervals must say so. */
  @Test
  void intervalsOfRowsWithoutEntriesAreTheirOwn() {
    double[] residuals = new double[200];
    int[] counts = new int[200];
    for (int k = 0; k < 200; k++) {
      residuals[k] = k < 50 ? 5 : k < 100 ? -2 : 1;
      counts[k] = k < 50 ? 0 : k < 100 ? 3 : 20;
    }
    Conformal found = Conformal.of(residuals, counts);
    assertThat(found.halfWidth(0, 0.9)).isEqualTo(5);
    assertThat(found.halfWidth(3, 0.9)).isEqualTo(2);
    assertThat(found.halfWidth(20, 0.9)).isEqualTo(1);
    Conformal without = // none held out: as rows of few entries
        Conformal.of(Arrays.copyOfRange(residuals, 50, 200), Arrays.copyOfRange(counts, 50, 200));
    assertThat(without.halfWidth(0, 0.9)).isEqualTo(without.halfWidth(3, 0.9)).isEqualTo(2);
  }

  private static Search search(List<Trial> trials, List<String> families, long numbers) {
    return new Search(
        trials,
        families,
        List.of(),
        java.util.OptionalInt.empty(),
        java.util.OptionalDouble.empty(),
        8,
        _ -> numbers);
  }

  /**
   * Thirty families that all help: two models each, some more for the best four, and no more than
   * the stated most; with parts too large for a sum none is tried.
   */
  @Test
  void searchIsBounded() {
    List<String> families = java.util.stream.IntStream.range(0, 30).mapToObj(f -> "f" + f).toList();
    List<Trial> trials = new java.util.ArrayList<>();
    for (int k = 0; k < 1000; k++) {
      var next = search(trials, families, 30_000_000).next();
      if (next.isEmpty()) {
        break;
      }
      Candidate c = next.get();
      assertThat(c.kind()).isNotEqualTo(Candidate.Kind.SUM); // 30 million numbers a rank
      double error =
          2
              + Math.pow(Math.log(c.strength()), 2)
              - 0.01 * c.penalised().size()
              - 0.005 * c.offsets().size();
      trials.add(new Trial(c, error, 1));
    }
    assertThat(trials).hasSizeLessThanOrEqualTo(Search.MOST_TRIALS);
    for (String family : families) { // each had its chance
      assertThat(trials).anyMatch(t -> t.candidate().penalised().contains(family));
    }
  }

  @Test
  void searchGoesOnFromAnyTrial() {
    Search empty =
        new Search(
            List.of(),
            List.of("f"),
            List.of("f"),
            java.util.OptionalInt.empty(),
            java.util.OptionalDouble.empty(),
            8,
            _ -> 100);
    Candidate first = empty.next().orElseThrow();
    assertThat(first.kind()).isEqualTo(Candidate.Kind.PLAIN);
    List<Trial> trials = new java.util.ArrayList<>();
    for (int k = 0; k < 200; k++) {
      var next =
          new Search(
                  trials,
                  List.of("f"),
                  List.of("f"),
                  java.util.OptionalInt.empty(),
                  java.util.OptionalDouble.empty(),
                  8,
                  _ -> 100)
              .next();
      if (next.isEmpty()) {
        break;
      }
      Candidate c = next.get();
      assertThat(trials).noneMatch(t -> t.candidate().equals(c));
      double error =
          1
              + Math.pow(Math.log(c.strength()), 2)
              + 0.1 * Math.abs(c.rank() - 3)
              - (c.penalised().isEmpty() ? 0 : 0.2);
      trials.add(new Trial(c, error, 1));
    }
    assertThat(trials.size()).isBetween(10, 100);
    assertThat(trials).anyMatch(t -> t.candidate().kind() == Candidate.Kind.APART);
  }
}
