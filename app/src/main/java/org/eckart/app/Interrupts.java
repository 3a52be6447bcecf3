package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, and a polite kill. The first asks the work to stop in order; the second ends the process
 * at once. While nothing is registered that could stop in order, the first ends the process too.
 */
final class Interrupts implements AutoCloseable {
  private final Console console;
  private final AtomicReference<@Nullable Runnable> stop = new AtomicReference<>();
  private final Map<String, SignalHandler> before = new LinkedHashMap<>();
  private volatile boolean asked;

  private Interrupts(Console console) {
    this.console = console;
  }

  /** Listens from now on until closed. */
  static Interrupts listen(Console console) {
    Interrupts interrupts = new Interrupts(console);
    for (String name : List.of("INT", "TERM")) {
      interrupts.before.put(name, Signal.handle(new Signal(name), _ -> interrupts.signalled()));
    }
    return interrupts;
  }

  /** The action that asks the work to stop in order; null when there is no such work any more. */
  void onFirst(@Nullable Runnable action) {
    stop.set(action);
  }

  /** True if somebody asked to stop. */
  boolean asked() {
    return asked;
  }

  private void signalled() {
    Runnable action = stop.get();
    if (asked || action == null) {
      console.clear();
      System.exit(
          ExitStatus.INTERRUPTED.code()); // unfinished output folders are removed on the way
    }
    asked = true;
    console.tell("Stopping after this step; once more stops now");
    java.util.Objects.requireNonNull(action).run();
  }

  @Override
  public void close() {
    before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
  }
}
