package org.eckart.app;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eckart.bayes.normalproduct.Features;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.table.LabelTable;
import org.eckart.data.table.LabelTable.Label;
import org.jspecify.annotations.Nullable;

/** Features from a file, in terms learned from it or in those of a model. */
final class FeatureTable {
  private final Path file;
  private final String what;
  private final List<String> columns;
  private final @Nullable FeatureCoding known;
  private List<Label> labels = List.of();

  private FeatureTable(
      Path file, String what, List<String> columns, @Nullable FeatureCoding known) {
    this.file = file;
    this.what = what;
    this.columns = columns;
    this.known = known;
  }

  /**
   * @param what has the features: rows or columns
   * @param columns used; empty for all
   */
  FeatureTable(Path file, String what, List<String> columns) {
    this(file, what, columns, null);
  }

  /** Features of rows that come to a model, in its terms. */
  static FeatureTable inTermsOf(FeatureCoding coding, Path file) {
    return new FeatureTable(file, "rows", coding.families(), coding);
  }

  private synchronized List<Label> labels(Labels ids) {
    if (labels.isEmpty()) {
      labels =
          known == null
              ? LabelTable.read(file, columns, null, ids)
              : LabelTable.readFamilies(file, columns, ids);
    }
    return labels;
  }

  /** The file's name, for people. */
  @Override
  public String toString() {
    return file.toString();
  }

  /** Tells these features apart from others. */
  String fingerprint(Labels ids) {
    return " with features " + Integer.toHexString(labels(ids).hashCode());
  }

  /** The table's own labels, and behind them the ids that only the file has. */
  Labels extended(Labels ids) {
    if (ids.areNumbered()) {
      return ids;
    }
    Set<String> others = new LinkedHashSet<>();
    for (Label label : labels(ids)) {
      if (ids.indexOf(label.id()) < 0
          && (!ids.areIntegers() || label.id().matches("-?[0-9]{1,18}"))) {
        others.add(label.id());
      }
    }
    return others.isEmpty() ? ids : GroupMethod.extended(ids, others);
  }

  /** What the features of these ids mean. */
  FeatureCoding coding(Labels ids) {
    return known == null ? FeatureCoding.learned(labels(ids), ids) : known;
  }

  /**
   * Features in the order of these ids; of one without any they are 0.
   *
   * @throws InputException if the file says nothing that could be used
   */
  Features of(Labels ids) {
    FeatureCoding coding = coding(ids);
    if (coding.features().isEmpty()) {
      throw InputException.of(
          "no-features",
          file.toString(),
          "%s says nothing that two %s share: no label occurs twice among them and no column is of"
              + " numbers",
          file,
          what);
    }
    if (known != null && labels(ids).isEmpty()) {
      throw InputException.of(
          "no-features",
          file.toString(),
          "%s says nothing of the features that the model was made with, which are of %s",
          file,
          String.join(", ", columns));
    }
    return coding.of(labels(ids), ids, file.toString());
  }

  /** Labels of these ids that are no feature of the model, each once; they say nothing. */
  Set<String> strange(Labels ids) {
    Set<String> strange = new LinkedHashSet<>();
    Set<Label> meant = new HashSet<>();
    coding(ids).features().stream()
        .filter(one -> one.label() != null)
        .forEach(one -> meant.add(new Label("", one.family(), String.valueOf(one.label()))));
    Set<String> families = new HashSet<>();
    meant.forEach(label -> families.add(label.family()));
    for (Label label : labels(ids)) {
      if (families.contains(label.family())
          && !meant.contains(new Label("", label.family(), label.label()))) {
        strange.add(label.label());
      }
    }
    return strange;
  }
}
