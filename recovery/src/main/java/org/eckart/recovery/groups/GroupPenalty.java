package org.eckart.recovery.groups;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Σ_g τ_g ‖X_g‖_*: sets of rows, each with its threshold. Sets that are equal are merged and their
 * thresholds added; those with threshold 0 are left out. Every row must lie in one of the rest, or
 * nothing would hold it.
 */
public final class GroupPenalty {
  private final int rows;
  private final int[][] members;
  private final double[] thresholds;
  private final int[] place; // of each set given, in members; -1 where it was left out
  private final int[] order;
  private final int[] signatureStart;
  private final int[][] signatures;

  private GroupPenalty(int rows, int[][] members, double[] thresholds, int[] place) {
    this.rows = rows;
    this.members = members;
    this.thresholds = thresholds;
    this.place = place;
    int[] count = new int[rows];
    for (int[] set : members) {
      for (int i : set) {
        count[i]++;
      }
    }
    int[][] of = new int[rows][];
    Arrays.setAll(of, i -> new int[count[i]]);
    Arrays.fill(count, 0);
    for (int g = 0; g < members.length; g++) {
      for (int i : members[g]) {
        of[i][count[i]++] = g;
      }
    }
    Map<List<Integer>, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < rows; i++) {
      List<Integer> key = Arrays.stream(of[i]).boxed().toList();
      alike.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
    }
    order = new int[rows];
    signatureStart = new int[alike.size() + 1];
    signatures = new int[alike.size()][];
    int at = 0;
    int s = 0;
    for (List<Integer> rowsAlike : alike.values()) {
      signatures[s] = of[rowsAlike.getFirst()];
      for (int i : rowsAlike) {
        order[at++] = i;
      }
      signatureStart[++s] = at;
    }
  }

  /**
   * @param rows of the matrix
   * @param members the sets, each ascending
   * @param thresholds τ_g, 0 or more
   * @throws IllegalArgumentException if a threshold is negative or not finite, all are 0, or a row
   *     is in none of the sets
   */
  public static GroupPenalty of(int rows, List<int[]> members, double[] thresholds) {
    check(
        members.size() == thresholds.length,
        "%d groups have %d thresholds; there must be one each",
        members.size(),
        thresholds.length);
    Map<List<Integer>, Integer> known = new LinkedHashMap<>();
    List<int[]> sets = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    int[] place = new int[thresholds.length];
    for (int g = 0; g < thresholds.length; g++) {
      double threshold = thresholds[g];
      check(
          threshold >= 0 && Double.isFinite(threshold),
          "The weight of group %d is %s; it must be 0 or more",
          g,
          threshold);
      place[g] = -1;
      int[] set = members.get(g);
      if (threshold == 0 || set.length == 0) {
        continue;
      }
      Integer same = known.putIfAbsent(Arrays.stream(set).boxed().toList(), sets.size());
      if (same == null) {
        place[g] = sets.size();
        sets.add(set.clone());
        sums.add(threshold);
      } else {
        place[g] = same;
        sums.set(same, sums.get(same) + threshold);
      }
    }
    check(!sets.isEmpty(), "All weights are 0, so any fill-in would do; give one group a weight");
    GroupPenalty penalty =
        new GroupPenalty(
            rows,
            sets.toArray(new int[0][]),
            sums.stream().mapToDouble(Double::doubleValue).toArray(),
            place);
    int free = 0;
    for (int s = 0; s < penalty.signatures.length; s++) {
      free += penalty.signatures[s].length == 0 ? penalty.signatureRows(s) : 0;
    }
    check(
        free == 0,
        "%d of %d rows are in no group with a weight, so nothing would hold them; add a group of"
            + " all rows",
        free,
        rows);
    return penalty;
  }

  /** One group of all rows: soft-impute. */
  public static GroupPenalty ofAll(int rows, double threshold) {
    return of(rows, List.of(every(rows)), new double[] {threshold});
  }

  /** 0, 1, …, rows − 1. */
  public static int[] every(int rows) {
    int[] all = new int[rows];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** The same groups with all thresholds multiplied by a number above 0. */
  public GroupPenalty scaled(double factor) {
    check(
        factor > 0 && Double.isFinite(factor),
        "The penalty is multiplied by %s; it must be above 0",
        factor);
    double[] scaled = thresholds.clone();
    for (int g = 0; g < scaled.length; g++) {
      scaled[g] *= factor;
    }
    return new GroupPenalty(rows, members, scaled, place);
  }

  public int rows() {
    return rows;
  }

  /** The number of groups after merging. */
  public int size() {
    return thresholds.length;
  }

  /** The rows of a group, ascending: the storage itself, not to be changed. */
  public int[] members(int group) {
    return members[group];
  }

  /** τ_g. */
  public double threshold(int group) {
    return thresholds[group];
  }

  /** Where the g-th set that was given has gone; −1 if it was left out. */
  public int place(int given) {
    return place[given];
  }

  /** T_i = Σ_{g∋i} τ_g for each row. */
  public double[] totals() {
    double[] totals = new double[rows];
    for (int g = 0; g < thresholds.length; g++) {
      for (int i : members[g]) {
        totals[i] += thresholds[g];
      }
    }
    return totals;
  }

  /** K_i, the number of groups that hold each row. */
  public int[] covers() {
    int[] covers = new int[rows];
    for (int[] set : members) {
      for (int i : set) {
        covers[i]++;
      }
    }
    return covers;
  }

  /** Rows that lie in the same groups share a signature; their number. */
  public int signatures() {
    return signatures.length;
  }

  /** The groups of a signature. */
  public int[] signature(int s) {
    return signatures[s];
  }

  /** Where the rows of each signature begin in {@link #order()}, and the number of rows. */
  public int[] signatureStart() {
    return signatureStart;
  }

  private int signatureRows(int s) {
    return signatureStart[s + 1] - signatureStart[s];
  }

  /** Rows, signature by signature. */
  public int[] order() {
    return order;
  }

  /** Whether no row lies in two groups: the problem then falls apart, and nothing is borrowed. */
  public boolean isSeparable() {
    return size() > 1 && Arrays.stream(signatures).allMatch(s -> s.length == 1);
  }
}
