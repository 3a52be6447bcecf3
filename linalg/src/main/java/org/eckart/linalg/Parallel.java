package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A team of threads that shares out numbered blocks of work.
 *
 * <p>The caller cuts its work by size, never by thread count, and each block writes to a place of
 * its own; then the result does not depend on how many threads helped, bit for bit. Sums over
 * blocks are added in index order by {@link #sum}.
 *
 * {@snippet :
 * try (Parallel parallel = Parallel.of(threads)) {
 *   parallel.forEachBlock(blocks, block -> solveRows(block * 256, Math.min(rows, (block + 1) * 256)));
 * }
 * }
 *
 * <p>The calling thread works too, so {@code of(1)} starts no thread. Inside a block BLAS runs on
 * one thread, and a further {@code forEachBlock} runs its blocks one after another: nested
 * parallelism never multiplies. Two threads may use one team; the second then does its blocks
 * alone.
 *
 * <p>Handing out work costs about a microsecond while the team is awake; it falls asleep {@value
 * #SPIN_NANOS} ns after the last call, and waking it takes some 10 to 50 µs more, during which the
 * caller is already at work. Threads are daemons, started at the first call and ended by {@link
 * #close}.
 */
public final class Parallel implements AutoCloseable {
  /** Time in ns that an idle thread stays awake; longer than the serial gap between two sweeps. */
  static final int SPIN_NANOS = 50_000;

  private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

  private final int threads;
  private final ReentrantLock inUse = new ReentrantLock();
  private Worker[] team = {};
  private volatile @Nullable Region current;
  private volatile boolean closed;

  private Parallel(int threads) {
    this.threads = threads;
  }

  /** A team of {@code threads}, the caller counted among them. */
  public static Parallel of(int threads) {
    check(threads >= 1, "threads is %d; it must be at least 1", threads);
    return new Parallel(threads);
  }

  /** A team with a thread for each core that this JVM may use. */
  public static Parallel ofAllCores() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  public int threads() {
    return threads;
  }

  /** Whether the calling thread is at work on a block, so that BLAS must keep to one thread. */
  static boolean isInside() {
    return DEPTH.get()[0] > 0;
  }

  /**
   * Runs {@code body} for 0, …, blocks − 1, each once, on any thread of the team, and returns when
   * all are done. Blocks are handed out in index order; what they wrote is visible on return.
   *
   * <p>If a block throws, no further block is begun and the exception of the first failed block, in
   * index order, is thrown: the same one whatever the thread count. If the calling thread is
   * interrupted, no further block is begun either; its interrupt flag stays set.
   *
   * @throws CancellationException if the calling thread was interrupted before the last block began
   */
  public void forEachBlock(int blocks, IntConsumer body) {
    check(blocks >= 0, "blocks is %d; it must not be negative", blocks);
    if (closed) {
      throw new IllegalStateException("This team of threads is closed; make another");
    }
    Region region = new Region(blocks, body);
    boolean alone = threads == 1 || blocks <= 1 || isInside() || !inUse.tryLock();
    if (alone) {
      region.work(true);
    } else {
      try {
        share(region);
      } finally {
        current = null; // the team must not keep the caller's data reachable
        inUse.unlock();
      }
    }
    region.rethrow();
  }

  /** Σ body(block), added in index order: the same bits whatever the thread count. */
  public double sum(int blocks, IntToDoubleFunction body) {
    double[] parts = new double[blocks];
    forEachBlock(blocks, block -> parts[block] = body.applyAsDouble(block));
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  private void share(Region region) {
    if (team.length == 0) {
      team = new Worker[threads - 1];
      for (int i = 0; i < team.length; i++) {
        team[i] = new Worker(i);
      }
      for (Worker worker : team) {
        worker.start();
      }
    }
    current = region;
    wakeBelow(0, region.blocks);
    region.work(true);
    region.awaitOthers();
  }

  /**
   * Each thread wakes two more, so that a large team is up in log₂ steps.
   *
   * @param place of the waking thread: 0 the caller, i + 1 the worker i
   */
  private void wakeBelow(int place, int blocks) {
    int end = Math.min(2 * place + 2, Math.min(team.length, blocks - 1));
    for (int child = 2 * place; child < end; child++) {
      if (team[child].asleep) {
        LockSupport.unpark(team[child]);
      }
    }
  }

  /** Ends the threads; blocks under way are finished first. A closed team cannot be used again. */
  @Override
  public void close() {
    closed = true;
    inUse.lock(); // waits for a region that another thread is running
    try {
      for (Worker worker : team) {
        LockSupport.unpark(worker);
      }
    } finally {
      inUse.unlock();
    }
  }

  @Override
  public String toString() {
    return "Parallel[" + threads + (threads == 1 ? " thread]" : " threads]");
  }

  private final class Worker extends Thread {
    private final int index;
    private volatile boolean asleep;

    private Worker(int index) {
      super("eckart-" + (index + 2) + "-of-" + threads);
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      Region last = null;
      while (true) {
        Region region = next(last);
        if (region == null) {
          return;
        }
        wakeBelow(index + 1, region.blocks);
        region.work(false);
        last = region;
      }
    }

    /** The next region after {@code last}; null when the team is closed. */
    private @Nullable Region next(@Nullable Region last) {
      long start = System.nanoTime();
      int looks = 0;
      while (!closed) {
        Region region = current;
        if (region != null && region != last) {
          return region;
        }
        if ((++looks & 63) != 0 || System.nanoTime() - start < SPIN_NANOS) {
          Thread.onSpinWait();
          continue;
        }
        asleep = true;
        region = current; // looked at again after asleep was set: no wake-up is lost
        if ((region == null || region == last) && !closed) {
          LockSupport.park(Parallel.this);
        }
        asleep = false;
        start = System.nanoTime();
      }
      return null;
    }
  }

  /** One call of forEachBlock. A thread that comes late finds no block left, and does no harm. */
  private static final class Region {
    private final int blocks;
    private @Nullable IntConsumer body;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished;
    private volatile boolean callerWaits;
    private boolean interrupted;
    private int failedBlock = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    private Region(int blocks, IntConsumer body) {
      this.blocks = blocks;
      this.body = body;
      this.unfinished = new AtomicInteger(blocks);
    }

    private void work(boolean byCaller) {
      IntConsumer task = body;
      int finished = 0;
      int[] depth = DEPTH.get();
      depth[0]++;
      try {
        while (task != null) {
          if (byCaller && Thread.currentThread().isInterrupted()) {
            int skipped = skipRest();
            interrupted = skipped > 0;
            finished += skipped;
            break;
          }
          int block = next.getAndIncrement();
          if (block >= blocks) {
            break;
          }
          finished++;
          try {
            task.accept(block);
          } catch (Throwable thrown) { // an Error too must reach the caller, not end a worker
            failed(block, thrown);
            finished += skipRest();
          }
        }
      } finally {
        depth[0]--;
      }
      if (finished > 0 && unfinished.addAndGet(-finished) == 0 && callerWaits) {
        LockSupport.unpark(caller);
      }
    }

    /** Takes all blocks not yet begun, undone; returns their number. */
    private int skipRest() {
      return Math.max(0, blocks - Math.min(blocks, next.getAndSet(blocks)));
    }

    private synchronized void failed(int block, Throwable thrown) {
      if (block < failedBlock) {
        failedBlock = block;
        failure = thrown;
      }
    }

    private void awaitOthers() {
      long start = System.nanoTime();
      boolean flag = false;
      while (unfinished.get() != 0) {
        if (System.nanoTime() - start < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          callerWaits = true;
          if (unfinished.get() != 0) {
            LockSupport.park(this);
          }
          flag |= Thread.interrupted(); // else park would not wait; set again below
        }
      }
      if (flag) {
        caller.interrupt();
      }
    }

    private synchronized void rethrow() {
      body = null; // a worker that comes late must not keep the caller's data reachable
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (interrupted) {
        throw new CancellationException(
            "The thread was interrupted; the rest of its work is undone");
      }
    }
  }
}
