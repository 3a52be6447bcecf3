package org.eckart.core;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Data that cannot be used as they are: a file, a table, a model folder, a checkpoint. */
public final class InputException extends EckartException {
  private static final long serialVersionUID = 1;

  private final String kind;
  private final String where;

  /**
   * @param kind a short stable word for programs: {@code missing-file}, {@code not-a-number},
   *     {@code duplicate}, …
   * @param where file, and line, row and column as far as they are known; empty if the message says
   *     all
   * @param message the whole sentence for people, {@code where} included
   */
  public InputException(String kind, String where, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.where = where;
  }

  /** An input exception whose sentence is a {@link String#format} pattern. */
  @com.google.errorprone.annotations.FormatMethod
  public static InputException of(
      String kind,
      String where,
      @com.google.errorprone.annotations.FormatString String sentence,
      Object... arguments) {
    return new InputException(kind, where, String.format(Locale.ROOT, sentence, arguments), null);
  }

  public String kind() {
    return kind;
  }

  public String where() {
    return where;
  }
}
