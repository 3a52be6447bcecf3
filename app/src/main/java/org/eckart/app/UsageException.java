package org.eckart.app;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/** A command line that cannot be obeyed, found after its words were understood one by one. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  @FormatMethod
  UsageException(@FormatString String sentence, Object... arguments) {
    super(String.format(Locale.ROOT, sentence, arguments));
  }
}
