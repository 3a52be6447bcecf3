package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.linalg.Backend;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code eckart info}. */
@Command(
    name = "info",
    description = "Shows versions, processor, memory, and the native library and SIMD in use.",
    footer = {"", "Example:", "  eckart info --json"})
final class InfoCommand extends Verb {
  @Override
  void run(Session session) {
    Backend backend = Backend.current();
    Runtime runtime = Runtime.getRuntime();
    Map<String, @Nullable Object> found = session.envelope().result();
    found.put("java", Runtime.version().toString());
    found.put("vm", System.getProperty("java.vm.name", ""));
    found.put(
        "system", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
    found.put("processors", runtime.availableProcessors());
    found.put("memoryMiB", runtime.maxMemory() >> 20);
    found.put("blas", backend.blas());
    found.put("blasVersion", backend.version());
    found.put("blasCore", backend.core());
    found.put("blasThreads", backend.threads());
    found.put("simdBits", backend.simdBits());
    if (backend.isFallback()) {
      session.warn(
          "OpenBLAS did not load, so dense algebra runs in Java, up to ten times slower; the jar of"
              + " this platform may be missing (-Dopenblas.platform when building)");
    }
    if (backend.simdBits() == 0) {
      session.warn(
          "The Vector API is not there, so kernels run without SIMD; start the JVM with --add-modules"
              + " jdk.incubator.vector");
    }
    lines(backend, runtime)
        .forEach((name, value) -> session.console().answer("%-10s %s".formatted(name, value)));
  }

  private static Map<String, String> lines(Backend backend, Runtime runtime) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("eckart", Version.text());
    lines.put("Java", Runtime.version() + " (" + System.getProperty("java.vm.name", "") + ")");
    lines.put(
        "system",
        "%s %s, %d processors"
            .formatted(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                runtime.availableProcessors()));
    lines.put(
        "memory",
        "%d MiB for this command; ECKART_JAVA_OPTIONS=-Xmx… changes it"
            .formatted(runtime.maxMemory() >> 20));
    lines.put(
        "BLAS",
        backend.isFallback()
            ? "Java"
            : "%s for %s, %d threads (%s)"
                .formatted(backend.blas(), backend.core(), backend.threads(), backend.version()));
    lines.put("SIMD", backend.simdBits() == 0 ? "none" : backend.simdBits() + " bits");
    return lines;
  }
}
