package org.eckart.core.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What {@link Run} can be told; changed only on a copy that nobody has seen yet. */
final class RunSettings {
  Optional<Duration> timeLimit = Optional.empty();
  Optional<Path> checkpoint = Optional.empty();
  Duration interval = Run.CHECKPOINT_INTERVAL;
  boolean resume;
  OptionalLong seed = OptionalLong.empty();
  Optional<String> data = Optional.empty();
  List<RunListener> listeners = List.of();
  Optional<Cancellation> cancellation = Optional.empty();
  LongSupplier nanoTime = System::nanoTime;

  RunSettings with(Consumer<RunSettings> change) {
    RunSettings copy = new RunSettings();
    copy.timeLimit = timeLimit;
    copy.checkpoint = checkpoint;
    copy.interval = interval;
    copy.resume = resume;
    copy.seed = seed;
    copy.data = data;
    copy.listeners = listeners;
    copy.cancellation = cancellation;
    copy.nanoTime = nanoTime;
    change.accept(copy);
    return copy;
  }
}
