package org.eckart.recovery.factored;

import static org.eckart.linalg.Check.check;

import org.eckart.core.InputException;
import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.PowerOfTwo;
import org.eckart.linalg.SparseMatrix;
import org.eckart.recovery.entries.EntrySide;
import org.eckart.recovery.scaled.FactorPair;
import org.jspecify.annotations.Nullable;

/**
 * Entries to complete, and the threads to do it with. A fit works on them in compressed rows and
 * columns: 24 bytes an entry, made when first needed.
 */
public final class FactoredProblem {
  /** Fewer entries than this are too few to choose a rank on. */
  static final int FEWEST_TO_HOLD_OUT = 20;

  private final ObservedEntries entries;
  private final Parallel parallel;
  private @Nullable Prepared prepared;

  private FactoredProblem(ObservedEntries entries, Parallel parallel) {
    this.entries = entries;
    this.parallel = parallel;
  }

  /**
   * The problem of completing the matrix that these entries belong to.
   *
   * @param parallel the threads to work with; stays the caller's to close
   * @throws IllegalArgumentException if there is no entry
   */
  public static FactoredProblem of(ObservedEntries entries, Parallel parallel) {
    check(entries.count() > 0, "There is no observed entry, so nothing can be completed");
    return new FactoredProblem(entries, parallel);
  }

  public ObservedEntries entries() {
    return entries;
  }

  Parallel parallel() {
    return parallel;
  }

  int largestRank() {
    return Math.min(entries.rows(), entries.columns());
  }

  boolean canHoldOut() {
    return entries.count() >= FEWEST_TO_HOLD_OUT;
  }

  /**
   * What a fit works on, values divided by a power of two near the largest.
   *
   * @param kind what it was made for
   * @param matrix P_Ω(Y), m × n, shared out among the threads
   * @param rows the same by rows
   * @param columns and by columns
   * @param norm ‖P_Ω(Y)‖_F
   * @param scale the power of two
   * @param heldOut judged on; none if all entries are fitted
   */
  record Prepared(
      Object kind,
      SparseMatrix matrix,
      EntrySide rows,
      EntrySide columns,
      double norm,
      double scale,
      ObservedEntries heldOut) {
    /** The share of entries that was observed. */
    double share() {
      return rows.entries() / ((double) rows.rows() * columns.rows());
    }

    /**
     * The most entries of a row or column over their mean, where that is more than uniform sampling
     * explains, and else 1: by so much a fixed step is too long for the fullest row.
     */
    double unevenness() {
      return Math.max(unevenness(rows), unevenness(columns));
    }

    /** Five standard deviations of a binomial count, and a few for counts below ten. */
    private static double unevenness(EntrySide side) {
      double mean = side.entries() / (double) side.rows();
      double most = side.largestCount();
      return most > mean + 5 * Math.sqrt(mean) + 3 ? most / mean : 1;
    }

    /** The root mean squared error on the held-out entries, in units of the scaled values. */
    double heldOutError(FactorPair at) {
      int r = at.rank();
      double[] left = at.left().array();
      double[] right = at.right().array();
      double squares = 0;
      for (int e = 0; e < heldOut.count(); e++) {
        double fitted = Kernels.dot(left, heldOut.row(e) * r, right, heldOut.column(e) * r, r);
        double gap = heldOut.value(e) / scale - fitted;
        squares += gap * gap;
      }
      return Math.sqrt(squares / heldOut.count());
    }

    /** (m + n − r) r over rows and columns that have entries: what a matrix of rank r has free. */
    long freeNumbers(int rank) {
      long r = rank;
      return Math.max(0, (rows.rowsWith(1) + columns.rowsWith(1) - r) * r);
    }
  }

  private record Kind(boolean selection, double holdOut, long seed) {}

  /** All entries. */
  Prepared complete() {
    return prepared(new Kind(false, 0, 0));
  }

  /** Without the entries that are held out. */
  Prepared selection(FactoredOptions options) {
    return prepared(new Kind(true, options.holdOut(), options.seed()));
  }

  /** One at a time is kept: the choice of the rank needs one, and then the fit the other. */
  private synchronized Prepared prepared(Kind kind) {
    Prepared made = prepared;
    if (made == null || !made.kind().equals(kind)) {
      prepared = null; // may be collected before the next one is made
      ObservedEntries fitted = entries;
      ObservedEntries heldOut = entries.select(new int[0]);
      if (kind.selection()) {
        Split split = new HoldOut.Uniform(kind.holdOut()).split(entries, kind.seed());
        fitted = split.observed();
        heldOut = split.heldOut();
      }
      made = prepare(kind, fitted, heldOut);
      prepared = made;
    }
    return made;
  }

  private Prepared prepare(Kind kind, ObservedEntries fitted, ObservedEntries heldOut) {
    double scale = scale();
    double[] values = fitted.valueArray().clone();
    double squares = 0;
    for (int k = 0; k < values.length; k++) {
      values[k] /= scale;
      squares += values[k] * values[k];
    }
    SparseMatrix matrix =
        SparseMatrix.ofCoordinates(
                entries.rows(), entries.columns(), fitted.rowArray(), fitted.columnArray(), values)
            .withThreads(parallel);
    if (matrix.entries() < fitted.count()) {
      refuseRepeated(fitted);
    }
    return new Prepared(
        kind,
        matrix,
        EntrySide.of(matrix),
        EntrySide.of(matrix.transpose()),
        Math.sqrt(squares),
        scale,
        heldOut);
  }

  private static void refuseRepeated(ObservedEntries entries) {
    java.util.Set<Long> seen = new java.util.HashSet<>();
    for (int k = 0; k < entries.count(); k++) {
      if (!seen.add((long) entries.row(k) * entries.columns() + entries.column(k))) {
        throw InputException.of(
            "duplicate",
            "",
            "There are two entries at row '%s', column '%s', and a matrix has one; say which"
                + " counts",
            entries.rowLabels().get(entries.row(k)),
            entries.columnLabels().get(entries.column(k)));
      }
    }
  }

  /** The unit in which values are fitted. */
  private double scale() {
    double largest = 0;
    for (double value : entries.valueArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return PowerOfTwo.upTo(largest);
  }
}
