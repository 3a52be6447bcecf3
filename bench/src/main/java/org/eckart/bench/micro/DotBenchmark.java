package org.eckart.bench.micro;

import java.util.concurrent.TimeUnit;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.RandomStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Dot products of floats out of a table larger than the cache: the SIMD kernel and its twin. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DotBenchmark {
  private static final int ROWS = 4096;

  @Param({"16", "64", "128"})
  int length;

  private final float[] table = new float[ROWS * 128];
  private final int[] order = RandomStream.of(1, "order").permutation(ROWS);
  private int at;

  /** Fills the table. */
  public DotBenchmark() {
    RandomStream stream = RandomStream.of(1, "table");
    for (int k = 0; k < table.length; k++) {
      table[k] = (float) (stream.nextUniform() - 0.5);
    }
  }

  @Benchmark
  @Fork(3)
  public float simd() {
    return dot();
  }

  @Benchmark
  @Fork(
      value = 3,
      jvmArgsAppend = {"-Deckart.simd=scalar"})
  public float scalar() {
    return dot();
  }

  private float dot() {
    at = (at + 1) & (ROWS - 1);
    return Kernels.dot(table, order[at] * length, table, at * length, length);
  }
}
