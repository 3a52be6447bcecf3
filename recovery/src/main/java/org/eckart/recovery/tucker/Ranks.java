package org.eckart.recovery.tucker;

import java.util.Arrays;
import org.eckart.core.observe.ObservedTensor;

/** What a multilinear rank may be. */
public final class Ranks {
  private Ranks() {}

  /** The largest rank in a mode: min(n_k, Π_{j≠k} n_j), the rank that an unfolding can have. */
  public static int largest(int[] shape, int mode) {
    long others = 1;
    for (int k = 0; k < shape.length; k++) {
      if (k != mode) {
        others = Math.min(Integer.MAX_VALUE, others * shape[k]);
      }
    }
    return (int) Math.min(shape[mode], others);
  }

  static void check(int[] shape, int[] ranks) {
    org.eckart.linalg.Check.check(
        ranks.length == shape.length,
        "rank has %d numbers, but the tensor has %d modes; give one number for all or one a mode",
        ranks.length,
        shape.length);
    for (int k = 0; k < shape.length; k++) {
      int most = largest(shape, k);
      org.eckart.linalg.Check.check(
          ranks[k] >= 1 && ranks[k] <= most,
          "rank is %d in mode %d, but a tensor of %s has rank at most %d there; ask for 1 to %d",
          ranks[k],
          k + 1,
          text(shape),
          most,
          most);
    }
    for (int k = 0; k < shape.length; k++) {
      double others = 1;
      for (int j = 0; j < shape.length; j++) {
        others *= j == k ? 1 : ranks[j];
      }
      org.eckart.linalg.Check.check(
          ranks[k] <= others,
          "rank is %s, but the rank in mode %d cannot be above the product of the others, %.0f;"
              + " lower it, or raise the others",
          text(ranks),
          k + 1,
          others);
    }
  }

  /** The nearest ranks below these that are allowed. */
  static int[] allowed(int[] shape, int[] ranks) {
    int[] allowed = ranks.clone();
    for (int k = 0; k < shape.length; k++) {
      allowed[k] = Math.clamp(ranks[k], 1, largest(shape, k));
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int k = 0; k < shape.length; k++) {
        double others = 1;
        for (int j = 0; j < shape.length; j++) {
          others *= j == k ? 1 : allowed[j];
        }
        if (allowed[k] > others) {
          allowed[k] = (int) others;
          changed = true;
        }
      }
    }
    return allowed;
  }

  /** {@code rank} in every mode, or as much of it as the mode allows. */
  static int[] uniform(int[] shape, int rank) {
    int[] ranks = new int[shape.length];
    Arrays.fill(ranks, rank);
    return allowed(shape, ranks);
  }

  static String text(int[] sizes) {
    StringBuilder text = new StringBuilder();
    for (int size : sizes) {
      text.append(text.isEmpty() ? "" : " × ").append(size);
    }
    return text.toString();
  }

  /** The same for observed entries; an index without an entry has no numbers to fix. */
  static void refuseTooMany(ObservedTensor entries, int[] ranks) {
    int[] seen = new int[ranks.length];
    for (int k = 0; k < seen.length; k++) {
      int indices = (int) Arrays.stream(entries.counts(k)).filter(count -> count > 0).count();
      seen[k] = Math.max(ranks[k], indices);
    }
    refuseTooMany(entries.shape(), Tucker.freeNumbers(seen, ranks), ranks, entries.count());
  }

  /** The refusal of a model with more free numbers than data. */
  static void refuseTooMany(int[] shape, int[] ranks, double data) {
    refuseTooMany(shape, Tucker.freeNumbers(shape, ranks), ranks, data);
  }

  private static void refuseTooMany(int[] shape, double free, int[] ranks, double data) {
    if (free > data) {
      throw org.eckart.core.InputException.of(
          "too-few-entries",
          "",
          "%.0f observations of a %s tensor cannot fix the %.0f free numbers of rank %s; observe"
              + " more%s",
          data,
          text(shape),
          free,
          text(ranks),
          Arrays.stream(ranks).allMatch(r -> r == 1) ? "" : ", or ask for a lower rank");
    }
  }
}
