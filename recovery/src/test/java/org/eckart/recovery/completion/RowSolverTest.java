package org.eckart.recovery.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kernel against the row's normal equations, solved in double by Cholesky. */
class RowSolverTest {
  private static final int STEPS = 200;

  record Setting(String kernel, int rank, int stride, int count, boolean uncertain) {
    RowSolver solver(int steps) {
      return switch (kernel) {
        case "gram" -> new GramSolver(rank, steps);
        case "entries" -> new SimdSolver(rank, stride, steps);
        default -> new ScalarSolver(rank, stride, steps);
      };
    }
  }

  static Stream<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    for (int count : new int[] {1, 2, 7, 40, 333}) {
      for (boolean uncertain : new boolean[] {false, true}) {
        for (int rank : new int[] {0, 1, 5, 16, 23, 64}) {
          int stride = Math.max(1, (rank + 15) / 16) * 16;
          all.add(new Setting("scalar", rank, stride, count, uncertain));
          all.add(new Setting("entries", rank, stride, count, uncertain));
          if (stride == 16 && SimdSolver.lanes() == 16) {
            all.add(new Setting("gram", rank, stride, count, uncertain));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void manyStepsSolveTheNormalEquations(Setting setting) {
    Row row = new Row(setting, 11);
    RowSolver solver = setting.solver(STEPS);
    solver.collect(row.entries, 0, setting.count, row.other, setting.uncertain ? 1 : 0);
    solver.solve(row.own, 0, row.own.precision(), 0.8f);
    double[] exact = row.exactSolution(0.8);
    // float sums of count terms, conditioned by the Hessian's spread (below 1e3 here)
    double rounding = 1e-3 * (1 + norm(exact));
    for (int k = 0; k < setting.rank; k++) {
      assertThat((double) solver.mean[k]).isCloseTo(exact[k], within(rounding));
    }
    assertThat((double) solver.meanOffset).isCloseTo(exact[setting.rank], within(rounding));
    assertThat(solver.squaredError())
        .isCloseTo(row.squaredError(exact), within(1e-3 * (1 + solver.targetSquares)));
    for (int k = setting.rank; k < setting.stride; k++) {
      assertThat(solver.mean[k]).isZero();
      assertThat(solver.inverseCurvature[k]).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void fewStepsAgreeWithTheScalarTwin(Setting setting) {
    Row row = new Row(setting, 12);
    RowSolver solver = setting.solver(2);
    RowSolver twin = new ScalarSolver(setting.rank, setting.stride, 2);
    for (RowSolver each : List.of(solver, twin)) {
      each.collect(row.entries, 0, setting.count, row.other, setting.uncertain ? 1 : 0);
      each.solve(row.own, 0, row.own.precision(), 0.8f);
    }
    double size = 1;
    for (float x : twin.mean) {
      size = Math.max(size, Math.abs(x));
    }
    for (int k = 0; k < setting.stride; k++) {
      assertThat((double) solver.mean[k]).isCloseTo(twin.mean[k], within(2e-4 * size));
      assertThat((double) solver.varianceSum[k])
          .isCloseTo(twin.varianceSum[k], within(1e-5 * setting.count));
    }
    assertThat(solver.spread(0.8f))
        .isCloseTo(twin.spread(0.8f), within(1e-3 * (1 + setting.count)));
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }

  /** One row with random entries, another side of 50 uncertain columns, and the exact answer. */
  private static final class Row {
    private final Setting setting;
    private final CompressedEntries entries;
    private final SideState own;
    private final SideState other;

    Row(Setting setting, long seed) {
      this.setting = setting;
      RandomStream stream = RandomStream.of(seed, "row").split(setting.rank);
      int columns = Math.max(50, setting.count);
      int[] column = stream.permutation(columns);
      float[] value = new float[setting.count];
      for (int p = 0; p < setting.count; p++) {
        value[p] = (float) stream.nextGaussian();
      }
      entries =
          new CompressedEntries(
              new int[] {0, setting.count},
              java.util.Arrays.copyOf(column, setting.count),
              value,
              new int[] {0, 1});
      other = side(columns, stream);
      own = side(1, stream);
    }

    private SideState side(int size, RandomStream stream) {
      SideState side =
          new SideState(
              new float[size * setting.stride],
              new float[size * setting.stride],
              new float[size],
              new float[size],
              new float[size],
              new float[setting.stride + 1]);
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < setting.rank; k++) {
          side.factor()[i * setting.stride + k] = (float) stream.nextGaussian();
          side.factorVariance()[i * setting.stride + k] = (float) stream.nextUniform();
        }
        side.offset()[i] = (float) stream.nextGaussian();
        side.offsetVariance()[i] = (float) stream.nextUniform();
        side.weight()[i] = (float) (0.5 + stream.nextUniform());
      }
      for (int k = 0; k < setting.rank; k++) {
        side.precision()[k] = (float) (1 + stream.nextUniform());
      }
      side.precision()[setting.stride] = 2;
      return side;
    }

    /** θ = (l, b) of the normal equations. */
    double[] exactSolution(double rowNoise) {
      int size = setting.rank + 1;
      Matrix hessian = Matrix.zeros(size, size);
      Matrix right = Matrix.zeros(size, 1);
      for (int k = 0; k < setting.rank; k++) {
        hessian.set(k, k, own.precision()[k] * rowNoise);
      }
      hessian.set(setting.rank, setting.rank, own.precision()[setting.stride] * rowNoise);
      for (int p = 0; p < setting.count; p++) {
        int j = entries.other()[p];
        double w = other.weight()[j];
        double[] phi = phi(j);
        for (int a = 0; a < size; a++) {
          for (int b = 0; b < size; b++) {
            hessian.set(a, b, hessian.get(a, b) + w * phi[a] * phi[b]);
          }
          right.set(a, 0, right.get(a, 0) + w * phi[a] * (entries.value()[p] - other.offset()[j]));
          if (setting.uncertain && a < setting.rank) {
            double v = other.factorVariance()[j * setting.stride + a];
            hessian.set(a, a, hessian.get(a, a) + w * v);
          }
        }
      }
      return Cholesky.of(hessian).solve(right).column(0).toArray();
    }

    private double[] phi(int j) {
      double[] phi = new double[setting.rank + 1];
      for (int k = 0; k < setting.rank; k++) {
        phi[k] = other.factor()[j * setting.stride + k];
      }
      phi[setting.rank] = 1;
      return phi;
    }

    double squaredError(double[] theta) {
      double sum = 0;
      for (int p = 0; p < setting.count; p++) {
        int j = entries.other()[p];
        double e = entries.value()[p] - other.offset()[j];
        double[] phi = phi(j);
        for (int a = 0; a < phi.length; a++) {
          e -= phi[a] * theta[a];
        }
        sum += other.weight()[j] * e * e;
      }
      return sum;
    }
  }

  /** Guards the oracle itself: a row solved to a wrong place must not pass. */
  @Test
  void theOracleSeesAWrongOffset() {
    Setting setting = new Setting("scalar", 5, 16, 40, true);
    Row row = new Row(setting, 11);
    double[] exact = row.exactSolution(0.8);
    double right = row.squaredError(exact);
    exact[5] += 0.1;
    assertThat(row.squaredError(exact)).isGreaterThan(right + 1e-3 * (1 + right));
  }
}
