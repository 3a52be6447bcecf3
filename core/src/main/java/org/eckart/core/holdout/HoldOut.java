package org.eckart.core.holdout;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;

/**
 * A rule by which entries are held out. The same rule, entries (in the same order) and seed give
 * the same split.
 *
 * <p>A split has at least one entry in each part; entries of which that cannot be had are refused.
 * Time and memory are linear in the number of entries: 5 million take 0.05 to 0.25 s and 30 MB
 * beside the two parts.
 */
public sealed interface HoldOut {
  /**
   * Splits entries.
   *
   * @throws InputException if they cannot be split by this rule
   */
  Split split(ObservedEntries entries, long seed);

  /**
   * Entries uniformly at random, round({@code fraction} · |Ω|) of them.
   *
   * @param fraction above 0 and below 1; 0.1 is usual
   */
  record Uniform(double fraction) implements HoldOut {
    public Uniform {
      checkFraction(fraction);
    }

    @Override
    public Split split(ObservedEntries entries, long seed) {
      int count = entries.count();
      refuseUnless(count >= 2, "There is %d entry, and two are needed to hold one out", count);
      return Split.of(entries, held(count, RandomStream.of(seed, "hold out uniformly")));
    }

    /** Marks those held out of so many entries, 2 or more. */
    boolean[] held(int count, RandomStream random) {
      int need = between(1, Math.round(fraction * count), count - 1);
      boolean[] held = new boolean[count];
      for (int k = 0; need > 0; k++) {
        if (random.nextInt(count - k) < need) {
          held[k] = true;
          need--;
        }
      }
      return held;
    }
  }

  /**
   * A fraction of each row's entries at random; one at least stays. Of c entries, {@code fraction}
   * · c are held out on average: the fractional part is drawn, so that short rows have their share.
   *
   * @param fraction above 0 and below 1
   */
  record PerRow(double fraction) implements HoldOut {
    public PerRow {
      checkFraction(fraction);
    }

    @Override
    public Split split(ObservedEntries entries, long seed) {
      RandomStream random = RandomStream.of(seed, "hold out per row");
      int[] counts = entries.rowCounts();
      int[] need = new int[counts.length];
      for (int i = 0; i < need.length; i++) {
        if (counts[i] > 1) {
          double wanted = Math.floor(fraction * counts[i] + random.nextUniform());
          need[i] = (int) Math.min(wanted, counts[i] - 1);
        }
      }
      return Quotas.split(entries, counts, need, random);
    }
  }

  /**
   * So many of each row's entries at random; one at least stays, so that shorter rows give fewer.
   *
   * @param count of entries, 1 or more; 1 is known as leave-one-out
   */
  record CountPerRow(int count) implements HoldOut {
    public CountPerRow {
      check(count >= 1, "count is %d; at least 1 entry a row must be held out", count);
    }

    @Override
    public Split split(ObservedEntries entries, long seed) {
      int[] counts = entries.rowCounts();
      int[] need = new int[counts.length];
      for (int i = 0; i < need.length; i++) {
        need[i] = Math.max(0, Math.min(count, counts[i] - 1));
      }
      return Quotas.split(entries, counts, need, RandomStream.of(seed, "hold out count per row"));
    }
  }

  /**
   * Whole rows at random, but for a few entries of each: new rows as the model will meet them.
   *
   * @param fraction of the rows that have more than {@code kept} entries; above 0 and below 1
   * @param kept entries that stay in each such row: 0 for a cold start, 5 for a fold-in
   */
  record Rows(double fraction, int kept) implements HoldOut {
    public Rows {
      checkFraction(fraction);
      check(kept >= 0, "kept is %d; a row cannot keep fewer than 0 entries", kept);
    }

    @Override
    public Split split(ObservedEntries entries, long seed) {
      int[] counts = entries.rowCounts();
      int candidates = 0;
      for (int count : counts) {
        if (count > kept) {
          candidates++;
        }
      }
      int most = kept > 0 ? candidates : candidates - 1; // some row must stay to learn from
      refuseUnless(
          most >= 1,
          "%d rows have more than %d entries, too few to hold out whole rows",
          candidates,
          kept);
      int chosen = between(1, Math.round(fraction * candidates), most);
      RandomStream random = RandomStream.of(seed, "hold out rows");
      int[] need = new int[counts.length];
      int left = candidates;
      for (int i = 0; i < need.length; i++) {
        if (counts[i] > kept && random.nextInt(left--) < chosen) {
          need[i] = counts[i] - kept;
          chosen--;
        }
      }
      return Quotas.split(entries, counts, need, random);
    }
  }

