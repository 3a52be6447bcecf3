package org.eckart.app;

import java.io.PrintStream;

/**
 * What people see while a command works. On a terminal, progress is one line that is written over;
 * elsewhere it is a plain line now and then. Answers go to standard output, or to standard error
 * when that is taken by JSON.
 */
final class Console {
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;
  private static final long LIVE_EVERY_NANOS = 100_000_000L;
  private static final int WIDTH = 100; // a live line must not wrap

  private final Streams streams;
  private final boolean quiet;
  private final boolean json;
  private final boolean colour;
  private boolean live;
  private long last = System.nanoTime() - PLAIN_EVERY_NANOS / 2; // the first plain line after 2.5 s

  Console(Streams streams, CommonOptions options) {
    this.streams = streams;
    this.quiet = options.quiet;
    this.json = options.json;
    this.colour = streams.colour() && !options.noColor;
  }

  /** A line of the answer; left out with {@code --quiet}. */
  synchronized void say(String line) {
    if (!quiet) {
      clear();
      answers().println(line);
    }
  }

  /** A line of the answer that is what the command is for, shown with {@code --quiet} too. */
  synchronized void answer(String line) {
    if (!json) {
      clear();
      answers().println(line);
    }
  }

  /** A line on standard error, always shown. */
  synchronized void tell(String line) {
    clear();
    streams.err().println(line);
  }

  /** Where the work stands; may be called often. */
  synchronized void progress(String line) {
    long now = System.nanoTime();
    if (quiet || now - last < (streams.terminal() ? LIVE_EVERY_NANOS : PLAIN_EVERY_NANOS)) {
      return;
    }
    last = now;
    if (streams.terminal()) {
      String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
      streams.err().print("\r" + cut + "\u001b[K");
      streams.err().flush();
      live = true;
    } else {
      streams.err().println(line);
    }
  }

  /** The text in bold, where colour is shown. */
  String strong(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** The text dimmed, where colour is shown. */
  String faint(String text) {
    return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  /** Takes a live line away. */
  synchronized void clear() {
    if (live) {
      streams.err().print("\r\u001b[K");
      streams.err().flush();
      live = false;
    }
  }

  private PrintStream answers() {
    return json ? streams.err() : streams.out();
  }
}
