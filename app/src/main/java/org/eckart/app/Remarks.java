package org.eckart.app;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a method has to say of its run beside the common figures.
 *
 * @param result more keys of the envelope's result
 * @param line a few words for people behind rank and sweeps; empty for none
 * @param warnings in sentences
 */
record Remarks(Map<String, @Nullable Object> result, String line, List<String> warnings) {
  static Remarks none() {
    return new Remarks(Map.of(), "", List.of());
  }
}
