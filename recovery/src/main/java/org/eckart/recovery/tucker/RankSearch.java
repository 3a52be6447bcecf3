package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which multilinear rank to try next, from those tried. First equal ranks in all modes, growing
 * until the held-out error has risen twice, with offsets and without, then with the structured
 * penalty of the core ({@link GaussNewton}); then, about the best, one mode at a time up or down by
 * a quarter and at least 1, for as long as that finds something better.
 */
final class RankSearch {
  private static final int[] EQUAL = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64};
  static final int MOST_TRIALS = 60;

  /** A rank with more free numbers than this part of the entries is not tried. */
  private static final double MOST_FREE = 0.5;

  /** A rank that is better by less than this part is no reason to go on. */
  private static final double GAIN = 1e-3;

  /** The structured penalty, which needs higher ranks for the same error, must gain this part. */
  private static final double STRUCTURED_GAIN = 0.03;

  private final int[] shape;
  private final double entries;
  private final List<Boolean> offsets; // with or without

  RankSearch(int[] shape, double entries, List<Boolean> offsets) {
    this.shape = shape;
    this.entries = entries;
    this.offsets = offsets;
  }

  /** A model to try. */
  record Candidate(int[] ranks, boolean levels, boolean structured) {}

  /** The next to try after these; empty when the search is over. */
  Optional<Candidate> next(List<TuckerTrial> trials) {
    if (trials.size() >= MOST_TRIALS) {
      return Optional.empty();
    }
    for (boolean levels : offsets) {
      Optional<Candidate> equal = nextEqual(trials, levels, false);
      if (equal.isPresent()) {
        return equal;
      }
    }
    Optional<Candidate> equal = nextEqual(trials, best(plain(trials)).levels(), true);
    if (equal.isPresent()) {
      return equal;
    }
    return nextBeside(trials);
  }

  private Optional<Candidate> nextEqual(
      List<TuckerTrial> trials, boolean levels, boolean structured) {
    List<Double> errors = new ArrayList<>();
    int[] before = {};
    for (int rank : EQUAL) {
      int[] ranks = Ranks.uniform(shape, rank);
      if (Arrays.equals(ranks, before)) {
        continue; // no mode has room for more
      }
      before = ranks;
      TuckerTrial tried = find(trials, ranks, levels, structured);
      if (tried != null) {
        errors.add(tried.heldOutRmse());
        continue;
      }
      boolean first = errors.isEmpty();
      if (!first && (rises(errors) >= 2 || !isAffordable(ranks))) {
        return Optional.empty();
      }
      return Optional.of(new Candidate(ranks, levels, structured));
    }
    return Optional.empty();
  }

  private static double least(List<TuckerTrial> trials) {
    return trials.stream()
        .mapToDouble(TuckerTrial::heldOutRmse)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static List<TuckerTrial> plain(List<TuckerTrial> trials) {
    return trials.stream().filter(trial -> !trial.structured()).toList();
  }

  /** How many of the last errors are above the least by then. */
  private static int rises(List<Double> errors) {
    double least = Double.POSITIVE_INFINITY;
    int since = 0;
    for (double error : errors) {
      if (error < least * (1 - GAIN)) {
        since = 0;
      } else {
        since++;
      }
      least = Math.min(least, error);
    }
    return since;
  }

  private boolean isAffordable(int[] ranks) {
    return Tucker.freeNumbers(shape, ranks) <= MOST_FREE * entries;
  }

  private Optional<Candidate> nextBeside(List<TuckerTrial> trials) {
    TuckerTrial best = best(trials);
    for (int direction : new int[] {-1, 1}) { // a smaller model first
      for (int k = 0; k < shape.length; k++) {
        int[] ranks = best.rankArray();
        ranks[k] += direction * Math.max(1, ranks[k] / 4);
        if (ranks[k] < 1
            || !Arrays.equals(ranks, Ranks.allowed(shape, ranks))
            || !isAffordable(ranks)
            || find(trials, ranks, best.levels(), best.structured()) != null) {
          continue;
        }
        return Optional.of(new Candidate(ranks, best.levels(), best.structured()));
      }
    }
    return Optional.empty();
  }

  /**
   * The one with the least error, but that one within {@value #GAIN} of it with the fewest numbers
   * is taken.
   */
  TuckerTrial best(List<TuckerTrial> all) {
    List<TuckerTrial> plain = plain(all);
    boolean structured = least(all) < least(plain) * (1 - STRUCTURED_GAIN);
    List<TuckerTrial> trials =
        structured || plain.isEmpty()
            ? all.stream().filter(TuckerTrial::structured).toList()
            : plain;
    double least = least(trials);
    return trials.stream()
        .filter(trial -> trial.heldOutRmse() <= least * (1 + GAIN))
        .min(Comparator.comparingDouble(t -> Tucker.freeNumbers(shape, t.rankArray())))
        .orElseThrow();
  }

  private static @Nullable TuckerTrial find(
      List<TuckerTrial> trials, int[] ranks, boolean levels, boolean structured) {
    for (TuckerTrial trial : trials) {
      if (trial.levels() == levels
          && trial.structured() == structured
          && Arrays.equals(trial.rankArray(), ranks)) {
        return trial;
      }
    }
    return null;
  }
}
