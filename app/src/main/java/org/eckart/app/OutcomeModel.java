package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;
import org.eckart.recovery.loss.LossKind;
import org.eckart.recovery.loss.LossModel;

/**
 * A matrix completed under a loss: probabilities of yes, rates of counts.
 *
 * @param columnCounts observed entries in each column
 */
record OutcomeModel(
    Labels rowLabels, Labels columnLabels, LossModel model, SeenColumns seen, int[] columnCounts)
    implements Completed {
  /** Under which a model folder knows it. */
  static final String KIND = "loss";

  private static final List<String> SIDE =
      List.of("factor", "factor_variance", "offset", "offset_variance");

  static OutcomeModel of(LossModel model, ObservedEntries entries) {
    return new OutcomeModel(
        entries.rowLabels(),
        entries.columnLabels(),
        model,
        SeenColumns.of(entries),
        entries.columnCounts());
  }

  @Override
  public int rows() {
    return model.rows();
  }

  @Override
  public int columns() {
    return model.columns();
  }

  @Override
  public int rank() {
    return model.rank();
  }

  @Override
  public int rowCount(int row) {
    return seen.count(row);
  }

  @Override
  public int columnCount(int column) {
    return columnCounts[column];
  }

  @Override
  public double predict(int row, int column) {
    return model.predict(row, column);
  }

  @Override
  public Prediction predict(int row, int column, double level) {
    return new Prediction(predict(row, column), Double.NaN, Double.NaN);
  }

  @Override
  public boolean hasIntervals() {
    return false;
  }

  @Override
  public String costName() {
    return costName(model.kind());
  }

  /** What the mean cost of predictions is called in results. */
  static String costName(LossKind kind) {
    return switch (kind) {
      case LOGISTIC -> "logLoss";
      case POISSON -> "deviance";
      case HUBER -> "huberLoss";
      case SQUARED -> "squaredLoss";
    };
  }

  @Override
  public double cost(double predicted, double observed) {
    double cost = model.cost(predicted, observed);
    return model.kind() == LossKind.POISSON ? 2 * cost : cost;
  }

  @Override
  public List<Recommendation> recommend(int row, int top, double level) {
    return seen.best(row, top, columnLabels, j -> predict(row, j));
  }

  @Override
  public Directions directions() {
    Svd triplets = model.directions();
    return new Directions(triplets.s(), triplets.u(), triplets.v());
  }

  @Override
  public StoredModel store(String provenance) {
    NamedArrays.Builder to = NamedArrays.builder();
    NamedArrays saved = model.save();
    saved.names().forEach(name -> to.put(name, saved.get(name)));
    saved.texts().forEach(to::text);
    to.put("column_count", columnCounts);
    to.put("seen_start", seen.start());
    to.put("seen_column", seen.column());
    return new StoredModel(
        KIND,
        to.build(),
        SIDE.stream().map(name -> "row_" + name).toList(),
        java.util.stream.Stream.concat(
                SIDE.stream().map(name -> "column_" + name),
                java.util.stream.Stream.of("column_count"))
            .toList(),
        rowLabels,
        columnLabels,
        provenance);
  }

  /**
   * The model that {@link #store} kept.
   *
   * @throws InputException if arrays are missing or contradict each other
   */
  static OutcomeModel load(StoredModel stored) {
    NamedArrays from = stored.arrays();
    LossModel model = LossModel.load(from);
    try {
      check(model.rows() == stored.rows().size(), "rows and their labels differ in number");
      check(
          model.columns() == stored.columns().size()
              && from.ints("column_count").length == model.columns(),
          "columns and their labels differ in number");
      return new OutcomeModel(
          stored.rows(),
          stored.columns(),
          model,
          SeenColumns.checked(from.ints("seen_start"), from.ints("seen_column"), model.rows()),
          from.ints("column_count"));
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
