package org.eckart.core.observe;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of rows or columns: text or integers, distinct, kept as they were in the source.
 * Integer ids take eight bytes each, text ids are ordinary strings.
 */
public final class Labels {
  private final int size;
  private final String @Nullable [] texts;
  private final long @Nullable [] integers;
  private volatile @Nullable Map<String, Integer> positions;

  private Labels(int size, String @Nullable [] texts, long @Nullable [] integers) {
    this.size = size;
    this.texts = texts;
    this.integers = integers;
  }

  /** Text ids; the array is shared, not copied. */
  public static Labels of(String... texts) {
    return new Labels(texts.length, texts, null);
  }

  /** Integer ids; the array is shared, not copied. */
  public static Labels of(long... integers) {
    return new Labels(integers.length, null, integers);
  }

  /** Ids 0, 1, …, size − 1, for rows and columns that have no names. */
  public static Labels numbered(int size) {
    check(size >= 0, "There cannot be %d labels", size);
    return new Labels(size, null, null);
  }

  public int size() {
    return size;
  }

  /** True if the ids are integers (or plain numbers 0, 1, …); they are then written as integers. */
  public boolean areIntegers() {
    return texts == null;
  }

  /** True if these are plain numbers 0, 1, …, which need not be stored. */
  public boolean areNumbered() {
    return texts == null && integers == null;
  }

  /** The label at a position, as text. */
  public String get(int position) {
    return texts != null ? texts[position] : Long.toString(integer(position));
  }

  /** The label at a position, as an integer; only where {@link #areIntegers()}. */
  public long integer(int position) {
    check(
        texts == null, "Label '%s' is text, not an integer", texts == null ? "" : texts[position]);
    check(position >= 0 && position < size, "There are %d labels, not %d", size, position + 1L);
    return integers != null ? integers[position] : position;
  }

  /**
   * The position of a label, or −1 where no row or column has it. The first call builds an index.
   */
  public int indexOf(String label) {
    Map<String, Integer> known = positions;
    if (known == null) {
      known = HashMap.newHashMap(size);
      for (int i = 0; i < size; i++) {
        known.putIfAbsent(get(i), i);
      }
      positions = known;
    }
    return known.getOrDefault(label, -1);
  }

  /** The labels at these positions, in this order. */
  public Labels select(int[] chosen) {
    if (texts != null) {
      String[] some = new String[chosen.length];
      for (int k = 0; k < chosen.length; k++) {
        some[k] = texts[chosen[k]];
      }
      return of(some);
    }
    long[] some = new long[chosen.length];
    for (int k = 0; k < chosen.length; k++) {
      some[k] = integer(chosen[k]);
    }
    return of(some);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Labels that)
        || size != that.size
        || areIntegers() != that.areIntegers()) {
      return false;
    }
    if (texts != null) {
      return Arrays.equals(texts, that.texts);
    }
    for (int i = 0; i < size; i++) {
      if (integer(i) != that.integer(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + get(i).hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return "Labels[" + size + (size == 0 ? "]" : ": " + get(0) + ", …]");
  }
}
