package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.bayes.normalproduct.Output;
import org.eckart.bayes.normalproduct.ProductOptions;
import org.eckart.data.table.Table;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.factored.FactoredOptions;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.eckart.recovery.loss.LossOptions;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.jspecify.annotations.Nullable;

/** What a completion would do, and what it would take, for {@code --explain}. */
final class CompletionPlan {
  /** The JVM with its classes, compiled code and libraries, bytes: 270 MB at 100,000 entries. */
  private static final long BASE = 250L << 20;

  /**
   * The entries, those fitted, both groupings, and what the collector leaves for later; measured as
   * 411 MiB of resident memory at 2 million entries and 824 at 4.5 million, at rank 16.
   */
  private static final long PER_ENTRY = 100;

  /** Means and variances before and after a sweep, for a row or column and direction. */
  private static final long PER_NUMBER = 24;

  /** As {@link org.eckart.recovery.softimpute.SoftImpute} says, beside the entries themselves. */
  private static final long CONVEX_PER_ENTRY = 60 + 44;

  private static final long CONVEX_PER_NUMBER = 50;
  private static final long CONVEX_PER_LABEL = 16 * 24;

  /**
   * Up to rank 16 a sweep takes so many nanoseconds of one core an entry; beyond, so many a rank.
   */
  private static final double SMALL_SWEEP = 25;

  private static final double SWEEP_PER_RANK = 4;
  private static final int SMALL_RANK = 16;

  /** At a rank, choosing and refitting together; measured 30 at rank 16, 36 at 32, 66 at 64. */
  private static final int SWEEPS = 40;

  /** A step of soft-impute, nanoseconds of one core an entry; and the same for each rank. */
  private static final double CONVEX_STEP = 80;

  private static final double CONVEX_STEP_PER_RANK = 45;

  /** Steps at a given penalty, and along a path of penalties. */
  private static final int CONVEX_STEPS = 20;

  private static final int CONVEX_PATH_STEPS = 80;

  private static final long FACTORED_PER_ENTRY = 60 + 28;
  private static final long FACTORED_PER_NUMBER = 48;

  /** A step on factors, nanoseconds of one core an entry; and the same for each rank. */
  private static final double FACTORED_STEP = 10;

  private static final double FACTORED_STEP_PER_RANK = 3;

  /** A sweep under a loss, nanoseconds of one core an entry; and the same for each rank. */
  private static final double LOSS_SWEEP = 120;

  private static final double LOSS_SWEEP_PER_RANK = 20;

  /** At a rank and prior. */
  private static final int LOSS_SWEEPS = 25;

  /** The entries, the cells in both orders with residuals and standardised values, and a split. */
  private static final long GROUP_PER_ENTRY = 60 + 100;

  private static final long GROUP_PER_NUMBER = 120;
  private static final int MOST_GROUP_RANK = 64;
  private static final double GROUP_SWEEP = 60;
  private static final double GROUP_SWEEP_PER_RANK = 12;

  /** What is loaded, compiled and written besides, seconds. */
  private static final double OVERHEAD = 0.7;

  private final Session session;
  private final CompletionTask task;

  CompletionPlan(Session session, CompletionTask task) {
    this.session = session;
    this.task = task;
  }

  /**
   * What a method would take.
   *
   * @param rank in words
   * @param least peak memory of the whole process at the lowest rank that it may end at, bytes
   * @param most likewise at the highest
   * @param leastSeconds of one core to fit, at the lowest rank
   * @param mostSeconds likewise at the highest, the ranks before it included
   */
  record Cost(String rank, long least, long most, double leastSeconds, double mostSeconds) {
    /** With so many bytes more. */
    Cost with(long more) {
      return new Cost(rank, least + more, most + more, leastSeconds, mostSeconds);
    }

    static Cost ofFactors(CompletionOptions options, long rows, long columns, long entries) {
      long highest =
          options.rank().isPresent()
              ? options.rank().getAsInt()
              : Math.min(CompletionOptions.LARGEST_AUTOMATIC_RANK, Math.min(rows, columns));
      long lowest = options.rank().isPresent() ? highest : Math.min(16, highest);
      return new Cost(
          options.rank().isPresent()
              ? "at rank %d".formatted(highest)
              : "at a rank from %d, doubled up to %d while held-out entries gain by it"
                  .formatted(lowest, highest),
          bytes(rows, columns, entries, lowest),
          bytes(rows, columns, entries, highest),
          seconds(entries, lowest),
          (lowest == highest ? 1 : 2) * seconds(entries, highest)); // doubling: 1 + ½ + ¼ + …
    }

