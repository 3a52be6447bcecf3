package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.eckart.recovery.groups.choice.Candidate.Kind;

/**
 * Which model to try next, from those tried: the plain model over λ and rank first; then each
 * family, as levels and as overlapping groups; the best {@value #MOST_TUNED} families with λ found
 * anew, and as parts of a sum; then families together, best first; then other shares, and each
 * group on its own.
 *
 * <p>It is bounded: beside the models of the plain pass, two a family and some ten for each of the
 * best families; after {@value #MOST_TRIALS} models in all the best so far is taken. Sums whose
 * parts would hold more than {@value #MOST_PART_NUMBERS} numbers are not tried.
 *
 * <p>Written as if every error were known at once. The first that is not known yet ends the pass
 * and is what to try next, so that a run can stop and go on after any trial.
 */
final class Search {
  private static final double STRONGEST = 1.4;
  private static final double RATIO = 0.75;
  private static final int STRENGTHS = 12;
  private static final int FIRST_RANK = 4;

  /** Families that are looked at closely; of more, those that did best at the plain model's λ. */
  private static final int MOST_TUNED = 4;

  /** With forty sweeps each, some twenty times a fit of the chosen model. */
  static final int MOST_TRIALS = 120;

  private static final long MOST_PART_NUMBERS = 20_000_000;

  /** A gain of less than this part is none, or the search would follow noise. */
  private static final double GAIN = 1e-3;

  private final Map<Candidate, Double> errors = new HashMap<>();
  private final List<String> families;
  private final List<String> partitions;
  private final OptionalInt fixedRank;
  private final OptionalDouble fixedStrength;
  private final int mostRank;
  private final ToLongFunction<List<String>> partNumbers;

  /**
   * @param families to try
   * @param partitions those among them in which no row has two labels
   * @param mostRank that any factor may have
   * @param partNumbers rows and columns of all parts of a sum over these families, per rank
   */
  Search(
      List<Trial> trials,
      List<String> families,
      List<String> partitions,
      OptionalInt fixedRank,
      OptionalDouble fixedStrength,
      int mostRank,
      ToLongFunction<List<String>> partNumbers) {
    trials.forEach(trial -> errors.put(trial.candidate(), trial.heldOutRmse()));
    this.families = families;
    this.partitions = partitions;
    this.fixedRank = fixedRank;
    this.fixedStrength = fixedStrength;
    this.mostRank = mostRank;
    this.partNumbers = partNumbers;
  }

  /** The next model to try, or empty when the search is over. */
  Optional<Candidate> next() {
    if (errors.size() >= MOST_TRIALS) {
      return Optional.empty();
    }
    try {
      run();
      return Optional.empty();
    } catch (Wanted wanted) {
      return Optional.of(wanted.candidate);
    }
  }

  /** Thrown where a pass meets a model whose error is not known. */
  private static final class Wanted extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Candidate candidate;

