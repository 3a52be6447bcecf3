package org.eckart.app;

import java.util.List;
import java.util.Map;
import org.eckart.app.report.Section;
import org.jspecify.annotations.Nullable;

/**
 * What a method has to say of its run beside the common figures.
 *
 * @param result more keys of the envelope's result
 * @param line a few words for people behind rank and sweeps; empty for none
 * @param warnings in sentences
 * @param sections more parts of the report
 */
record Remarks(
    Map<String, @Nullable Object> result,
    String line,
    List<String> warnings,
    List<Section> sections) {
  Remarks(Map<String, @Nullable Object> result, String line, List<String> warnings) {
    this(result, line, warnings, List.of());
  }

  static Remarks none() {
    return new Remarks(Map.of(), "", List.of());
  }
}
