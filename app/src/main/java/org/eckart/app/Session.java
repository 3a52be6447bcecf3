package org.eckart.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One command at work: its options, what it says, and the record of what it did. */
final class Session {
  private final CommonOptions options;
  private final Console console;
  private final Envelope envelope;
  private final Interrupts interrupts;
  private final List<String> arguments;
  private @Nullable String goOn;

  Session(
      CommonOptions options,
      Console console,
      Envelope envelope,
      Interrupts interrupts,
      List<String> arguments) {
    this.options = options;
    this.console = console;
    this.envelope = envelope;
    this.interrupts = interrupts;
    this.arguments = arguments;
  }

  CommonOptions options() {
    return options;
  }

  Console console() {
    return console;
  }

  Envelope envelope() {
    return envelope;
  }

  Interrupts interrupts() {
    return interrupts;
  }

  /** Does one part of the work and adds its time to {@code read}, {@code fit} or {@code write}. */
  <T> T timed(String part, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    try {
      return work.call();
    } finally {
      envelope.spent(part, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Something the user should know and that did not stop the work. */
  void warn(String sentence) {
    if (!envelope.warnings().contains(sentence)) {
      envelope.warnings().add(sentence);
      console.tell("Warning: " + sentence);
    }
  }

  /** Marks the command as stopped before its end, with the command that goes on from there. */
  void interrupted(String resumeCommand) {
    goOn = resumeCommand;
    envelope.status("interrupted");
  }

  /** The command that goes on, if this one was stopped before its end. */
  @Nullable String resumeCommand() {
    return goOn;
  }

  /** The words of this command after {@code eckart}. */
  List<String> arguments() {
    return arguments;
  }
}
