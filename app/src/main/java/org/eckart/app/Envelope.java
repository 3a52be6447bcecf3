package org.eckart.app;

import java.io.PrintStream;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command did, as the one JSON object that {@code --json} prints and {@code run.json} keeps.
 * Keys are a promise to scripts. A number that is not finite is written as null, which JSON has and
 * NaN is not.
 */
final class Envelope {
  private final String verb;
  private String status = "done";
  private @Nullable Long seed;
  private @Nullable Integer threads;
  private final Map<String, Object> seconds = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> input = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> options = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> result = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Object> outputs = new LinkedHashMap<>();
  private @Nullable Map<String, @Nullable Object> error;

  Envelope(String verb) {
    this.verb = verb;
    for (String part : List.of("read", "fit", "write")) {
      seconds.put(part, 0.0);
    }
  }

  void seedAndThreads(long seed, int threads) {
    this.seed = seed;
    this.threads = threads;
  }

  void status(String status) {
    this.status = status;
  }

  /** Adds to the time of one part of the work: {@code read}, {@code fit} or {@code write}. */
  void spent(String part, double time) {
    seconds.merge(part, time, (before, more) -> (Double) before + (Double) more);
  }

  double seconds(String part) {
    return (Double) seconds.getOrDefault(part, 0.0);
  }

  Map<String, @Nullable Object> input() {
    return input;
  }

  Map<String, @Nullable Object> options() {
    return options;
  }

  Map<String, @Nullable Object> result() {
    return result;
  }

  List<String> warnings() {
    return warnings;
  }

  void output(String name, Path path) {
    outputs.put(name, path.toString());
  }

  void error(String kind, String message, String where) {
    status = "error";
    error = new LinkedHashMap<>();
    error.put("kind", kind);
    error.put("message", message);
    error.put("where", where);
  }

  /** The object, as maps, lists, texts and numbers. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("verb", verb);
    all.put("status", status);
    all.put("version", Version.text());
    all.put("seed", seed);
    all.put("threads", threads);
    all.put("seconds", seconds);
    all.put("input", input);
    all.put("options", options);
    all.put("result", result);
    all.put("warnings", warnings);
    all.put("outputs", outputs);
    if (error != null) {
      all.put("error", error);
    }
    return all;
  }

  void print(PrintStream out) {
    out.println(json(toMap()));
    out.flush();
  }

  /** JSON for people and programs: indented, text as it is, no NaN. */
  static String json(Object value) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(finite(value));
  }

  /** The same value with null where a number is not finite and text where a path stands. */
  private static @Nullable Object finite(@Nullable Object value) {
    if (value instanceof Double d) {
      return Double.isFinite(d) ? d : null;
    }
    if (value instanceof Float f) {
      return Float.isFinite(f) ? f : null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, v) -> copy.put(String.valueOf(key), finite(v)));
      return copy;
    }
    if (value instanceof Iterable<?> many && !(value instanceof Path)) {
      List<@Nullable Object> copy = new ArrayList<>();
      many.forEach(v -> copy.add(finite(v)));
      return copy;
    }
    if (value != null && value.getClass().isArray()) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        copy.add(finite(Array.get(value, i)));
      }
      return copy;
    }
    if (value instanceof Number || value instanceof Boolean || value == null) {
      return value;
    }
    return value.toString();
  }
}
