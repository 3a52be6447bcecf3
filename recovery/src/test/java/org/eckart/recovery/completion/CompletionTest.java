package org.eckart.recovery.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  private static final Parallel PARALLEL = Parallel.of(2);
  private static final CompletionOptions DEFAULTS = CompletionOptions.defaults();
  private static final ObservedEntries ENTRIES = PlantedEntries.of(200, 120, 7000, 3, 0.3, 1);
  private static final CompletionFit FIT = fit(ENTRIES, DEFAULTS);

  @AfterAll
  static void close() {
    PARALLEL.close();
  }

  static CompletionFit fit(ObservedEntries entries, CompletionOptions options) {
    return Run.of(new Completion(options))
        .start(CompletionProblem.of(entries, options, PARALLEL))
        .estimate();
  }

  @Test
  void theErrorOnNewEntriesComesNearTheNoise() {
    ObservedEntries[] parts =
        PlantedEntries.split(PlantedEntries.of(300, 200, 24000, 3, 0.3, 4), 20000);
    CompletionModel model = fit(parts[0], DEFAULTS).model();
    // noise 0.3, and (300 + 200) · 4 free numbers from 20,000 entries: √(0.09 · 1.1) is out of
    // reach of
    // rows with few entries, so a little more is allowed
    assertThat(rmse(model, parts[1])).isLessThan(0.36);
    assertThat(model.noiseLevel()).isCloseTo(0.3, within(0.03));
  }

  @Test
  void aNoiselessMatrixIsRecoveredToTheLimitsOfFloat() {
    ObservedEntries[] parts =
        PlantedEntries.split(PlantedEntries.of(200, 150, 16000, 3, 0, 9), 14000);
    CompletionModel model = fit(parts[0], DEFAULTS).model();
    // values have standard deviation 1.2 and factors 24 bits; rows of a few entries carry most of
    // the error
    assertThat(rmse(model, parts[1])).isLessThan(1e-3);
  }

  @Test
  void unneededDirectionsFade() {
    assertThat(FIT.trials().getLast().directionsInUse()).isBetween(3, 4);
  }

  @Test
  void aPureNoiseMatrixGetsNoMoreThanItsOffsets() {
    ObservedEntries[] parts =
        PlantedEntries.split(PlantedEntries.of(300, 200, 12000, 0, 1, 8), 10000);
    double full = rmse(fit(parts[0], DEFAULTS).model(), parts[1]);
    double offsets = rmse(fit(parts[0], DEFAULTS.withRank(0)).model(), parts[1]);
    assertThat(full).isLessThan(1.01 * offsets);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1e-3, 1e6, 1e150})
  void theScaleOfTheValuesMakesNoDifference(double scale) {
    double[] value = ENTRIES.valueArray().clone();
    for (int k = 0; k < value.length; k++) {
      value[k] *= scale;
    }
    ObservedEntries scaled =
        ObservedEntries.of(
            ENTRIES.rowLabels(),
            ENTRIES.columnLabels(),
            ENTRIES.rowArray(),
            ENTRIES.columnArray(),
            value);
    CompletionModel model = fit(scaled, DEFAULTS.withRank(3)).model();
    CompletionModel plain = fit(ENTRIES, DEFAULTS.withRank(3)).model();
    for (int k = 0; k < 50; k++) {
      assertThat(model.predict(k, k) / scale)
          .isCloseTo(plain.predict(k, k), within(2e-3)); // standardised values round differently
    }
  }

  @Test
  void oneAndTwoThreadsGiveTheSameBits() {
    ObservedEntries entries = PlantedEntries.of(900, 500, 60000, 3, 0.4, 2);
    CompletionOptions options = DEFAULTS.withRank(20).withMaxSweeps(4);
    try (Parallel one = Parallel.of(1);
        Parallel three = Parallel.of(3)) {
      CompletionModel a =
          Run.of(new Completion(options))
              .start(CompletionProblem.of(entries, options, one))
              .estimate()
              .model();
      CompletionModel b =
          Run.of(new Completion(options))
              .start(CompletionProblem.of(entries, options, three))
              .estimate()
              .model();
      for (String name : a.save().names()) {
        assertThat(
                java.util.Objects.deepEquals(
                    b.save().get(name).values(), a.save().get(name).values()))
            .as(name)
            .isTrue();
      }
    }
  }

  @Test
  void foldingInATrainingRowGivesItsPredictions() {
    ObservedEntries first = rowsBelow(ENTRIES, 20);
    CompletionModel folded = FIT.model().foldIn(first, PARALLEL);
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 120; j++) {
        assertThat(folded.predict(i, j)).isCloseTo(FIT.model().predict(i, j), within(0.02));
      }
    }
  }

  @Test
  void foldedInRowsMatchColumnsByLabel() {
    ObservedEntries row =
        ObservedEntries.of(
            Labels.of("new"),
            Labels.of("nowhere", "7", "3"),
            new int[] {0, 0, 0},
            new int[] {0, 1, 2},
            new double[] {9, 4, 2});
    CompletionModel folded = FIT.model().foldIn(row, PARALLEL);
    assertThat(folded.rowLabels().get(0)).isEqualTo("new");
    assertThat(folded.rowCount(0)).isEqualTo(2);
    assertThat(folded.wasSeen(0, 7)).isTrue();
    assertThat(folded.wasSeen(0, 4)).isFalse();
  }

  @Test
  void foldingInOnlyUnknownColumnsIsRefused() {
    ObservedEntries row =
        ObservedEntries.of(
            Labels.of("new"), Labels.of("x"), new int[] {0}, new int[] {0}, new double[] {1});
    assertThatThrownBy(() -> FIT.model().foldIn(row, PARALLEL))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "None of the 1 columns of the new rows (the first is 'x') is among the 120 this model"
                + " knows");
  }

  @Test
  void recommendationsAreTheBestUnseenColumns() {
    CompletionModel model = FIT.model();
    List<Integer> brute =
        IntStream.range(0, 120)
            .filter(j -> !model.wasSeen(5, j))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer j) -> -model.predict(5, j)))
            .limit(10)
            .toList();
    List<Recommendation> found = model.recommend(5, 10, 0.9);
    assertThat(found.stream().map(Recommendation::column)).isEqualTo(brute);
    assertThat(found)
        .allSatisfy(r -> assertThat(r.prediction().upper()).isGreaterThan(r.prediction().value()));
  }

  @Test
  void unknownRowsAndColumnsFallBackToOffsetsWithWiderIntervals() {
    CompletionModel model = FIT.model();
    assertThat(model.predict(-1, -1)).isCloseTo(model.center(), within(1e-6));
    Prediction known = model.predict(150, 100, 0.9);
    Prediction cold = model.predict(-1, -1, 0.9);
    assertThat(cold.upper() - cold.lower()).isGreaterThan(known.upper() - known.lower());
  }

  @Test
  void aSavedModelPredictsTheSame() {
    NamedArrays saved = FIT.model().save();
    CompletionModel loaded =
        CompletionModel.load(saved, ENTRIES.rowLabels(), ENTRIES.columnLabels());
    assertThat(loaded.predict(3, 4, 0.8)).isEqualTo(FIT.model().predict(3, 4, 0.8));
    assertThat(loaded.recommend(3, 5, 0.8)).isEqualTo(FIT.model().recommend(3, 5, 0.8));
  }

  @Test
  void aModelWithOtherLabelsIsRefused() {
    NamedArrays saved = FIT.model().save();
    assertThatThrownBy(
            () -> CompletionModel.load(saved, Labels.numbered(3), ENTRIES.columnLabels()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("rows and their labels differ in number");
  }

  @Test
  void directionsMultiplyBackToTheLowRankPart() {
    Directions directions = FIT.model().directions();
    CompletionModel model = FIT.model();
    double offsetFree =
        model.predict(3, 4) - model.predict(3, -1) - model.predict(-1, 4) + model.center();
    double sum = 0;
    for (int k = 0; k < directions.s().size(); k++) {
      sum += directions.u().get(3, k) * directions.s().get(k) * directions.v().get(4, k);
    }
    assertThat(sum).isCloseTo(offsetFree, within(1e-5));
  }

  @Test
  void starsStayOnTheirScale() {
    ObservedEntries half = PlantedEntries.of(60, 50, 1500, 2, 1, 3);
    double[] value = half.valueArray().clone();
    for (int k = 0; k < value.length; k++) {
      value[k] = Math.clamp(Math.round(value[k]), 1, 5);
    }
    ObservedEntries stars =
        ObservedEntries.of(
            half.rowLabels(), half.columnLabels(), half.rowArray(), half.columnArray(), value);
    CompletionModel model = fit(stars, DEFAULTS).model();
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 50; j++) {
        Prediction p = model.predict(i, j, 0.95);
        assertThat(p.value()).isBetween(1.0, 5.0);
        assertThat(p.lower()).isBetween(1.0, p.value());
        assertThat(p.upper()).isBetween(p.value(), 5.0);
      }
    }
  }

  @Test
  void aRankBeyondTheMatrixIsRefused() {
    assertThatThrownBy(() -> fit(ENTRIES, DEFAULTS.withRank(121)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rank is 121, but a 200 × 120 matrix has rank at most 120; ask for 0 to 120");
  }

  @Test
  void noEntryIsRefused() {
    ObservedEntries none =
        ObservedEntries.of(
            Labels.numbered(2), Labels.numbered(2), new int[0], new int[0], new double[0]);
    assertThatThrownBy(() -> CompletionProblem.of(none, DEFAULTS, PARALLEL))
        .hasMessage("There is no observed entry, so nothing can be completed");
  }

  private static ObservedEntries rowsBelow(ObservedEntries entries, int rows) {
    int[] chosen = IntStream.range(0, entries.count()).filter(k -> entries.row(k) < rows).toArray();
    ObservedEntries some = entries.select(chosen);
    return ObservedEntries.of(
        Labels.numbered(rows),
        some.columnLabels(),
        some.rowArray(),
        some.columnArray(),
        some.valueArray());
  }

  private static double rmse(CompletionModel model, ObservedEntries entries) {
    double squares = 0;
    for (int k = 0; k < entries.count(); k++) {
      double e = entries.value(k) - model.predict(entries.row(k), entries.column(k));
      squares += e * e;
    }
    return Math.sqrt(squares / entries.count());
  }
}
