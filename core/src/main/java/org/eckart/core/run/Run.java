package org.eckart.core.run;

import static org.eckart.linalg.Check.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eckart.core.RunException;

/**
 * Drives an {@link Algorithm}: progress, trace, cancellation, time limit, checkpoints and resuming,
 * the same for every method.
 *
 * {@snippet :
 * Outcome<AlsState, AlsEstimate> outcome =
 *     Run.of(new Als(options))
 *         .timeLimit(Duration.ofMinutes(10))
 *         .checkpoint(Path.of("als.safetensors"))
 *         .listener(status -> show(status.progress()))
 *         .start(entries);
 * }
 *
 * <p>A configuration never changes; each setting gives a new one. {@link #start} works on the
 * caller's thread and returns when the run has ended, for whichever {@link StopReason}. Time is
 * looked at between steps, so a limit is kept to within a step.
 *
 * <p>Interrupting the thread cancels the run like {@link Cancellation#cancel()}. That interrupt is
 * used up, {@link StopReason#CANCELLED} stands for it. A second one is not: it breaks off the
 * writing of the last checkpoint with a {@link RunException}, or is still set when {@code start}
 * returns.
 *
 * @param <P> the problem
 * @param <S> the state
 * @param <E> the estimate
 */
public final class Run<P, S, E> {
  /** Half a minute of work is what a kill costs at most, if steps are short. */
  public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(30);

  private final Algorithm<P, S, E> algorithm;
  private final RunSettings settings;

  private Run(Algorithm<P, S, E> algorithm, RunSettings settings) {
    this.algorithm = algorithm;
    this.settings = settings;
  }

  /** A run without time limit, checkpoint and listener. */
  public static <P, S, E> Run<P, S, E> of(Algorithm<P, S, E> algorithm) {
    return new Run<>(algorithm, new RunSettings());
  }

  /** Ends the run after the first step that passes this limit, counted from its start or resume. */
  public Run<P, S, E> timeLimit(Duration limit) {
    check(!limit.isNegative(), "timeLimit is %s; it cannot be below 0", limit);
    return with(s -> s.timeLimit = Optional.of(limit));
  }

  /** Keeps the state in this file, at times and at the end; a file of that name is replaced. */
  public Run<P, S, E> checkpoint(Path file) {
    return with(s -> s.checkpoint = Optional.of(file));
  }

  /**
   * How often a checkpoint is written; {@link #CHECKPOINT_INTERVAL} unless said, 0 is each step.
   */
  public Run<P, S, E> checkpointEvery(Duration interval) {
    check(!interval.isNegative(), "The checkpoint interval is %s; it cannot be below 0", interval);
    return with(s -> s.interval = interval);
  }

  /** Goes on from the checkpoint, to the same bits as if the run had never stopped. */
  public Run<P, S, E> resume() {
    return with(s -> s.resume = true);
  }

  /** The seed, for methods whose options do not hold it; a checkpoint of another is refused. */
  public Run<P, S, E> seed(long seed) {
    return with(s -> s.seed = OptionalLong.of(seed));
  }

  /** The fingerprint of the problem; a checkpoint made of other data is refused. */
  public Run<P, S, E> data(String fingerprint) {
    return with(s -> s.data = Optional.of(fingerprint));
  }

  /** Adds one who looks on. */
  public Run<P, S, E> listener(RunListener listener) {
    List<RunListener> all = new ArrayList<>(settings.listeners);
    all.add(listener);
    return with(s -> s.listeners = List.copyOf(all));
  }

  /** The handle that ends the run from elsewhere. */
  public Run<P, S, E> cancelledBy(Cancellation cancellation) {
    return with(s -> s.cancellation = Optional.of(cancellation));
  }

  /** Another clock than the system's, in nanoseconds. */
  Run<P, S, E> clock(LongSupplier nanoTime) {
    return with(s -> s.nanoTime = nanoTime);
  }

  private Run<P, S, E> with(Consumer<RunSettings> change) {
    return new Run<>(algorithm, settings.with(change));
  }

  /**
   * Runs to an end.
   *
   * @throws RunException at the first measure that is not finite; the last good state is then in
   *     the checkpoint, if one was asked for
   * @throws org.eckart.core.InputException if the checkpoint to resume from is missing, damaged, or
   *     was made by another method, with other options or seed, or of other data
   */
  public Outcome<S, E> start(P problem) {
    check(
        !settings.resume || settings.checkpoint.isPresent(),
        "resume needs a checkpoint to go on from; name its file");
    Cancellation cancellation = settings.cancellation.orElseGet(Cancellation::new);
    cancellation.attach();
    try {
      return new Drive<>(algorithm, problem, settings, cancellation).toTheEnd();
    } finally {
      cancellation.detach();
    }
  }
}
