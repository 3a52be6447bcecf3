package org.eckart.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the command asked for.
 *
 * @param name of the benchmark
 * @param json whether one JSON object is wanted in place of tables
 * @param out folder for the JSON and the tables as files, or null for none
 * @param seed of the data
 * @param threads for Eckart and for every peer alike
 * @param quick small data, to see that everything runs; its figures say little
 * @param further arguments of a micro-benchmark, handed on as they are
 */
record BenchOptions(
    String name,
    boolean json,
    @Nullable Path out,
    long seed,
    int threads,
    boolean quick,
    List<String> further) {
  static final long SEED = 7;
  static final List<String> NAMES = Benchmarks.names();

  static final String USAGE =
      "usage: bench NAME [--json] [--out DIR] [--seed N] [--threads N] [--quick]; NAME is one of "
          + String.join(", ", NAMES);

  BenchOptions {
    further = List.copyOf(further);
  }

  /**
   * The options in these arguments.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static BenchOptions parse(List<String> arguments) {
    String name = null;
    boolean json = false;
    Path out = null;
    long seed = SEED;
    int threads = Runtime.getRuntime().availableProcessors();
    boolean quick = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (name != null && name.equals(Benchmarks.MICRO) && !argument.startsWith("--")) {
        return new BenchOptions(
            name, json, out, seed, threads, quick, arguments.subList(i, arguments.size()));
      }
      switch (argument) {
        case "--json" -> json = true;
        case "--quick" -> quick = true;
        case "--out" -> out = Path.of(value(arguments, ++i, argument));
        case "--seed" -> seed = number(value(arguments, ++i, argument), argument, Long.MIN_VALUE);
        case "--threads" -> threads = (int) number(value(arguments, ++i, argument), argument, 1);
        default -> {
          if (argument.startsWith("-") || name != null) {
            throw new IllegalArgumentException("bench does not know '" + argument + "'; " + USAGE);
          }
          name = argument;
        }
      }
    }
    if (name == null) {
      throw new IllegalArgumentException("bench needs the name of a benchmark; " + USAGE);
    }
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "There is no benchmark '%s'; %s", name, USAGE));
    }
    return new BenchOptions(name, json, out, seed, threads, quick, List.of());
  }

  private static String value(List<String> arguments, int at, String option) {
    if (at >= arguments.size()) {
      throw new IllegalArgumentException(option + " needs a value; " + USAGE);
    }
    return arguments.get(at);
  }

  private static long number(String text, String option, long least) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && (least == Long.MIN_VALUE || number <= 4096)) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // said below
    }
    throw new IllegalArgumentException(
        option
            + " is '"
            + text
            + "'; it must be "
            + (least == Long.MIN_VALUE ? "an integer" : "an integer from 1 to 4096"));
  }
}
