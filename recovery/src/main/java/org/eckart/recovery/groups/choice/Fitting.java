package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.groups.GroupOffsets;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.GroupWeights;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.choice.Candidate.Kind;
import org.eckart.recovery.groups.factor.GroupAlsProblem;
import org.jspecify.annotations.Nullable;

/** What candidates are fitted to: some entries, their offsets and the weights of their groups. */
final class Fitting {
  /** A set of rows that all have one penalty: {@code group} is a place in the labels, or these. */
  static final int ALL = -1;

  static final int REST = -2;

  private static final double ROUNDING = 1e-13;

  private final ObservedCells cells;
  private final Groups groups;
  private final int[][] groupsOfRows;
  private final long seed;
  private final double scale;
  private final Map<List<String>, GroupOffsets> offsets = new HashMap<>();
  private final Map<Integer, Double> weights = new HashMap<>();
  private @Nullable Candidate last;
  private @Nullable Setup lastSetup;

  Fitting(ObservedEntries entries, Groups groups, long seed, Parallel parallel) {
    this.cells = ObservedCells.of(entries, parallel);
    this.groups = groups;
    this.groupsOfRows = groups.ofRows();
    this.seed = seed;
    ObservedCells plain = cells.withValues(offsets(List.of()).subtracted(cells, groupsOfRows));
    double spread = plain.rootMeanSquare();
    double size = cells.rootMeanSquare();
    scale = spread > ROUNDING * size ? spread : size;
  }

  /**
   * A problem in units of {@code scale}.
   *
   * @param sets the groups of the penalty as they were put together, before merging
   */
  record Setup(GroupAlsProblem problem, GroupOffsets offsets, int[] sets) {}

  double scale() {
    return scale;
  }

  ObservedCells cells() {
    return cells;
  }

  /** Levels of these families' groups, and 0 for all others. */
  synchronized GroupOffsets offsets(List<String> families) {
    GroupOffsets known = offsets.get(families);
    if (known == null) {
      GroupOffsets few = GroupOffsets.of(cells, groups.only(families));
      int p = cells.columns();
      double[] level = new double[groups.all().size()];
      double[] columns = new double[level.length * p];
      int at = 0;
      for (int g = 0; g < level.length; g++) {
        if (families.contains(groups.all().get(g).family())) {
          level[g] = few.groups()[at];
          System.arraycopy(few.groupColumns(), at * p, columns, g * p, p);
          at++;
        }
      }
      known =
          new GroupOffsets(
              few.mean(),
              few.rows(),
              few.columns(),
              level,
              columns,
              few.rowShrinkage(),
              few.columnShrinkage());
      offsets.put(families, known);
    }
    return known;
  }

  /**
   * The problem of a candidate; that of the last one is kept, since a fit asks for it each sweep.
   */
  synchronized Setup setup(Candidate candidate) {
    Setup known = lastSetup;
    if (known == null || !candidate.equals(last)) {
      lastSetup = null; // may be collected before the next one is made
      known = made(candidate);
      lastSetup = known;
      last = candidate;
    }
    return known;
  }

  private Setup made(Candidate candidate) {
    GroupOffsets levels = offsets(candidate.offsets());
    double[] values = levels.subtracted(cells, groupsOfRows);
    double largest = 0;
    for (int e = 0; e < values.length; e++) {
      values[e] /= scale;
      largest = Math.max(largest, Math.abs(values[e]));
    }
    if (largest < 1e3 * ROUNDING) {
      Arrays.fill(values, 0); // what is left of a constant table is rounding
    }
    List<Integer> sets = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    int n = cells.rows();
    if (candidate.kind() != Kind.APART) {
      sets.add(ALL);
      members.add(GroupPenalty.every(n));
      shares.add(candidate.kind() == Kind.OVERLAPPED ? candidate.share() : 1);
    }
    boolean[] covered = new boolean[n];
    for (int g = 0; g < groups.all().size(); g++) {
      Groups.Group group = groups.all().get(g);
      if (candidate.penalised().contains(group.family())) {
        sets.add(g);
        members.add(group.members());
        shares.add(
            candidate.kind() == Kind.OVERLAPPED
                ? (1 - candidate.share()) / candidate.penalised().size()
                : 1);
        for (int i : group.members()) {
          covered[i] = true;
        }
      }
    }
    if (candidate.kind() == Kind.APART) {
      int[] rest = java.util.stream.IntStream.range(0, n).filter(i -> !covered[i]).toArray();
      if (rest.length > 0) {
        sets.add(REST);
        members.add(rest);
        shares.add(1.0);
      }
    }
    double[] thresholds = new double[sets.size()];
    double[] omega = weights(sets, members);
    for (int k = 0; k < thresholds.length; k++) {
      double weight = Math.max(omega[k], 1); // a group without entries still needs a hold
      thresholds[k] = candidate.strength() * shares.get(k) * weight;
    }
    return new Setup(
        GroupAlsProblem.of(cells.withValues(values), GroupPenalty.of(n, members, thresholds)),
        levels,
        sets.stream().mapToInt(Integer::intValue).toArray());
  }

  private synchronized double[] weights(List<Integer> sets, List<int[]> members) {
    List<Integer> unknown = new ArrayList<>();
    for (int k = 0; k < sets.size(); k++) {
      if (sets.get(k) == REST || !weights.containsKey(sets.get(k))) {
        unknown.add(k);
      }
    }
    double[] found =
        GroupWeights.rademacher(cells, unknown.stream().map(members::get).toList(), seed);
    for (int k = 0; k < found.length; k++) {
      weights.put(sets.get(unknown.get(k)), found[k]);
    }
    return sets.stream().mapToDouble(weights::get).toArray();
  }
}
