package org.eckart.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eckart.bayes.normalproduct.Features;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.table.LabelTable;
import org.eckart.data.table.LabelTable.Label;

/**
 * Features from a file: a column of numbers gives one, standardised; any other a 0 or 1 for each
 * label that two rows or more have. A label of one row alone could tell nothing of another.
 */
final class FeatureTable {
  private final Path file;
  private final String what;
  private final List<String> columns;
  private List<Label> labels = List.of();

  /**
   * @param what has the features: rows or columns
   * @param columns used; empty for all
   */
  FeatureTable(Path file, String what, List<String> columns) {
    this.file = file;
    this.what = what;
    this.columns = columns;
  }

  private synchronized List<Label> labels(Labels known) {
    if (labels.isEmpty()) {
      labels = LabelTable.read(file, columns, null, known);
    }
    return labels;
  }

  /** The file's name, for people. */
  @Override
  public String toString() {
    return file.toString();
  }

  /** Tells these features apart from others. */
  String fingerprint(Labels known) {
    return " with features " + Integer.toHexString(labels(known).hashCode());
  }

  /** Ids that the file has and the table does not. */
  Set<String> others(Labels known) {
    Set<String> others = new LinkedHashSet<>();
    for (Label label : labels(known)) {
      if (known.indexOf(label.id()) < 0
          && (!known.areIntegers() || label.id().matches("-?[0-9]{1,18}"))) {
        others.add(label.id());
      }
    }
    return others;
  }

  /** Features in the order of these ids; of one without any they are 0. */
  Features of(Labels ids) {
    Map<String, List<Label>> byFamily = new LinkedHashMap<>();
    for (Label label : labels(ids)) {
      byFamily.computeIfAbsent(label.family(), _ -> new ArrayList<>()).add(label);
    }
    List<Map<Integer, Double>> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(new LinkedHashMap<>());
    }
    int count = 0;
    for (List<Label> family : byFamily.values()) {
      count +=
          isNumeric(family)
              ? number(family, ids, count, rows)
              : indicators(family, ids, count, rows);
    }
    if (count == 0) {
      throw InputException.of(
          "no-features",
          file.toString(),
          "%s says nothing that two %s share: no label occurs twice among them and no column is of"
              + " numbers",
          file,
          what);
    }
    return sparse(rows, count);
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

  /** One feature of mean 0 and variance 1 over the rows that have it. */
  private static int number(
      List<Label> family, Labels ids, int at, List<Map<Integer, Double>> rows) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (Label label : family) {
      if (ids.indexOf(label.id()) >= 0) {
        double value = Double.parseDouble(label.label());
        sum += value;
        count++;
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    for (Label label : family) {
      if (ids.indexOf(label.id()) >= 0) {
        double apart = Double.parseDouble(label.label()) - mean;
        squares += apart * apart;
      }
    }
    double spread = count == 0 ? 0 : Math.sqrt(squares / count);
    if (!(spread > 0)) {
      return 0; // the same for all: the offsets know that already
    }
    for (Label label : family) {
      int row = ids.indexOf(label.id());
      if (row >= 0) {
        rows.get(row).put(at, (Double.parseDouble(label.label()) - mean) / spread);
      }
    }
    return 1;
  }

  private static int indicators(
      List<Label> family, Labels ids, int at, List<Map<Integer, Double>> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Label label : family) {
      if (ids.indexOf(label.id()) >= 0) {
        counts.merge(label.label(), 1, Integer::sum);
      }
    }
    Map<String, Integer> place = new HashMap<>();
    counts.forEach((label, count) -> {
      if (count >= 2) {
        place.put(label, at + place.size());
      }
    });
    for (Label label : family) {
      int row = ids.indexOf(label.id());
      Integer feature = place.get(label.label());
      if (row >= 0 && feature != null) {
        rows.get(row).put(feature, 1.0);
      }
    }
    return place.size();
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
}
