package org.eckart.data.table;

/** A text as a field of CSV and the like: in quotes where it must be (RFC 4180). */
public final class TextField {
  private TextField() {}

  /** The field, in a table whose fields are separated by commas. */
  public static String of(String text) {
    return of(text, ',');
  }

  /** The field; an empty text is quoted, since an open field is a missing one. */
  public static String of(String text, char delimiter) {
    return needsQuotes(text, delimiter) ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static boolean needsQuotes(String text, char delimiter) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == delimiter || c == '"' || c == '\n' || c == '\r' || c == ' ') {
        return true;
      }
    }
    return text.isEmpty();
  }
}
