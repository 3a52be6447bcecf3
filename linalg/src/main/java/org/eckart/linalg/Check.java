package org.eckart.linalg;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** The one way in which an argument is refused: a condition and a sentence. */
public final class Check {
  private Check() {}

  /**
   * Refuses an argument unless {@code allowed}.
   *
   * @param sentence where, what was found, what is allowed, what to do; a {@link String#format}
   *     pattern
   * @throws IllegalArgumentException with the formatted sentence, unless {@code allowed}
   */
  @FormatMethod
  public static void check(boolean allowed, String sentence, Object... arguments) {
    if (!allowed) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, sentence, arguments));
    }
  }
}
