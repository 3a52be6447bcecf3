package org.eckart.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.linalg.Backend;

/** What the figures were taken on. */
final class Machine {
  private Machine() {}

  static Map<String, Object> describe() {
    Backend backend = Backend.current();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("processor", entry("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
    fields.put("cores", Runtime.getRuntime().availableProcessors());
    fields.put("memory", entry("/proc/meminfo", "MemTotal", "unknown"));
    fields.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    fields.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    fields.put(
        "blas",
        backend.version().startsWith(backend.blas())
            ? backend.version()
            : backend.blas() + " " + backend.version());
    fields.put("blasCore", backend.core());
    fields.put("simdBits", backend.simdBits());
    fields.put("load", load());
    return fields;
  }

  /** Runnable processes, averaged over the last minute; well above 0 before a run is bad. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  static String text(Map<String, Object> machine) {
    return "%s, %s cores, %s; %s; Java %s; %s, kernels for %s; %s-bit SIMD; load before the run %s%n"
        .formatted(machine.values().toArray());
  }

  private static String entry(String file, String name, String otherwise) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
          return line.substring(colon + 1).strip();
        }
      }
    } catch (IOException untold) {
      return otherwise;
    }
    return otherwise;
  }
}
