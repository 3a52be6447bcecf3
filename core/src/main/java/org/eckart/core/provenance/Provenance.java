package org.eckart.core.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.eckart.core.store.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Where a result comes from. The same method, options, seed, threads and data give the same result,
 * bit for bit, with the same version and kernels; another version may differ, and says which it is.
 *
 * @param method what was run, as the command line names it
 * @param options its settings, as JSON has them; {@link #optionsAs} makes the record again
 * @param seed of all randomness, if there was any
 * @param threads that worked
 * @param data {@link Fingerprint} of the data, if they have one
 * @param version of Eckart
 * @param java version and maker of the virtual machine
 * @param system operating system and processor type
 * @param processors that the virtual machine saw
 * @param kernels in use: libraries and SIMD or scalar twins, as the caller names them
 * @param started when the run began, in UTC to the second
 * @param seconds it took
 */
public record Provenance(
    String method,
    SequencedMap<String, @Nullable Object> options,
    OptionalLong seed,
    int threads,
    Optional<String> data,
    String version,
    String java,
    String system,
    int processors,
    List<String> kernels,
    Instant started,
    double seconds) {
  public Provenance {
    kernels = List.copyOf(kernels);
  }

  /** A run that begins now, on one thread and on this machine. */
  public static Provenance begin(String method, Record options) {
    Runtime runtime = Runtime.getRuntime();
    return new Provenance(
        method,
        RecordJson.fields(options),
        OptionalLong.empty(),
        1,
        Optional.empty(),
        eckartVersion(),
        System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        runtime.availableProcessors(),
        List.of(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        0);
  }

  /** The version of Eckart that runs here. */
  public static String eckartVersion() {
    try (InputStream text = Provenance.class.getResourceAsStream("version.txt")) {
      return text == null
          ? "unknown"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unread) {
      throw new UncheckedIOException("The version of Eckart cannot be read from its jar", unread);
    }
  }

  public Provenance withSeed(long seed) {
    return with(OptionalLong.of(seed), threads, data, kernels, seconds);
  }

  public Provenance withThreads(int threads) {
    return with(seed, threads, data, kernels, seconds);
  }

  public Provenance withData(Fingerprint data) {
    return with(seed, threads, Optional.of(data.toString()), kernels, seconds);
  }

  public Provenance withKernels(List<String> kernels) {
    return with(seed, threads, data, kernels, seconds);
  }

  public Provenance withSeconds(double seconds) {
    return with(seed, threads, data, kernels, seconds);
  }

  /**
   * The options as the record they were.
   *
   * @throws org.eckart.core.InputException if they do not fit it
   */
  public <R extends Record> R optionsAs(Class<R> type) {
    return RecordJson.record(options, type);
  }

  private Provenance with(
      OptionalLong seed, int threads, Optional<String> data, List<String> kernels, double seconds) {
    return new Provenance(
        method,
        options,
        seed,
        threads,
        data,
        version,
        java,
        system,
        processors,
        kernels,
        started,
        seconds);
  }
}
