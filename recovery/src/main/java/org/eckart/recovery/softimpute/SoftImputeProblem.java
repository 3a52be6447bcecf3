package org.eckart.recovery.softimpute;

import static org.eckart.linalg.Check.check;

import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Entries to complete, and the threads to do it with. What a fit works on, the entries in
 * compressed rows and columns, is made when it is first needed: 28 bytes an entry, and 16 more
 * during a step.
 */
public final class SoftImputeProblem {
  /** Fewer entries than this are too few to choose λ on. */
  static final int FEWEST_TO_HOLD_OUT = 20;

  /** What is left after offsets is rounding, if it is below this part of the values. */
  private static final double ROUNDING = 1e-14;

  private final ObservedEntries entries;
  private final Parallel parallel;
  private @Nullable Prepared prepared;

  private SoftImputeProblem(ObservedEntries entries, Parallel parallel) {
    this.entries = entries;
    this.parallel = parallel;
  }

  /**
   * The problem of completing the matrix that these entries belong to.
   *
   * @param parallel the threads to work with; stays the caller's to close
   * @throws IllegalArgumentException if there is no entry
   */
  public static SoftImputeProblem of(ObservedEntries entries, Parallel parallel) {
    check(entries.count() > 0, "There is no observed entry, so nothing can be completed");
    return new SoftImputeProblem(entries, parallel);
  }

  public ObservedEntries entries() {
    return entries;
  }

  int rows() {
    return entries.rows();
  }

  int columns() {
    return entries.columns();
  }

  /** What the tables depend on. */
  private record Kind(boolean selection, boolean offsets, double holdOut, long seed) {}

  /**
   * @param scale by which values and λ are divided
   * @param heldOut judged on; none if all entries are fitted
   */
  record Prepared(Object kind, ObservedTable table, double scale, ObservedEntries heldOut) {
    /** The root mean squared error on the held-out entries, in the units of the values. */
    double heldOutRmse(Fit fit) {
      int block = 16384;
      int count = heldOut.count();
      double[] d = fit.x().s().toArray();
      int r = d.length;
      double sum =
          table
              .parallel()
              .sum(
                  (count + block - 1) / block,
                  b -> {
                    double squares = 0;
                    for (int e = b * block; e < Math.min(count, (b + 1) * block); e++) {
                      int i = heldOut.row(e);
                      int j = heldOut.column(e);
                      double gap = heldOut.value(e) / scale - table.offsets().at(i, j);
                      for (int k = 0; k < r; k++) {
                        gap -= fit.x().u().get(i, k) * d[k] * fit.x().v().get(j, k);
                      }
                      squares += gap * gap;
                    }
                    return squares;
                  });
      return scale * Math.sqrt(sum / count);
    }
  }

  boolean canHoldOut() {
    return entries.count() >= FEWEST_TO_HOLD_OUT;
  }

  /** All entries. */
  Prepared complete(SoftImputeOptions options) {
    return prepared(new Kind(false, options.offsets(), 0, 0));
  }

  /** Without the entries that are held out. */
  Prepared selection(SoftImputeOptions options) {
    return prepared(new Kind(true, options.offsets(), options.holdOut(), options.seed()));
  }

  /** One at a time is kept: the path needs one, and then the last fit the other. */
  private synchronized Prepared prepared(Kind kind) {
    Prepared made = prepared;
    if (made == null || !made.kind().equals(kind)) {
      prepared = null; // may be collected before the next one is made
      double scale = scale(kind.offsets());
      ObservedEntries fitted = entries;
      ObservedEntries heldOut = entries.select(new int[0]);
      if (kind.selection()) {
        Split split = new HoldOut.Uniform(kind.holdOut()).split(entries, kind.seed());
        fitted = split.observed();
        heldOut = split.heldOut();
      }
      double rounding = ROUNDING * largest() / scale;
      made =
          new Prepared(
              kind,
              ObservedTable.of(fitted, scale, rounding, kind.offsets(), parallel),
              scale,
              heldOut);
      prepared = made;
    }
    return made;
  }

  private double largest() {
    double largest = 0;
    for (double value : entries.valueArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The root mean square of the values, about their mean if offsets are taken out; 1 for zeros. */
  private double scale(boolean centred) {
    double size = largest();
    if (size == 0) {
      return 1;
    }
    double mean = 0;
    if (centred) {
      for (double value : entries.valueArray()) {
        mean += value / size; // so that no scale overflows
      }
      mean /= entries.count();
    }
    double squares = 0;
    for (double value : entries.valueArray()) {
      squares += (value / size - mean) * (value / size - mean);
    }
    double spread = Math.sqrt(squares / entries.count());
    return spread > ROUNDING ? spread * size : size;
  }
}
