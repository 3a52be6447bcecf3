package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void everyBlockRunsOnceHoweverManyThreads(int threads) {
    try (Parallel parallel = Parallel.of(threads)) {
      for (int blocks : new int[] {0, 1, 2, 15, 16, 17, 2000}) {
        for (int repeat = 0; repeat < 50; repeat++) {
          AtomicIntegerArray runs = new AtomicIntegerArray(blocks);
          parallel.forEachBlock(blocks, runs::incrementAndGet);
          for (int block = 0; block < blocks; block++) {
            assertThat(runs.get(block)).isEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void writesOfAllBlocksAreVisibleOnReturn() {
    try (Parallel parallel = Parallel.of(4)) {
      int[] plain = new int[64];
      for (int round = 1; round <= 20_000; round++) {
        int value = round;
        parallel.forEachBlock(plain.length, block -> plain[block] = value);
        for (int found : plain) {
          assertThat(found == value).isTrue();
        }
      }
    }
  }

  @Test
  void sumHasTheSameBitsForAnyThreadCount() {
    double[] terms = new double[1000];
    RandomStream random = RandomStream.of(1, "parallel sum");
    for (int i = 0; i < terms.length; i++) {
      terms[i] = random.nextGaussian() * Math.pow(10, random.nextInt(30));
    }
    try (Parallel one = Parallel.of(1);
        Parallel five = Parallel.of(5)) {
      double expected = one.sum(terms.length, block -> terms[block]);
      for (int repeat = 0; repeat < 100; repeat++) {
        assertThat(five.sum(terms.length, block -> terms[block])).isEqualTo(expected);
      }
    }
  }

  @Test
  void theFirstFailedBlockInIndexOrderIsTheOneThrown() {
    for (int threads : new int[] {1, 2, 8}) {
      try (Parallel parallel = Parallel.of(threads)) {
        for (int repeat = 0; repeat < 200; repeat++) {
          assertThatThrownBy(() ->
                  parallel.forEachBlock(
                      500,
                      block -> {
                        if (block >= 37) {
                          throw new IllegalStateException("block " + block);
                        }
                      }))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("block 37");
        }
        AtomicInteger after = new AtomicInteger();
        parallel.forEachBlock(10, block -> after.incrementAndGet());
        assertThat(after).hasValue(10);
      }
    }
  }

  @Test
  void anErrorReachesTheCallerToo() {
    try (Parallel parallel = Parallel.of(2)) {
      assertThatThrownBy(() ->
              parallel.forEachBlock(
                  8,
                  block -> {
                    throw new StackOverflowError("deep");
                  }))
          .isInstanceOf(StackOverflowError.class)
          .hasMessage("deep");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anInterruptEndsTheCallAndStaysSet(int threads) {
    try (Parallel parallel = Parallel.of(threads)) {
      AtomicInteger begun = new AtomicInteger();
      Thread caller = Thread.currentThread();
      assertThatThrownBy(() ->
              parallel.forEachBlock(
                  100_000,
                  block -> {
                    if (begun.incrementAndGet() == 20) {
                      caller.interrupt();
                    }
                    Thread.yield();
                  }))
          .isInstanceOf(CancellationException.class)
          .hasMessage("The thread was interrupted; the rest of its work is undone");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(begun.get()).isBetween(20, 99_999);
      AtomicInteger after = new AtomicInteger();
      parallel.forEachBlock(10, block -> after.incrementAndGet());
      assertThat(after).hasValue(10);
    }
  }

  @Test
  void aBlockIsInsideAndItsOwnCallsRunOnItsThread() {
    try (Parallel parallel = Parallel.of(3)) {
      assertThat(Parallel.isInside()).isFalse();
      AtomicInteger inner = new AtomicInteger();
      parallel.forEachBlock(
          20,
          block -> {
            Thread outer = Thread.currentThread();
            check(Parallel.isInside());
            parallel.forEachBlock(
                5,
                nested -> {
                  check(Thread.currentThread() == outer);
                  inner.incrementAndGet();
                });
            check(Parallel.isInside());
          });
      assertThat(inner).hasValue(100);
      assertThat(Parallel.isInside()).isFalse();
    }
  }

  @Test
  void severalThreadsWorkTogether() throws InterruptedException {
    try (Parallel parallel = Parallel.of(3)) {
      CountDownLatch together = new CountDownLatch(3);
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      parallel.forEachBlock(
          3,
          block -> {
            seen.add(Thread.currentThread());
            together.countDown();
            try {
              together.await(); // ends only if three threads are in a block at once
            } catch (InterruptedException interrupted) {
              throw new IllegalStateException(interrupted);
            }
          });
      assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }
  }

  @Test
  void twoCallersShareATeam() throws InterruptedException {
    try (Parallel parallel = Parallel.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      Runnable caller =
          () -> {
            for (int i = 0; i < 500; i++) {
              parallel.forEachBlock(10, block -> runs.incrementAndGet());
            }
          };
      Thread other = new Thread(caller);
      other.start();
      caller.run();
      other.join();
      assertThat(runs).hasValue(10_000);
    }
  }

  @Test
  void closeEndsTheThreads() throws InterruptedException {
    Set<Thread> team = ConcurrentHashMap.newKeySet();
    Parallel parallel = Parallel.of(4);
    for (int i = 0; i < 100; i++) {
      parallel.forEachBlock(100, block -> team.add(Thread.currentThread()));
    }
    team.remove(Thread.currentThread());
    parallel.close();
    parallel.close();
    for (Thread thread : team) {
      thread.join(); // a thread left running would let this test hang
    }
    assertThatThrownBy(() -> parallel.forEachBlock(1, block -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This team of threads is closed; make another");
  }

  @Test
  void refusesZeroThreads() {
    assertThatThrownBy(() -> Parallel.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0; it must be at least 1");
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError();
    }
  }
}
