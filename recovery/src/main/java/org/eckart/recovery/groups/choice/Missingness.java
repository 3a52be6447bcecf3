package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.recovery.groups.Groups;

/**
 * How the holes of a table came about, as far as counts tell.
 *
 * @param pattern the hold-out that mimics them
 * @param family whose groups miss whole columns, if the pattern is {@link Pattern#BLOCKS}
 * @param families for each family, whether its groups are observed in different columns
 * @param rowDispersion variance of the entries in a row over that of a fair draw; 1 for uniform
 *     holes
 * @param columnDispersion likewise
 * @param emptyShare part of the cells to predict that lie in rows of fewer than {@value #FEW}
 *     entries
 */
public record Missingness(
    Pattern pattern,
    Optional<String> family,
    List<FamilyDispersion> families,
    double rowDispersion,
    double columnDispersion,
    double emptyShare) {
  /** Ways of holding out. */
  public enum Pattern {
    /** Whichever mimics the holes. */
    MATCH,
    /** Cells at random. */
    UNIFORM,
    /** The same part of each row: rows differ much in their number of entries. */
    COUNTS,
    /** Columns of whole groups. */
    BLOCKS,
    /** Whole rows, and cells of the others. */
    ROWS
  }

  static final int FEW = 3;

  /** A family drives missingness from this over-dispersion on; by chance it is 1. */
  private static final double OVERDISPERSED = 3;

  /**
   * … if also this part of its blocks, of those that should have entries, have hardly any. Tastes
   * alone, such as those of readers for genres, over-disperse large tables without emptying blocks.
   */
  private static final double STARVED = 0.1;

  private static final double EXPECTED = 5;
  private static final double HARDLY_ANY = 0.25;
  private static final double COUNT_DISPERSION = 5;
  private static final double EMPTY = 0.2;

  public Missingness {
    families = List.copyOf(families);
  }

  /**
   * @param overdispersion Σ (N_gj − e_gj)²/(e_gj(1 − e_gj/n_g)) over its degrees of freedom, where
   *     e_gj is what group g would have in column j if groups did not matter
   * @param starved part of the blocks that should have {@value #EXPECTED} entries or more and have
   *     fewer than a quarter
   */
  public record FamilyDispersion(String family, double overdispersion, double starved) {
    /** Whether these labels say where entries are missing. */
    public boolean drivesMissingness() {
      return overdispersion > OVERDISPERSED && starved > STARVED;
    }
  }

  /** What the places of the entries tell; their values play no part. */
  public static Missingness of(ObservedEntries entries, Groups groups) {
    List<FamilyDispersion> families = new ArrayList<>();
    for (String family : groups.families()) {
      families.add(dispersion(entries, groups, family));
    }
    int[] rows = entries.rowCounts();
    int[] columns = entries.columnCounts();
    long missing = 0;
    long inEmpty = 0;
    for (int count : rows) {
      missing += entries.columns() - count;
      inEmpty += count < FEW ? entries.columns() - count : 0;
    }
    double emptyShare = missing == 0 ? 0 : (double) inEmpty / missing;
    double rowDispersion = dispersion(rows, entries.columns());
    double columnDispersion = dispersion(columns, entries.rows());
    Optional<FamilyDispersion> worst =
        families.stream()
            .filter(FamilyDispersion::drivesMissingness)
            .max(Comparator.comparingDouble(FamilyDispersion::overdispersion));
    Pattern pattern =
        emptyShare > EMPTY
            ? Pattern.ROWS
            : worst.isPresent()
                ? Pattern.BLOCKS
                : rowDispersion > COUNT_DISPERSION ? Pattern.COUNTS : Pattern.UNIFORM;
    return new Missingness(
        pattern,
        worst.map(FamilyDispersion::family),
        families,
        rowDispersion,
        columnDispersion,
        emptyShare);
  }

  private static FamilyDispersion dispersion(
      ObservedEntries entries, Groups groups, String family) {
    List<Groups.Group> own = groups.ofFamily(family);
    int p = entries.columns();
    int[][] ofRows = groups.only(List.of(family)).ofRows();
    int[][] counts = new int[own.size()][p];
    long[] groupCount = new long[own.size()];
    for (int k = 0; k < entries.count(); k++) {
      for (int g : ofRows[entries.row(k)]) {
        counts[g][entries.column(k)]++;
        groupCount[g]++;
      }
    }
    int[] columnCount = entries.columnCounts();
    double sum = 0;
    long expected = 0;
    long starved = 0;
    for (int g = 0; g < own.size(); g++) {
      int members = own.get(g).members().length;
      for (int j = 0; j < p; j++) {
        double e = (double) groupCount[g] * columnCount[j] / Math.max(1, entries.count());
        if (e > 0 && e < members) {
          sum += (counts[g][j] - e) * (counts[g][j] - e) / (e * (1 - e / members));
        }
        if (e >= EXPECTED) {
          expected++;
          starved += counts[g][j] < HARDLY_ANY * e ? 1 : 0;
        }
      }
    }
    double freedom = Math.max(1, (double) (own.size() - 1) * (p - 1));
    return new FamilyDispersion(
        family, sum / freedom, expected == 0 ? 0 : (double) starved / expected);
  }

  /** Variance of counts over n q (1 − q). */
  private static double dispersion(int[] counts, int of) {
    double mean = 0;
    for (int count : counts) {
      mean += (double) count / counts.length;
    }
    double variance = 0;
    for (int count : counts) {
      variance += (count - mean) * (count - mean) / Math.max(1, counts.length - 1);
    }
    double fair = mean * (1 - mean / of);
    return fair > 0 ? variance / fair : 1;
  }
}
