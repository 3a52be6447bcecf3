package org.eckart.app;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code eckart info}. */
@Command(
    name = "info",
    description = "Shows versions, processor, memory and the native library in use.",
    footer = {"", "Example:", "  eckart info --json"})
final class InfoCommand extends Verb {
  @Override
  void run(Session session) {
    Map<String, @Nullable Object> found = session.envelope().result();
    Runtime runtime = Runtime.getRuntime();
    found.put("version", Version.text());
    found.put("java", Runtime.version().toString());
    found.put("vm", System.getProperty("java.vm.name", ""));
    found.put(
        "system", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
    found.put("processors", runtime.availableProcessors());
    found.put("memory", memory(runtime));
    if (!session.options().json) {
      found.forEach((name, value) -> session.console().answer("%-12s %s".formatted(name, value)));
    }
  }

  private static Map<String, Object> memory(Runtime runtime) {
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("limitMiB", runtime.maxMemory() >> 20);
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof java.lang.management.OperatingSystemMXBean system) {
      memory.put("load", system.getSystemLoadAverage());
    }
    return memory;
  }
}
