package org.eckart.bench.micro;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.eckart.bench.RatingsLike;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.CompletionState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A sweep of completion over 4.4 million ratings, on all cores: the score is the time per entry and
 * sweep.
 *
 * <p>Arithmetic of a sweep, by the formulas in {@link Completion}: 1280 flops an entry at rank 16,
 * 640 at 32, 1280 at 64. Divide by the score for GFLOP/s, and by {@link FmaPeakBenchmark}'s for the
 * part of the peak.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx3g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SweepBenchmark {
  /** Fewer than the train part of five million, so that every seed has as many. */
  private static final int ENTRIES = 4_400_000;

  @Param({"16", "32", "64"})
  int rank;

  private final Parallel parallel = Parallel.ofAllCores();
  private final Completion completion = new Completion(CompletionOptions.defaults().withHoldOut(0));
  private CompletionProblem problem;
  private CompletionState state;
  private Completion ranked;

  /** Fills every field before the first measurement. */
  public SweepBenchmark() {
    ObservedEntries one = RatingsLike.of(2, 2, 4, 1, 1).train();
    problem = CompletionProblem.of(one, completion.options(), parallel);
    state = completion.start(problem);
    ranked = completion;
  }

  @Setup
  public void fitAFewSweeps() {
    ObservedEntries train = RatingsLike.of(50_000, 10_000, 5_000_000, 20, 7).train();
    int[] first = new int[ENTRIES];
    Arrays.setAll(first, k -> k);
    ranked = new Completion(completion.options().withRank(rank));
    problem = CompletionProblem.of(train.select(first), ranked.options(), parallel);
    state = ranked.start(problem);
    for (int k = 0; k < 3; k++) {
      state = ranked.step(problem, state);
    }
  }

  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public CompletionState sweep() {
    return ranked.step(problem, state);
  }

  @TearDown
  public void close() {
    parallel.close();
  }
}
