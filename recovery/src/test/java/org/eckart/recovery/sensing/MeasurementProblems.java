package org.eckart.recovery.sensing;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Problems;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.TransformMeasurements.Transform;

/** Small problems of measurement that every method of sensing must cope with. */
public final class MeasurementProblems {
  private MeasurementProblems() {}

  public static Problems<Measurements> all(Parallel team) {
    SequencedMap<String, Supplier<Measurements>> all = new LinkedHashMap<>();
    all.put("1 × 1", () -> planted(dense(1, 1, 2), 3, team));
    all.put("zero", () -> planted(dense(4, 3, 12), 0, team));
    all.put("one row", () -> planted(dense(1, 7, 9), 1, team));
    all.put("one column", () -> planted(dense(7, 1, 9), 1, team));
    all.put("tall, tiny", () -> planted(dense(20, 6, 100), 1e-150, team));
    all.put("wide, huge", () -> planted(dense(5, 30, 120), 1e150, team));
    all.put(
        "transform",
        () -> planted(TransformMeasurements.of(Transform.COSINE, 9, 8, 50, 3), 1, team));
    return new Problems<>(
        all,
        () -> Measurements.of(dense(2, 2, 3), 1, Double.NaN, 2),
        data ->
            Fingerprint.of(
                NamedArrays.builder()
                    .put("y", data.values().toArray())
                    .put("adjoint", data.operator().denseAdjoint(data.values().toArray()))
                    .build()));
  }

  private static DenseMeasurements dense(int rows, int columns, int count) {
    return DenseMeasurements.of(
        rows, columns, RandomStream.of(7, "sensing problem").gaussian(count, rows * columns));
  }

  private static Measurements planted(MeasurementOperator operator, double size, Parallel team) {
    RandomStream random = RandomStream.of(8, "sensing problem");
    Matrix left = random.gaussian(operator.rows(), 1);
    Matrix right = random.gaussian(operator.columns(), 1);
    double[] y = operator.measure(left, right);
    for (int k = 0; k < y.length; k++) {
      y[k] *= size;
    }
    return Measurements.of(operator, y).withThreads(team);
  }
}
