package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which options of a verb mean something with which of its methods: one table a verb, in which each
 * option of its own stands once. One that is given and would do nothing is refused, in the same
 * words everywhere, so that nobody believes it did.
 */
final class MethodOptions {
  private static final String[] OF_GROUPS = {
    "--groups", "--group-columns", "--groups-of", "--group-report", "--missingness"
  };

  /** If more methods than these take an option, a refusal does not list them. */
  private static final int MOST_NAMED = 2;

  /** Of matrices and tables. The method {@code loss} is that of every loss but the squared one. */
  static final MethodOptions COMPLETE =
      of("auto als softimpute groups bayes scaledgd gd altmin hankel loss")
          .all("--decimal", "--missing", "--rank", "--loss", "--holdout")
          .all("--modes") // makes a tensor of the input, whose table is the next
          .allBut("hankel", "--row", "--column", "--value", "--time", "--header")
          .allBut("hankel", "--duplicates", "--drop-empty", "--matrix", "--table")
          .allBut("hankel", "--test", "--titles")
          .allBut("hankel bayes", "--penalty")
          .allBut("bayes", "--tolerance", "--max-sweeps")
          .allBut("softimpute scaledgd gd altmin hankel loss", "--interval")
          .instead("%s has no intervals, so %s can do nothing; leave it out")
          .only("scaledgd gd hankel", "--step-size")
          .only("scaledgd gd altmin", "--start")
          .only("groups", OF_GROUPS)
          .only("bayes", BayesInput.OPTIONS);

  static final MethodOptions COMPLETE_TENSOR =
      of("auto tucker scaledgd gd hooi tsvd cp")
          .all("--modes", "--value", "--decimal", "--missing", "--duplicates")
          .all("--rank", "--tolerance", "--max-sweeps", "--test", "--holdout")
          .allBut("scaledgd gd hooi tsvd cp", "--interval")
          .instead("%s has no intervals, so %s can do nothing; leave it out")
          .only("scaledgd gd", "--step-size")
          .none("--row", "--column", "--time", "--header", "--drop-empty", "--matrix", "--table")
          .none("--penalty", "--start", "--loss", "--titles")
          .none(OF_GROUPS)
          .none(BayesInput.OPTIONS);

  /** The method {@code patches} is that of {@code --patches}. */
  static final MethodOptions DENOISE =
      of("shrink rank bayes patches")
          .all("--noise", "--channel", "--patches")
          .allBut("patches", "--decimal")
          .allBut("patches", "--method", "--rank", "--level", "--missing", "--center")
          .instead(
              "%s shrinks the values of each stack for the Frobenius loss and needs every pixel;"
                  + " leave out %s, or %1$s")
          .only("shrink rank", "--loss")
          .only("bayes", "--interval")
          .only("patches", "--patch-size", "--group-size", "--search-radius")
          .instead("%2$s belongs to --patches; add it, or leave this out");

  /** By the form of the input. */
  static final MethodOptions SEPARATE =
      of("matrix table tensor tensor-table")
          .all("--modes", "--rank", "--tolerance", "--max-steps")
          .allBut("tensor", "--decimal", "--missing")
          .only("matrix table", "--corruption", "--list", "--header", "--drop-empty")
          .only("table tensor-table", "--value", "--duplicates")
          .only("table", "--row", "--column", "--time");

  static final MethodOptions SENSE =
      of("scaledgd gd altmin robust quadratic spectral-net nuclear")
          .all("--operator", "--rows", "--columns", "--tolerance", "--max-steps")
          .allBut("spectral-net nuclear", "--rank")
          .instead("%s finds the rank by itself; leave %s out, or take scaledgd")
          .allBut("altmin spectral-net nuclear", "--symmetric")
          .instead("%s does not keep X symmetric; leave %s out, or take scaledgd")
          .only("scaledgd gd", "--loss")
          .only("scaledgd gd spectral-net", "--step-size")
          .only("robust quadratic", "--step-rule", "--outliers")
          .only("spectral-net nuclear", "--noise")
          .only("nuclear", "--penalty")
          .only("spectral-net", "--widths", "--activation", "--closed-form");

