package org.eckart.recovery.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashSet;
import java.util.SplittableRandom;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The count-scaled penalty on ratings made by a portable recipe, against minima that an independent
 * double-precision implementation found from five starts: F = 3814.674 and test RMSE 0.5995 at rank
 * 5, F = 7066.606 and 0.87468 for offsets alone (λ = ω = ½).
 */
class RatingsOracleTest {
  private static final int ROWS = 600;
  private static final int COLUMNS = 400;
  private static final Penalty HALF = new Penalty.CountScaled(0.5, 0.5);

  private static final ObservedEntries ALL = ratings(20000, 4000, 5, 77);
  private static final ObservedEntries TRAIN = PlantedEntries.split(ALL, 20000)[0];
  private static final ObservedEntries TEST = PlantedEntries.split(ALL, 20000)[1];

  @Test
  void theRecipeGivesItsPublishedNumbers() {
    assertThat(TRAIN.row(0)).isEqualTo(79);
    assertThat(TRAIN.column(0)).isEqualTo(91);
    assertThat(TRAIN.value(0)).isCloseTo(3.847315499599, within(1e-12));
    assertThat(TRAIN.row(2)).isEqualTo(349);
    assertThat(TRAIN.value(2)).isCloseTo(4.152581658499, within(1e-12));
    assertThat(TRAIN.mean()).isCloseTo(3.464990595541, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, CompletionOptions.EXACT_STEPS})
  void everyNumberOfInnerStepsReachesTheMinimum(int innerSteps) {
    Fit fit = Fit.of(5, innerSteps, 400);
    assertThat(fit.objective).isBetween(3814.6, 3815.2);
    assertThat(fit.testRmse).isCloseTo(0.5995, within(0.0005));
    assertThat(fit.everRose).isFalse();
  }

  @Test
  void offsetsAloneReachTheirMinimum() {
    Fit fit = Fit.of(0, 3, 50);
    assertThat(fit.objective).isCloseTo(7066.60639, within(0.05));
    assertThat(fit.testRmse).isCloseTo(0.87467776, within(1e-4));
  }

  private record Fit(double objective, double testRmse, boolean everRose) {
    static Fit of(int rank, int innerSteps, int sweeps) {
      int[] rowPlace = CompressedEntries.placesByCount(TRAIN.rowCounts());
      int[] columnPlace = CompressedEntries.placesByCount(TRAIN.columnCounts());
      double mean = TRAIN.mean();
      CompletionProblem.Grouped grouped =
          new CompletionProblem.Grouped(
              CompressedEntries.of(TRAIN, rowPlace, columnPlace, mean, 1, null),
              CompressedEntries.of(TRAIN.transposed(), columnPlace, rowPlace, mean, 1, null));
      FactorState state = FactorState.start(ROWS, COLUMNS, rank, 3);
      boolean rose = false;
      double last = Double.POSITIVE_INFINITY;
      double objective = last;
      try (Parallel parallel = Parallel.of(2)) {
        for (int sweep = 0; sweep < sweeps; sweep++) {
          state = state.swept(grouped, HALF, innerSteps, 1, parallel);
          objective = objective(state, rowPlace, columnPlace, mean);
          rose |= objective > last * (1 + 1e-5); // float sums over 20,000 entries
          last = objective;
        }
      }
      double squares = 0;
      for (int k = 0; k < TEST.count(); k++) {
        double e =
            TEST.value(k)
                - mean
                - state.predict(rowPlace[TEST.row(k)], columnPlace[TEST.column(k)]);
        squares += e * e;
      }
      return new Fit(objective, Math.sqrt(squares / TEST.count()), rose);
    }

    private static double objective(
        FactorState state, int[] rowPlace, int[] columnPlace, double mean) {
      double sum = 0;
      for (int k = 0; k < TRAIN.count(); k++) {
        double e =
            TRAIN.value(k)
                - mean
                - state.predict(rowPlace[TRAIN.row(k)], columnPlace[TRAIN.column(k)]);
        sum += e * e / 2;
      }
      return sum
          + penalty(state.rows(), rowPlace, TRAIN.rowCounts())
          + penalty(state.columns(), columnPlace, TRAIN.columnCounts());
    }

    private static double penalty(SideState side, int[] place, int[] counts) {
      double sum = 0;
      for (int i = 0; i < counts.length; i++) {
        double squares = side.offset()[place[i]] * (double) side.offset()[place[i]];
        for (int k = 0; k < side.stride(); k++) {
          double x = side.factor()[place[i] * side.stride() + k];
          squares += x * x;
        }
        sum += 0.5 * 0.5 * Math.sqrt(Math.max(1, counts[i])) * squares;
      }
      return sum;
    }
  }

  /** Ratings with Zipf-like counts: SplitMix64 bits, Box–Muller normals, see the class comment. */
  private static ObservedEntries ratings(int train, int test, int rank, long seed) {
    Portable places = new Portable(seed);
    double[] rowLaw = law(ROWS);
    double[] columnLaw = law(COLUMNS);
    LinkedHashSet<Integer> pairs = new LinkedHashSet<>();
    while (pairs.size() < train + test) {
      int i = first(rowLaw, places.uniform());
      int j = first(columnLaw, places.uniform());
      pairs.add(i * COLUMNS + j);
    }
    Portable normals = new Portable(seed + 1);
    double[] u = normals.normals(ROWS * rank);
    double[] v = normals.normals(COLUMNS * rank);
    double[] b = normals.normals(ROWS);
    double[] c = normals.normals(COLUMNS);
    double[] s = new double[rank];
    double squares = 0;
    for (int k = 0; k < rank; k++) {
      s[k] = 1 + (0.1 - 1) * k / (rank - 1);
      squares += s[k] * s[k];
    }
    int count = pairs.size();
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    int at = 0;
    for (int pair : pairs) {
      int i = pair / COLUMNS;
      int j = pair % COLUMNS;
      double low = 0;
      for (int k = 0; k < rank; k++) {
        low += u[i * rank + k] * s[k] * v[j * rank + k];
      }
      row[at] = i;
      column[at] = j;
      value[at] =
          3.5
              + 0.4 * b[i]
              + 0.4 * c[j]
              + 0.7 * low / Math.sqrt(squares)
              + 0.5 * normals.normals(1)[0];
      at++;
    }
    return ObservedEntries.of(Labels.numbered(ROWS), Labels.numbered(COLUMNS), row, column, value);
  }

  private static double[] law(int size) {
    double[] cumulative = new double[size];
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += Math.pow(k + 10, -0.7);
      cumulative[k] = sum;
    }
    for (int k = 0; k < size; k++) {
      cumulative[k] /= sum;
    }
    return cumulative;
  }

  private static int first(double[] cumulative, double u) {
    int k = 0;
    while (k < cumulative.length - 1 && cumulative[k] <= u) {
      k++;
    }
    return k;
  }

  private static final class Portable {
    private final SplittableRandom bits;

    Portable(long seed) {
      bits = new SplittableRandom(seed);
    }

    double uniform() {
      return (bits.nextLong() >>> 11) * 0x1p-53;
    }

    double[] normals(int count) {
      double[] normals = new double[count];
      for (int k = 0; k < count; k++) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
        normals[k] = radius * Math.cos(2 * Math.PI * uniform());
      }
      return normals;
    }
  }
}
