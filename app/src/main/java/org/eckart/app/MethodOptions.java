package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which options of a verb mean something with which of its methods. One that is given and would do
 * nothing is refused, so that nobody believes it did.
 */
final class MethodOptions {
  /**
   * A line of the table.
   *
   * @param methods that these options belong to, or with {@code all} those that they do not
   * @param lack what methods without them have not, such as intervals; empty if there is no word
   */
  private record Line(List<String> options, boolean all, List<String> methods, String lack) {
    boolean has(String method) {
      return methods.contains(method) != all;
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /** These methods alone understand the options. */
  MethodOptions only(List<String> methods, String... options) {
    lines.add(new Line(List.of(options), false, methods, ""));
    return this;
  }

  /** All but these methods understand the options. */
  MethodOptions allBut(List<String> methods, String... options) {
    lines.add(new Line(List.of(options), true, methods, ""));
    return this;
  }

  /** All but these methods have what the option is about. */
  MethodOptions lacking(String what, List<String> methods, String option) {
    lines.add(new Line(List.of(option), true, methods, what));
    return this;
  }

  /**
   * Refuses what is given and would do nothing.
   *
   * @param method in force, as the table has it
   * @param said the words that chose it, such as {@code --method als}; null if nobody did
   * @param given whether an option stands on the command line
   */
  void refuseIdle(String method, @Nullable String said, Predicate<String> given) {
    for (Line line : lines) {
      if (line.has(method)) {
        continue;
      }
      for (String option : line.options) {
        if (given.test(option)) {
          throw refused(line, option, said);
        }
      }
    }
  }

  private static UsageException refused(Line line, String option, @Nullable String said) {
    if (said == null) {
      return new UsageException(
          "%s can do nothing without --method %s; add %s",
          option, String.join(" or ", line.methods), line.methods.size() == 1 ? "it" : "one");
    }
    if (!line.lack.isEmpty()) {
      return new UsageException(
          "%s has no %s, so %s can do nothing; leave it out", said, line.lack, option);
    }
    boolean others = !line.all && said.startsWith("--method");
    return new UsageException(
        "%s can do nothing with %s; leave it out%s",
        option, said, others ? ", or take --method " + String.join(" or ", line.methods) : "");
  }
}
