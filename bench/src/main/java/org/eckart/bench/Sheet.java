package org.eckart.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eckart.bench.scaledgd.Figure;
import org.eckart.bench.scaledgd.Findings;

/**
 * What a benchmark measured, who was absent, and how far apart the programs are.
 *
 * <p>A ratio is made of repetitions taken back to back, the k-th of a peer over the k-th of Eckart,
 * so that what else the machine does falls on both; a note says where that was not possible.
 */
final class Sheet {
  static final String ECKART = "Eckart";

  /** Units of which less is better, and of which ratios are made. */
  private static final String SECONDS = "s";

  private static final String CPU_SECONDS = "CPU s";

  /**
   * One number of one program.
   *
   * @param task what was to be done
   * @param program that did it, with what was set
   * @param quantity what was measured
   * @param values by repetition
   */
  record Measurement(String task, String program, String quantity, String unit, double[] values) {
    Spread spread() {
      return Spread.of(values);
    }
  }

  /** A peer's time over that of one of Eckart's programs, above 1 where Eckart is faster. */
  record Ratio(String task, String peer, String eckart, String quantity, Spread timesEckart) {}

  record Absent(String peer, String why) {}

  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Absent> absent = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Figure, Findings> figures = new LinkedHashMap<>();

  void add(String task, String program, String quantity, String unit, double... values) {
    measurements.add(new Measurement(task, program, quantity, unit, values.clone()));
  }

  void seconds(String task, String program, String quantity, double... values) {
    add(task, program, quantity, SECONDS, values);
  }

  /** Processor time; left out where the system does not tell it. */
  void cpuSeconds(String task, String program, String quantity, double... values) {
    for (double value : values) {
      if (Double.isNaN(value)) {
        return;
      }
    }
    add(task, program, quantity, CPU_SECONDS, values);
  }

  void absent(String peer, String why) {
    absent.add(new Absent(peer, why));
  }

  /** Puts a figure beside the measurements: its table and the curves of its picture. */
  void figure(Figure figure, Findings findings) {
    figures.put(figure, findings);
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  List<Measurement> measurements() {
    return measurements;
  }

  List<String> notes() {
    return notes;
  }

  List<Ratio> ratios() {
    List<Ratio> ratios = new ArrayList<>();
    for (Measurement own : measurements) {
      if (!own.program.startsWith(ECKART)) {
        continue;
      }
      for (Measurement peer : measurements) {
        boolean same =
            peer.task.equals(own.task)
                && peer.quantity.equals(own.quantity)
                && peer.unit.equals(own.unit)
                && !peer.program.startsWith(ECKART);
        if (same && own.unit.endsWith(SECONDS)) {
          ratio(own, peer).ifPresent(ratios::add);
        }
      }
    }
    return ratios;
  }

  private static Optional<Ratio> ratio(Measurement own, Measurement peer) {
    int n = Math.min(own.values.length, peer.values.length);
    double[] values = new double[n];
    for (int k = 0; k < n; k++) {
      if (!(own.values[k] > 0)) {
        return Optional.empty(); // below the clock's resolution
      }
      values[k] = peer.values[k] / own.values[k];
    }
    return Optional.of(
        new Ratio(
            own.task,
            peer.program,
            own.program,
            own.quantity + " (" + own.unit + ")",
            Spread.of(values)));
  }

  Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(
        "measurements",
        measurements.stream()
            .map(m -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("task", m.task);
              one.put("program", m.program);
              one.put("quantity", m.quantity);
              one.put("unit", m.unit);
              one.putAll(m.spread().json());
              one.put("values", m.values);
              return one;
            })
            .toList());
    fields.put(
        "ratios",
        ratios().stream()
            .map(r -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("task", r.task);
              one.put("peer", r.peer);
              one.put("eckart", r.eckart);
              one.put("quantity", r.quantity);
              one.putAll(r.timesEckart.json());
              return one;
            })
            .toList());
    if (!figures.isEmpty()) {
      List<Map<String, Object>> drawn = new ArrayList<>();
      figures.forEach((figure, findings) -> drawn.add(findings.json(figure)));
      fields.put("figures", drawn);
    }
    fields.put("absent", absent.stream().map(a -> Map.of("peer", a.peer, "why", a.why)).toList());
    return fields;
  }

  /** For people: a block a task, then ratios, then who was absent. */
  String text() {
    StringBuilder text = new StringBuilder();
    String task = "";
    for (Measurement m : measurements) {
      if (!m.task.equals(task)) {
        task = m.task;
        text.append('\n').append(task).append('\n');
      }
      text.append(line(m.program, m.quantity, m.spread() + " " + m.unit));
    }
    figures.forEach((figure, findings) -> text.append(findings.text(figure)));
    List<Ratio> ratios = ratios();
    if (!ratios.isEmpty()) {
      text.append("\nTimes Eckart's (above 1: Eckart is faster), median (range)\n");
      String about = "";
      for (Ratio r : ratios) {
        if (!r.task.equals(about)) {
          about = r.task;
          text.append(about).append('\n');
        }
        text.append(line(r.peer, r.quantity, r.timesEckart + " × " + r.eckart));
      }
    }
    if (!absent.isEmpty()) {
      text.append("\nNot measured\n");
      for (Absent a : absent) {
        text.append("  ").append(a.peer).append(": ").append(a.why).append('\n');
      }
    }
    for (String note : notes) {
      text.append("\n").append(note).append('\n');
    }
    return text.toString();
  }

  private static String line(String program, String quantity, String value) {
    return "  %-52s %-28s %s%n".formatted(program, quantity, value);
  }
}
