package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.bayes.variate.NormalTable;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.jspecify.annotations.Nullable;

/**
 * Predictions from kept draws: the posterior mean of any entry, and intervals that average the
 * noise of an observation out exactly, draw by draw. A position of −1 is a row or column never
 * seen.
 *
 * <p>An interval takes about 10 µs; memory is that of the draws, 4 bytes a number.
 */
public final class ProductModel {
  /** Part of a standard deviation times K^(−1/5): half of Silverman's width, which is for means. */
  private static final double KERNEL = 0.5;

  private final DrawnSide rows;
  private final DrawnSide columns;
  private final float[] rowWeights;
  private final DrawNumbers numbers;
  private final boolean offsets;
  private final Standard standard;
  private final double[] levels;

  ProductModel(
      DrawnSide rows,
      DrawnSide columns,
      float[] rowWeights,
      DrawNumbers numbers,
      boolean offsets,
      Standard standard,
      double[] levels) {
    this.rows = rows;
    this.columns = columns;
    this.rowWeights = rowWeights;
    this.numbers = numbers;
    this.offsets = offsets;
    this.standard = standard;
    this.levels = levels;
  }

  static ProductModel of(ProductProblem problem, boolean offsets, List<ProductChain> chains) {
    List<KeptDraw> draws = new ArrayList<>();
    chains.forEach(chain -> draws.addAll(chain.kept));
    check(!draws.isEmpty(), "The chains have kept no draw yet, so nothing can be predicted");
    int q = draws.stream().mapToInt(draw -> draw.variance().length / 2).max().orElseThrow();
    int count = draws.size();
    float[] weights = new float[draws.getFirst().rowWeights().length * count];
    for (int t = 0; t < count; t++) {
      float[] own = draws.get(t).rowWeights();
      for (int i = 0; i < own.length; i++) {
        weights[i * count + t] = own[i];
      }
    }
    double[] levels = problem.levels();
    return new ProductModel(
        DrawnSide.of(draws, true, problem.rows(), q, offsets),
        DrawnSide.of(draws, false, problem.columns(), q, offsets),
        weights,
        DrawNumbers.of(
            draws, q, offsets, length(problem.rowFeatures()), length(problem.columnFeatures())),
        offsets,
        problem.standard(),
        levels);
  }

  public int rows() {
    return rows.rows();
  }

  public int columns() {
    return columns.rows();
  }

  private static double length(@Nullable Features features) {
    return features == null ? 1 : features.length();
  }

  /** d, of the draw that has most. */
  public int rank() {
    return rows.q() - (offsets ? 1 : 0);
  }

  /** K. */
  public int draws() {
    return rows.draws();
  }

  public boolean isOrdinal() {
    return levels.length > 0;
  }

  /** The levels of an ordinal output, rising. */
  public double[] levels() {
    return levels.clone();
  }

  /**
   * The value expected of an observation there: the posterior mean, within the range of a scale.
   */
  public double predict(int row, int column) {
    Known known = known(row, column);
    if (isOrdinal()) {
      return expected(probabilities(known));
    }
    double sum = 0;
    for (double m : known.mean()) {
      sum += m;
    }
    return standard.restored(sum / draws());
  }

  /** The interval of an observation there: of levels, those that hold the probability. */
  public Interval predict(int row, int column, double level) {
    checkLevel(level);
    Known known = known(row, column);
    if (isOrdinal()) {
      double[] probability = probabilities(known);
      return new Interval(
          expected(probability),
          levels[first(probability, (1 - level) / 2)],
          levels[first(probability, (1 + level) / 2)]);
    }
    double[] sd = new double[draws()];
    for (int t = 0; t < sd.length; t++) {
      sd[t] = Math.sqrt(known.variance()[t] + noiseVariance(row, t));
    }
    return interval(new Mixture(known.mean(), sd), level);
  }

