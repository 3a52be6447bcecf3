package org.eckart.recovery.tucker;

import org.eckart.core.InputException;
import org.eckart.core.holdout.TensorSplit;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's entries to complete, and the threads to do it with. What a fit works on is made when
 * it is first needed: 32 bytes an entry and 4 a mode beside the entries themselves.
 */
public final class TuckerCompletionProblem {
  /** Fewer entries than this are too few to choose ranks on: rank 1, without offsets, is taken. */
  public static final int FEWEST_TO_HOLD_OUT = 20;

  private final ObservedTensor entries;
  private final Parallel parallel;
  private @Nullable Prepared prepared;

  private TuckerCompletionProblem(ObservedTensor entries, Parallel parallel) {
    this.entries = entries;
    this.parallel = parallel;
  }

  /**
   * @param parallel the threads to work with; stays the caller's to close
   * @throws InputException if there is no entry
   */
  public static TuckerCompletionProblem of(ObservedTensor entries, Parallel parallel) {
    if (entries.count() == 0) {
      throw InputException.of(
          "no-entries",
          "",
          "There is no observed entry in a %s tensor, so nothing can be completed",
          entries.shapeText());
    }
    return new TuckerCompletionProblem(entries, parallel);
  }

  public ObservedTensor entries() {
    return entries;
  }

  Parallel parallel() {
    return parallel;
  }

  boolean canHoldOut() {
    return entries.count() >= FEWEST_TO_HOLD_OUT;
  }

  /** What the prepared entries depend on. */
  record Kind(boolean selection, boolean levels, double holdOut, long seed) {}

  /**
   * Entries ready to be fitted.
   *
   * @param fitted less the offsets and divided by the scale
   * @param heldOut as given; none if all entries are fitted
   * @param scale the root mean square of what is fitted, in the units of the values; 1 for zeros
   */
  record Prepared(
      Kind kind,
      ObservedTensor fitted,
      EntryTree tree,
      Weighting weighting,
      TensorOffsets offsets,
      double scale,
      ObservedTensor heldOut,
      EntryTree heldOutTree,
      Parallel parallel) {
    GaussNewton solver(boolean structured) {
      return new GaussNewton(tree, tree.values(), weighting, structured, parallel);
    }

    /** |value − prediction| of the held-out entries, in the units of the values. */
    double[] heldOutErrors(Tucker x) {
      double[] predicted = heldOutTree.inGivenOrder(heldOutTree.predictions(x, parallel));
      for (int e = 0; e < predicted.length; e++) {
        predicted[e] = Math.abs(heldOut.value(e) - scale * predicted[e] - offsets.at(heldOut, e));
      }
      return predicted;
    }
  }

  /** All entries. */
  Prepared complete(boolean levels) {
    return prepared(new Kind(false, levels, 0, 0));
  }

  /** Without those held out. */
  Prepared selection(TuckerCompletionOptions options, boolean levels) {
    return prepared(new Kind(true, levels, options.holdOut(), options.seed()));
  }

  /** One at a time is kept. */
  private synchronized Prepared prepared(Kind kind) {
    Prepared made = prepared;
    if (made == null || !made.kind().equals(kind)) {
      prepared = null; // may be collected before the next one is made
      made = prepare(kind);
      prepared = made;
    }
    return made;
  }

  private Prepared prepare(Kind kind) {
    ObservedTensor fitted = entries;
    ObservedTensor heldOut = entries.select(new int[0]);
    if (kind.selection()) {
      TensorSplit split = TensorSplit.uniform(entries, kind.holdOut(), kind.seed());
      fitted = split.observed();
      heldOut = split.heldOut();
    }
    TensorOffsets offsets =
        kind.levels() ? TensorOffsets.of(fitted) : TensorOffsets.none(entries.shape());
    double[] values = new double[fitted.count()];
    double largest = 0;
    for (int e = 0; e < values.length; e++) {
      values[e] = fitted.value(e) - offsets.at(fitted, e);
      largest = Math.max(largest, Math.abs(values[e]));
    }
    double squares = 0;
    for (double v : values) {
      squares += largest == 0 ? 0 : (v / largest) * (v / largest); // so that no scale overflows
    }
    double scale = largest == 0 ? 1 : largest * Math.sqrt(squares / values.length);
    for (int e = 0; e < values.length; e++) {
      values[e] /= scale;
    }
    ObservedTensor unit = fitted.withValues(values);
    return new Prepared(
        kind,
        unit,
        EntryTree.of(unit),
        Weighting.of(unit),
        offsets,
        scale,
        heldOut,
        EntryTree.of(heldOut),
        parallel);
  }
}
