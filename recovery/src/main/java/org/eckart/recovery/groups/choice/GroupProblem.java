package org.eckart.recovery.groups.choice;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.choice.Missingness.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Entries to complete, and the labels of their rows. Labels that cannot help are set aside here,
 * each for a stated reason: see {@link LabelReport}.
 */
public final class GroupProblem {
  /** Smaller groups say too little on their own. */
  public static final int SMALLEST_GROUP = 5;

  private static final int FEWEST_TO_HOLD_OUT = 20;

  private final ObservedEntries entries;
  private final Groups groups;
  private final LabelReport labels;
  private final Missingness missingness;
  private final Parallel parallel;
  private @Nullable Chosen chosen;
  private @Nullable HeldOut heldOut;

  private GroupProblem(
      ObservedEntries entries, Groups groups, LabelReport labels, Parallel parallel) {
    this.entries = entries;
    this.groups = groups;
    this.labels = labels;
    this.parallel = parallel;
    this.missingness = Missingness.of(entries, groups);
  }

  /**
   * What was set aside of the labels, and why.
   *
   * @param unlabelled rows without any label: the part for all rows holds them
   * @param small groups of fewer than {@value #SMALLEST_GROUP} rows
   * @param whole groups of all rows: they would only repeat the part for all
   * @param identical groups with the rows of an earlier one
   * @param unobserved groups without any entry: nothing can be learned of them
   * @param families with so many labels that a group has fewer than ten rows on average
   */
  public record LabelReport(
      int unlabelled,
      List<String> small,
      List<String> whole,
      List<String> identical,
      List<String> unobserved,
      List<String> families) {
    public LabelReport {
      small = List.copyOf(small);
      whole = List.copyOf(whole);
      identical = List.copyOf(identical);
      unobserved = List.copyOf(unobserved);
      families = List.copyOf(families);
    }
  }

  /**
   * The problem of completing the matrix that these entries belong to.
   *
   * @param groups labels of its rows; of columns, transpose the entries
   * @param parallel the threads to work with; stays the caller's to close
   * @throws IllegalArgumentException if there is no entry, or labels are given for another number
   *     of rows
   */
  public static GroupProblem of(ObservedEntries entries, Groups groups, Parallel parallel) {
    check(entries.count() > 0, "There is no observed entry, so nothing can be completed");
    check(
        groups.size() == entries.rows(),
        "Labels are given for %d rows, but the table has %d",
        groups.size(),
        entries.rows());
    int n = entries.rows();
    int[] counts = entries.rowCounts();
    List<String> small = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    List<String> identical = new ArrayList<>();
    List<String> unobserved = new ArrayList<>();
    List<Groups.Group> kept = new ArrayList<>();
    for (Groups.Group group : groups.all()) {
      int[] members = group.members();
      if (members.length == n && n > 0) {
        whole.add(group.name());
      } else if (Arrays.stream(members).allMatch(i -> counts[i] == 0)) {
        unobserved.add(group.name());
      } else if (members.length < SMALLEST_GROUP) {
        small.add(group.name());
      } else if (kept.stream().anyMatch(k -> Arrays.equals(k.members(), members))) {
        identical.add(group.name());
      } else {
        kept.add(group);
      }
    }
    List<String> families = new ArrayList<>();
    for (String family : groups.families()) {
      if (groups.ofFamily(family).size() > Math.max(10, n / 10)) {
        families.add(family);
      }
    }
    return new GroupProblem(
        entries,
        Groups.of(n, kept),
        new LabelReport(groups.unlabelled(), small, whole, identical, unobserved, families),
        parallel);
  }

  public ObservedEntries entries() {
    return entries;
  }

  /** The labels that can be used. */
  public Groups groups() {
    return groups;
  }

  /** What was set aside. */
  public LabelReport labels() {
    return labels;
  }

  /** How the holes came about. */
  public Missingness missingness() {
    return missingness;
  }

