package org.eckart.recovery.groups.choice;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.groups.GroupOffsets;
import org.eckart.recovery.groups.Groups;

/** A model as named arrays and back. */
final class GroupModelArrays {
  private GroupModelArrays() {}

  /** The names of groups, in order. */
  record Names(List<String> families, List<String> labels) {}

  static NamedArrays save(GroupModel model) {
    List<Groups.Group> groups = model.groups().all();
    int[] memberStart = new int[groups.size() + 1];
    for (int g = 0; g < groups.size(); g++) {
      memberStart[g + 1] = memberStart[g] + groups.get(g).members().length;
    }
    int[] members = new int[memberStart[groups.size()]];
    for (int g = 0; g < groups.size(); g++) {
      int[] own = groups.get(g).members();
      System.arraycopy(own, 0, members, memberStart[g], own.length);
    }
    List<LowRankPart.Part> parts = model.part().parts();
    int[] bounds = new int[3 * parts.size()];
    double[] thresholds = new double[parts.size()];
    int size = parts.stream().mapToInt(p -> p.weight().array().length).sum();
    double[] weights = new double[size];
    int at = 0;
    for (int k = 0; k < parts.size(); k++) {
      LowRankPart.Part one = parts.get(k);
      bounds[3 * k] = one.set();
      bounds[3 * k + 1] = one.from();
      bounds[3 * k + 2] = one.to();
      thresholds[k] = one.threshold();
      System.arraycopy(one.weight().array(), 0, weights, at, one.weight().array().length);
      at += one.weight().array().length;
    }
    GroupOffsets offsets = model.offsets();
    return NamedArrays.builder()
        .put("left", model.part().left())
        .put("right", model.part().right())
        .put("row_offset", offsets.rows())
        .put("column_offset", offsets.columns())
        .put("group_offset", offsets.groups())
        .put("group_column_offset", offsets.groupColumns())
        .put(
            "numbers",
            new double[] {
              offsets.mean(),
              model.scale(),
              model.ends()[0],
              model.ends()[1],
              offsets.rowShrinkage(),
              offsets.columnShrinkage()
            })
        .put("member_start", memberStart)
        .put("members", members)
        .put("parts", bounds)
        .put("part_thresholds", thresholds)
        .put("part_weights", weights)
        .put("empty_errors", model.conformal().empty())
        .put("few_errors", model.conformal().few())
        .put("many_errors", model.conformal().many())
        .put("few_boundary", new int[] {model.conformal().boundary()})
        .put("seen_start", model.seenStart())
        .put("seen_column", model.seenColumn())
        .put("column_count", model.columnCounts())
        .text(
            "groups",
            RecordJson.write(
                new Names(
                    groups.stream().map(Groups.Group::family).toList(),
                    groups.stream().map(Groups.Group::label).toList())))
        .build();
  }

  static GroupModel load(NamedArrays from, Labels rowLabels, Labels columnLabels) {
    try {
      return read(from, rowLabels, columnLabels);
    } catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException e) {
      throw new InputException(
          "damaged-model",
          "",
          "The model's arrays do not make a model with groups ("
              + e.getMessage()
              + "); save it again",
          e);
    }
  }

  private static GroupModel read(NamedArrays from, Labels rowLabels, Labels columnLabels) {
    int n = rowLabels.size();
    int p = columnLabels.size();
    String text = from.text("groups");
    check(text != null, "the names of the groups are missing");
    Names names = RecordJson.read(String.valueOf(text), Names.class);
    int[] memberStart = from.ints("member_start");
    int[] members = from.ints("members");
    List<Groups.Group> groups = new ArrayList<>();
    for (int g = 0; g < names.families().size(); g++) {
      groups.add(
          new Groups.Group(
              names.families().get(g),
              names.labels().get(g),
              java.util.Arrays.copyOfRange(members, memberStart[g], memberStart[g + 1])));
    }
    int[] bounds = from.ints("parts");
    double[] weights = from.doubles("part_weights");
    List<LowRankPart.Part> parts = new ArrayList<>();
    int at = 0;
    for (int k = 0; k < bounds.length / 3; k++) {
      int width = bounds[3 * k + 2] - bounds[3 * k + 1];
      Matrix weight =
          Matrix.wrap(width, width, java.util.Arrays.copyOfRange(weights, at, at + width * width));
      at += width * width;
      parts.add(
          new LowRankPart.Part(
              bounds[3 * k],
              bounds[3 * k + 1],
              bounds[3 * k + 2],
              weight,
              from.doubles("part_thresholds")[k]));
    }
    double[] numbers = from.doubles("numbers");
    Matrix left = from.matrix("left");
    Matrix right = from.matrix("right");
    int[] seenStart = from.ints("seen_start");
    check(
        left.rows() == n && from.doubles("row_offset").length == n && seenStart.length == n + 1,
        "rows and their labels differ in number");
    check(
        right.rows() == p
            && right.columns() == left.columns()
            && from.doubles("column_offset").length == p
            && from.doubles("group_column_offset").length == groups.size() * p,
        "columns and their labels differ in number");
    return new GroupModel(
        rowLabels,
        columnLabels,
        Groups.of(n, groups),
        new GroupOffsets(
            numbers[0],
            from.doubles("row_offset"),
            from.doubles("column_offset"),
            from.doubles("group_offset"),
            from.doubles("group_column_offset"),
            numbers[4],
            numbers[5]),
        new LowRankPart(left, right, parts),
        new Conformal(
            from.ints("few_boundary")[0],
            from.doubles(from.has("empty_errors") ? "empty_errors" : "few_errors"),
            from.doubles("few_errors"),
            from.doubles("many_errors")),
        numbers[1],
        new double[] {numbers[2], numbers[3]},
        seenStart,
        from.ints("seen_column"),
        from.ints("column_count"));
  }
}
