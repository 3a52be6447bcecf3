package org.eckart.core.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.eckart.core.EckartException;
import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.jspecify.annotations.Nullable;

/** One run under way: the loop behind {@link Run#start}. */
final class Drive<P, S, E> {
  /** A checkpoint that takes long is written less often: at most 5 % of the time goes into it. */
  private static final int WORK_PER_WRITING = 20;

  private final Algorithm<P, S, E> algorithm;
  private final P problem;
  private final RunSettings settings;
  private final Cancellation cancellation;
  private final Checkpoint.Maker maker;
  private final long startNanos;
  private final List<TraceRecord> trace = new ArrayList<>();
  private double secondsBefore;
  private int stepsBefore;
  private int keptSteps = -1;
  private long keepNanos;
  private boolean cancelSeen;
  private boolean interruptSeen;

  Drive(Algorithm<P, S, E> algorithm, P problem, RunSettings settings, Cancellation cancellation) {
    this.algorithm = algorithm;
    this.problem = problem;
    this.settings = settings;
    this.cancellation = cancellation;
    this.maker =
        new Checkpoint.Maker(
            algorithm.name(),
            settings.checkpoint.isPresent() ? RecordJson.write(algorithm.options()) : "{}",
            settings.data,
            settings.seed);
    this.startNanos = settings.nanoTime.getAsLong();
    this.keepNanos = startNanos + nanos(settings.interval);
  }

  Outcome<S, E> toTheEnd() {
    S state = begin();
    Progress progress = algorithm.progress(problem, state);
    refuseIfNotFinite(progress, null, null);
    stepsBefore = progress.steps();
    record(progress);
    StopReason reason;
    while (true) {
      Optional<StopReason> end = endAt(progress);
      if (end.isPresent()) {
        reason = end.get();
        break;
      }
      S next;
      try {
        next = algorithm.step(problem, state);
      } catch (CancellationException _) {
        cancelled(); // uses up the interrupt that the step saw
        reason = StopReason.CANCELLED;
        break;
      } catch (RuntimeException failure) {
        keepAfter(failure, state, progress);
        throw failure;
      }
      Progress after = algorithm.progress(problem, next);
      refuseIfNotFinite(after, state, progress);
      state = next;
      progress = after;
      record(progress);
      keepIfDue(state, progress);
    }
    keep(state, progress);
    E estimate = estimate(state);
    if (interruptSeen && reason != StopReason.CANCELLED) {
      Thread.currentThread().interrupt(); // it came too late for this run, but not for the caller
    }
    return new Outcome<>(estimate, state, reason, trace, progress.steps(), seconds());
  }

  /** An interrupt that comes after the last step costs the run no answer; a second one does. */
  private E estimate(S state) {
    cancelled();
    try {
      return algorithm.estimate(problem, state);
    } catch (CancellationException early) {
      if (!cancelled()) {
        throw early;
      }
      return algorithm.estimate(problem, state);
    }
  }

  private S begin() {
    if (!settings.resume || settings.checkpoint.isEmpty()) {
      try {
        return algorithm.start(problem);
      } catch (CancellationException early) {
        cancelled();
        throw new RunException(
            "'" + algorithm.name() + "' was cancelled before it had a first state", early);
      }
    }
    if (Files.notExists(settings.checkpoint.get())) {
      throw InputException.of(
          "missing-file",
          settings.checkpoint.get().toString(),
          "There is no checkpoint %s to go on from; check the name, or start anew without resuming",
          settings.checkpoint.get());
    }
    Checkpoint.Kept kept = Checkpoint.read(settings.checkpoint.get(), maker);
    secondsBefore = kept.seconds();
    trace.addAll(kept.trace());
    S state = algorithm.load(problem, kept.state());
    keptSteps = algorithm.progress(problem, state).steps();
    return state;
  }

  private Optional<StopReason> endAt(Progress progress) {
    if (progress.end().isPresent()) {
      return progress.end();
    } else if (cancelled()) {
      return Optional.of(StopReason.CANCELLED);
    }
    boolean late = settings.timeLimit.isPresent() && elapsed() >= nanos(settings.timeLimit.get());
    return late ? Optional.of(StopReason.DEADLINE) : Optional.empty();
  }