    private static double seconds(long entries, long rank) {
      double perSweep = rank <= SMALL_RANK ? SMALL_SWEEP : SWEEP_PER_RANK * rank;
      return 1e-9 * SWEEPS * entries * perSweep;
    }

    static Cost ofGroups(GroupOptions options, long rows, long columns, long entries) {
      long cap = Math.min(options.rank().orElse(MOST_GROUP_RANK), Math.min(rows, columns));
      long fixed = BASE + GROUP_PER_ENTRY * entries;
      double sweep = 1e-9 * entries * (GROUP_SWEEP + GROUP_SWEEP_PER_RANK * Math.min(8, cap));
      return new Cost(
          "with labels, some 20 to 120 models tried at ranks up to %d".formatted(cap),
          fixed + GROUP_PER_NUMBER * (rows + columns) * Math.min(4, cap),
          fixed + GROUP_PER_NUMBER * (rows + columns) * cap,
          300 * sweep,
          5000 * sweep);
    }

    static Cost ofConvex(SoftImputeOptions options, long rows, long columns, long entries) {
      long cap =
          Math.min(options.rankCap().orElse(SoftImputeOptions.RANK_CAP), Math.min(rows, columns));
      long fixed = BASE + CONVEX_PER_ENTRY * entries + CONVEX_PER_LABEL * (rows + columns);
      return new Cost(
          "by soft-impute at a rank up to %d, %s"
              .formatted(
                  cap,
                  options.penalty().isPresent()
                      ? "with the penalty " + options.penalty().getAsDouble()
                      : "with the penalty that suits held-out entries"),
          fixed,
          fixed + CONVEX_PER_NUMBER * (rows + columns) * cap,
          1e-9 * CONVEX_STEPS * entries * (CONVEX_STEP + CONVEX_STEP_PER_RANK),
          options.penalty().isPresent()
              ? 1e-9 * CONVEX_STEPS * entries * (CONVEX_STEP + CONVEX_STEP_PER_RANK * cap)
              : 1e-9
                  * CONVEX_PATH_STEPS
                  * entries
                  * (CONVEX_STEP + CONVEX_STEP_PER_RANK * cap / 2));
    }
  }

  /** As {@link org.eckart.recovery.factored.FactoredCompletion} says; steps as in its tests. */
  static Cost ofFactored(FactoredOptions options, long rows, long columns, long entries) {
    long smaller = Math.min(rows, columns);
    long rank = options.rank().orElse((int) Math.min(20, smaller));
    long fixed = BASE + FACTORED_PER_ENTRY * entries;
    double perStep = entries * (FACTORED_STEP + FACTORED_STEP_PER_RANK * rank);
    return new Cost(
        options.rank().isPresent()
            ? "plainly at rank %d".formatted(rank)
            : "plainly at a rank found on held-out entries, say %d".formatted(rank),
        fixed + FACTORED_PER_NUMBER * (rows + columns) * (options.rank().isPresent() ? rank : 1),
        fixed + FACTORED_PER_NUMBER * (rows + columns) * rank,
        1e-9 * 20 * perStep,
        1e-9 * Math.min(300, options.maxSteps()) * perStep);
  }

