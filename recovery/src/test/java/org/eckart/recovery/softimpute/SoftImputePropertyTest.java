package org.eckart.recovery.softimpute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every shape, rank, scale and pattern of holes. */
class SoftImputePropertyTest {
  /** A problem by its seed, so that a failure can be made again. */
  record Case(long seed, int rows, int columns, int rank, double density, double scale) {
    /** Where the norm is bounded by Lanczos steps, sharper bounds take many. */
    double tolerance() {
      return Math.min(rows, columns) > 200 ? 1e-4 : 1e-7;
    }

    ObservedEntries entries() {
      RandomStream random = RandomStream.of(seed, "soft-impute case");
      Matrix left = random.gaussian(rows, Math.max(1, rank));
      Matrix right = random.gaussian(columns, Math.max(1, rank));
      int[] places = random.permutation(rows * columns);
      int count = Math.max(1, (int) (density * rows * columns));
      int[] row = new int[count];
      int[] column = new int[count];
      double[] value = new double[count];
      for (int k = 0; k < count; k++) {
        row[k] = places[k] / columns;
        column[k] = places[k] % columns;
        for (int c = 0; c < rank; c++) {
          value[k] += left.get(row[k], c) * right.get(column[k], c);
        }
        value[k] = scale * (value[k] + (rank < 3 ? 0 : 0.3 * random.nextGaussian()));
      }
      return ObservedEntries.of(
          Labels.numbered(rows), Labels.numbered(columns), row, column, value);
    }
  }

