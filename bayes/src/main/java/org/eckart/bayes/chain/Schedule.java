package org.eckart.bayes.chain;

import static org.eckart.linalg.Check.check;

import java.util.OptionalInt;

/**
 * How many chains, how long, and what of them is kept; {@link #of} fills in the defaults.
 *
 * @param chains run side by side, 1 or more; R̂ says little below 2, and 4 is usual
 * @param warmup iterations of each chain before its draws count, {@value #LEAST_WARMUP} or more;
 *     all adaptation ends there
 * @param draws kept of each chain, 1 to {@value #MOST_DRAWS}
 * @param thin iterations a draw, 1 or more; more than 1 only saves memory
 * @param enough ends the run before {@code draws} once the smallest bulk ESS of all traced scalars
 *     and all watched entries has reached this; looked at each time the draws have grown by half.
 *     Empty (the default) for never
 * @param stored draws of each chain that are kept whole, evenly spaced; 0 for none
 * @param seed of all chains
 */
public record Schedule(
    int chains, int warmup, int draws, int thin, OptionalInt enough, int stored, long seed) {
  public static final int CHAINS = 4;
  public static final int LEAST_WARMUP = 20;
  public static final int MOST_DRAWS = 1_000_000;

  public Schedule {
    check(chains >= 1, "chains is %d; it must be at least 1, say 4", chains);
    check(
        warmup >= LEAST_WARMUP,
        "warmup is %d; it must be at least %d: the scale of each entry is learned there",
        warmup,
        LEAST_WARMUP);
    check(
        draws >= 1 && draws <= MOST_DRAWS,
        "draws is %d; it must be 1 to %d, say 2000",
        draws,
        MOST_DRAWS);
    check(thin >= 1, "thin is %d; it must be at least 1", thin);
    check(
        warmup + (long) draws * thin <= Integer.MAX_VALUE,
        "warmup and draws · thin make %d iterations, more than %d; take fewer draws, or a smaller"
            + " thin",
        warmup + (long) draws * thin,
        Integer.MAX_VALUE);
    check(
        enough.orElse(1) >= 1,
        "enough is %d effective draws; it must be at least 1, say 400",
        enough.orElse(1));
    check(
        stored >= 0 && stored <= draws,
        "stored is %d, but a chain has %d draws; ask for 0 to %d",
        stored,
        draws,
        draws);
  }

  /** Four chains, nothing stored, seed 1. */
  public static Schedule of(int warmup, int draws) {
    return new Schedule(CHAINS, warmup, draws, 1, OptionalInt.empty(), 0, 1);
  }

  public Schedule withChains(int number) {
    return new Schedule(number, warmup, draws, thin, enough, stored, seed);
  }

  public Schedule withThin(int iterations) {
    return new Schedule(chains, warmup, draws, iterations, enough, stored, seed);
  }

  public Schedule withEnough(int effectiveDraws) {
    return new Schedule(chains, warmup, draws, thin, OptionalInt.of(effectiveDraws), stored, seed);
  }

  public Schedule withStored(int number) {
    return new Schedule(chains, warmup, draws, thin, enough, number, seed);
  }

  public Schedule withSeed(long other) {
    return new Schedule(chains, warmup, draws, thin, enough, stored, other);
  }

  /** Iterations of each chain in all. */
  public long iterations() {
    return warmup + (long) draws * thin;
  }

  /** Whether draw t (from 0) is stored whole: {@code stored} of them, evenly spaced. */
  boolean stores(int t) {
    return (long) (t + 1) * stored / draws > (long) t * stored / draws;
  }
}
