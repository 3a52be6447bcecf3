package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eckart.core.observe.Labels;
import org.eckart.data.table.LabelTable.Label;
import org.eckart.recovery.groups.choice.GroupProblem;

/** What is odd about labels, each with its count and what is done about it. */
final class GroupWarnings {
  private static final int NAMED = 5;

  private final String what;
  private final Labels ids;
  private final int[] counts;
  private final Map<String, Map<String, Set<Integer>>> families = new LinkedHashMap<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  /**
   * @param what is labelled: rows or columns
   * @param ids of those with entries or labels
   * @param counts entries of each
   */
  GroupWarnings(String what, Labels ids, int[] counts, List<Label> labels) {
    this.what = what;
    this.ids = ids;
    this.counts = counts;
    for (Label label : labels) {
      int row = ids.indexOf(label.id());
      if (row < 0) {
        unknown.add(label.id());
      } else {
        families
            .computeIfAbsent(label.family(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(label.label(), _ -> new TreeSet<>())
            .add(row);
      }
    }
  }

  List<String> all() {
    List<String> found = new ArrayList<>();
    boolean[] labelled = new boolean[ids.size()];
    List<String> small = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    List<String> same = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    Map<Set<Integer>, String> seen = new LinkedHashMap<>();
    families.forEach((family, groups) -> {
      groups.forEach((label, rows) -> {
        String name = family + ": " + label;
        rows.forEach(i -> labelled[i] = true);
        String twin = seen.putIfAbsent(rows, name);
        if (rows.size() == ids.size()) {
          whole.add(name);
        } else if (rows.stream().allMatch(i -> counts[i] == 0)) {
          empty.add(name);
        } else if (rows.size() < GroupProblem.SMALLEST_GROUP) {
          small.add(name);
        } else if (twin != null) {
          same.add(name + " (as " + twin + ")");
        }
      });
      if (groups.size() > Math.max(10, ids.size() / 10)) {
        found.add(
            "Family '%s' has %d labels for %d %s, so few are large enough to be fitted; merge labels, or leave it out with --group-columns"
                .formatted(family, groups.size(), ids.size(), what));
      }
    });
    int without = 0;
    int newcomers = 0;
    for (int i = 0; i < ids.size(); i++) {
      without += labelled[i] ? 0 : 1;
      newcomers += labelled[i] && counts[i] == 0 ? 1 : 0;
    }
    if (without > 0) {
      found.add(
          "%d of %d %s have no label; the part for all %s holds them"
              .formatted(without, ids.size(), what, what));
    }
    if (newcomers > 0) {
      found.add(
          "%d %s have labels and no entry; they are predicted from their labels"
              .formatted(newcomers, what));
    }
    if (!unknown.isEmpty()) {
      found.add(
          "%d labelled ids are not among the %s of the table, and were passed over: %s"
              .formatted(unknown.size(), what, some(List.copyOf(unknown))));
    }
    if (!small.isEmpty()) {
      found.add(
          "%d groups have fewer than %d %s and are not fitted on their own: %s"
              .formatted(small.size(), GroupProblem.SMALLEST_GROUP, what, some(small)));
    }
    if (!whole.isEmpty()) {
      found.add(
          "%d groups hold all %s, which says nothing, and were left out: %s"
              .formatted(whole.size(), what, some(whole)));
    }
    if (!same.isEmpty()) {
      found.add(
          "%d groups have the same %s as another and count once: %s"
              .formatted(same.size(), what, some(same)));
    }
    if (!empty.isEmpty()) {
      found.add(
          "%d groups have no entry at all, so nothing is learned of them: %s"
              .formatted(empty.size(), some(empty)));
    }
    return found;
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? ", …" : "");
  }
}
