package org.eckart.app;

import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.model.StoredModel;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;
import org.eckart.recovery.groups.choice.GroupModel;

/**
 * A matrix completed with labels of its rows, or of its columns.
 *
 * @param model whose rows have labels
 * @param turned whether these are the table's columns
 */
record GroupedModel(GroupModel model, boolean turned) implements Completed {
  /** The kind under which a model folder knows this model. */
  static final String KIND = "groups";

  @Override
  public int rows() {
    return turned ? model.columns() : model.rows();
  }

  @Override
  public int columns() {
    return turned ? model.rows() : model.columns();
  }

  @Override
  public int rank() {
    return model.rank();
  }

  @Override
  public Labels rowLabels() {
    return turned ? model.columnLabels() : model.rowLabels();
  }

  @Override
  public Labels columnLabels() {
    return turned ? model.rowLabels() : model.columnLabels();
  }

  @Override
  public int rowCount(int row) {
    return turned ? model.columnCount(row) : model.rowCount(row);
  }

  @Override
  public int columnCount(int column) {
    return turned ? model.rowCount(column) : model.columnCount(column);
  }

  @Override
  public double predict(int row, int column) {
    return turned ? model.predict(column, row) : model.predict(row, column);
  }

  @Override
  public Prediction predict(int row, int column, double level) {
    double value = predict(row, column);
    double half = model.halfWidth(turned ? column : row, level);
    return new Prediction(value, value - half, value + half);
  }

  @Override
  public boolean hasIntervals() {
    return model.hasIntervals();
  }

  private boolean isSeen(int row, int column) {
    return turned ? model.isSeen(column, row) : model.isSeen(row, column);
  }

  @Override
  public List<Recommendation> recommend(int row, int top, double level) {
    return BestColumns.of(
        columnLabels(),
        top,
        j -> isSeen(row, j),
        j -> predict(row, j),
        j -> predict(row, j, level));
  }

  @Override
  public Directions directions() {
    Matrix left = turned ? model.rightFactor() : model.leftFactor();
    Matrix right = turned ? model.leftFactor() : model.rightFactor();
    Qr l = Qr.of(left);
    Qr r = Qr.of(right);
    Svd core = Svd.of(l.r().timesTranspose(r.r()));
    return new Directions(core.s(), l.q().times(core.u()), r.q().times(core.v()));
  }

  @Override
  public StoredModel store(String provenance) {
    NamedArrays own = model.save();
    NamedArrays.Builder arrays = NamedArrays.builder();
    own.names().forEach(name -> arrays.put(name, own.get(name)));
    own.texts().forEach(arrays::text);
    arrays.put("turned", new int[] {turned ? 1 : 0});
    List<String> left = List.of("left", "row_offset");
    List<String> right = List.of("right", "column_offset", "column_count");
    return new StoredModel(
        KIND,
        arrays.build(),
        turned ? right : left,
        turned ? left : right,
        rowLabels(),
        columnLabels(),
        provenance);
  }

  static GroupedModel load(StoredModel stored) {
    boolean turned = stored.arrays().has("turned") && stored.arrays().ints("turned")[0] == 1;
    return new GroupedModel(
        GroupModel.load(
            stored.arrays(),
            turned ? stored.columns() : stored.rows(),
            turned ? stored.rows() : stored.columns()),
        turned);
  }
}
