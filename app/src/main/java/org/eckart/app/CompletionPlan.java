package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.data.table.Table;
import org.eckart.recovery.completion.CompletionOptions;
import org.jspecify.annotations.Nullable;

/** What a completion would do, and the memory it would need, for {@code --explain}. */
final class CompletionPlan {
  /** The JVM with its classes, compiled code and libraries, bytes: 270 MB at 100,000 entries. */
  private static final long BASE = 250L << 20;

  /**
   * The entries, those fitted, both groupings, and what the collector leaves for later; measured as
   * 864 MB of resident memory at 4.5 million entries and rank 16.
   */
  private static final long PER_ENTRY = 126;

  /** Means and variances before and after a sweep, for a row or column and direction. */
  private static final long PER_NUMBER = 24;

  private final Session session;
  private final CompletionTask task;

  CompletionPlan(Session session, CompletionTask task) {
    this.session = session;
    this.task = task;
  }

  void tell(Table table) {
    long rows = table.report().rows();
    long columns = table.report().columns();
    long entries = table.report().entries();
    CompletionOptions options = task.options();
    long least = options.rank().isPresent() ? options.rank().getAsInt() : 16;
    long most =
        options.rank().isPresent()
            ? least
            : Math.min(CompletionOptions.LARGEST_AUTOMATIC_RANK, Math.min(rows, columns));
    least = Math.min(least, most);
    Map<String, @Nullable Object> result = session.envelope().result();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("leastMiB", mebibytes(bytes(rows, columns, entries, least)));
    memory.put("mostMiB", mebibytes(bytes(rows, columns, entries, most)));
    memory.put("limitMiB", mebibytes(Runtime.getRuntime().maxMemory()));
    result.put("rows", rows);
    result.put("columns", columns);
    result.put("observed", entries);
    result.put("memory", memory);
    Console console = session.console();
    console.say(
        "Would complete a %,d × %,d matrix from %,d entries".formatted(rows, columns, entries));
    console.say(
        options.rank().isPresent()
            ? "at rank %d".formatted(options.rank().getAsInt())
            : "at a rank from %d, doubled up to %d while held-out entries gain by it"
                .formatted(least, most));
    console.say(
        least == most
            ? "with %,d MiB of memory; %,d MiB are allowed"
                .formatted(
                    mebibytes(bytes(rows, columns, entries, least)),
                    mebibytes(Runtime.getRuntime().maxMemory()))
            : "with %,d MiB of memory, at the largest rank %,d MiB; %,d MiB are allowed"
                .formatted(
                    mebibytes(bytes(rows, columns, entries, least)),
                    mebibytes(bytes(rows, columns, entries, most)),
                    mebibytes(Runtime.getRuntime().maxMemory())));
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
