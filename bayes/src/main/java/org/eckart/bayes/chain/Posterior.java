package org.eckart.bayes.chain;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Parallel;

/**
 * What the draws of several chains came to.
 *
 * <p>Scalars are kept draw by draw. Of entries there are the mean and the standard deviation over
 * all draws, exactly, and quantiles from counts in cells: within 0.005 standard deviations of the
 * draws' own for distributions near the normal (see {@link EntryFrame}).
 */
public final class Posterior {
  private final List<String> names;
  private final int[] watch;
  private final List<Recording> chains;
  private final Optional<EntryFrame> frame;

  Posterior(List<String> names, int[] watch, List<Recording> chains, Optional<EntryFrame> frame) {
    this.names = List.copyOf(names);
    this.watch = watch;
    this.chains = chains;
    this.frame = frame;
  }

  /** Names of the scalars, in the sampler's order. */
  public List<String> names() {
    return names;
  }

  public int chains() {
    return chains.size();
  }

  /** Draws of each chain; 0 while it is warming up. */
  public int draws() {
    return frame.isEmpty() ? 0 : chains.getFirst().draws();
  }

  public int entries() {
    return chains.getFirst().tally().mean().length;
  }

  /** A scalar of every draw: one array a chain. */
  public double[][] trace(String name) {
    int scalar = names.indexOf(name);
    check(scalar >= 0, "There is no scalar '%s' among %s", name, names);
    double[][] trace = new double[chains.size()][];
    Arrays.setAll(trace, c -> chains.get(c).trace(scalar, names.size()));
    return trace;
  }

  /** Whether and how well a scalar is known. */
  public Diagnostic diagnostic(String name) {
    return Diagnostic.of(trace(name));
  }

  /** The entries that are followed draw by draw, by their number: all up to 2000, else 1000. */
  public int[] watched() {
    return watch.clone();
  }

  /** A watched entry of every draw, within 1e-7 of its scale: one array a chain. */
  public double[][] watchedTrace(int place) {
    double[][] trace = standardised(place);
    if (frame.isPresent()) {
      for (double[] chain : trace) {
        Arrays.setAll(chain, t -> frame.get().restored(watch[place], chain[t]));
      }
    }
    return trace;
  }

  private double[][] standardised(int place) {
    double[][] trace = new double[chains.size()][];
    Arrays.setAll(trace, c -> chains.get(c).entry(place, watch.length));
    return trace;
  }

  /**
   * Bulk ESS of each watched entry; NaN where an entry never changed. 0.4 ms an entry for 8000
   * draws.
   */
  public double[] watchedEss(Parallel parallel) {
    double[] ess = new double[watch.length];
    parallel.forEachBlock(
        watch.length,
        place -> ess[place] = draws() < 4 ? Double.NaN : Diagnostic.bulkEss(standardised(place)));
    return ess;
  }

  /** Posterior mean of each entry. */
  public double[] mean() {
    refuseWithoutDraws();
    double[] mean = new double[entries()];
    for (Recording chain : chains) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += chain.tally().mean()[k] / chains.size();
      }
    }
    return mean;
  }

  /** Posterior standard deviation of each entry, over the draws of all chains. */
  public double[] sd() {
    refuseWithoutDraws();
    double[] mean = mean();
    double[] sd = new double[mean.length];
    double all = 0;
    for (Recording chain : chains) {
      EntryTally tally = chain.tally();
      all += tally.count();
      for (int k = 0; k < sd.length; k++) {
        double apart = tally.mean()[k] - mean[k];
        sd[k] += tally.squares()[k] + tally.count() * apart * apart;
      }
    }
    for (int k = 0; k < sd.length; k++) {
      sd[k] = Math.sqrt(sd[k] / Math.max(1, all - 1));
    }
    return sd;
  }

  /**
   * The p-quantile of each entry, 0 &lt; p &lt; 1; draws are taken to be spread evenly within their
   * cell.
   */
  public double[] quantile(double p) {
    refuseWithoutDraws();
    check(p > 0 && p < 1, "A quantile is asked for at %s; give a number above 0 and below 1", p);
    EntryFrame by = frame.orElseThrow();
    double[] quantile = new double[entries()];
    for (int k = 0; k < quantile.length; k++) {
      long all = 0;
      for (Recording chain : chains) {
        for (int cell = 0; cell < EntryFrame.CELLS; cell++) {
          all += chain.tally().cells()[k * EntryFrame.CELLS + cell];
        }
      }
      double wanted = p * all;
      double below = 0;
      int cell = -1;
      double inside = 0;
      while (below + inside < wanted || inside == 0) {
        below += inside;
        cell++;
        inside = 0;
        for (Recording chain : chains) {
          inside += chain.tally().cells()[k * EntryFrame.CELLS + cell];
        }
      }
      double share = (wanted - below) / inside;
      double left = by.edge(k, cell);
      quantile[k] = left + share * (by.edge(k, cell + 1) - left);
    }
    return quantile;
  }

  /** Whole draws kept of each chain. */
  public int stored() {
    return chains.getFirst().stored().size();
  }

  /** A whole draw; not to be changed. */
  public double[] stored(int chain, int index) {
    return chains.get(chain).stored().get(index);
  }

  private void refuseWithoutDraws() {
    if (draws() == 0) {
      throw new IllegalStateException(
          "The chains are still warming up, so there is no draw to summarise; let them run on");
    }
  }
}
