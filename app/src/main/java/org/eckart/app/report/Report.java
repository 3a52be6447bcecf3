package org.eckart.app.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a page shows. Plain data: names, texts and numbers; a part that a run has no numbers for
 * is null or empty, and its section is left out of the page.
 *
 * @param kind of work, such as {@code matrix completion}
 * @param title what was worked on, such as the file's name
 * @param summary one sentence: how large, which method, which rank
 * @param headlines the four or five numbers to see first
 * @param trace errors by step, in the order of steps
 * @param gaps certified gaps to the minimum by step, in the order of steps; of convex methods
 * @param heldOut held-out against fitted values, counted in cells
 * @param coverage how many held-out values lie within their interval, by count
 * @param rankPath the ranks tried, lowest first
 * @param spectrum singular values of the matrix or of its low-rank part, largest first
 * @param noiseEdge singular value up to which noise alone reaches; null if that is not known
 * @param directions the strongest directions, strongest first
 * @param recommendations for one row, best first
 * @param sections parts that a verb lays out itself, shown before what was read
 * @param data what was read
 * @param options the settings of the run
 * @param provenance where the numbers come from: versions, seed, fingerprint, times
 * @param warnings in words
 */
public record Report(
    String kind,
    String title,
    String summary,
    List<Headline> headlines,
    List<TracePoint> trace,
    List<GapPoint> gaps,
    @Nullable Density heldOut,
    @Nullable Coverage coverage,
    List<RankPoint> rankPath,
    List<Double> spectrum,
    @Nullable Double noiseEdge,
    List<Direction> directions,
    @Nullable Recommendations recommendations,
    List<Section> sections,
    DataReport data,
    List<Fact> options,
    List<Fact> provenance,
    List<String> warnings) {

  /** A page without sections of its own. */
  public Report(
      String kind,
      String title,
      String summary,
      List<Headline> headlines,
      List<TracePoint> trace,
      List<GapPoint> gaps,
      @Nullable Density heldOut,
      @Nullable Coverage coverage,
      List<RankPoint> rankPath,
      List<Double> spectrum,
      @Nullable Double noiseEdge,
      List<Direction> directions,
      @Nullable Recommendations recommendations,
      DataReport data,
      List<Fact> options,
      List<Fact> provenance,
      List<String> warnings) {
    this(
        kind,
        title,
        summary,
        headlines,
        trace,
        gaps,
        heldOut,
        coverage,
        rankPath,
        spectrum,
        noiseEdge,
        directions,
        recommendations,
        List.of(),
        data,
        options,
        provenance,
        warnings);
  }

  /** A page of sections, with what was read and how it was made below them. */
  public static Report ofSections(
      String kind,
      String title,
      String summary,
      List<Headline> headlines,
      List<Section> sections,
      List<Fact> data,
      List<Fact> options,
      List<Fact> provenance,
      List<String> warnings) {
    Histogram none = new Histogram(List.of(), List.of());
    return new Report(
            kind,
            title,
            summary,
            headlines,
            List.of(),
            List.of(),
            null,
            null,
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            new DataReport(data, none, none, none),
            options,
            provenance,
            warnings)
        .withSections(sections);
  }

  /** The same page with these sections. */
  public Report withSections(List<Section> laidOut) {
    return new Report(
        kind,
        title,
        summary,
        headlines,
        trace,
        gaps,
        heldOut,
        coverage,
        rankPath,
        spectrum,
        noiseEdge,
        directions,
        recommendations,
        List.copyOf(laidOut),
        data,
        options,
        provenance,
        warnings);
  }

  /** A number to see first, as text, with what it is and a word on how to read it. */
  public record Headline(String name, String value, String note) {}

  /** A named text. */
  public record Fact(String name, String value) {}

  /**
   * Errors after a step.
   *
   * @param train root mean square error on the entries fitted
   * @param heldOut the same on entries never fitted; null where none are held out
   */
  public record TracePoint(int step, double train, @Nullable Double heldOut) {}

  /** How far from the minimum the objective can be at most after a step, relative to itself. */
  public record GapPoint(int step, double gap) {}

  /**
   * Pairs of numbers counted in cells.
   *
   * @param fittedEdges p + 1 edges of the cells along the fitted values
   * @param observedEdges q + 1 edges along the observed values
   * @param counts q × p
   */
  public record Density(double[] fittedEdges, double[] observedEdges, int[][] counts) {}

  /**
   * Whether intervals keep their promise.
   *
   * @param note how the intervals came about, in a sentence
   * @param target the share of values that should lie within, such as 0.9
   * @param overall the share of held-out values that does
   * @param unit what is counted, such as {@code entries in the row}
   * @param bins fewest first
   */
  public record Coverage(
      String note, double target, double overall, String unit, List<CoverageBin> bins) {}

  /**
   * Rows with a like number of entries.
   *
   * @param counts their numbers of entries, such as {@code 20–34}
   * @param heldOut held-out entries in these rows
   * @param share of these within their interval
   * @param low lower end of a 95 % interval of {@code share} itself
   * @param high upper end of it
   * @param width mean width of the intervals
   */
  public record CoverageBin(
      String counts, int heldOut, double share, double low, double high, double width) {}

  /**
   * A rank that was tried.
   *
   * @param error held-out root mean square error
   */
  public record RankPoint(int rank, double error, boolean chosen) {}

  /** A direction with the rows and columns at either end of it. */
  public record Direction(
      double strength,
      List<Weight> rowsHigh,
      List<Weight> rowsLow,
      List<Weight> columnsHigh,
      List<Weight> columnsLow) {}

  /** How far along a direction a row or column lies. */
  public record Weight(String label, double weight) {}

  /**
   * The best columns for a row among those not observed in it.
   *
   * @param row its label
   * @param columnName what columns are, such as {@code movie}
   */
  public record Recommendations(String row, String columnName, List<Recommended> list) {}

  /**
   * One recommendation.
   *
   * @param lower end of its prediction interval; null without intervals
   * @param upper end of it
   * @param seen observed entries in this column
   */
  public record Recommended(
      String label, double value, @Nullable Double lower, @Nullable Double upper, int seen) {}

  /**
   * What was read.
   *
   * @param facts counts, density, range, duplicates and what was done with them
   * @param perRow rows by their number of entries
   * @param perColumn columns by their number of entries
   * @param values entries by their value
   */
  public record DataReport(
      List<Fact> facts, Histogram perRow, Histogram perColumn, Histogram values) {}

  /** Counts of what falls in each bin, bins named. */
  public record Histogram(List<String> bins, List<Long> counts) {}
}
