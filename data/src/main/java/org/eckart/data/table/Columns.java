package org.eckart.data.table;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eckart.core.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a source are used, counted from 0.
 *
 * @param value −1 if values are not read
 * @param time −1 if times are not read
 */
record Columns(int row, int column, int value, int time) {
  /** Finds what the options name among the columns there are; the rest in order of appearance. */
  static Columns choose(
      String source, List<String> names, boolean named, TableOptions options, boolean values) {
    int row = find(source, names, named, options.row());
    int column = find(source, names, named, options.column());
    int value = values ? find(source, names, named, options.value()) : -1;
    int time = find(source, names, named, options.time());
    boolean[] taken = new boolean[names.size()];
    for (int chosen : new int[] {row, column, value, time}) {
      if (chosen >= 0) {
        if (taken[chosen]) {
          throw InputException.of(
              "same-column",
              source,
              "%s: column '%s' cannot be two of row, column, value and time; name four different"
                  + " ones",
              source,
              names.get(chosen));
        }
        taken[chosen] = true;
      }
    }
    int needed = values ? 3 : 2;
    if (names.size() < needed) {
      throw InputException.of(
          "missing-column",
          source,
          "%s has %d %s (%s) where %s are needed: row, column%s; if another mark separates them,"
              + " name the file .csv (comma or semicolon) or .tsv (tab)",
          source,
          names.size(),
          names.size() == 1 ? "column" : "columns",
          quoted(names),
          values ? "three" : "two",
          values ? " and value" : "");
    }
    row = row >= 0 ? row : firstFree(source, names, taken, "row");
    column = column >= 0 ? column : firstFree(source, names, taken, "column");
    if (values && value < 0) {
      value = firstFree(source, names, taken, "value");
    }
    return new Columns(row, column, value, time);
  }

  private static int firstFree(String source, List<String> names, boolean[] taken, String role) {
    for (int j = 0; j < taken.length; j++) {
      if (!taken[j]) {
        taken[j] = true;
        return j;
      }
    }
    throw InputException.of(
        "missing-column",
        source,
        "%s has no column left for the %s; its columns are %s",
        source,
        role,
        quoted(names));
  }

  /** The position of a column by name or, from 1, by number; −1 if none is asked for. */
  private static int find(
      String source, List<String> names, boolean named, @Nullable String wanted) {
    if (wanted == null) {
      return -1;
    }
    int exact = names.indexOf(wanted);
    if (exact >= 0 && named) {
      return exact;
    }
    if (wanted.matches("[1-9][0-9]{0,5}") && Integer.parseInt(wanted) <= names.size()) {
      return Integer.parseInt(wanted) - 1;
    }
    if (!named) {
      throw InputException.of(
          "missing-column",
          source,
          "%s has no column '%s': its first line holds data, not names; give the column's number, 1"
              + " to %d",
          source,
          wanted,
          names.size());
    }
    String nearest = nearest(wanted, names);
    throw InputException.of(
        "missing-column",
        source,
        "%s has no column '%s'; its columns are %s%s",
        source,
        wanted,
        quoted(names),
        nearest == null ? "" : ": did you mean '" + nearest + "'?");
  }

  static String quoted(List<String> names) {
    return names.stream().limit(20).map(name -> "'" + name + "'").collect(Collectors.joining(", "))
        + (names.size() > 20 ? ", …" : "");
  }

  /** The name that is the fewest letters away, null if none is within half of the word. */
  static @Nullable String nearest(String wanted, List<String> names) {
    String best = null;
    int fewest = Math.max(2, wanted.length() / 2) + 1;
    for (String name : names) {
      int distance = editDistance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < fewest) {
        fewest = distance;
        best = name;
      }
    }
    return best;
  }

  /** Letters inserted, removed or replaced to turn one word into the other (Levenshtein). */
  private static int editDistance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] here = new int[b.length() + 1];
      here[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        here[j] = Math.min(replaced, Math.min(above[j], here[j - 1]) + 1);
      }
      above = here;
    }
    return above[b.length()];
  }
}
