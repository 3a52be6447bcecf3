package org.eckart.app;

import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.data.model.StoredModel;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;
import org.jspecify.annotations.Nullable;

/**
 * A completed matrix, whichever method completed it. Positions count from 0; −1 stands for a row or
 * column that the model does not know.
 */
interface Completed {
  int rows();

  int columns();

  int rank();

  Labels rowLabels();

  Labels columnLabels();

  /** Observed entries in a row. */
  int rowCount(int row);

  /** Observed entries in a column. */
  int columnCount(int column);

  /** The value expected there. */
  double predict(int row, int column);

  /** The value expected there with its interval; both ends are NaN without intervals. */
  Prediction predict(int row, int column, double level);

  /** Whether predictions have intervals. */
  boolean hasIntervals();

  /** How intervals come about, in a sentence for the reader of a report. */
  default String intervals() {
    return "Intervals are calibrated on entries set aside for it and checked here on entries that"
        + " neither the fit nor the calibration saw.";
  }

  /** How entries are predicted in rows and columns that the model does not know. */
  default String unknown() {
    return "from offsets alone";
  }

  /** What the mean cost of predictions is called in results; null where squared errors say all. */
  default @Nullable String costName() {
    return null;
  }

  /** What a prediction costs where another value was observed; NaN without {@link #costName}. */
  default double cost(double predicted, double observed) {
    return Double.NaN;
  }

  /** The levels that values may take, rising; empty where values are numbers. */
  default double[] levels() {
    return new double[0];
  }

  /** Probability of each of the {@link #levels}. */
  default double[] probabilities(int row, int column) {
    return new double[0];
  }

  /** The best columns among those that the row has no entry in, best first. */
  List<Recommendation> recommend(int row, int top, double level);

  /** The low-rank part in its own coordinates. */
  Directions directions();

  /**
   * The model for its folder.
   *
   * @param provenance how it was made, a JSON object
   */
  StoredModel store(String provenance);
}
