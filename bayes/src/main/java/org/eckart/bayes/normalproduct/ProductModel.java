package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.bayes.variate.NormalTable;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;

/**
 * Predictions from kept draws: the posterior mean of any entry, and intervals that average the
 * noise of an observation out exactly, draw by draw. A position of −1 is a row or column never
 * seen.
 *
 * <p>An interval takes about 10 µs; memory is that of the draws, 4 bytes a number.
 */
public final class ProductModel {
  private final DrawnSide rows;
  private final DrawnSide columns;
  private final float[] rowWeights;
  private final DrawNumbers numbers;
  private final boolean offsets;
  private final double centre;
  private final double scale;
  private final double lowest;
  private final double highest;
  private final double[] levels;

  private ProductModel(
      DrawnSide rows,
      DrawnSide columns,
      float[] rowWeights,
      DrawNumbers numbers,
      boolean offsets,
      double[] standard,
      double[] levels) {
    this.rows = rows;
    this.columns = columns;
    this.rowWeights = rowWeights;
    this.numbers = numbers;
    this.offsets = offsets;
    this.centre = standard[0];
    this.scale = standard[1];
    this.lowest = standard[2];
    this.highest = standard[3];
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
        DrawNumbers.of(draws, q, offsets),
        offsets,
        new double[] {problem.centre(), problem.scale(), problem.lowest(), problem.highest()},
        levels);
  }

  public int rows() {
    return rows.rows();
  }

  public int columns() {
    return columns.rows();
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

  /** The value expected of an observation there: the posterior mean, within the range of a scale. */
  public double predict(int row, int column) {
    Known known = known(row, column);
    if (isOrdinal()) {
      return expected(probabilities(known));
    }
    double sum = 0;
    for (double m : known.mean()) {
      sum += m;
    }
    return clipped(centre + scale * sum / draws());
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
      sd[t] = Math.sqrt(known.variance()[t] + noise(row, t));
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

  private static final double KERNEL = 0.5; // half of Silverman's width, which would be 1.06

  private Interval interval(Mixture mixture, double level) {
    return new Interval(
        clipped(centre + scale * mixture.mean()),
        clipped(centre + scale * mixture.quantile((1 - level) / 2)),
        clipped(centre + scale * mixture.quantile((1 + level) / 2)));
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
      double b = column < 0 ? s[ofColumn + k] : square(columns.theta()[columns.from(column, t) + k]);
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
  private double noise(int row, int t) {
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

  private double clipped(double value) {
    return Math.clamp(value, lowest, highest);
  }

  /** The posterior mean of A Bᵀ, the low-rank part, of whatever rank it has. */
  public Svd directions() {
    return MeanProduct.of(rows, columns, rank(), scale);
  }

  /** All posterior means, m × n of them. */
  public Matrix mean() {
    Matrix mean = Matrix.zeros(rows(), columns());
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        mean.set(i, j, predict(i, j));
      }
    }
    return mean;
  }

  /** The model as arrays: those of a row or a column have it as their first way. */
  public NamedArrays save() {
    int k = draws();
    int q = rows.q();
    NamedArrays.Builder to =
        NamedArrays.builder()
            .put("row_draws", rows.theta(), rows(), k, q)
            .put("column_draws", columns.theta(), columns(), k, q);
    to.put("row_weights", rowWeights, rows(), rowWeights.length / rows());
    to.put("draw_mean", numbers.mean())
        .put("draw_precision", numbers.precision())
        .put("draw_freedom", numbers.freedom())
        .put("draw_variance", numbers.variance(), k, 2, q)
        .put("draw_cutpoints", numbers.cutpoints(), k, numbers.cutpoints().length / k)
        .put("draw_row_coefficients", numbers.rowCoefficients())
        .put("draw_column_coefficients", numbers.columnCoefficients())
        .put("standard", new double[] {centre, scale, lowest, highest, offsets ? 1 : 0})
        .put("levels", levels);
    return to.build();
  }

  /**
   * The model that {@link #save} stored.
   *
   * @throws IllegalArgumentException if arrays are missing or contradict each other
   */
  public static ProductModel load(NamedArrays from) {
    int[] shape = from.get("row_draws").shape();
    int[] other = from.get("column_draws").shape();
    check(
        shape.length == 3 && other.length == 3 && shape[1] == other[1] && shape[2] == other[2],
        "draws of rows and of columns differ in number");
    int k = shape[1];
    DrawNumbers numbers =
        new DrawNumbers(
            from.doubles("draw_mean"),
            from.doubles("draw_precision"),
            from.doubles("draw_freedom"),
            from.doubles("draw_variance"),
            from.doubles("draw_cutpoints"),
            from.floats("draw_row_coefficients"),
            from.floats("draw_column_coefficients"));
    double[] standard = from.doubles("standard");
    double[] levels = from.doubles("levels");
    check(
        k >= 1
            && numbers.mean().length == k
            && numbers.precision().length == k
            && numbers.freedom().length == k
            && numbers.variance().length == 2 * k * shape[2]
            && numbers.cutpoints().length == k * Math.max(0, levels.length - 1)
            && standard.length == 5,
        "the numbers of %d draws differ in length",
        k);
    float[] weights = from.floats("row_weights");
    check(
        weights.length == 0 || weights.length == shape[0] * k,
        "rows and their weights differ in number");
    return new ProductModel(
        new DrawnSide(from.floats("row_draws"), k, shape[2]),
        new DrawnSide(from.floats("column_draws"), k, shape[2]),
        weights,
        numbers,
        standard[4] != 0,
        standard,
        levels);
  }
}
