package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.data.table.TextField;
import org.eckart.recovery.groups.choice.Candidate;
import org.eckart.recovery.groups.choice.FamilyFinding;
import org.eckart.recovery.groups.choice.GroupEstimate;
import org.eckart.recovery.groups.choice.GroupFinding;
import org.jspecify.annotations.Nullable;

/** What was found about labels, for programs and for people. */
final class GroupSummary {
  private static final int SHOWN = 40;

  private GroupSummary() {}

  static void fill(GroupEstimate found, Map<String, @Nullable Object> result) {
    result.put("certificate", found.certificate());
    result.put("certifiedExcess", found.excess());
    result.put("labelsHelp", found.chosen().usesGroups());
    result.put("verdict", found.verdict());
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    Candidate chosen = found.chosen();
    choice.put("model", chosen.kind().toString().toLowerCase(Locale.ROOT));
    choice.put("penalised", chosen.penalised());
    choice.put("levels", chosen.offsets());
    choice.put("share", chosen.share());
    choice.put("penalty", chosen.strength());
    choice.put("rank", chosen.rank());
    choice.put("plainRmse", found.plainRmse());
    choice.put("groupedRmse", found.groupedRmse());
    choice.put("standardErrors", found.evidence().score());
    choice.put("heldOutBy", found.pattern().toString().toLowerCase(Locale.ROOT));
    choice.put("trials", found.trials().size());
    result.put("choice", choice);
    List<Map<String, @Nullable Object>> families = new ArrayList<>();
    for (FamilyFinding family : found.families()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("family", family.family());
      one.put("groups", family.groups());
      one.put("verdict", family.verdict().words());
      one.put("weight", family.weight());
      one.put("levels", family.levels());
      one.put("missingnessOverdispersion", family.overdispersion());
      one.put("starvedBlocks", family.starved());
      one.put("heldOutRmse", family.heldOutRmse());
      one.put("heterogeneity", family.heterogeneity());
      families.add(one);
    }
    result.put("families", families);
    List<Map<String, @Nullable Object>> groups = new ArrayList<>();
    for (GroupFinding group : found.groups()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("family", group.family());
      one.put("label", group.label());
      one.put("members", group.rows());
      one.put("observed", group.observed());
      one.put("heldOut", group.heldOut());
      one.put("plainRmse", group.plainRmse());
      one.put("chosenRmse", group.chosenRmse());
      one.put("threshold", group.threshold());
      one.put("rank", group.rank());
      one.put("halfWidth90", group.width());
      groups.add(one);
    }
    result.put("groups", groups);
    List<Object> angles = new ArrayList<>();
    for (int g = 0; g < found.angles().rows(); g++) {
      List<Object> row = new ArrayList<>();
      for (int h = 0; h < found.angles().columns(); h++) {
        row.add(found.angles().get(g, h));
      }
      angles.add(row);
    }
    result.put("angles", angles);
  }

  static void tell(GroupEstimate found, Console console, boolean all) {
    console.say(found.verdict());
    for (FamilyFinding family : found.families()) {
      console.say(
          "  %-20s %3d groups  %-26s weight %s%s"
              .formatted(
                  family.family(),
                  family.groups(),
                  family.verdict().words(),
                  family.weight() == 0 ? "0" : GroupPage.number(family.weight()),
                  family.levels() ? ", with levels" : ""));
    }
    if (!all) {
      return;
    }
    console.say(
        "  %-32s %8s %9s %9s %9s %9s"
            .formatted("group", "members", "entries", "plain", "chosen", "90 %"));
    found.groups().stream()
        .limit(SHOWN)
        .forEach(group ->
            console.say(
                "  %-32s %8d %9d %9s %9s %9s"
                    .formatted(
                        group.name(),
                        group.rows(),
                        group.observed(),
                        GroupPage.number(group.plainRmse()),
                        GroupPage.number(group.chosenRmse()),
                        "±" + GroupPage.number(group.width()))));
    if (found.groups().size() > SHOWN) {
      console.say("  … and %d more in groups.csv".formatted(found.groups().size() - SHOWN));
    }
  }

  /** One line for each group. */
  static String csv(GroupEstimate found) {
    StringBuilder text =
        new StringBuilder(
            "family,label,members,observed,held_out,plain_rmse,chosen_rmse,threshold,rank,half_width_90\n");
    for (GroupFinding g : found.groups()) {
      text.append(TextField.of(g.family())).append(',').append(TextField.of(g.label()));
      for (Object value :
          List.of(
              g.rows(),
              g.observed(),
              g.heldOut(),
              g.plainRmse(),
              g.chosenRmse(),
              g.threshold(),
              g.rank(),
              g.width())) {
        text.append(',').append(value instanceof Double d && d.isNaN() ? "" : value);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
