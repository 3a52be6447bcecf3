package org.eckart.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eckart.core.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * One verb of the command: reads, calls the library, writes. A subclass says what to do in {@link
 * #run}; exit status, error sentence, JSON and interruption are the same for all and done here.
 */
abstract class Verb implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @ParentCommand @Nullable Eckart root;
  @Mixin CommonOptions common = new CommonOptions();

  /** Does the work. What it finds goes into the session's envelope. */
  abstract void run(Session session) throws Exception;

  /** True if the work is a run that can be checkpointed, resumed and stopped by a time limit. */
  boolean isRun() {
    return false;
  }

  /** True if the option stands on the command line. */
  final boolean given(String option) {
    return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  @Override
  public final Integer call() {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    Eckart eckart = java.util.Objects.requireNonNull(root);
    Streams streams = eckart.streams();
    Envelope envelope = new Envelope(command.name());
    Console console = new Console(streams, common);
    ExitStatus status;
    try (Interrupts interrupts = Interrupts.listen(console)) {
      Session session = new Session(common, console, envelope, interrupts, eckart.arguments());
      validate(command.name());
      envelope.seedAndThreads(common.seed, common.threadCount());
      run(session);
      status = session.resumeCommand() == null ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
      if (session.resumeCommand() != null) {
        console.tell("Stopped; go on with: " + session.resumeCommand());
      }
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      status = failed(e, envelope, console);
    }
    console.clear();
    if (common.json) {
      envelope.print(streams.out());
    }
    return status.code();
  }

  private void validate(String verb) {
    common.validate();
    if (!isRun()) {
      List<String> idle = new ArrayList<>();
      if (common.checkpoint != null) {
        idle.add("--checkpoint");
      }
      if (common.resume) {
        idle.add("--resume");
      }
      if (common.maxTime != null) {
        idle.add("--max-time");
      }
      if (!idle.isEmpty()) {
        throw new UsageException(
            "'eckart %s' is one short step, so %s can do nothing; leave it out",
            verb, String.join(" and ", idle));
      }
    }
  }

  private ExitStatus failed(Throwable failure, Envelope envelope, Console console) {
    ExitStatus status = ExitStatus.of(failure);
    String sentence = sentence(failure);
    switch (failure) {
      case InputException input -> envelope.error(input.kind(), sentence, input.where());
      default -> envelope.error(kind(status), sentence, "");
    }
    console.tell(sentence);
    if (common.debug) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      console.tell(trace.toString().stripTrailing());
    }
    return status;
  }

  static String kind(ExitStatus status) {
    return switch (status) {
      case USAGE -> "usage";
      case CAPACITY -> "capacity";
      default -> "failed";
    };
  }

  /** One sentence for a failure, also for those that nobody foresaw. */
  private String sentence(Throwable failure) {
    String message = failure.getMessage() == null ? "" : firstLine(failure.getMessage());
    return switch (failure) {
      case OutOfMemoryError _ ->
          "The memory given to this command ("
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB) is not enough; set ECKART_JAVA_OPTIONS=-Xmx… to give more, or take a lower"
              + " --rank";
      case NoSuchFileException missing -> "There is no file '" + missing.getFile() + "'";
      case AccessDeniedException denied ->
          "'" + denied.getFile() + "' cannot be opened: permission denied";
      case IOException io when ExitStatus.isFull(io) ->
          "The disk is full (" + message + "); make room, or choose another --out";
      case IOException _ -> "Reading or writing failed: " + message;
      case InputException _ -> FlagWords.in(message, java.util.Objects.requireNonNull(spec));
      case UsageException _, IllegalArgumentException _, org.eckart.core.EckartException _ ->
          message.isEmpty() ? failure.getClass().getSimpleName() : message;
      default ->
          "Eckart itself failed ("
              + failure.getClass().getSimpleName()
              + (message.isEmpty() ? "" : ": " + message)
              + "); add --debug for the details and report them, please";
    };
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end).stripTrailing();
  }
}
