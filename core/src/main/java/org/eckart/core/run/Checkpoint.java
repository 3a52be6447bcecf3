package org.eckart.core.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.eckart.core.InputException;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.core.store.Safetensors;

/**
 * A run on disk: the algorithm's state under names that begin with {@value #STATE}, the trace under
 * {@value #TRACE}, and who made it of what under the text {@value #MADE_BY}.
 */
final class Checkpoint {
  private static final String STATE = "state.";
  private static final String TRACE = "trace.";
  private static final String MADE_BY = "eckart.checkpoint";
  private static final int FORMAT = 1;

  /**
   * What a run must share with the checkpoint that it goes on from.
   *
   * @param method name of the algorithm
   * @param options as JSON
   * @param data fingerprint of the problem, if the caller gave one
   * @param seed if the caller gave one
   */
  record Maker(String method, String options, Optional<String> data, OptionalLong seed) {}

  /** The text that goes with the arrays. */
  record Header(int format, Maker maker, int steps, double seconds) {}

  /** What a checkpoint gives back. */
  record Kept(NamedArrays state, List<TraceRecord> trace, double seconds) {}

  private Checkpoint() {}

  static void write(
      Path file,
      Maker maker,
      NamedArrays state,
      int steps,
      double seconds,
      List<TraceRecord> trace) {
    NamedArrays.Builder all = NamedArrays.builder();
    all.text(MADE_BY, RecordJson.write(new Header(FORMAT, maker, steps, seconds)));
    state.texts().forEach((name, text) -> all.text(STATE + name, text));
    state.names().forEach(name -> all.put(STATE + name, state.get(name)));
    putTrace(all, trace);
    Safetensors.write(file, all.build());
  }

  /** Reads a checkpoint, and refuses one that another run made. */
  static Kept read(Path file, Maker maker) {
    NamedArrays all = Safetensors.read(file);
    String text = all.text(MADE_BY);
    if (text == null) {
      throw refused(file, "%s is no checkpoint of a run; name the file that a run wrote", file);
    }
    Header header;
    try {
      header = RecordJson.read(text, Header.class);
    } catch (InputException unread) {
      throw new InputException(
          "damaged-file",
          file.toString(),
          "The checkpoint "
              + file
              + " cannot be gone on from ("
              + unread.getMessage()
              + "); start anew without resuming",
          unread);
    }
    refuseAnother(file, header.maker(), maker);
    NamedArrays.Builder state = NamedArrays.builder();
    all.texts()
        .forEach((name, value) -> {
          if (name.startsWith(STATE)) {
            state.text(name.substring(STATE.length()), value);
          }
        });
    for (String name : all.names()) {
      if (name.startsWith(STATE)) {
        state.put(name.substring(STATE.length()), all.get(name));
      }
    }
    return new Kept(state.build(), trace(all), header.seconds());
  }

  private static void refuseAnother(Path file, Maker old, Maker now) {
    if (!old.method().equals(now.method())) {
      throw refused(
          file,
          "The checkpoint %s was made by '%s' and this run is '%s'; go on with '%s', or start anew"
              + " without resuming",
          file,
          old.method(),
          now.method(),
          old.method());
    }
    for (RecordJson.Difference one : RecordJson.differences(old.options(), now.options())) {
      throw refused(
          file,
          "The checkpoint %s was made with %s %s and this run has %s %s; go on with %s %s, or start"
              + " anew without resuming",
          file,
          one.field(),
          one.first(),
          one.field(),
          one.second(),
          one.field(),
          one.first());
    }
    if (!old.seed().equals(now.seed())) {
      throw refused(
          file,
          "The checkpoint %s was made with %s and this run has %s; go on with %s, or start anew"
              + " without resuming",
          file,
          seed(old),
          seed(now),
          seed(old));
    }
    if (!old.data().equals(now.data())) {
      throw refused(
          file,
          "The checkpoint %s was made of %s and this run has %s; go on with the same data, or start"
              + " anew without resuming",
          file,
          data(old),
          data(now));
    }
  }

  private static String seed(Maker maker) {
    return maker.seed().isPresent() ? "seed " + maker.seed().getAsLong() : "no seed";
  }

  private static String data(Maker maker) {
    return maker.data().map(print -> "data " + print).orElse("data without a fingerprint");
  }

  /** One column a measure; NaN where a step did not report it. */
  private static void putTrace(NamedArrays.Builder all, List<TraceRecord> trace) {
    Set<String> measures = new LinkedHashSet<>();
    trace.forEach(record -> measures.addAll(record.measures().keySet()));
    all.put(TRACE + "step", trace.stream().mapToInt(TraceRecord::step).toArray());
    all.put(TRACE + "seconds", trace.stream().mapToDouble(TraceRecord::seconds).toArray());
    for (String measure : measures) {
      double[] column = new double[trace.size()];
      Arrays.setAll(column, k -> trace.get(k).measures().getOrDefault(measure, Double.NaN));
      all.put(TRACE + "measure." + measure, column);
    }
  }

  private static List<TraceRecord> trace(NamedArrays all) {
    int[] steps = all.ints(TRACE + "step");
    double[] seconds = all.doubles(TRACE + "seconds");
    List<TraceRecord> trace = new ArrayList<>();
    for (int k = 0; k < steps.length; k++) {
      SequencedMap<String, Double> measures = new LinkedHashMap<>();
      for (String name : all.names()) {
        if (name.startsWith(TRACE + "measure.") && !Double.isNaN(all.doubles(name)[k])) {
          measures.put(name.substring(TRACE.length() + "measure.".length()), all.doubles(name)[k]);
        }
      }
      trace.add(new TraceRecord(steps[k], seconds[k], measures));
    }
    return trace;
  }

  @com.google.errorprone.annotations.FormatMethod
  private static InputException refused(
      Path file,
      @com.google.errorprone.annotations.FormatString String sentence,
      Object... arguments) {
    return InputException.of("another-run", file.toString(), sentence, arguments);
  }
}