  /** The interval of the expected value itself, without noise. */
  public Interval expected(int row, int column, double level) {
    checkLevel(level);
    check(!isOrdinal(), "Ordinal output has probabilities of levels; ask for those");
    Known known = known(row, column);
    double[] sd = new double[draws()];
    // draws are few: each is spread by what a kernel estimate of their density would
    double spread = Math.sqrt(new Mixture(known.mean(), sd).variance());
    double width = KERNEL * spread * Math.pow(draws(), -0.2);
    double[] shrunk = known.mean().clone();
    double middle = new Mixture(known.mean(), sd).mean();
    double keep = spread > 0 ? Math.sqrt(1 - width * width / (spread * spread)) : 1;
    for (int t = 0; t < sd.length; t++) {
      shrunk[t] = middle + keep * (shrunk[t] - middle);
      sd[t] = Math.sqrt(known.variance()[t] + width * width);
    }
    return interval(new Mixture(shrunk, sd), level);
  }

  /** The posterior variance of the expected value: the error to expect of its posterior mean. */
  public double variance(int row, int column) {
    check(!isOrdinal(), "Ordinal output has probabilities of levels; ask for those");
    Known known = known(row, column);
    double[] sd = new double[draws()];
    for (int t = 0; t < sd.length; t++) {
      sd[t] = Math.sqrt(known.variance()[t]);
    }
    return standard.scale() * standard.scale() * new Mixture(known.mean(), sd).variance();
  }

  private Interval interval(Mixture mixture, double level) {
    return new Interval(
        standard.restored(mixture.mean()),
        standard.restored(mixture.quantile((1 - level) / 2)),
        standard.restored(mixture.quantile((1 + level) / 2)));
  }

  /** Probability of each level there. */
  public double[] probabilities(int row, int column) {
    check(isOrdinal(), "Gaussian output has no levels; ask for an interval");
    return probabilities(known(row, column));
  }

  private static void checkLevel(double level) {
    check(level > 0 && level < 1, "level is %s; it must be above 0 and below 1, say 0.9", level);
  }

  /**
   * An expected value in each draw, standardised, and what is not known of it there.
   *
   * @param variance 0 where both row and column were seen
   */
  private record Known(double[] mean, double[] variance) {}

  private Known known(int row, int column) {
    int q = rows.q();
    int d = rank();
    double[] mean = new double[draws()];
    double[] variance = new double[draws()];
    for (int t = 0; t < mean.length; t++) {
      double x = numbers.mean()[t];
      if (row >= 0 && column >= 0) {
        int i = rows.from(row, t);
        int j = columns.from(column, t);
        for (int k = 0; k < d; k++) {
          x += (double) rows.theta()[i + k] * columns.theta()[j + k];
        }
      }
      if (offsets) {
        x += row < 0 ? 0 : rows.theta()[rows.from(row, t) + d];
        x += column < 0 ? 0 : columns.theta()[columns.from(column, t) + d];
      }
      mean[t] = x;
      if (row < 0 || column < 0) {
        variance[t] = unseen(row, column, t, q, d);
      }
    }
    return new Known(mean, variance);
  }

  /** Variance of an expected value of which the row or the column is known by its prior alone. */
  private double unseen(int row, int column, int t, int q, int d) {
    int ofRow = 2 * t * q;
    int ofColumn = ofRow + q;
    double[] s = numbers.variance();
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double a = row < 0 ? s[ofRow + k] : square(rows.theta()[rows.from(row, t) + k]);
      double b =
          column < 0 ? s[ofColumn + k] : square(columns.theta()[columns.from(column, t) + k]);
      sum += a * b;
    }
    if (offsets) {
      sum += row < 0 ? s[ofRow + d] : 0;
      sum += column < 0 ? s[ofColumn + d] : 0;
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }

  /** Variance of the noise of a row in a draw; of a row never seen, with a weight of its law. */
  private double noiseVariance(int row, int t) {
    double variance = 1 / numbers.precision()[t];
    if (rowWeights.length == 0) {
      return variance;
    }
    if (row >= 0) {
      return variance / rowWeights[row * draws() + t];
    }
    double freedom = numbers.freedom()[t];
    RandomStream random = RandomStream.of(1, "weight of a row never seen").split(t);
    return variance / GammaVariate.gamma(freedom / 2, freedom / 2, random);
  }

