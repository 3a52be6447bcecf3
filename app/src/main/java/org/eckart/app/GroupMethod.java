package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Algorithm;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.table.LabelTable.Label;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.Groups.Group;
import org.eckart.recovery.groups.choice.GroupCompletion;
import org.eckart.recovery.groups.choice.GroupEstimate;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.eckart.recovery.groups.choice.GroupProblem;
import org.eckart.recovery.groups.choice.GroupState;
import org.jspecify.annotations.Nullable;

/**
 * {@code --method groups}: completion that knows labels of rows or columns.
 *
 * @param source gives the labels, once ids are known
 * @param ofColumns whether they are of columns; the table is then fitted transposed
 * @param report whether each group is told of
 * @param extend whether rows that only the labels know are added, to be predicted from them
 */
record GroupMethod(
    GroupOptions options, LabelSource source, boolean ofColumns, boolean report, boolean extend)
    implements CompletionMethod<GroupProblem, GroupState, GroupEstimate> {
  static final String NAME = "groups";

  /** Where labels come from. */
  interface LabelSource {
    /**
     * @param known ids of what is labelled
     */
    List<Label> read(Labels known);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Algorithm<GroupProblem, GroupState, GroupEstimate> algorithm() {
    return new GroupCompletion(options);
  }

  /** Rows (or columns) that have labels and no entry, behind those with entries. */
  @Override
  public ObservedEntries withLabelled(ObservedEntries entries) {
    if (!extend) {
      return entries;
    }
    Labels known = ofColumns ? entries.columnLabels() : entries.rowLabels();
    Set<String> added = new LinkedHashSet<>();
    for (Label label : source.read(known)) {
      if (known.indexOf(label.id()) < 0
          && (!known.areIntegers() || label.id().matches("-?[0-9]{1,18}"))) {
        added.add(label.id());
      }
    }
    if (added.isEmpty() || known.areNumbered()) {
      return entries;
    }
    Labels all = extended(known, added);
    return ObservedEntries.of(
        ofColumns ? entries.rowLabels() : all,
        ofColumns ? all : entries.columnLabels(),
        entries.rowArray(),
        entries.columnArray(),
        entries.valueArray());
  }

  static Labels extended(Labels known, Set<String> added) {
    int n = known.size();
    if (known.areIntegers()) {
      long[] ids = new long[n + added.size()];
      for (int i = 0; i < n; i++) {
        ids[i] = known.integer(i);
      }
      int at = n;
      Set<Long> distinct = new LinkedHashSet<>();
      for (String id : added) {
        long number = Long.parseLong(id);
        if (known.indexOf(Long.toString(number)) < 0 && distinct.add(number)) {
          ids[at++] = number;
        }
      }
      return Labels.of(Arrays.copyOf(ids, at));
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ids.add(known.get(i));
    }
    ids.addAll(added);
    return Labels.of(ids.toArray(String[]::new));
  }

  @Override
  public GroupProblem problem(ObservedEntries entries, Parallel parallel) {
    ObservedEntries labelled = ofColumns ? entries.transposed() : entries;
    return GroupProblem.of(labelled, groups(labelled.rowLabels(), source), parallel);
  }

  static Groups groups(Labels ids, LabelSource source) {
    Groups.Builder builder = Groups.builder(ids.size());
    for (Label label : source.read(ids)) {
      int row = ids.indexOf(label.id());
      if (row >= 0) {
        builder.add(row, label.family(), label.label());
      }
    }
    return builder.build();
  }

  /** Of the entries and the labels that were given them. */
  @Override
  public String fingerprint(ObservedEntries entries) {
    NamedArrays.Builder told = NamedArrays.builder();
    List<Group> all =
        groups(ofColumns ? entries.columnLabels() : entries.rowLabels(), source).all();
    for (int g = 0; g < all.size(); g++) {
      told.put("members" + g, all.get(g).members());
      told.text("family" + g, all.get(g).family());
      told.text("label" + g, all.get(g).label());
    }
    String ofWhat = ofColumns ? "columns" : "rows";
    return "%s with labels %s of %s"
        .formatted(Fingerprint.of(entries), Fingerprint.of(told.build()), ofWhat);
  }

  @Override
  public List<String> warnings(ObservedEntries entries) {
    Labels ids = ofColumns ? entries.columnLabels() : entries.rowLabels();
    int[] counts = ofColumns ? entries.columnCounts() : entries.rowCounts();
    return new GroupWarnings(ofColumns ? "columns" : "rows", ids, counts, source.read(ids)).all();
  }

  @Override
  public Fitted fitted(GroupEstimate estimate, ObservedEntries entries, Parallel parallel) {
    GroupedModel model = new GroupedModel(estimate.model(), ofColumns);
    return new Fitted(
        model,
        estimate.steps(),
        estimate.searching(),
        Fitted.rmse(model, entries, parallel),
        estimate.heldOutRmse(),
        Double.NaN,
        Double.NaN,
        List.of(),
        null,
        estimate,
        Remarks.none());
  }

  @Override
  public Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
    settings.put(
        "penalty", options.penalty().isPresent() ? options.penalty().getAsDouble() : "auto");
    settings.put("groupsOf", ofColumns ? "columns" : "rows");
    settings.put("missingness", options.pattern().toString().toLowerCase(java.util.Locale.ROOT));
    settings.put("maxSweeps", options.maxSweeps());
    settings.put("tolerance", options.tolerance());
    settings.put("selectionHoldOut", options.holdOut());
    settings.put("evidence", options.evidence());
    return settings;
  }

  @Override
  public OptionalInt rank() {
    return options.rank();
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public CompletionOptions offsetsAlone() {
    return FactorMethod.offsetsAlone(options.seed());
  }

  @Override
  public CompletionPlan.Cost cost(long rows, long columns, long entries) {
    return CompletionPlan.Cost.ofGroups(options, rows, columns, entries);
  }

  /** Reads the labels at the first call and keeps them. */
  static LabelSource once(LabelSource source) {
    Map<String, List<Label>> kept = new HashMap<>();
    return known -> kept.computeIfAbsent("labels", _ -> source.read(known));
  }
}