  /** Of matrices and, from {@code tucker} on, of tensors; svd and tsvd are exact. */
  static final MethodOptions DECOMPOSE =
      of("auto svd randomized krylov tucker tsvd cp")
          .all("--rank", "--modes", "--value", "--decimal")
          .allBut("svd tsvd", "--tolerance");

  static final MethodOptions DYNAMICS =
      of("flow descent power")
          .all("--rows", "--columns", "--strength", "--align-left", "--align-right", "--noise")
          .all("--until", "--simulate")
          .only("descent", "--step")
          .only("flow", "--points");

  /**
   * A line of the table.
   *
   * @param methods that these options mean something with
   * @param sentence with which one is refused, of the method as it was said and the option; empty
   *     for the usual one
   */
  private record Line(List<String> options, Set<String> methods, String sentence) {}

  private final Set<String> methods;
  private final List<Line> lines = new ArrayList<>();

  private MethodOptions(Set<String> methods) {
    this.methods = methods;
  }

  private static MethodOptions of(String methods) {
    return new MethodOptions(words(methods));
  }

  private static Set<String> words(String text) {
    return new LinkedHashSet<>(List.of(text.split(" ")));
  }

  private MethodOptions line(Set<String> takers, String... options) {
    lines.add(new Line(List.of(options), takers, ""));
    return this;
  }

  /** All methods understand the options. */
  private MethodOptions all(String... options) {
    return line(methods, options);
  }

  /** These methods alone understand the options. */
  private MethodOptions only(String takers, String... options) {
    return line(words(takers), options);
  }

  /** All but these methods understand the options. */
  private MethodOptions allBut(String others, String... options) {
    Set<String> takers = new LinkedHashSet<>(methods);
    takers.removeAll(words(others));
    return line(takers, options);
  }

  /** No method understands the options; the verb has them for inputs of another form. */
  private MethodOptions none(String... options) {
    return line(Set.of(), options);
  }

  /** Refuses the options of the last line with a sentence of their own. */
  private MethodOptions instead(String sentence) {
    Line last = lines.removeLast();
    lines.add(new Line(last.options, last.methods, sentence));
    return this;
  }

  Set<String> methods() {
    return methods;
  }

  /** The methods that the option means something with. */
  Set<String> takers(String option) {
    for (Line line : lines) {
      if (line.options.contains(option)) {
        return line.methods;
      }
    }
    throw new IllegalStateException("The table has no line for " + option);
  }

  /** All options of the table. */
  List<String> options() {
    return lines.stream().flatMap(line -> line.options.stream()).toList();
  }

  /** The options that no method takes. */
  List<String> ofNone() {
    return lines.stream()
        .filter(line -> line.methods.isEmpty())
        .flatMap(line -> line.options.stream())
        .toList();
  }

  /**
   * Refuses what is given and would do nothing with this method.
   *
   * @param said the words that chose it, such as {@code --method als}; null if nobody did
   * @param given whether an option stands on the command line
   */
  void refuseIdle(String method, @Nullable String said, Predicate<String> given) {
    for (Line line : lines) {
      for (String option : line.options) {
        if (!line.methods.contains(method) && given.test(option)) {
          throw new UsageException("%s", refusal(line, option, said));
        }
      }
    }
  }

  private static String refusal(Line line, String option, @Nullable String said) {
    String takers = String.join(" or ", line.methods);
    if (!line.sentence.isEmpty()) {
      return line.sentence.formatted(said, option);
    }
    if (said == null) {
      return "%s can do nothing without --method %s; add %s"
          .formatted(option, takers, line.methods.size() == 1 ? "it" : "one");
    }
    boolean few = line.methods.size() <= MOST_NAMED && said.startsWith("--method");
    return "%s can do nothing with %s; leave it out%s"
        .formatted(option, said, few ? ", or take --method " + takers : "");
  }

  /**
   * Refuses what is given and would do nothing with an input of this form.
   *
   * @param form a method of the table, such as {@code matrix}
   */
  void refuseIdleIn(String form, String input, Predicate<String> given) {
    for (Line line : lines) {
      for (String option : line.options) {
        if (!line.methods.contains(form) && given.test(option)) {
          throw new UsageException(
              "%s can do nothing: %s is read as a %s; leave it out",
              option, input, form.startsWith("tensor") ? "tensor" : form);
        }
      }
    }
  }
}