  private double[] probabilities(Known known) {
    int cuts = levels.length - 1;
    double[] probability = new double[levels.length];
    for (int t = 0; t < draws(); t++) {
      double sd = Math.sqrt(1 + known.variance()[t]);
      double below = 0;
      for (int l = 0; l < cuts; l++) {
        double upTo = NormalTable.cdf((numbers.cutpoints()[t * cuts + l] - known.mean()[t]) / sd);
        probability[l] += (upTo - below) / draws();
        below = upTo;
      }
      probability[cuts] += (1 - below) / draws();
    }
    return probability;
  }

  private double expected(double[] probability) {
    double sum = 0;
    for (int l = 0; l < levels.length; l++) {
      sum += probability[l] * levels[l];
    }
    return sum;
  }

  /** The first level up to which the probability reaches p. */
  private static int first(double[] probability, double p) {
    double sum = 0;
    for (int l = 0; l < probability.length; l++) {
      sum += probability[l];
      if (sum >= p) {
        return l;
      }
    }
    return probability.length - 1;
  }

  /** Expected value of a seen entry in one draw, standardised. */
  double standard(int row, int column, int t) {
    int d = rank();
    int i = rows.from(row, t);
    int j = columns.from(column, t);
    double x = numbers.mean()[t];
    for (int k = 0; k < d; k++) {
      x += (double) rows.theta()[i + k] * columns.theta()[j + k];
    }
    return offsets ? x + rows.theta()[i + d] + columns.theta()[j + d] : x;
  }

  /** Standard deviation of a seen row's noise in one draw, standardised. */
  double noise(int row, int t) {
    return Math.sqrt(noiseVariance(row, t));
  }

  /**
   * A model of new rows over the same columns, each given its entries and what its features say.
   *
   * @param count of rows
   * @param row of each entry, 0 to {@code count} − 1
   * @param column of each entry in this model
   * @param value of each entry; of ordinal output one of its levels
   * @param features of the rows, in the order in which the model was made; null for none
   */
  public ProductModel foldIn(
      int count,
      int[] row,
      int[] column,
      double[] value,
      @Nullable Features features,
      Parallel parallel) {
    double[] own = new double[value.length];
    for (int k = 0; k < own.length; k++) {
      check(
          row[k] >= 0 && row[k] < count && column[k] >= 0 && column[k] < columns(),
          "Entry %d is in row %d of %d and column %d of %d",
          k,
          row[k],
          count,
          column[k],
          columns());
      check(Double.isFinite(value[k]), "Entry %d is %s; values must be finite", k, value[k]);
      int level = isOrdinal() ? Arrays.binarySearch(levels, value[k]) : 0;
      check(level >= 0, "Entry %d is %s, which is none of the model's levels", k, value[k]);
      own[k] = isOrdinal() ? level : standard.standardised(value[k]);
    }
    int[] all = IntStream.range(0, own.length).toArray();
    EntryRows entries = EntryRows.of(count, all, row, column, own, null);
    boolean weighs = rowWeights.length > 0;
    NewRows.Drawn drawn =
        new NewRows(columns, numbers, offsets, weighs, isOrdinal())
            .draw(entries, features, RandomStream.of(1, "new rows"), parallel);
    return new ProductModel(
        new DrawnSide(drawn.theta(), draws(), rows.q()),
        columns,
        drawn.weights(),
        numbers,
        offsets,
        standard,
        levels);
  }

  /** The posterior mean of A Bᵀ, the low-rank part, of whatever rank it has. */
  public Svd directions() {
    return MeanProduct.of(rows, columns, rank(), standard.scale());
  }

  /** The model as arrays: those of a row or a column have it as their first way. */
  public NamedArrays save() {
    return ModelArrays.save(rows, columns, rowWeights, numbers, offsets, standard, levels);
  }

  /**
   * The model that {@link #save} stored.
   *
   * @throws IllegalArgumentException if arrays are missing or contradict each other
   */
  public static ProductModel load(NamedArrays from) {
    return ModelArrays.load(from);
  }
}
