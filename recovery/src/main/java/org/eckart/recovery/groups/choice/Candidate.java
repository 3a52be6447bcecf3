package org.eckart.recovery.groups.choice;

import java.util.List;

/**
 * A model that is tried.
 *
 * @param kind of penalty
 * @param offsets families whose groups have levels of their own
 * @param penalised families whose groups are asked to be of low rank, all by the same weight φ
 * @param share α of the penalty that is on all rows; 1 for the plain model
 * @param strength λ, in units of the spread of what offsets leave
 * @param rank of the factors, or of each part
 */
public record Candidate(
    Kind kind,
    List<String> offsets,
    List<String> penalised,
    double share,
    double strength,
    int rank) {
  /** How groups enter. */
  public enum Kind {
    /** Soft-impute; groups have levels at most. */
    PLAIN,
    /** One matrix, of low rank as a whole and within each group. */
    OVERLAPPED,
    /** A part for all plus a part for each group. */
    SUM,
    /** Each group on its own; rows without a label together. */
    APART
  }

  public Candidate {
    offsets = List.copyOf(offsets);
    penalised = List.copyOf(penalised);
  }

  static Candidate plain(double strength, int rank) {
    return new Candidate(Kind.PLAIN, List.of(), List.of(), 1, strength, rank);
  }

  Candidate with(double newStrength, int newRank) {
    return new Candidate(kind, offsets, penalised, share, newStrength, newRank);
  }

  /** Whether labels play a part at all. */
  public boolean usesGroups() {
    return !offsets.isEmpty() || !penalised.isEmpty();
  }

  /** For people. */
  public String name() {
    String shape =
        switch (kind) {
          case PLAIN -> "one low-rank matrix";
          case OVERLAPPED -> "low rank within groups of " + String.join(", ", penalised);
          case SUM -> "a part for each group of " + String.join(", ", penalised);
          case APART -> "each group of " + String.join(", ", penalised) + " on its own";
        };
    return offsets.isEmpty() ? shape : shape + ", levels by " + String.join(", ", offsets);
  }
}