  /**
   * Whole blocks at random: all entries of one group of rows in one column, as when a clinic did
   * not measure a gene or a shop did not sell an article.
   *
   * @param groupOfRow the group of each row, 0 and up
   * @param fraction of the blocks that have an entry; above 0 and below 1
   */
  record Blocks(int[] groupOfRow, double fraction) implements HoldOut {
    public Blocks {
      checkFraction(fraction);
      groupOfRow = groupOfRow.clone();
      for (int i = 0; i < groupOfRow.length; i++) {
        check(groupOfRow[i] >= 0, "Row %d is in group %d; groups are 0 and up", i, groupOfRow[i]);
      }
    }

    @Override
    public int[] groupOfRow() {
      return groupOfRow.clone();
    }

    @Override
    public Split split(ObservedEntries entries, long seed) {
      refuseUnless(
          groupOfRow.length == entries.rows(),
          "Groups are given for %d rows, but the entries have %d; give each row its group",
          groupOfRow.length,
          entries.rows());
      return BlockSplit.of(entries, groupOfRow, fraction, RandomStream.of(seed, "hold out blocks"));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Blocks that
          && fraction == that.fraction
          && Arrays.equals(groupOfRow, that.groupOfRow);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(groupOfRow) + Double.hashCode(fraction);
    }
  }

  /**
   * The latest entries, as a model in use will meet them; entries of one time stay together, so
   * that the part held out may be somewhat larger than asked. The seed plays no part.
   *
   * @param fraction of the entries; above 0 and below 1
   */
  record ByTime(double fraction) implements HoldOut {
    public ByTime {
      checkFraction(fraction);
    }

    @Override
    public Split split(ObservedEntries entries, long seed) {
      int count = entries.count();
      refuseUnless(
          entries.hasTime(),
          "These %d entries carry no time, so the latest are not known; name the column that has"
              + " it",
          count);
      refuseUnless(count >= 2, "There is %d entry, and two are needed to hold one out", count);
      double[] times = new double[count];
      for (int k = 0; k < count; k++) {
        times[k] = entries.time(k);
        refuseUnless(!Double.isNaN(times[k]), "The time of entry %d is not a number", k);
      }
      double earliest = Arrays.stream(times).min().orElse(Double.NaN);
      double latest = Arrays.stream(times).max().orElse(Double.NaN);
      refuseUnless(
          earliest < latest, "All %d entries have the time %s, so none is later", count, latest);
      int need = between(1, Math.round(fraction * count), count - 1);
      double cut = Selection.smallest(times.clone(), count - need);
      boolean[] held = new boolean[count];
      for (int k = 0; k < count; k++) {
        held[k] = cut > earliest ? times[k] >= cut : times[k] > earliest;
      }
      return Split.of(entries, held);
    }
  }

  /**
   * Entries in k parts of the same size (to within one) at random, each part held out in turn.
   *
   * @param parts k, 2 to the number of entries
   */
  static List<Split> folds(ObservedEntries entries, int parts, long seed) {
    int count = entries.count();
    check(
        parts >= 2 && parts <= count,
        "%d entries cannot be split into %d folds; ask for 2 to %d",
        count,
        parts,
        Math.max(2, count));
    RandomStream random = RandomStream.of(seed, "folds");
    int[] left = new int[parts];
    for (int part = 0; part < parts; part++) {
      left[part] = count / parts + (part < count % parts ? 1 : 0);
    }
    int[] partOf = new int[count];
    for (int k = 0; k < count; k++) {
      int draw = random.nextInt(count - k);
      int part = 0;
      while (draw >= left[part]) {
        draw -= left[part++];
      }
      left[part]--;
      partOf[k] = part;
    }
    List<Split> folds = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      boolean[] held = new boolean[count];
      for (int k = 0; k < count; k++) {
        held[k] = partOf[k] == part;
      }
      folds.add(Split.of(entries, held));
    }
    return folds;
  }

  private static void checkFraction(double fraction) {
    check(
        fraction > 0 && fraction < 1,
        "fraction is %s; it must be above 0 and below 1, say 0.1",
        fraction);
  }

  private static int between(int least, long wanted, int most) {
    return (int) Math.max(least, Math.min(wanted, most));
  }

  @com.google.errorprone.annotations.FormatMethod
  private static void refuseUnless(
      boolean allowed,
      @com.google.errorprone.annotations.FormatString String sentence,
      Object... arguments) {
    if (!allowed) {
      throw InputException.of("cannot-hold-out", "", sentence, arguments);
    }
  }
}
