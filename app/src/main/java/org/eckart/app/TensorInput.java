package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableSource;
import org.eckart.data.table.TensorTable;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.Ranks;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as the command line names it: a {@code .npy} file of three ways or more, NaN standing
 * for what is missing, or a table with a column for each mode.
 *
 * @param name of the file or query, for people
 * @param modes names of the modes
 * @param value name of the column of values; null for an array
 * @param entries that are known
 * @param array the whole array; null for a table
 */
record TensorInput(
    String name,
    List<String> modes,
    @Nullable String value,
    ObservedTensor entries,
    @Nullable Tensor array) {

  /** Whether an input is a tensor: its modes are named, or its array has three ways or more. */
  static boolean isTensor(String input, List<String> modes) {
    return !modes.isEmpty()
        || (input.toLowerCase(Locale.ROOT).endsWith(".npy")
            && Files.isRegularFile(Path.of(input))
            && Npy.shape(Path.of(input)).length >= 3);
  }

  /**
   * Refuses options of the command line that would do nothing with a tensor.
   *
   * @param isArray whether it is read from an array, not from a table
   * @param ofMatrices what the verb has for matrices alone
   */
  static void refuseIdle(
      String input, boolean isArray, Predicate<String> given, List<String> ofMatrices) {
    List<String> idle = new ArrayList<>(ofMatrices);
    idle.addAll(List.of("--row", "--column", "--time", "--header", "--drop-empty"));
    for (String option : idle) {
      if (given.test(option)) {
        throw new UsageException(
            "%s can do nothing: %s is read as a tensor; leave it out", option, input);
      }
    }
    for (String option : List.of("--value", "--decimal", "--missing", "--duplicates")) {
      if (isArray && given.test(option)) {
        throw new UsageException(
            "%s can do nothing: %s is read as a tensor; leave it out", option, input);
      }
    }
  }

  /**
   * Reads a tensor.
   *
   * @param modes names of the table's columns with ids; none for an array
   * @param value name of the table's column with values
   */
  static TensorInput read(
      String input, List<String> modes, @Nullable String value, TableOptions options) {
    if (modes.isEmpty()) {
      DenseArray array = Npy.read(Path.of(input));
      refuseInfinite(input, array);
      List<String> numbered = new ArrayList<>();
      for (int k = 0; k < array.shape().length; k++) {
        numbered.add("mode " + (k + 1));
      }
      return new TensorInput(
          String.valueOf(Path.of(input).getFileName()),
          numbered,
          null,
          ObservedTensor.ofArray(array.values(), array.shape()),
          Tensor.wrap(array.values(), array.shape()));
    }
    if (modes.size() < 2) {
      throw new UsageException(
          "--modes names %d column; name two or more, such as --modes time,place,channel",
          modes.size());
    }
    if (value == null) {
      throw new UsageException(
          "--modes needs --value, the name of the column that holds the values");
    }
    TableSource table = TableSource.of(input, System.in);
    String name =
        table instanceof TableSource.File file
            ? String.valueOf(file.path().getFileName())
            : "the query";
    return new TensorInput(
        name, List.copyOf(modes), value, TensorTable.read(table, modes, value, options), null);
  }

  private static void refuseInfinite(String input, DenseArray array) {
    double[] values = array.values();
    for (int i = 0; i < values.length; i++) {
      if (Double.isInfinite(values[i])) {
        List<Integer> place = new ArrayList<>();
        int rest = i;
        for (int k = array.shape().length - 1; k >= 0; k--) {
          place.addFirst(rest % array.shape()[k]);
          rest /= array.shape()[k];
        }
        String where = String.join(", ", place.stream().map(String::valueOf).toList());
        throw InputException.of(
            "not-finite",
            input + ", entry (" + where + ")",
            "%s, entry (%s) is %s; entries are finite numbers, or NaN where missing",
            input,
            where,
            values[i]);
      }
    }
  }

  /** What was read, for the envelope. */
  Map<String, @Nullable Object> facts() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double mean = 0;
    for (double v : entries.valueArray()) {
      low = Math.min(low, v);
      high = Math.max(high, v);
      mean += v / entries.count();
    }
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("source", name);
    facts.put("shape", entries.shape());
    facts.put("modes", modes);
    facts.put("observed", entries.count());
    facts.put("missing", entries.cells() - entries.count());
    facts.put("density", entries.density());
    facts.put("emptySlices", emptySlices());
    if (entries.count() > 0) {
      facts.put("min", low);
      facts.put("max", high);
      facts.put("mean", mean);
    }
    return facts;
  }

  /** How many indices of each mode have no entry. */
  int[] emptySlices() {
    int[] empty = new int[entries.modes()];
    for (int k = 0; k < empty.length; k++) {
      for (int count : entries.counts(k)) {
        empty[k] += count == 0 ? 1 : 0;
      }
    }
    return empty;
  }

  /** Ranks as {@code --rank} gives them: a number for all modes, or one a mode. */
  static int[] ranks(String text, int[] shape) {
    String[] words = text.split("[,x×]", -1);
    if (words.length != 1 && words.length != shape.length) {
      throw new UsageException(
          "--rank has %d numbers and the tensor %d modes; give auto, one number, or one a mode",
          words.length, shape.length);
    }
    int[] ranks = new int[shape.length];
    int most = 0;
    for (int k = 0; k < ranks.length; k++) {
      most = Math.max(most, Ranks.largest(shape, k));
    }
    for (int k = 0; k < ranks.length; k++) {
      String word = words[words.length == 1 ? 0 : k].strip();
      try {
        ranks[k] = Integer.parseInt(word);
      } catch (NumberFormatException e) {
        throw new UsageException(
            "--rank has '%s'; it must be auto, a whole number, or one a mode such as 5,5,3", word);
      }
      if (words.length == 1 && ranks[k] > most) {
        throw new UsageException(
            "--rank is %d, but no mode of this tensor can have a rank above %d; ask for 1 to %d",
            ranks[k], most, most);
      }
      if (words.length == 1 && ranks[k] > 0) { // one number for all: as much as each mode allows
        ranks[k] = Math.min(ranks[k], Ranks.largest(shape, k));
      }
    }
    return ranks;
  }

  /** A single rank as {@code --rank} gives it: tubal, or a number of terms. */
  static int rank(String text) {
    int rank;
    try {
      rank = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      rank = 0;
    }
    if (rank < 1) {
      throw new UsageException("--rank is %s; of this method it is one number, 1 or more", text);
    }
    return rank;
  }
}
