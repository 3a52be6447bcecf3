package org.eckart.core.run;

import org.jspecify.annotations.Nullable;

/**
 * A handle that ends a run from any thread.
 *
 * <p>The first {@link #cancel()} ends the run after its step, or within it where the algorithm
 * looks for interruption; a checkpoint, if asked for, is still written. A second one gives up that
 * writing too.
 */
public final class Cancellation {
  private @Nullable Thread running;
  private boolean cancelled;
  private boolean interruptPending;

  /** Ends the run that has this handle, or keeps it from beginning. */
  public synchronized void cancel() {
    cancelled = true;
    if (running != null) {
      interruptPending = true;
      running.interrupt();
    }
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** From here on, {@link #cancel()} interrupts this thread. */
  synchronized void attach() {
    running = Thread.currentThread();
  }

  /** True if cancelled; the interrupt that said so is used up. */
  synchronized boolean consume() {
    if (interruptPending) {
      interruptPending = false;
      Thread.interrupted();
    }
    return cancelled;
  }

  /** The run is over: an interrupt that came too late to be seen does not outlive it. */
  synchronized void detach() {
    if (interruptPending && running == Thread.currentThread()) {
      Thread.interrupted();
    }
    interruptPending = false;
    running = null;
  }
}