  Parallel parallel() {
    return parallel;
  }

  boolean canHoldOut() {
    return entries.count() >= FEWEST_TO_HOLD_OUT && entries.rows() > 1 && entries.columns() > 1;
  }

  /** What decides which entries are held out. */
  private record Wish(long seed, Pattern pattern, double part) {
    static Wish of(GroupOptions options) {
      return new Wish(options.seed(), options.pattern(), options.holdOut());
    }
  }

  private record HeldOut(Wish wish, ObservedEntries entries, Pattern pattern) {}

  /** To the entries less those held out, or to all of them; one of the two is kept at a time. */
  private record Chosen(Wish wish, boolean selection, Fitting fitting) {}

  Fitting complete(GroupOptions options) {
    return chosen(options, false);
  }

  Fitting selection(GroupOptions options) {
    return chosen(options, true);
  }

  synchronized ObservedEntries heldOut(GroupOptions options) {
    return known(options).entries;
  }

  private HeldOut known(GroupOptions options) {
    HeldOut known = heldOut;
    if (known == null || !known.wish.equals(Wish.of(options))) {
      split(options);
      known = java.util.Objects.requireNonNull(heldOut);
    }
    return known;
  }

  /** The pattern by which entries are held out; by chance where the table is too small for it. */
  public synchronized Pattern pattern(GroupOptions options) {
    return canHoldOut() ? known(options).pattern : wanted(options);
  }

  private Pattern wanted(GroupOptions options) {
    Pattern wanted = options.pattern() == Pattern.MATCH ? missingness.pattern() : options.pattern();
    return wanted == Pattern.BLOCKS && groups.families().isEmpty() ? Pattern.UNIFORM : wanted;
  }

  private String blockFamily() {
    return missingness
        .family()
        .orElseGet(() -> groups.families().isEmpty() ? "" : groups.families().getFirst());
  }

  private Split split(GroupOptions options) {
    MatchedHoldOut.Cut cut =
        MatchedHoldOut.split(
            entries, groups, wanted(options), blockFamily(), options.holdOut(), options.seed());
    heldOut = new HeldOut(Wish.of(options), cut.split().heldOut(), cut.pattern());
    return cut.split();
  }

  private synchronized Fitting chosen(GroupOptions options, boolean selection) {
    Chosen made = chosen;
    if (made == null || made.selection != selection || !made.wish.equals(Wish.of(options))) {
      chosen = null; // may be collected before the next one is made
      ObservedEntries fitted = selection ? split(options).observed() : entries;
      made =
          new Chosen(
              Wish.of(options), selection, new Fitting(fitted, groups, options.seed(), parallel));
      chosen = made;
    }
    return made.fitting;
  }

  Search search(GroupOptions options, List<Trial> trials) {
    List<String> partitions =
        groups.families().stream()
            .filter(family ->
                Arrays.stream(groups.only(List.of(family)).ofRows()).allMatch(of -> of.length <= 1))
            .toList();
    int most = Math.max(1, Math.min(entries.rows(), entries.columns()) / 2);
    OptionalInt rank = options.rank();
    return new Search(
        trials,
        groups.families(),
        partitions,
        rank,
        options.penalty(),
        Math.min(most, MOST_RANK),
        this::partNumbers);
  }

  /** Rows and columns that the parts of a sum over these families have, the part for all too. */
  private long partNumbers(List<String> families) {
    long numbers = (long) entries.rows() + entries.columns();
    for (Groups.Group group : groups.all()) {
      numbers += families.contains(group.family()) ? group.members().length + entries.columns() : 0;
    }
    return numbers;
  }

  private static final int MOST_RANK = 64;

  /** The model that is fitted as long as none is judged, and where entries are too few for it. */
  Candidate unjudged(GroupOptions options) {
    int most = Math.min(entries.rows(), entries.columns());
    return Candidate.plain(options.penalty().orElse(0.7), Math.min(most, options.rank().orElse(2)));
  }
}
