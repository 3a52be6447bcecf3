package org.eckart.recovery.loss;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;
import org.eckart.recovery.entries.EntrySide;
import org.jspecify.annotations.Nullable;

/**
 * Entries to complete under a loss, and the threads to do it with. A fit works on them in
 * compressed rows and columns: 24 bytes an entry, made when first needed.
 */
public final class LossProblem {
  /** Fewer entries than this are too few to choose a rank on. */
  static final int FEWEST_TO_HOLD_OUT = 20;

  private final ObservedEntries entries;
  private final LossOptions options;
  private final Parallel parallel;
  private final double shift;
  private final double scale;
  private @Nullable Prepared selection;
  private @Nullable Prepared complete;

  private LossProblem(
      ObservedEntries entries, LossOptions options, Parallel parallel, double shift, double scale) {
    this.entries = entries;
    this.options = options;
    this.parallel = parallel;
    this.shift = shift;
    this.scale = scale;
  }

  /**
   * The problem of completing the matrix that these entries belong to.
   *
   * @param parallel the threads to work with; stays the caller's to close
   * @throws IllegalArgumentException if there is no entry
   * @throws org.eckart.core.InputException at the first value that the loss cannot take, with its
   *     row and column
   */
  public static LossProblem of(ObservedEntries entries, LossOptions options, Parallel parallel) {
    check(entries.count() > 0, "There is no observed entry, so nothing can be completed");
    options.loss().loss(1).checkDomain(entries);
    double shift = 0;
    double scale = 1;
    if (options.loss().hasNoise()) {
      double[] sorted = entries.valueArray().clone();
      Arrays.sort(sorted);
      shift = sorted[sorted.length / 2];
      for (int k = 0; k < sorted.length; k++) {
        sorted[k] = Math.abs(sorted[k] - shift);
      }
      Arrays.sort(sorted); // a spread that wild values do not stretch, unless half are equal
      double spread = sorted[sorted.length / 2];
      for (int k = sorted.length / 2; k < sorted.length && spread == 0; k++) {
        spread = sorted[k];
      }
      scale = spread == 0 ? 1 : spread;
    }
    return new LossProblem(entries, options, parallel, shift, scale);
  }

  public ObservedEntries entries() {
    return entries;
  }

  Parallel parallel() {
    return parallel;
  }

  /** Taken off the values before they are fitted; 0 for counts and yes-no. */
  double shift() {
    return shift;
  }

  /** By which they are then divided; 1 for counts and yes-no. */
  double scale() {
    return scale;
  }

  int largestRank() {
    return Math.min(entries.rows(), entries.columns());
  }

  /** A sweep keeps three numbers a direction of the larger side in one array. */
  int mostDirections() {
    long larger = Math.max(entries.rows(), entries.columns());
    return (int) ((Integer.MAX_VALUE - 8) / (3 * larger));
  }

  boolean canHoldOut() {
    return entries.count() >= FEWEST_TO_HOLD_OUT;
  }

  /**
   * What a fit works on.
   *
   * @param rows the fitted entries by rows
   * @param columns and by columns
   * @param judged of the fitted entries, those by which a sweep is judged
   * @param heldOut entries that are not fitted
   */
  record Prepared(
      EntrySide rows, EntrySide columns, ObservedEntries judged, ObservedEntries heldOut) {}

  synchronized Prepared selection() {
    Prepared made = selection;
    if (made == null) {
      double part =
          Math.min(options.holdOut(), (double) LossOptions.LARGEST_HOLD_OUT / entries.count());
      Split split = new HoldOut.Uniform(part).split(entries, options.seed());
      made = prepared(split.observed(), split.heldOut());
      selection = made;
    }
    return made;
  }

  synchronized Prepared complete() {
    Prepared made = complete;
    if (made == null) {
      selection = null; // never needed again
      made = prepared(entries, entries.select(new int[0]));
      complete = made;
    }
    return made;
  }

  private Prepared prepared(ObservedEntries fitted, ObservedEntries heldOut) {
    double[] values = fitted.valueArray().clone();
    for (int k = 0; k < values.length; k++) {
      values[k] = (values[k] - shift) / scale;
    }
    SparseMatrix matrix =
        SparseMatrix.ofCoordinates(
            entries.rows(), entries.columns(), fitted.rowArray(), fitted.columnArray(), values);
    check(
        matrix.entries() == fitted.count(),
        "There are two entries at one row and column, and a matrix has one; settle which counts");
    return new Prepared(
        EntrySide.of(matrix), EntrySide.of(matrix.transpose()), judged(fitted), heldOut);
  }

  /** All of them, or evenly spaced ones where there are many. */
  private static ObservedEntries judged(ObservedEntries fitted) {
    int stride = 1 + (fitted.count() - 1) / MOST_JUDGED;
    if (stride == 1) {
      return fitted;
    }
    int[] chosen = new int[(fitted.count() + stride - 1) / stride];
    Arrays.setAll(chosen, k -> k * stride);
    return fitted.select(chosen);
  }

  /** Mean cost and squared error of predictions. */
  record Cost(double mean, double rmse) {}

  /** While a fit goes on, its cost is that of so many of its entries at most, evenly spaced. */
  private static final int MOST_JUDGED = 200_000;

  /** Of the entries fitted, or evenly spaced ones where there are many. */
  Cost trainingCost(Posterior at, Prepared data) {
    return cost(at, data.judged());
  }

  /** Of these entries, the error on the scale of the values, the cost in the units of the fit. */
  Cost cost(Posterior at, ObservedEntries judged) {
    int block = 8192;
    int count = judged.count();
    double[] costs = new double[(count + block - 1) / block];
    double squares =
        parallel.sum(
            costs.length,
            b -> {
              double sum = 0;
              for (int e = b * block; e < Math.min(count, (b + 1) * block); e++) {
                double predicted =
                    Expectation.meanOf(
                        options.loss(),
                        at.mean(judged.row(e), judged.column(e)),
                        at.variance(judged.row(e), judged.column(e)));
                double y = (judged.value(e) - shift) / scale;
                costs[b] += Expectation.cost(options.loss(), predicted, y, 1);
                sum += (predicted - y) * (predicted - y);
              }
              return sum;
            });
    double cost = 0;
    for (double one : costs) {
      cost += one;
    }
    return new Cost(cost / count, scale * Math.sqrt(squares / count));
  }
}
