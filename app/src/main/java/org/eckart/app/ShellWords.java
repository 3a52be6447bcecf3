package org.eckart.app;

import java.util.List;
import java.util.stream.Collectors;

/** Words as a shell takes them. */
final class ShellWords {
  private ShellWords() {}

  /** One line that a POSIX shell cuts into these words again. */
  static String join(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