    Wanted(Candidate candidate) {
      super(null, null, false, false);
      this.candidate = candidate;
    }
  }

  private double error(Candidate candidate) {
    Double known = errors.get(candidate);
    if (known == null) {
      throw new Wanted(candidate);
    }
    return known;
  }

  private void run() {
    Candidate plain = overRanks(Candidate.plain(strength(3), rank(FIRST_RANK)));
    if (families.isEmpty()) {
      return;
    }
    List<Candidate> alone = new ArrayList<>();
    for (String family : families) {
      Candidate found = better(plain, levels(plain, family));
      alone.add(better(found, within(plain, found.offsets(), family)));
    }
    List<Integer> order = new ArrayList<>();
    for (int f = 0; f < alone.size(); f++) {
      order.add(f);
    }
    order.sort(Comparator.comparingDouble(f -> error(alone.get(f)))); // stable: ties as given
    for (int f : order.subList(0, Math.min(MOST_TUNED, order.size()))) {
      alone.set(f, tuned(plain, families.get(f), alone.get(f)));
    }
    Candidate best = plain;
    alone.sort(Comparator.comparingDouble(this::error));
    for (Candidate one : alone) {
      if (one.usesGroups()) {
        best = better(best, best.usesGroups() ? joined(best, one) : one);
      }
    }
    if (best.kind() == Kind.OVERLAPPED) {
      Candidate other =
          new Candidate(
              Kind.OVERLAPPED, best.offsets(), best.penalised(), 0.3, best.strength(), best.rank());
      best = better(best, around(other));
    }
    if (best.penalised().size() == 1 && partitions.contains(best.penalised().getFirst())) {
      Candidate apart =
          new Candidate(
              Kind.APART,
              best.offsets(),
              best.penalised(),
              0,
              best.strength(),
              partRank(best.rank()));
      best = better(best, around(apart));
    }
    if (best.usesGroups()) {
      overRanks(best);
    }
  }

  private static Candidate levels(Candidate plain, String family) {
    return new Candidate(Kind.PLAIN, List.of(family), List.of(), 1, plain.strength(), plain.rank());
  }

  private static Candidate within(Candidate plain, List<String> offsets, String family) {
    return new Candidate(
        Kind.OVERLAPPED, offsets, List.of(family), 0.5, plain.strength(), plain.rank());
  }

  /** A family's best model with λ found anew, also as parts of a sum. */
  private Candidate tuned(Candidate plain, String family, Candidate known) {
    List<String> offsets = known.offsets();
    Candidate found = better(known, around(within(plain, offsets, family)));
    Candidate sum =
        new Candidate(
            Kind.SUM, offsets, List.of(family), 1, plain.strength(), partRank(plain.rank()));
    return hasRoom(sum) ? better(found, around(sum)) : found;
  }

  /** Both sets of labels; λ is found anew only where the two together are worth something. */
  private Candidate joined(Candidate best, Candidate more) {
    Candidate both = together(best, more);
    return !hasRoom(both) || better(best, both) == best ? best : around(both);
  }

  /** Whether the parts of a sum are small enough. */
  private boolean hasRoom(Candidate candidate) {
    return candidate.kind() != Kind.SUM
        || partNumbers.applyAsLong(candidate.penalised()) * candidate.rank() <= MOST_PART_NUMBERS;
  }

  /** The model with both sets of labels, of the kind of the better. */
  private static Candidate together(Candidate best, Candidate more) {
    List<String> offsets = new ArrayList<>(best.offsets());
    more.offsets().stream().filter(f -> !offsets.contains(f)).forEach(offsets::add);
    List<String> penalised = new ArrayList<>(best.penalised());
    more.penalised().stream().filter(f -> !penalised.contains(f)).forEach(penalised::add);
    Candidate shape = best.kind() == Kind.PLAIN ? more : best;
    return new Candidate(
        shape.kind(), offsets, penalised, shape.share(), shape.strength(), shape.rank());
  }

  private Candidate better(Candidate one, Candidate other) {
    return error(other) < error(one) * (1 - GAIN) ? other : one;
  }

  private int rank(int wanted) {
    return fixedRank.orElse(Math.max(1, Math.min(wanted, mostRank)));
  }

  private int partRank(int whole) {
    return fixedRank.isPresent() ? whole : Math.max(1, Math.min(mostRank, (whole + 1) / 2));
  }

  private double strength(int step) {
    return fixedStrength.orElse(STRONGEST * Math.pow(RATIO, step));
  }

  /** Doubles the rank while that helps, λ found anew each time; then halves it likewise. */
  private Candidate overRanks(Candidate start) {
    Candidate best = around(start);
    if (fixedRank.isPresent()) {
      return best;
    }
    boolean grown = false;
    for (int rank = 2 * best.rank(); rank <= mostRank; rank *= 2) {
      Candidate larger = around(best.with(best.strength(), rank));
      if (better(best, larger) == best) {
        break;
      }
      best = larger;
      grown = true;
    }
    for (int rank = best.rank() / 2; !grown && rank >= 1; rank /= 2) {
      Candidate smaller = around(best.with(best.strength(), rank));
      if (error(smaller) > error(best)) {
        break; // ties go to the smaller
      }
      best = smaller;
    }
    if (best.rank() >= 4) {
      int between = best.rank() * 3 / (grown ? 4 : 2);
      if (between <= mostRank) {
        best = better(best, around(best.with(best.strength(), between)));
      }
    }
    return best;
  }

  /** The best λ, by steps from where it was, as long as they help. */
  private Candidate around(Candidate start) {
    if (fixedStrength.isPresent()) {
      error(start);
      return start;
    }
    int from = 0;
    while (from < STRENGTHS && strength(from) > start.strength() * 1.001) {
      from++;
    }
    Candidate best = start.with(strength(from), start.rank());
    error(best);
    for (int direction : new int[] {1, -1}) {
      for (int step = from + direction; step >= 0 && step <= STRENGTHS; step += direction) {
        Candidate next = best.with(strength(step), best.rank());
        if (error(next) >= error(best)) {
          break;
        }
        best = next;
      }
    }
    return best;
  }
}
