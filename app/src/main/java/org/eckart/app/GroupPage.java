package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.HeatMap;
import org.eckart.app.report.Section;
import org.eckart.core.run.TraceRecord;
import org.eckart.recovery.groups.choice.FamilyFinding;
import org.eckart.recovery.groups.choice.GroupEstimate;
import org.eckart.recovery.groups.choice.GroupFinding;

/** What a report says of labels: whether they help, which, where, and how alike groups are. */
final class GroupPage {
  private static final int MOST_NAMED = 40;
  private static final double ROUNDING = 1e-6;

  private final GroupEstimate estimate;
  private final List<TraceRecord> trace;

  GroupPage(GroupEstimate estimate, List<TraceRecord> trace) {
    this.estimate = estimate;
    this.trace = trace;
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    List<Figure> verdict = new ArrayList<>();
    if (!estimate.families().isEmpty()) {
      verdict.add(families());
      verdict.add(tried());
    }
    sections.add(new Section("What the labels are worth", estimate.verdict() + ".", verdict));
    List<Figure> groups = new ArrayList<>();
    List<GroupFinding> largest = largest();
    if (largest.stream().anyMatch(g -> g.heldOut() > 0)) {
      groups.add(errors(largest));
    }
    if (estimate.groups().stream().anyMatch(g -> g.threshold() > 0)) {
      groups.add(weights(largest));
    }
    if (estimate.angles().rows() > 1 && estimate.model().rank() > 0) {
      groups.add(angles());
    }
    if (!largest.isEmpty()) {
      groups.add(table(largest));
      sections.add(new Section("Group by group", note(), groups));
    }
    Chart certificate = certificate();
    if (certificate != null) {
      sections.add(new Section("Certificate", "", certificate));
    }
    return sections;
  }

  private String note() {
    return estimate.groups().size() > MOST_NAMED
        ? "The %d groups with the most entries of %d."
            .formatted(MOST_NAMED, estimate.groups().size())
        : "";
  }

  /** Those with the most entries, family by family. */
  private List<GroupFinding> largest() {
    List<GroupFinding> all = estimate.groups();
    Set<GroupFinding> most =
        all.stream()
            .sorted(Comparator.comparingLong(GroupFinding::observed).reversed())
            .limit(MOST_NAMED)
            .collect(Collectors.toSet());
    return all.stream().filter(most::contains).toList();
  }

  private Grid families() {
    List<List<Object>> rows = new ArrayList<>();
    for (FamilyFinding family : estimate.families()) {
      rows.add(
          List.of(
              family.family(),
              family.groups(),
              family.verdict().words(),
              family.weight() == 0 ? "0" : number(family.weight()),
              family.levels() ? "yes" : "no",
              number(family.heldOutRmse()),
              number(family.overdispersion()),
              percent(family.starved()),
              number(family.heterogeneity())));
    }
    String plain = number(estimate.plainRmse());
    return new Grid(
        "Families of labels",
        "Weight is the part of what the model asks of groups that falls to the family; with 0 its"
            + " labels play no part in what varies together. Levels: whether each group has a mean"
            + " of its own in each column. Error is that of the best model with this family alone,"
            + " on held-out entries; without labels it is "
            + plain
            + ". Missingness says how unevenly the groups are observed over the columns, 1 by"
            + " chance; starved, which part of the blocks of a group and a column is all but empty."
            + " Difference runs from 0, where all groups vary in the same way, to 1, where they"
            + " have nothing in common (— where groups overlap). Entries were held out by "
            + pattern()
            + ".",
        Width.WHOLE,
        List.of(
            "family",
            "groups",
            "verdict",
            "weight",
            "levels",
            "error",
            "missingness",
            "starved",
            "difference"),
        rows);
  }

  private String pattern() {
    return switch (estimate.pattern()) {
      case MATCH, UNIFORM -> "chance, as they are missing here";
      case COUNTS -> "the same part of each row, since rows differ much in their number of entries";
      case BLOCKS ->
          "whole columns of groups of "
              + estimate.missingness().family().orElse("a family")
              + ", as they are missing here";
      case ROWS -> "whole rows, since many have hardly an entry, and cells of the others at random";
    };
  }

