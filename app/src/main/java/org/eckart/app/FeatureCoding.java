package org.eckart.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eckart.bayes.normalproduct.Features;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.table.LabelTable.Label;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each feature of a model means, so that whatever comes later is told in the same terms.
 *
 * @param features in the model's order
 */
record FeatureCoding(List<Feature> features) {
  /**
   * A number, less its mean and in units of its spread, or whether there is a label.
   *
   * @param family the column it came from
   * @param label null of a number
   * @param mean of a number
   * @param spread its standard deviation, above 0
   */
  record Feature(String family, @Nullable String label, double mean, double spread) {}

  /**
   * Learned from these ids: a family of numbers gives one feature, any other one for each label
   * that two ids or more have. A label of one alone could tell nothing of another.
   */
  static FeatureCoding learned(List<Label> labels, Labels ids) {
    Map<String, List<Label>> byFamily = new LinkedHashMap<>();
    for (Label label : labels) {
      byFamily.computeIfAbsent(label.family(), _ -> new ArrayList<>()).add(label);
    }
    List<Feature> features = new ArrayList<>();
    byFamily.forEach((family, all) -> {
      List<Label> own = all.stream().filter(label -> ids.indexOf(label.id()) >= 0).toList();
      if (isNumeric(all)) {
        addNumber(family, own, features);
      } else {
        Map<String, Integer> counts = new LinkedHashMap<>();
        own.forEach(label -> counts.merge(label.label(), 1, Integer::sum));
        counts.forEach((label, count) -> {
          if (count >= 2) {
            features.add(new Feature(family, label, 0, 1));
          }
        });
      }
    });
    return new FeatureCoding(List.copyOf(features));
  }

  private static boolean isNumeric(List<Label> family) {
    Set<String> ids = new HashSet<>();
    for (Label label : family) {
      try {
        if (!Double.isFinite(Double.parseDouble(label.label())) || !ids.add(label.id())) {
          return false; // several in a cell are labels
        }
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return true;
  }

  /** One feature of mean 0 and variance 1 over the ids that have it. */
  private static void addNumber(String family, List<Label> own, List<Feature> to) {
    double[] value = own.stream().mapToDouble(one -> Double.parseDouble(one.label())).toArray();
    double sum = 0;
    for (double v : value) {
      sum += v;
    }
    double mean = value.length == 0 ? 0 : sum / value.length;
    double squares = 0;
    for (double v : value) {
      squares += (v - mean) * (v - mean);
    }
    double spread = value.length == 0 ? 0 : Math.sqrt(squares / value.length);
    if (spread > 0) { // the same for all: the offsets know that already
      to.add(new Feature(family, null, mean, spread));
    }
  }

  /** The columns that features come from, each once. */
  List<String> families() {
    return features.stream().map(Feature::family).distinct().toList();
  }

  /**
   * The features of these ids; what an id has nothing of is 0, and labels that are no feature say
   * nothing.
   *
   * @param source of the labels, for a complaint
   * @throws InputException if a number is none
   */
  Features of(List<Label> labels, Labels ids, String source) {
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, Map<String, Integer>> indicators = new HashMap<>();
    for (int f = 0; f < features.size(); f++) {
      Feature one = features.get(f);
      if (one.label() == null) {
        numbers.put(one.family(), f);
      } else {
        indicators.computeIfAbsent(one.family(), _ -> new HashMap<>()).put(one.label(), f);
      }
    }
    List<Map<Integer, Double>> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(new TreeMap<>());
    }
    for (Label label : labels) {
      int row = ids.indexOf(label.id());
      if (row < 0) {
        continue;
      }
      Integer number = numbers.get(label.family());
      Integer indicator = indicators.getOrDefault(label.family(), Map.of()).get(label.label());
      if (number != null) {
        Feature one = features.get(number);
        rows.get(row).put(number, (number(label, source) - one.mean()) / one.spread());
      } else if (indicator != null) {
        rows.get(row).put(indicator, 1.0);
      }
    }
    return sparse(rows, features.size());
  }

  private static double number(Label label, String source) {
    try {
      double value = Double.parseDouble(label.label());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw InputException.of(
        "not-a-number",
        source,
        "%s, id '%s', column '%s': '%s' is no number, but the model was made with numbers there",
        source,
        label.id(),
        label.family(),
        label.label());
  }

  private static Features sparse(List<Map<Integer, Double>> rows, int count) {
    int[] start = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      start[i + 1] = start[i] + rows.get(i).size();
    }
    int[] index = new int[start[rows.size()]];
    double[] value = new double[index.length];
    int at = 0;
    for (Map<Integer, Double> row : rows) {
      for (Map.Entry<Integer, Double> one : row.entrySet()) {
        index[at] = one.getKey();
        value[at++] = one.getValue();
      }
    }
    return Features.of(rows.size(), count, start, index, value);
  }

  /** For the model's folder. */
  String json() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (Feature one : features) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("column", one.family());
      if (one.label() == null) {
        fields.put("mean", one.mean());
        fields.put("spread", one.spread());
      } else {
        fields.put("label", one.label());
      }
      all.add(fields);
    }
    return Envelope.json(all);
  }

  /**
   * What {@link #json} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static FeatureCoding read(String json) {
    List<Feature> features = new ArrayList<>();
    try {
      for (JsonNode one : JsonMapper.shared().readTree(json)) {
        features.add(
            one.has("label")
                ? new Feature(one.get("column").asString(), one.get("label").asString(), 0, 1)
                : new Feature(
                    one.get("column").asString(),
                    null,
                    one.get("mean").asDouble(),
                    one.get("spread").asDouble()));
      }
    } catch (tools.jackson.core.JacksonException | NullPointerException e) {
      throw new IllegalArgumentException("what its features mean cannot be read", e);
    }
    return new FeatureCoding(List.copyOf(features));
  }
}