  /** Looks at the handle and at the thread, and uses up the interrupt of either. */
  private boolean cancelled() {
    cancelSeen |= cancellation.consume();
    interruptSeen |= Thread.interrupted();
    return cancelSeen || interruptSeen;
  }

  private void record(Progress progress) {
    boolean known = !trace.isEmpty() && trace.getLast().step() >= progress.steps();
    if (!known) {
      trace.add(new TraceRecord(progress.steps(), seconds(), progress.measures()));
    }
    if (!settings.listeners.isEmpty()) {
      RunStatus status =
          new RunStatus(algorithm.name(), progress, Duration.ofNanos(elapsed()), left(progress));
      settings.listeners.forEach(listener -> listener.stepped(status));
    }
  }

  /** At the pace since the start or resume, and no more than the time limit leaves. */
  private Optional<Duration> left(Progress progress) {
    long limit = settings.timeLimit.map(most -> nanos(most) - elapsed()).orElse(Long.MAX_VALUE);
    int done = progress.steps() - stepsBefore;
    if (done <= 0) {
      return Optional.empty();
    }
    double pace = (double) elapsed() / done;
    double needed = pace * Math.max(0, progress.expectedSteps() - progress.steps());
    return Optional.of(Duration.ofNanos(Math.max(0, (long) Math.min(needed, limit))));
  }

  private void keepIfDue(S state, Progress progress) {
    if (settings.checkpoint.isEmpty() || settings.nanoTime.getAsLong() < keepNanos) {
      return;
    }
    long before = settings.nanoTime.getAsLong();
    keep(state, progress);
    long after = settings.nanoTime.getAsLong();
    keepNanos = after + Math.max(nanos(settings.interval), WORK_PER_WRITING * (after - before));
  }

  /** A first interrupt cancels the run, not the writing; a second one breaks off this too. */
  private void keep(S state, Progress progress) {
    if (settings.checkpoint.isEmpty() || progress.steps() == keptSteps) {
      return;
    }
    Path file = settings.checkpoint.get();
    boolean first = !cancelSeen && !interruptSeen;
    NamedArrays saved = algorithm.save(state);
    try {
      Checkpoint.write(file, maker, saved, progress.steps(), seconds(), trace);
    } catch (RunException interrupted) {
      if (!first || !cancelled()) {
        throw interrupted;
      }
      Checkpoint.write(file, maker, saved, progress.steps(), seconds(), trace);
    }
    keptSteps = progress.steps();
    settings.listeners.forEach(listener -> listener.kept(file));
  }

  /** Keeps the last good state when a step failed; what failed first is what is told. */
  private void keepAfter(RuntimeException failure, S state, Progress progress) {
    try {
      keep(state, progress);
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  private void refuseIfNotFinite(
      Progress progress, @Nullable S lastGood, @Nullable Progress before) {
    for (Map.Entry<String, Double> measure : progress.measures().entrySet()) {
      if (Double.isFinite(measure.getValue())) {
        continue;
      }
      String found =
          "Step %d of '%s' gave %s %s"
              .formatted(progress.steps(), algorithm.name(), measure.getKey(), measure.getValue());
      if (lastGood == null || before == null) {
        throw new RunException(found + ", so it cannot begin; look for extreme values in the data");
      }
      Double earlier = before.measures().get(measure.getKey());
      String after = earlier == null ? "" : ", after " + earlier + " at step " + before.steps();
      throw new RunException(found + after + "; " + whereKept(lastGood, before));
    }
  }

  /** Keeps the last good state and says where it is. */
  private String whereKept(S lastGood, Progress before) {
    if (settings.checkpoint.isEmpty()) {
      return "name a checkpoint to keep the last good state";
    }
    try {
      keep(lastGood, before);
      return "the state of step " + before.steps() + " is in " + settings.checkpoint.get();
    } catch (EckartException failure) {
      return "the state of step " + before.steps() + " was lost: " + failure.getMessage();
    }
  }

  private long elapsed() {
    return settings.nanoTime.getAsLong() - startNanos;
  }

  private double seconds() {
    return secondsBefore + elapsed() / 1e9;
  }

  /** As nanoseconds, the longest of them for durations beyond 292 years. */
  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException _) {
      return Long.MAX_VALUE / 4;
    }
  }
}
