package org.eckart.app;

import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.data.model.StoredModel;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;

/** A matrix completed by factors of one rank, with intervals. */
record FactorModel(CompletionModel model) implements Completed {
  private static final List<String> SIDE =
      List.of("factor", "factor_variance", "offset", "offset_variance", "weight", "count");

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
  public Labels rowLabels() {
    return model.rowLabels();
  }

  @Override
  public Labels columnLabels() {
    return model.columnLabels();
  }

  @Override
  public int rowCount(int row) {
    return model.rowCount(row);
  }

  @Override
  public int columnCount(int column) {
    return model.columnCount(column);
  }

  @Override
  public double predict(int row, int column) {
    return model.predict(row, column);
  }

  @Override
  public Prediction predict(int row, int column, double level) {
    return model.predict(row, column, level);
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public String unknown() {
    return "from offsets alone, with the widest intervals";
  }

  @Override
  public List<Recommendation> recommend(int row, int top, double level) {
    return model.recommend(row, top, level);
  }

  @Override
  public Directions directions() {
    return model.directions();
  }

  @Override
  public StoredModel store(String provenance) {
    return new StoredModel(
        CompletionModel.KIND,
        model.save(),
        SIDE.stream().map(name -> "row_" + name).toList(),
        SIDE.stream().map(name -> "column_" + name).toList(),
        model.rowLabels(),
        model.columnLabels(),
        provenance);
  }
}
