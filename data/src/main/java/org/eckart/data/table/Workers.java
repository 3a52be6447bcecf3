package org.eckart.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A few threads for one read, ended with it. */
final class Workers implements AutoCloseable {
  /** Work on part {@code part} of {@code parts}. */
  interface Part {
    void run(int part) throws Exception;
  }

  private final int threads;
  private final ExecutorService executor;

  Workers(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  int threads() {
    return threads;
  }

  /** Runs parts 0, …, parts − 1 and waits for all; the first failure is thrown. */
  void run(int parts, Part work) {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      int part = p;
      tasks.add(() -> {
        work.run(part);
        return null;
      });
    }
    try {
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new org.eckart.core.RunException("Reading was interrupted", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  @Override
  public void close() {
    executor.close();
  }
}
