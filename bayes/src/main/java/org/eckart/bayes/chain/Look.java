package org.eckart.bayes.chain;

import java.util.List;
import java.util.OptionalInt;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Parallel;

/**
 * How far chains have come at some number of draws.
 *
 * @param draws of each chain when this was looked at; 0 if nobody has looked yet
 * @param leastEss smallest bulk ESS of the traced scalars and of watched entries; those that never
 *     change are left out; 0 if none could be had
 * @param rhat largest of the traced scalars; 0 if none is defined
 */
record Look(int draws, double leastEss, double rhat) {
  static final Look NONE = new Look(0, 0, 0);
  private static final int FIRST = 50;

  /** Enough for the progress line; whether to stop is asked of all watched entries. */
  private static final int ENTRIES = 40;

  /** Whether the draws have grown by half since. */
  boolean isDue(int now) {
    return now >= FIRST && now >= draws + draws / 2 + 1;
  }

  /**
   * Looks at every scalar and at {@value #ENTRIES} of the watched entries; at all of those before
   * it finds that there are enough effective draws, since the slowest entry is seldom among a few.
   *
   * @param scalars traced
   * @param places of watched entries
   * @param enough effective draws that end the run
   */
  static Look at(
      List<Recording> chains, int scalars, int places, OptionalInt enough, Parallel parallel) {
    double[] rhat = new double[scalars];
    double[] ess = new double[scalars];
    parallel.forEachBlock(
        scalars,
        k -> {
          Diagnostic found =
              Diagnostic.of(
                  chains.stream().map(one -> one.trace(k, scalars)).toArray(double[][]::new));
          rhat[k] = found.rhat();
          ess[k] = found.bulkEss();
        });
    int some = Math.min(ENTRIES, places);
    double least = Math.min(least(ess), leastOfEntries(chains, some, places, parallel));
    if (enough.isPresent() && places > some && least >= enough.getAsInt()) {
      least = Math.min(least, leastOfEntries(chains, places, places, parallel));
    }
    double most = 0;
    for (double one : rhat) {
      most = Double.isNaN(one) ? most : Math.max(most, one);
    }
    return new Look(chains.getFirst().draws(), Double.isInfinite(least) ? 0 : least, most);
  }

  /** Of so many watched entries, evenly spaced. */
  private static double leastOfEntries(
      List<Recording> chains, int count, int places, Parallel parallel) {
    double[] ess = new double[count];
    parallel.forEachBlock(
        count,
        k -> {
          int place = (int) ((long) k * places / count);
          ess[k] =
              Diagnostic.bulkEss(
                  chains.stream().map(one -> one.entry(place, places)).toArray(double[][]::new));
        });
    return least(ess);
  }

  private static double least(double[] ess) {
    double least = Double.POSITIVE_INFINITY;
    for (double one : ess) {
      least = Double.isNaN(one) ? least : Math.min(least, one);
    }
    return least;
  }
}
