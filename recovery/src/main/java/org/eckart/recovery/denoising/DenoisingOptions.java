package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import java.util.OptionalInt;

/**
 * Settings of {@link Denoising}; {@link #defaults()} needs nothing from the user.
 *
 * @param rule what becomes of a singular value: shrunk by default
 * @param loss that the result should make least; of {@link Rule#SHRINK} only
 * @param noise white of unknown level by default
 * @param rank components to keep; empty (the default) to find it
 * @param level of the sequential Tracy–Widom test, above 0 and below 1: how often noise alone is
 *     taken for a component. It decides what is kept of white noise; what it leaves out beyond the
 *     edge of the noise would have weighed next to nothing
 * @param rankBound most components that may be found in correlated noise, at least 1; by default
 *     20, or less in small matrices (ScreeNOT replaces so many leading values before it looks at
 *     the rest)
 * @param seed of the random vectors by which leading singular vectors and a misfit are found
 */
public record DenoisingOptions(
    Rule rule,
    Loss loss,
    Noise noise,
    OptionalInt rank,
    double level,
    OptionalInt rankBound,
    long seed) {
  public static final double LEVEL = 0.05;
  public static final int RANK_BOUND = 20;

  /** What becomes of singular values that stand out of the noise. */
  public enum Rule {
    /** Each gets the weight that makes the loss least. */
    SHRINK,
    /** Those beyond the best hard threshold, or as many as asked for, are kept as they are. */
    RANK
  }

  public DenoisingOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 1,
        "rank is %s; it must be at least 1, or left to be found",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(level > 0 && level < 1, "level is %s; it must be above 0 and below 1, say 0.05", level);
    check(
        rankBound.isEmpty() || rankBound.getAsInt() >= 1,
        "rankBound is %s; it must be at least 1, say 20",
        rankBound.isEmpty() ? "auto" : rankBound.getAsInt());
  }

  /** Shrinkage for the Frobenius loss in white noise of unknown level. */
  public static DenoisingOptions defaults() {
    return new DenoisingOptions(
        Rule.SHRINK,
        StandardLoss.FROBENIUS,
        Noise.white(),
        OptionalInt.empty(),
        LEVEL,
        OptionalInt.empty(),
        1);
  }

  /** The same with the loss by its name, as the provenance of a model keeps it. */
  public record Recorded(
      Rule rule,
      String loss,
      Noise noise,
      OptionalInt rank,
      double level,
      OptionalInt rankBound,
      long seed) {}

  public Recorded recorded() {
    return new Recorded(rule, loss.word(), noise, rank, level, rankBound, seed);
  }

  public DenoisingOptions withRule(Rule newRule) {
    return new DenoisingOptions(newRule, loss, noise, rank, level, rankBound, seed);
  }

  public DenoisingOptions withLoss(Loss newLoss) {
    return new DenoisingOptions(rule, newLoss, noise, rank, level, rankBound, seed);
  }

  public DenoisingOptions withNoise(Noise newNoise) {
    return new DenoisingOptions(rule, loss, newNoise, rank, level, rankBound, seed);
  }

  public DenoisingOptions withRank(int fixed) {
    return new DenoisingOptions(rule, loss, noise, OptionalInt.of(fixed), level, rankBound, seed);
  }

  public DenoisingOptions withLevel(double newLevel) {
    return new DenoisingOptions(rule, loss, noise, rank, newLevel, rankBound, seed);
  }

  public DenoisingOptions withRankBound(int bound) {
    return new DenoisingOptions(rule, loss, noise, rank, level, OptionalInt.of(bound), seed);
  }

  public DenoisingOptions withSeed(long newSeed) {
    return new DenoisingOptions(rule, loss, noise, rank, level, rankBound, newSeed);
  }
}