  private Chart tried() {
    double[] x = new double[estimate.trials().size()];
    double[] plain = new double[x.length];
    double[] grouped = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = k + 1;
      boolean uses = estimate.trials().get(k).candidate().usesGroups();
      plain[k] = uses ? Double.NaN : estimate.trials().get(k).heldOutRmse();
      grouped[k] = uses ? estimate.trials().get(k).heldOutRmse() : Double.NaN;
    }
    return Chart.of(
            "Models tried",
            "Error on held-out entries of each model, in the order in which they were tried; lower is"
                + " better. Chosen: "
                + estimate.chosen().name()
                + ", λ "
                + number(estimate.chosen().strength())
                + ", rank "
                + estimate.chosen().rank(),
            Width.WHOLE,
            Axis.linear("model"),
            Axis.linear("root mean square error"))
        .points("without labels", x, plain)
        .points("with labels", x, grouped);
  }

  private static List<String> names(List<GroupFinding> groups) {
    return groups.stream().map(GroupFinding::name).toList();
  }

  private Chart errors(List<GroupFinding> groups) {
    return Chart.of(
            "Error of each group",
            "Root mean square error on the held-out entries of each group, of the model without labels"
                + " and of the chosen one: where the right bar is lower, these rows or columns are"
                + " predicted better",
            Width.WHOLE,
            Axis.ofNames("", names(groups)),
            Axis.linear("error"))
        .bars("plain model", groups.stream().mapToDouble(GroupFinding::plainRmse).toArray())
        .bars("chosen model", groups.stream().mapToDouble(GroupFinding::chosenRmse).toArray());
  }

  private Chart weights(List<GroupFinding> groups) {
    return Chart.of(
            "Weights",
            "How much a pattern must explain within a group to count as more than noise: the threshold"
                + " of its singular values, in units of the spread that levels leave. It is higher"
                + " for groups with more entries, which have more noise in all. Groups without a bar"
                + " are not used",
            Width.WHOLE,
            Axis.ofNames("", names(groups)),
            Axis.linear("threshold"))
        .bars("threshold", groups.stream().mapToDouble(GroupFinding::threshold).toArray());
  }

  private HeatMap angles() {
    int size = Math.min(MOST_NAMED, estimate.angles().rows());
    double[][] values = new double[size][size];
    for (int g = 0; g < size; g++) {
      values[g] = Arrays.copyOf(estimate.angles().row(g).toArray(), size);
      for (int h = 0; h < size; h++) {
        values[g][h] = values[g][h] < ROUNDING ? 0 : values[g][h]; // else rounding is coloured
      }
    }
    List<String> names = names(estimate.groups().subList(0, size));
    return new HeatMap(
        "Angles between groups",
        "How differently two groups vary: 0 where the same columns go together in both, 1 where"
            + " their patterns have nothing in common (root mean square sine of the principal angles"
            + " between the leading five directions). Compare groups of one family: those of two"
            + " families share members",
        Width.WHOLE,
        names,
        names,
        values,
        "sine");
  }

  private static Grid table(List<GroupFinding> groups) {
    List<List<Object>> rows = new ArrayList<>();
    for (GroupFinding group : groups) {
      rows.add(
          List.of(
              group.name(),
              group.rows(),
              group.observed(),
              group.heldOut(),
              number(group.plainRmse()),
              number(group.chosenRmse()),
              group.rank(),
              Double.isNaN(group.width()) ? "—" : "± " + number(group.width())));
    }
    return new Grid(
        "Groups",
        "Error on held-out entries without labels and of the chosen model, how many patterns the fit"
            + " has within the group, and by how much a prediction was off at most in nine of ten"
            + " held-out entries",
        Width.WHOLE,
        List.of(
            "group",
            "members",
            "entries",
            "held out",
            "without labels",
            "chosen",
            "patterns",
            "nine of ten"),
        rows);
  }

  private @org.jspecify.annotations.Nullable Chart certificate() {
    List<double[]> points = new ArrayList<>();
    for (TraceRecord record : trace) {
      Double gap = record.measures().get("gap");
      Double iterations = record.measures().get("iterations");
      if (gap != null && iterations != null) {
        points.add(new double[] {iterations, gap});
      }
    }
    if (points.size() < 2) {
      return null;
    }
    return Chart.of(
            "Certified gap",
            "How far the exact solution of the chosen convex program can be from the best one at"
                + " most, as a part of its objective: 1e-4 is a hundredth of a per cent. It is a proof,"
                + " not an estimate, and says how well the model was fitted, not how well it predicts",
            Width.WHOLE,
            Axis.linear("iteration"),
            Axis.logarithmic("gap"))
        .line(
            "gap",
            points.stream().mapToDouble(p -> p[0]).toArray(),
            points.stream().mapToDouble(p -> p[1]).toArray());
  }

  static String number(double value) {
    return Double.isNaN(value) ? "—" : String.format(Locale.ROOT, "%.4g", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
