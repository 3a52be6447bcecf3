package org.eckart.data.table;

import java.nio.charset.StandardCharsets;

/**
 * Reads lines of plain numbers from bytes: integer ids within 32 bits, decimal values, other fields
 * skipped. Whatever is not as plain as that ends in a {@link Surprise}.
 */
final class PlainParser {
  /** What is done with each field of a line. */
  enum Role {
    ROW,
    COLUMN,
    VALUE,
    TIME,
    SKIPPED
  }

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWER = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final Role[] roles;
  private final byte delimiter;
  private final int delimiterLength;
  private final byte decimal;

  /** Where the parser is. */
  private int at;

  int minRow = Integer.MAX_VALUE;
  int maxRow = Integer.MIN_VALUE;
  int minColumn = Integer.MAX_VALUE;
  int maxColumn = Integer.MIN_VALUE;

  /**
   * @param delimiter one character, or the same one twice
   */
  PlainParser(Role[] roles, String delimiter, char decimal) {
    this.roles = roles;
    this.delimiter = (byte) delimiter.charAt(0);
    this.delimiterLength = delimiter.length();
    this.decimal = (byte) decimal;
  }

  /**
   * Reads the lines in {@code bytes[from, to)}; each ends within it.
   *
   * @param into gains an entry a line
   */
  void parse(byte[] bytes, int from, int to, Block into) {
    at = from;
    while (at < to) {
      into.ensureRoom();
      line(bytes, to, into);
      into.count++;
    }
  }

  private void line(byte[] bytes, int to, Block into) {
    int k = into.count;
    int last = roles.length - 1;
    for (int f = 0; f <= last; f++) {
      switch (roles[f]) {
        case ROW -> {
          int id = integer(bytes, to);
          into.row[k] = id;
          if (id < minRow) {
            minRow = id;
          }
          if (id > maxRow) {
            maxRow = id;
          }
        }
        case COLUMN -> {
          int id = integer(bytes, to);
          into.column[k] = id;
          if (id < minColumn) {
            minColumn = id;
          }
          if (id > maxColumn) {
            maxColumn = id;
          }
        }
        case VALUE -> into.value[k] = number(bytes, to);
        case TIME -> {
          if (into.time != null) {
            into.time[k] = number(bytes, to);
          }
        }
        case SKIPPED -> skip(bytes, to);
      }
      if (f < last) {
        delimiter(bytes, to);
      }
    }
    if (at < to && bytes[at] == '\r') {
      at++;
    }
    if (at < to) {
      if (bytes[at] != '\n') {
        throw new Surprise("a line that does not end where it should");
      }
      at++;
    }
  }

  private void delimiter(byte[] bytes, int to) {
    if (at + delimiterLength > to
        || bytes[at] != delimiter
        || bytes[at + delimiterLength - 1] != delimiter) {
      throw new Surprise("a field that does not end where it should");
    }
    at += delimiterLength;
  }

  private void skip(byte[] bytes, int to) {
    while (at < to) {
      byte b = bytes[at];
      if (b == '\n' || b == '\r') {
        return;
      }
      if (b == delimiter && (delimiterLength == 1 || (at + 1 < to && bytes[at + 1] == delimiter))) {
        return;
      }
      if (b == '"' || b < 0) {
        throw new Surprise("a quote or a letter beyond ASCII");
      }
      at++;
    }
  }

  /** An integer as it is written back: no leading zero, no plus. */
  private int integer(byte[] bytes, int to) {
    int i = at;
    boolean negative = i < to && bytes[i] == '-';
    i += negative ? 1 : 0;
    int first = i;
    long n = 0; // may run over; too many digits are found below
    while (i < to) {
      int digit = (bytes[i] - '0') & 0xff; // one comparison for below 0 and above 9
      if (digit > 9) {
        break;
      }
      n = n * 10 + digit;
      i++;
    }
    if (i == first || (bytes[first] == '0' && (i > first + 1 || negative))) {
      throw new Surprise("an id that is not a plain integer");
    }
    n = negative ? -n : n;
    if (i - first > 10 || n != (int) n) {
      throw new Surprise("an id beyond 32 bits");
    }
    at = i;
    return (int) n;
  }

  /**
   * A decimal number. Up to 15 digits m and a scale s, m / 10ˢ has one rounding, since both are
   * exact: the correctly rounded number. The rest goes to {@link Double#parseDouble}.
   */
  private double number(byte[] bytes, int to) {
    int i = at;
    boolean negative = i < to && bytes[i] == '-';
    i += negative ? 1 : 0;
    int first = i;
    long m = 0; // may run over; too many digits are found below
    while (i < to) {
      int digit = (bytes[i] - '0') & 0xff;
      if (digit > 9) {
        break;
      }
      m = m * 10 + digit;
      i++;
    }
    if (i == first) {
      throw new Surprise("a value that is not a plain number");
    }
    int scale = 0;
    if (i < to && bytes[i] == decimal) {
      int point = i++;
      while (i < to) {
        int digit = (bytes[i] - '0') & 0xff;
        if (digit > 9) {
          break;
        }
        m = m * 10 + digit;
        i++;
      }
      scale = i - point - 1;
      if (scale == 0) {
        throw new Surprise("a value that is not a plain number");
      }
    }
    if (i - first > 15 || (i < to && (bytes[i] == 'e' || bytes[i] == 'E'))) {
      return longNumber(bytes, to);
    }
    at = i;
    double size = scale == 0 ? m : m / POWER[scale];
    return negative ? -size : size;
  }

  private double longNumber(byte[] bytes, int to) {
    int end = at;
    while (end < to && (bytes[end] == decimal || "0123456789+-eE".indexOf(bytes[end]) >= 0)) {
      end++;
    }
    String text = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    if (!text.matches("-?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw new Surprise("a value that is not a plain number");
    }
    double number = Double.parseDouble(text.replace(',', '.'));
    if (Double.isInfinite(number)) {
      throw new Surprise("a value that is not finite");
    }
    at = end;
    return number;
  }
}
