package org.eckart.bench.micro;

import java.util.concurrent.TimeUnit;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A sparse 20,000 × 10,000 matrix of 5 million entries times a block of vectors, on all cores: the
 * score is the time per entry of the matrix.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx3g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SparseProductBenchmark {
  private static final int ROWS = 20_000;
  private static final int COLUMNS = 10_000;
  private static final int IN_A_ROW = 250;
  private static final int ENTRIES = ROWS * IN_A_ROW;

  @Param({"1", "8"})
  int vectors;

  private final Parallel parallel = Parallel.ofAllCores();
  private final SparseMatrix a = matrix().withThreads(parallel);
  private final Matrix[] right = new Matrix[9];
  private final Matrix[] left = new Matrix[9];

  /** Draws what every number of vectors needs. */
  public SparseProductBenchmark() {
    for (int k : new int[] {1, 8}) {
      right[k] = RandomStream.of(1, "right").gaussian(COLUMNS, k);
      left[k] = RandomStream.of(1, "left").gaussian(ROWS, k);
    }
  }

  /** In each row one column, at random, of every 40 in turn. */
  private static SparseMatrix matrix() {
    RandomStream stream = RandomStream.of(1, "entries");
    int step = COLUMNS / IN_A_ROW;
    int[] starts = new int[ROWS + 1];
    int[] indices = new int[ENTRIES];
    double[] values = new double[ENTRIES];
    for (int i = 0; i < ROWS; i++) {
      starts[i + 1] = (i + 1) * IN_A_ROW;
      for (int e = 0; e < IN_A_ROW; e++) {
        indices[i * IN_A_ROW + e] = e * step + stream.nextInt(step);
        values[i * IN_A_ROW + e] = stream.nextUniform() - 0.5;
      }
    }
    return SparseMatrix.wrap(ROWS, COLUMNS, starts, indices, values);
  }

  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public Matrix times() {
    return a.times(right[vectors]);
  }

  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public Matrix transposeTimes() {
    return a.transposeTimes(left[vectors]);
  }

  @TearDown
  public void close() {
    parallel.close();
  }
}
