package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

import java.util.OptionalInt;
import org.eckart.bayes.chain.Schedule;

/**
 * Settings of {@link ProductSampler}; {@link #defaults} suits tables, {@link #plain} matrices.
 *
 * @param rank d of the factors, 0 or more, at most {@value #LARGEST_RANK}; empty (the default) for
 *     {@value #RANK}, or {@value #LARGE_RANK} from {@value #LARGE} entries with offsets on, and
 *     never more than rows or columns. Directions that carry nothing are shrunk to nothing, so more
 *     than enough costs time but next to no accuracy
 * @param offsets whether there are a mean and an offset for each row and column
 * @param noise of a {@link Output#GAUSSIAN} entry
 * @param output how values come of expected values
 * @param kept draws of the factors, of all chains together, that the model predicts from; less are
 *     kept where they would exceed {@value #KEPT_BYTES} bytes, but never below {@value #FEWEST}
 * @param schedule of the chains
 */
public record ProductOptions(
    OptionalInt rank, boolean offsets, Noise noise, Output output, int kept, Schedule schedule) {
  public static final int RANK = 10;
  public static final int LARGE_RANK = 16;
  public static final int LARGE = 50_000;
  public static final int LARGEST_RANK = 512;
  public static final int WARMUP = 200;
  public static final int DRAWS = 500;
  public static final int KEPT = 400;
  public static final int FEWEST = 32;
  public static final long KEPT_BYTES = 128L << 20;

  public ProductOptions {
    int d = rank.orElse(RANK);
    check(
        d >= 0 && d <= LARGEST_RANK,
        "rank is %d; it must be 0 (offsets alone) to %d",
        d,
        LARGEST_RANK);
    check(d > 0 || offsets, "rank is 0 and there are no offsets, so there is nothing to learn");
    check(kept >= 1, "kept is %d; at least 1 draw must be kept to predict from", kept);
  }

  /** For tables: offsets, and a noise level for each row. */
  public static ProductOptions defaults() {
    return new ProductOptions(
        OptionalInt.empty(),
        true,
        new Noise.ByRow(),
        Output.GAUSSIAN,
        KEPT,
        Schedule.of(WARMUP, DRAWS));
  }

  /** For matrices: no offsets, one noise level. */
  public static ProductOptions plain(Noise noise) {
    return new ProductOptions(
        OptionalInt.empty(), false, noise, Output.GAUSSIAN, KEPT, Schedule.of(WARMUP, DRAWS));
  }

  public ProductOptions withRank(int fixed) {
    return new ProductOptions(OptionalInt.of(fixed), offsets, noise, output, kept, schedule);
  }

  public ProductOptions withOffsets(boolean wanted) {
    return new ProductOptions(rank, wanted, noise, output, kept, schedule);
  }

  public ProductOptions withNoise(Noise other) {
    return new ProductOptions(rank, offsets, other, output, kept, schedule);
  }

  public ProductOptions withOutput(Output other) {
    return new ProductOptions(rank, offsets, noise, other, kept, schedule);
  }

  public ProductOptions withKept(int draws) {
    return new ProductOptions(rank, offsets, noise, output, draws, schedule);
  }

  public ProductOptions withSchedule(Schedule other) {
    return new ProductOptions(rank, offsets, noise, output, kept, other);
  }

  /** d for a matrix of this shape with so many observed entries. */
  public int rankFor(long rows, long columns, long entries) {
    int own = rank.orElse(offsets && entries >= LARGE ? LARGE_RANK : RANK);
    return (int) Math.min(own, Math.min(rows, columns));
  }
}