  static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    long seed = 0;
    int[][] shapes = {{1, 1}, {1, 9}, {9, 1}, {2, 2}, {7, 40}, {40, 7}, {25, 25}, {205, 210}};
    for (int[] shape : shapes) {
      for (double density : new double[] {0.1, 0.5, 1}) {
        int rank = (int) (seed % 4);
        double scale = Math.pow(10, new double[] {0, -150, 150, -8}[(int) (seed / 4 % 4)]);
        all.add(new Case(++seed, shape[0], shape[1], rank, density, scale));
      }
    }
    return all.stream();
  }

  /** D ≤ P at every step, D never falls and P never rises for one λ, and KKT numbers are finite. */
  @ParameterizedTest
  @MethodSource("cases")
  void theMinimumStaysBetweenTheBounds(Case one) {
    SoftImputeOptions options =
        SoftImputeOptions.defaults()
            .withoutOffsets()
            .withTolerance(one.tolerance())
            .withMaxSteps(300)
            .withRankCap(Math.min(one.rows(), one.columns()))
            .withPenalty(0.4 * one.scale() * Math.sqrt(Math.max(one.rows(), one.columns())));
    SoftImpute algorithm = new SoftImpute(options);
    try (Parallel parallel = Parallel.of(2)) {
      SoftImputeProblem problem = SoftImputeProblem.of(one.entries(), parallel);
      List<Fit> fits = new ArrayList<>();
      SoftImputeState state = algorithm.start(problem);
      while (algorithm.progress(problem, state).end().isEmpty()) {
        state = algorithm.step(problem, state);
        fits.add(state.fit());
      }
      double highest = fits.stream().mapToDouble(Fit::lowerBound).max().orElseThrow();
      double rounding = 1e-12;
      double before = Double.POSITIVE_INFINITY;
      double boundBefore = 0;
      for (Fit fit : fits) {
        assertThat(fit.objective()).isLessThanOrEqualTo(before * (1 + rounding));
        assertThat(fit.lowerBound()).isGreaterThanOrEqualTo(boundBefore);
        assertThat(highest).isLessThanOrEqualTo(fit.objective() * (1 + rounding));
        assertThat(fit.gap()).isBetween(0.0, 1.0);
        assertThat(fit.excess()).isFinite().isNotNegative();
        assertThat(fit.alignment()).isFinite().isNotNegative();
        before = fit.objective();
        boundBefore = fit.lowerBound();
      }
      assertThat(fits.getLast().gap())
          .as("%s after %d steps", one, fits.size())
          .isLessThanOrEqualTo(one.tolerance());
      assertOrthonormal(fits.getLast().x());
    }
  }

  private static void assertOrthonormal(Svd x) {
    for (Matrix factor : List.of(x.u(), x.v())) {
      Matrix gram = factor.gram();
      double off = gram.minus(Matrix.identity(x.rank())).largestMagnitude();
      assertThat(off).isLessThan(1e-12);
    }
    for (int k = 0; k < x.rank(); k++) {
      assertThat(x.s().get(k)).isPositive();
      assertThat(k == 0 || x.s().get(k) <= x.s().get(k - 1)).isTrue();
    }
  }

  /** X̂(cY; cλ) = c X̂(Y; λ), with λ given and with λ chosen. */
  @ParameterizedTest
  @ValueSource(doubles = {3.7, 1e-150, 1e150, 1e-12})
  void scalesWithTheData(double c) {
    ObservedEntries entries = SevenTable.seven().entries();
    double[] scaled = entries.valueArray().clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= c;
    }
    ObservedEntries larger =
        ObservedEntries.of(
            entries.rowLabels(),
            entries.columnLabels(),
            entries.rowArray(),
            entries.columnArray(),
            scaled);
    SoftImputeOptions options = SoftImputeOptions.defaults().withTolerance(1e-9).withMaxSteps(2000);
    assertScaled(fit(entries, options.withPenalty(2)), fit(larger, options.withPenalty(2 * c)), c);
    options = SoftImputeOptions.defaults().withTolerance(1e-9).withMaxSteps(2000);
    assertScaled(fit(entries, options), fit(larger, options), c);
  }

  private static void assertScaled(SoftImputeEstimate one, SoftImputeEstimate other, double c) {
    assertThat(other.rank()).isEqualTo(one.rank());
    assertThat(other.penalty() / c).isCloseTo(one.penalty(), within(1e-9 * one.penalty()));
    for (int i = 0; i < one.rowOffsets().size(); i++) {
      for (int j = 0; j < one.columnOffsets().size(); j++) {
        assertThat(other.predict(i, j) / c).isCloseTo(one.predict(i, j), within(1e-8));
      }
    }
  }

  /** Rows and columns in another order, and transposed: the same minimum. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void orderDoesNotMatter(long seed) {
    Case one = new Case(seed, 33, 21, 3, 0.5, 1);
    ObservedEntries entries = one.entries();
    int[] rowTo = RandomStream.of(seed, "rows").permutation(33);
    int[] columnTo = RandomStream.of(seed, "columns").permutation(21);
    int[] row = new int[entries.count()];
    int[] column = new int[entries.count()];
    for (int k = 0; k < row.length; k++) {
      row[k] = rowTo[entries.row(k)];
      column[k] = columnTo[entries.column(k)];
    }
    ObservedEntries moved =
        ObservedEntries.of(
            Labels.numbered(33), Labels.numbered(21), row, column, entries.valueArray());
    SoftImputeOptions options =
        SoftImputeOptions.defaults().withTolerance(1e-12).withMaxSteps(3000).withPenalty(3);
    SoftImputeEstimate here = fit(entries, options);
    SoftImputeEstimate there = fit(moved, options);
    SoftImputeEstimate across = fit(entries.transposed(), options);
    for (int i = 0; i < 33; i++) {
      for (int j = 0; j < 21; j++) {
        assertThat(there.predict(rowTo[i], columnTo[j]))
            .isCloseTo(here.predict(i, j), within(1e-5));
        assertThat(across.predict(j, i)).isCloseTo(here.predict(i, j), within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 4, -1e150})
  void aConstantTableIsPredictedByItsMean(double value) {
    ObservedEntries shape = new Case(1, 12, 8, 1, 0.6, 1).entries();
    double[] values = new double[shape.count()];
    java.util.Arrays.fill(values, value);
    ObservedEntries entries =
        ObservedEntries.of(
            shape.rowLabels(), shape.columnLabels(), shape.rowArray(), shape.columnArray(), values);
    SoftImputeEstimate found = fit(entries, SoftImputeOptions.defaults());
    assertThat(found.rank()).isZero();
    assertThat(found.settled()).isTrue();
    assertThat(found.predict(0, 0)).isCloseTo(value, within(1e-12 * Math.abs(value)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void threadsMakeNoDifference(int threads) {
    ObservedEntries entries = new Case(9, 500, 300, 3, 0.2, 1).entries();
    SoftImpute algorithm = new SoftImpute(SoftImputeOptions.defaults().withMaxSteps(3));
    assertThat(bits(algorithm, entries, threads)).isEqualTo(bits(algorithm, entries, 1));
  }

  private static Fingerprint bits(SoftImpute algorithm, ObservedEntries entries, int threads) {
    try (Parallel parallel = Parallel.of(threads)) {
      SoftImputeProblem problem = SoftImputeProblem.of(entries, parallel);
      SoftImputeState state = algorithm.start(problem);
      for (int k = 0; k < 6; k++) {
        state = algorithm.step(problem, state);
      }
      return Fingerprint.of(algorithm.save(state));
    }
  }

  private static SoftImputeEstimate fit(ObservedEntries entries, SoftImputeOptions options) {
    try (Parallel parallel = Parallel.of(2)) {
      return org.eckart.core.run.Run.of(new SoftImpute(options))
          .start(SoftImputeProblem.of(entries, parallel))
          .estimate();
    }
  }
}
