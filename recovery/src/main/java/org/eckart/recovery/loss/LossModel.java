package org.eckart.recovery.loss;

import static org.eckart.linalg.Check.check;

import org.eckart.core.InputException;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;

/**
 * Predicts entries of a matrix completed under a loss, on the scale of the values: probabilities of
 * yes, rates of counts. A row or column that it does not know (−1) is predicted from its prior: the
 * other's offset, moderated by what is not known.
 */
public final class LossModel {
  private final LossKind kind;
  private final double shift;
  private final double scale;
  private final Posterior posterior;

  private LossModel(LossKind kind, double shift, double scale, Posterior posterior) {
    this.kind = kind;
    this.shift = shift;
    this.scale = scale;
    this.posterior = posterior;
  }

  static LossModel of(LossProblem problem, Posterior posterior, LossOptions options) {
    return new LossModel(options.loss(), problem.shift(), problem.scale(), posterior);
  }

  public LossKind kind() {
    return kind;
  }

  public int rows() {
    return posterior.rows().size();
  }

  public int columns() {
    return posterior.columns().size();
  }

  public int rank() {
    return posterior.rank();
  }

  /** σ in the units of the values, of what has noise; NaN otherwise. */
  public double noiseLevel() {
    return kind.hasNoise() ? scale * posterior.noise() : Double.NaN;
  }

  /** The mean of y at a row and a column; −1 for one that the model does not know. */
  public double predict(int row, int column) {
    return shift + scale * Expectation.meanOf(kind, mean(row, column), variance(row, column));
  }

  private double mean(int row, int column) {
    if (row >= 0 && column >= 0) {
      return posterior.mean(row, column);
    }
    return posterior.center()
        + (row < 0 ? 0 : posterior.rows().offset()[row])
        + (column < 0 ? 0 : posterior.columns().offset()[column]);
  }

  private double variance(int row, int column) {
    if (row >= 0 && column >= 0) {
      return posterior.variance(row, column);
    }
    int r = rank();
    PosteriorSide rows = posterior.rows();
    PosteriorSide columns = posterior.columns();
    double sum =
        (row < 0 ? 1 / rows.precision()[r] : rows.offsetVariance()[row])
            + (column < 0 ? 1 / columns.precision()[r] : columns.offsetVariance()[column]);
    for (int k = 0; k < r; k++) {
      double left = row < 0 ? 1 / rows.precision()[k] : square(rows, row, k);
      double right = column < 0 ? 1 / columns.precision()[k] : square(columns, column, k);
      sum += left * right;
    }
    return sum;
  }

  private static double square(PosteriorSide side, int i, int k) {
    double mean = side.factor()[i * side.rank() + k];
    return mean * mean + side.variance()[i * side.rank() + k];
  }

  /**
   * What a prediction of {@code predicted} costs where {@code y} turned out: minus the
   * log-likelihood, for counts but for log y!; Huber's loss and the squared one in the units of the
   * values squared.
   */
  public double cost(double predicted, double y) {
    return kind.hasNoise()
        ? Expectation.cost(kind, predicted, y, noiseLevel())
        : Expectation.cost(kind, predicted, y, 1);
  }

  /** The singular triplets of the low-rank part, on the model's own scale. */
  public Svd directions() {
    int r = rank();
    if (r == 0) {
      return new Svd(Matrix.zeros(rows(), 0), Vector.of(), Matrix.zeros(columns(), 0));
    }
    return new FactorPair(
            Matrix.wrap(rows(), r, posterior.rows().factor()),
            Matrix.wrap(columns(), r, posterior.columns().factor()))
        .svd();
  }

  /** The model as arrays, for a model folder. */
  public NamedArrays save() {
    NamedArrays.Builder to = NamedArrays.builder();
    to.put("numbers", new double[] {shift, scale});
    LossCheckpoint.put(to, "", posterior);
    return to.text("loss", kind.name()).build();
  }

  /**
   * The model that {@link #save} stored.
   *
   * @throws InputException if arrays are missing or contradict each other
   */
  public static LossModel load(NamedArrays from) {
    try {
      double[] numbers = from.doubles("numbers");
      check(numbers.length == 2, "shift and scale are not two numbers");
      String kind = from.text("loss");
      check(kind != null, "the loss is missing");
      Posterior posterior = LossCheckpoint.posterior(from, "");
      check(
          posterior.rows().rank() == posterior.columns().rank(), "rows and columns differ in rank");
      return new LossModel(
          LossKind.valueOf(java.util.Objects.requireNonNull(kind)),
          numbers[0],
          numbers[1],
          posterior);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new InputException(
          "damaged-model",
          "",
          "The model's arrays do not make a completion under a loss ("
              + e.getMessage()
              + "); save it again",
          e);
    }
  }
}
