package org.eckart.recovery.groups.choice;

/**
 * What was found about one family of labels.
 *
 * @param family its name
 * @param groups of it that could be used
 * @param verdict in a word
 * @param weight its part of the penalty that is on groups, φ; 0 if it is not penalised
 * @param levels whether its groups have levels of their own
 * @param overdispersion of its missingness, 1 by chance
 * @param starved part of its blocks that are all but empty
 * @param heldOutRmse of the best model with this family alone; NaN if none was tried
 * @param heterogeneity from 0, where its groups share one structure, to 1; NaN if its groups
 *     overlap, or nothing was fitted
 */
public record FamilyFinding(
    String family,
    int groups,
    Verdict verdict,
    double weight,
    boolean levels,
    double overdispersion,
    double starved,
    double heldOutRmse,
    double heterogeneity) {
  /** What a family is good for. */
  public enum Verdict {
    /** Its groups differ in structure; it is penalised. */
    STRUCTURE("carries structure"),
    /** Its groups differ in level only. */
    LEVELS("shifts levels"),
    /** It says where entries are missing, and nothing about their values. */
    MISSINGNESS("only drives missingness"),
    /** It does not help. */
    NONE("does not help");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
