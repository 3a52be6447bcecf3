package org.eckart.core.metric;

import static org.eckart.linalg.Check.check;

/**
 * How good the first k of a ranking are, averaged over rows: precision, recall and NDCG at k, with
 * columns that are relevant or not.
 *
 * <p>A row without a relevant column says nothing about a ranking; it is counted apart and left out
 * of the means.
 */
public final class TopRanking {
  private final int k;
  private long rows;
  private long rowsWithoutRelevant;
  private double precision;
  private double recall;
  private double ndcg;

  /** Measures the first {@code k} of each ranking, k ≥ 1. */
  public TopRanking(int k) {
    check(k >= 1, "k is %d; at least 1 column must be ranked", k);
    this.k = k;
  }

  /**
   * Takes the ranking of one row.
   *
   * @param relevant whether the column ranked first, second, … is relevant; only the first k count,
   *     and missing ones count as not relevant
   * @param allRelevant relevant columns of this row in all, ranked or not
   */
  public void add(boolean[] relevant, int allRelevant) {
    int ranked = Math.min(k, relevant.length);
    int hits = 0;
    double gain = 0;
    for (int i = 0; i < ranked; i++) {
      if (relevant[i]) {
        hits++;
        gain += discount(i);
      }
    }
    check(
        hits <= allRelevant,
        "%d relevant columns are ranked, but the row has %d in all",
        hits,
        allRelevant);
    if (allRelevant == 0) {
      rowsWithoutRelevant++;
      return;
    }
    double best = 0;
    for (int i = 0; i < Math.min(k, allRelevant); i++) {
      best += discount(i);
    }
    rows++;
    precision += ((double) hits / k - precision) / rows;
    recall += ((double) hits / allRelevant - recall) / rows;
    ndcg += (gain / best - ndcg) / rows;
  }

  /** 1 / log₂(place + 1), places from 1. */
  private static double discount(int i) {
    return Math.log(2) / Math.log(i + 2.0);
  }

  /** Takes all that another has seen, with the same k. */
  public void and(TopRanking other) {
    check(k == other.k, "Rankings at %d and at %d cannot be put together", k, other.k);
    rows += other.rows;
    rowsWithoutRelevant += other.rowsWithoutRelevant;
    if (other.rows > 0) {
      double weight = (double) other.rows / rows;
      precision += (other.precision - precision) * weight;
      recall += (other.recall - recall) * weight;
      ndcg += (other.ndcg - ndcg) * weight;
    }
  }

  /** Rows with at least one relevant column. */
  public long rows() {
    return rows;
  }

  /** Rows without a relevant column, on which nothing can be said. */
  public long rowsWithoutRelevant() {
    return rowsWithoutRelevant;
  }

  /** Mean of relevant among the first k ÷ k; NaN if no row counts. */
  public double precision() {
    return rows == 0 ? Double.NaN : precision;
  }

  /** Mean of relevant among the first k ÷ relevant in all; NaN if no row counts. */
  public double recall() {
    return rows == 0 ? Double.NaN : recall;
  }

  /** Mean of Σ 1/log₂(place + 1) over the hits ÷ the most it could be; NaN if no row counts. */
  public double ndcg() {
    return rows == 0 ? Double.NaN : ndcg;
  }
}
