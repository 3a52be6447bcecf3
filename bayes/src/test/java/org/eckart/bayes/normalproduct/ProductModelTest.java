package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.eckart.bayes.chain.Schedule;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductModelTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final Schedule SHORT = Schedule.of(50, 40).withChains(2);
  private static final ProductOptions TABLE = ProductOptions.defaults().withSchedule(SHORT);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static ObservedEntries ratings(int rows, int columns, int count) {
    RandomStream random = RandomStream.of(4, "ratings");
    Matrix truth = random.gaussian(rows, 2).timesTranspose(random.gaussian(columns, 2));
    int[] cell = Arrays.copyOf(random.permutation(rows * columns), count);
    double[] value = new double[count];
    for (int k = 0; k < count; k++) {
      value[k] = Math.clamp(Math.round(3 + truth.array()[cell[k]] + random.nextGaussian()), 1, 5);
    }
    return ObservedEntries.of(
        Labels.numbered(rows),
        Labels.numbered(columns),
        Arrays.stream(cell).map(k -> k / columns).toArray(),
        Arrays.stream(cell).map(k -> k % columns).toArray(),
        value);
  }

  private static ProductModel model(ObservedEntries entries, ProductOptions options) {
    return Planted.fitted(ProductProblem.of(entries, options, TEAM), options).model();
  }

  @Test
  void aStoredModelPredictsTheSame() {
    for (Output output : Output.values()) {
      ProductModel model = model(ratings(20, 15, 200), TABLE.withOutput(output));
      ProductModel again = ProductModel.load(model.save());
      for (int row = -1; row < 20; row += 7) {
        for (int column = -1; column < 15; column += 5) {
          assertThat(again.predict(row, column)).isEqualTo(model.predict(row, column));
          assertThat(again.predict(row, column, 0.8)).isEqualTo(model.predict(row, column, 0.8));
        }
      }
    }
  }

  @Test
  void predictionsKeepToTheScaleOfStars() {
    ProductModel model = model(ratings(20, 15, 200), TABLE);
    for (int i = 0; i < 20; i++) {
      Interval found = model.predict(i, i % 15, 0.99);
      assertThat(found.value()).isBetween(1.0, 5.0);
      assertThat(found.lower()).isBetween(1.0, found.value());
      assertThat(found.upper()).isBetween(found.value(), 5.0);
    }
  }

  @Test
  void widerLevelsGiveWiderIntervalsAndWhatIsNeverSeenTheWidest() {
    ProductModel model = model(ratings(20, 15, 200), TABLE.withNoise(new Noise.Learned()));
    double last = 0;
    for (double level : new double[] {0.1, 0.5, 0.9}) {
      Interval found = model.predict(3, 4, level);
      assertThat(found.upper() - found.lower()).isGreaterThan(last);
      last = found.upper() - found.lower();
    }
    Interval seen = model.predict(3, 4, 0.5);
    Interval unseen = model.predict(-1, -1, 0.5);
    assertThat(unseen.upper() - unseen.lower()).isGreaterThan(seen.upper() - seen.lower());
  }

  @Test
  void probabilitiesOfLevelsAddUpAndGiveTheExpectedLevel() {
    ProductModel model = model(ratings(20, 15, 200), TABLE.withOutput(Output.ORDINAL));
    assertThat(model.levels()).containsExactly(1, 2, 3, 4, 5);
    for (int row = -1; row < 20; row += 3) {
      double[] probability = model.probabilities(row, 2);
      double sum = 0;
      double mean = 0;
      for (int l = 0; l < 5; l++) {
        assertThat(probability[l]).isBetween(0.0, 1.0);
        sum += probability[l];
        mean += (l + 1) * probability[l];
      }
      assertThat(sum).isCloseTo(1, Offset.offset(1e-12));
      assertThat(model.predict(row, 2)).isCloseTo(mean, Offset.offset(1e-12));
    }
  }

  /** The same entries folded in as a new row are predicted as the row that was fitted with them. */
  @Test
  void aRowFoldedInIsPredictedAsIfFitted() {
    for (Output output : Output.values()) {
      ObservedEntries entries = ratings(40, 30, 800);
      ProductModel model =
          model(entries, TABLE.withOutput(output).withSchedule(Schedule.of(80, 150)));
      int[] own =
          java.util.stream.IntStream.range(0, entries.count())
              .filter(k -> entries.row(k) == 3)
              .toArray();
      ProductModel folded =
          model.foldIn(
              1,
              new int[own.length],
              Arrays.stream(own).map(entries::column).toArray(),
              Arrays.stream(own).mapToDouble(entries::value).toArray(),
              null,
              TEAM);
      double apart = 0;
      double spread = 0;
      for (int j = 0; j < 30; j++) {
        apart += Math.pow(folded.predict(0, j) - model.predict(3, j), 2);
        spread += Math.pow(model.predict(3, j) - model.predict(-1, j), 2);
      }
      assertThat(Math.sqrt(apart / spread)).as("%s", output).isLessThan(0.15);
    }
  }

  @Test
  void checksTellWildValuesApart() {
    RandomStream random = RandomStream.of(6, "checks");
    Matrix y = random.gaussian(30, 2).timesTranspose(random.gaussian(25, 2));
    y = y.plus(random.gaussian(30, 25));
    ProductOptions options =
        ProductOptions.plain(new Noise.Learned()).withRank(3).withSchedule(SHORT);
    assertThat(new Planted(y, y).fitted(options).checks().get("tails")).isBetween(0.02, 0.98);
    for (int k = 0; k < 20; k++) {
      y.set(k, k, 12 * (k % 2 == 0 ? 1 : -1));
    }
    assertThat(new Planted(y, y).fitted(options).checks().get("tails")).isLessThan(0.05);
  }

  /** A mixture of one normal has that normal's quantiles; 1.2815515655 is the 90 % one. */
  @Test
  void quantilesOfAMixtureAreThoseOfItsDistribution() {
    Mixture one = new Mixture(new double[] {2}, new double[] {3});
    assertThat(one.quantile(0.9)).isCloseTo(2 + 3 * 1.2815515655446004, Offset.offset(3e-6));
    Mixture apart = new Mixture(new double[] {-10, 10}, new double[] {1, 1});
    assertThat(apart.quantile(0.25)).isCloseTo(-10, Offset.offset(2e-5));
    assertThat(apart.quantile(0.95)).isCloseTo(10 + 1.2815515655446004, Offset.offset(2e-5));
    assertThat(new Mixture(new double[] {1, 1}, new double[2]).quantile(0.3)).isEqualTo(1);
  }

  /** The directions are the singular values of the mean that the model predicts without offsets. */
  @Test
  void directionsAreThoseOfTheMean() {
    ProductOptions options = ProductOptions.plain(new Noise.Known(1)).withSchedule(SHORT);
    ProductModel model = model(ratings(20, 15, 200), options.withKept(20));
    Svd found = model.directions();
    Matrix mean = Matrix.zeros(20, 15);
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 15; j++) {
        mean.set(i, j, model.predict(i, j));
      }
    }
    Svd exact = Svd.of(mean);
    assertThat(found.s().get(0)).isCloseTo(exact.s().get(0), Offset.offset(0.1));
  }

  /** The same answer at any scale, but for rounding. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-150, 1e12, 1e150})
  void scaleOfTheDataMakesNoDifference(double scale) {
    RandomStream random = RandomStream.of(2, "scale");
    Matrix y =
        random.gaussian(8, 1).timesTranspose(random.gaussian(6, 1)).plus(random.gaussian(8, 6));
    ProductOptions options = ProductOptions.plain(new Noise.Learned()).withSchedule(SHORT);
    ProductModel one = new Planted(y, y).fitted(options).model();
    ProductModel other = new Planted(y, y.scaled(scale)).fitted(options).model();
    assertThat(other.predict(3, 3) / scale).isCloseTo(one.predict(3, 3), Offset.offset(1e-4));
    assertThat(other.predict(3, 3, 0.9).lower() / scale)
        .isCloseTo(one.predict(3, 3, 0.9).lower(), Offset.offset(1e-3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void oddMatricesGiveNumbers(int kind) {
    Matrix y =
        switch (kind) {
          case 0 -> Matrix.of(new double[][] {{-2}});
          case 1 -> Matrix.of(new double[][] {{1, 2, 3, 4}});
          case 2 -> Matrix.zeros(5, 4);
          case 3 -> Matrix.of(new double[][] {{7, 7}, {7, 7}, {7, 7}});
          case 4 -> Matrix.of(new double[][] {{1, Double.NaN}, {Double.NaN, Double.NaN}});
          default -> // no noise at all, and repeated singular values
              Matrix.identity(6);
        };
    for (ProductOptions options :
        new ProductOptions[] {
          TABLE, ProductOptions.plain(new Noise.Learned()).withSchedule(SHORT)
        }) {
      ProductModel model = new Planted(y, y).fitted(options).model();
      for (int i = 0; i < y.rows(); i++) {
        for (int j = 0; j < y.columns(); j++) {
          Interval found = model.predict(i, j, 0.9);
          assertThat(found.value()).isFinite();
          assertThat(found.lower()).isFinite().isLessThanOrEqualTo(found.upper());
          assertThat(found.upper()).isFinite();
        }
      }
    }
  }

  /** What is constant is predicted as that, with no width beyond the bound on the noise. */
  @Test
  void aConstantTableIsPredicted() {
    Matrix y = Matrix.of(new double[][] {{7, 7}, {7, 7}, {7, Double.NaN}});
    Interval found = new Planted(y, y).fitted(TABLE).model().predict(2, 1, 0.9);
    assertThat(found.value()).isCloseTo(7, Offset.offset(0.5));
  }

  /** Rows of equal values have no residual at all, so that their own noise level wants to be 0. */
  @Test
  void rowsWithoutNoiseBesideRowsWithItArePredicted() {
    Matrix seen = RandomStream.of(6, "blank rows").gaussian(28, 28);
    for (int k = 0; k < seen.array().length; k++) {
      seen.array()[k] = k / 28 % 3 == 0 ? 0 : k % 5 == 0 ? Double.NaN : seen.array()[k];
    }
    ProductOptions options =
        ProductOptions.plain(new Noise.ByRow()).withSchedule(Schedule.of(150, 100).withChains(2));
    ProductPosterior found = Planted.fitted(ProductProblem.of(seen, options, TEAM), options);
    for (int i = 0; i < 28; i++) {
      Interval of = found.model().predict(i, 3, 0.9);
      assertThat(of.value()).isBetween(of.lower(), of.upper());
      if (i % 3 == 0) {
        assertThat(of.upper() - of.lower()).isLessThan(1e-3);
      }
    }
  }

  @Test
  void badInputIsRefusedInOneSentence() {
    ObservedEntries none =
        ObservedEntries.of(
            Labels.numbered(2), Labels.numbered(3), new int[0], new int[0], new double[0]);
    assertThatThrownBy(() -> ProductProblem.of(none, TABLE, TEAM))
        .hasMessage("The 2 × 3 matrix has no observed entry; give at least one");
    Matrix infinite = Matrix.of(new double[][] {{1, Double.POSITIVE_INFINITY}});
    assertThatThrownBy(() -> ProductProblem.of(infinite, TABLE, TEAM))
        .hasMessage(
            "Entry (0, 1) is Infinity; give a finite number, or NaN where it was not observed");
    assertThatThrownBy(() -> new Noise.Known(0))
        .hasMessage("level is 0.0; a noise level must be above 0, or have it learned");
    assertThatThrownBy(() -> TABLE.withRank(-1))
        .hasMessage("rank is -1; it must be 0 (offsets alone) to 512");
    assertThatThrownBy(() -> ProductOptions.plain(new Noise.Learned()).withRank(0))
        .hasMessage("rank is 0 and there are no offsets, so there is nothing to learn");
    assertThatThrownBy(() -> TABLE.withKept(0))
        .hasMessage("kept is 0; at least 1 draw must be kept to predict from");
    Matrix equal = Matrix.of(new double[][] {{2, 2}, {2, 2}});
    assertThatThrownBy(() -> ProductProblem.of(equal, TABLE.withOutput(Output.ORDINAL), TEAM))
        .hasMessage(
            "Ordinal output needs 2 to 64 different values, and there are 1; take gaussian");
    Matrix many = RandomStream.of(1, "many levels").gaussian(10, 10);
    assertThatThrownBy(() -> ProductProblem.of(many, TABLE.withOutput(Output.ORDINAL), TEAM))
        .hasMessage(
            "Ordinal output needs 2 to 64 different values, and there are more; take gaussian");
    assertThatThrownBy(() ->
            ProductProblem.withNoise(
                ratings(2, 2, 2), new double[] {1, 0}, ProductOptions.defaults(), TEAM))
        .hasMessageMatching("The noise level of row '.', column '.' is 0.0; it must be above 0");
    ProductProblem two = ProductProblem.of(equal, TABLE, TEAM);
    assertThatThrownBy(() -> two.withRowFeatures(Features.of(Matrix.zeros(3, 1))))
        .hasMessage("There are features of 3 rows, but 2 rows; give one set for each");
    assertThatThrownBy(() -> Features.of(Matrix.of(new double[][] {{Double.NaN}})))
        .hasMessage("Feature 0 of row 0 is NaN; features must be finite numbers");
    ProductOptions precise = ProductOptions.plain(new Noise.Known(1e-9)).withSchedule(SHORT);
    assertThatThrownBy(() -> Planted.fitted(ProductProblem.of(many, precise, TEAM), precise))
        .hasMessageStartingWith("The values' spread is ")
        .hasMessageEndingWith(
            " times the noise level, and beyond 1e+07 rounding exceeds the noise; give a larger"
                + " noise level");
  }
}
