package org.eckart.recovery.groups;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Labels of rows: families, such as {@code age} and {@code region}, and in each family groups, the
 * sets of rows with one label. A row may lie in several groups of a family, and in none.
 */
public final class Groups {
  private final int size;
  private final List<Group> all;

  /**
   * The rows with one label.
   *
   * @param members rows, ascending, each once
   */
  public record Group(String family, String label, int[] members) {
    public Group {
      for (int k = 1; k < members.length; k++) {
        check(
            members[k - 1] < members[k],
            "Members of %s '%s' are %d and then %d; they must ascend",
            family,
            label,
            members[k - 1],
            members[k]);
      }
    }

    /** {@code family: label}, for people. */
    public String name() {
      return family + ": " + label;
    }
  }

  private Groups(int size, List<Group> all) {
    this.size = size;
    this.all = List.copyOf(all);
  }

  /**
   * Groups of some rows.
   *
   * @param size the number of rows that there are, labelled or not
   * @param groups in any order; those of a family keep theirs
   * @throws IllegalArgumentException if a member is not a row, or a label comes twice in a family
   */
  public static Groups of(int size, List<Group> groups) {
    LinkedHashMap<String, List<Group>> byFamily = new LinkedHashMap<>();
    LinkedHashSet<List<String>> names = new LinkedHashSet<>();
    for (Group group : groups) {
      check(
          names.add(List.of(group.family, group.label)),
          "There are two groups %s; give each label of a family once",
          group.name());
      int[] members = group.members;
      check(
          members.length == 0 || (members[0] >= 0 && members[members.length - 1] < size),
          "Group %s has row %d, but there are %d rows",
          group.name(),
          members.length == 0 ? 0 : members[members.length - 1],
          size);
      byFamily.computeIfAbsent(group.family, _ -> new ArrayList<>()).add(group);
    }
    return new Groups(size, byFamily.values().stream().flatMap(List::stream).toList());
  }

  /** No labels at all. */
  public static Groups none(int size) {
    return new Groups(size, List.of());
  }

  public static Builder builder(int size) {
    return new Builder(size);
  }

  /** Collects (row, family, label) in any order; a label that a row has twice counts once. */
  public static final class Builder {
    private final int size;
    private final Map<String, Map<String, TreeSet<Integer>>> members = new LinkedHashMap<>();

    private Builder(int size) {
      this.size = size;
    }

    public Builder add(int row, String family, String label) {
      members
          .computeIfAbsent(family, _ -> new LinkedHashMap<>())
          .computeIfAbsent(label, _ -> new TreeSet<>())
          .add(row);
      return this;
    }

    public Groups build() {
      List<Group> groups = new ArrayList<>();
      members.forEach((family, labels) ->
          labels.forEach((label, rows) ->
              groups.add(
                  new Group(family, label, rows.stream().mapToInt(Integer::intValue).toArray()))));
      return of(size, groups);
    }
  }

  /** The number of rows. */
  public int size() {
    return size;
  }

  /** Family by family. */
  public List<Group> all() {
    return all;
  }

  public List<String> families() {
    return all.stream().map(Group::family).distinct().toList();
  }

  public List<Group> ofFamily(String family) {
    return all.stream().filter(group -> group.family.equals(family)).toList();
  }

  /** Only the groups of these families. */
  public Groups only(List<String> families) {
    return new Groups(size, all.stream().filter(g -> families.contains(g.family)).toList());
  }

  /** For each row, the places of its groups in {@link #all()}, ascending. */
  public int[][] ofRows() {
    int[] counts = new int[size];
    for (Group group : all) {
      for (int row : group.members) {
        counts[row]++;
      }
    }
    int[][] groups = new int[size][];
    Arrays.setAll(groups, i -> new int[counts[i]]);
    Arrays.fill(counts, 0);
    for (int g = 0; g < all.size(); g++) {
      for (int row : all.get(g).members) {
        groups[row][counts[row]++] = g;
      }
    }
    return groups;
  }

  /** How many rows have no label in any family. */
  public int unlabelled() {
    boolean[] labelled = new boolean[size];
    for (Group group : all) {
      for (int row : group.members) {
        labelled[row] = true;
      }
    }
    int none = 0;
    for (boolean one : labelled) {
      none += one ? 0 : 1;
    }
    return none;
  }

  /** The same labels for rows in another order or number: row i is {@code rowOf[i]} here, or −1. */
  public Groups select(int[] rowOf) {
    int[][] groups = ofRows();
    Builder builder = builder(rowOf.length);
    for (Group group : all) { // keeps the order of families and labels, also of empty ones
      builder
          .members
          .computeIfAbsent(group.family, _ -> new LinkedHashMap<>())
          .computeIfAbsent(group.label, _ -> new TreeSet<>());
    }
    for (int i = 0; i < rowOf.length; i++) {
      if (rowOf[i] >= 0) {
        for (int g : groups[rowOf[i]]) {
          builder.add(i, all.get(g).family, all.get(g).label);
        }
      }
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return "Groups[" + all.size() + " in " + families().size() + " families of " + size + " rows]";
  }
}