  /** As {@link org.eckart.bayes.normalproduct.ProductSampler} says. */
  static Cost ofProduct(ProductOptions options, long rows, long columns, long entries) {
    long rank = Math.min(options.rank().orElse(ProductOptions.RANK), Math.min(rows, columns));
    long q = rank + 1;
    int chains = options.schedule().chains();
    long draw = 4 * q * (rows + columns);
    long kept =
        Math.min(
            options.kept(),
            Math.max(ProductOptions.FEWEST, ProductOptions.KEPT_BYTES / Math.max(1, draw)));
    boolean ordinal = options.output() == Output.ORDINAL;
    long fixed = BASE + (60 + 44 + (ordinal ? 20L * chains : 0)) * entries;
    long bytes = fixed + 3 * kept * draw + chains * (4 * 8 * q * (rows + columns) + (2L << 20));
    double sweep =
        1e-9
            * (entries * (PRODUCT_ENTRY * q * q + (ordinal ? PRODUCT_LEVELS : 0))
                + (rows + columns) * (q * q * q / 2.0 + 60.0 * q + 400));
    double seconds = sweep * chains * options.schedule().iterations();
    return new Cost(
        "by %d chains of %d + %d draws at rank %d"
            .formatted(chains, options.schedule().warmup(), options.schedule().draws(), rank),
        bytes,
        bytes,
        seconds / 2,
        2 * seconds);
  }

  /** An entry of a sweep, nanoseconds of one core for each pair of numbers of a row. */
  private static final double PRODUCT_ENTRY = 0.5;

  /** What cutpoints and latent values add. */
  private static final double PRODUCT_LEVELS = 400;

  /** As {@link org.eckart.recovery.loss.LossCompletion} says. */
  static Cost ofLoss(LossOptions options, long rows, long columns, long entries) {
    long smaller = Math.min(rows, columns);
    long rank = options.rank().orElse((int) Math.min(LossOptions.LARGEST_AUTOMATIC_RANK, smaller));
    long fixed = BASE + FACTORED_PER_ENTRY * entries;
    double perSweep = 1e-9 * entries * (LOSS_SWEEP + LOSS_SWEEP_PER_RANK * rank);
    return new Cost(
        "under the %s loss at rank %s"
            .formatted(
                options.loss().toString().toLowerCase(java.util.Locale.ROOT),
                options.rank().isPresent() ? "" + rank : "0 to " + rank),
        fixed,
        fixed + 2 * FACTORED_PER_NUMBER * (rows + columns) * rank,
        20 * perSweep,
        6.0 * LOSS_SWEEPS * perSweep);
  }

  void tell(Table table) {
    long rows = table.report().rows();
    long columns = table.report().columns();
    long entries = table.report().entries();
    Cost cost = task.method().cost(rows, columns, entries);
    if (task.source().isMatrix()) {
      cost = cost.with(MatrixSource.bytes(rows, columns, task.bounds()));
    }
    long limit = Runtime.getRuntime().maxMemory();
    Map<String, @Nullable Object> result = session.envelope().result();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("leastMiB", mebibytes(cost.least()));
    memory.put("mostMiB", mebibytes(cost.most()));
    memory.put("limitMiB", mebibytes(limit));
    result.put("rows", rows);
    result.put("columns", columns);
    result.put("observed", entries);
    result.put("memory", memory);
    double besides = OVERHEAD + session.envelope().seconds("read");
    int threads = session.options().threadCount();
    double soonest = besides + cost.leastSeconds() / threads;
    double latest = besides + cost.mostSeconds() / threads;
    Map<String, Object> seconds = new LinkedHashMap<>();
    seconds.put("least", soonest);
    seconds.put("most", latest);
    result.put("seconds", seconds);
    Console console = session.console();
    console.say(
        "Would complete a %,d × %,d matrix from %,d entries".formatted(rows, columns, entries));
    console.say(cost.rank());
    console.say(
        cost.least() == cost.most()
            ? "with %,d MiB of memory; %,d MiB are allowed"
                .formatted(mebibytes(cost.least()), mebibytes(limit))
            : "with %,d MiB of memory, at the largest rank %,d MiB; %,d MiB are allowed"
                .formatted(mebibytes(cost.least()), mebibytes(cost.most()), mebibytes(limit)));
    console.say(
        "in about %s with %d threads"
            .formatted(
                Plan.time(soonest).equals(Plan.time(latest))
                    ? Plan.time(soonest)
                    : Plan.time(soonest) + " to " + Plan.time(latest),
                threads));
  }

  /** Peak memory of the whole process. */
  static long bytes(long rows, long columns, long entries, long rank) {
    long stride = Math.max(16, (rank + 15) / 16 * 16); // factors fill whole registers
    return BASE + PER_ENTRY * entries + PER_NUMBER * (rows + columns) * stride;
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
