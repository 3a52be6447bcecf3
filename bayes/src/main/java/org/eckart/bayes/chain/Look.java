package org.eckart.bayes.chain;

import java.util.List;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Parallel;

/**
 * How far chains have come at some number of draws.
 *
 * @param draws of each chain when this was looked at; 0 if nobody has looked yet
 * @param leastEss smallest bulk ESS of the traced scalars and of some watched entries; those that
 *     never change are left out; 0 if none could be had
 * @param rhat of the first traced scalar; 0 if it is not defined
 */
record Look(int draws, double leastEss, double rhat) {
  static final Look NONE = new Look(0, 0, 0);
  private static final int FIRST = 50;
  private static final int ENTRIES = 40;

  /** Whether the draws have grown by half since. */
  boolean isDue(int now) {
    return now >= FIRST && now >= draws + draws / 2 + 1;
  }

  static Look at(List<Recording> chains, int scalars, int places, Parallel parallel) {
    int entries = Math.min(ENTRIES, places);
    double[] ess = new double[scalars + entries];
    parallel.forEachBlock(
        ess.length,
        k -> {
          double[][] draws = new double[chains.size()][];
          for (int c = 0; c < draws.length; c++) {
            draws[c] =
                k < scalars
                    ? chains.get(c).trace(k, scalars)
                    : chains.get(c).entry((int) ((long) (k - scalars) * places / entries), places);
          }
          ess[k] = Diagnostic.bulkEss(draws);
        });
    double least = Double.POSITIVE_INFINITY;
    for (double one : ess) {
      if (!Double.isNaN(one)) {
        least = Math.min(least, one);
      }
    }
    double rhat = 0;
    if (scalars > 0) {
      double[][] first = new double[chains.size()][];
      for (int c = 0; c < first.length; c++) {
        first[c] = chains.get(c).trace(0, scalars);
      }
      Diagnostic found = Diagnostic.of(first);
      rhat = Double.isNaN(found.rhat()) ? 0 : found.rhat();
    }
    return new Look(chains.getFirst().draws(), Double.isInfinite(least) ? 0 : least, rhat);
  }
}
