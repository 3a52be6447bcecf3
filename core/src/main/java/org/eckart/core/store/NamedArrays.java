package org.eckart.core.store;

import static org.eckart.linalg.Check.check;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Arrays with names, and text with names: exactly what a safetensors file holds. Element types are
 * {@code double}, {@code float}, {@code int} and {@code long}; shapes are in C order.
 *
 * <p>Build with {@link #builder()}; arrays are shared, not copied.
 */
public final class NamedArrays {
  /**
   * One array.
   *
   * @param values a {@code double[]}, {@code float[]}, {@code int[]} or {@code long[]}
   * @param shape its lengths, first to last; their product is the array's length
   */
  public record NamedArray(Object values, int[] shape) {}

  private final SequencedMap<String, NamedArray> arrays;
  private final SequencedMap<String, String> texts;

  private NamedArrays(Builder builder) {
    this.arrays = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(builder.arrays));
    this.texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(builder.texts));
  }

  public static Builder builder() {
    return new Builder();
  }

  public Set<String> names() {
    return arrays.keySet();
  }

  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** The named texts. */
  public SequencedMap<String, String> texts() {
    return texts;
  }

  /** A named text, or null if there is none. */
  public @Nullable String text(String name) {
    return texts.get(name);
  }

  public NamedArray get(String name) {
    NamedArray array = arrays.get(name);
    check(array != null, "There is no array '%s' among %s", name, arrays.keySet());
    return java.util.Objects.requireNonNull(array);
  }

  public double[] doubles(String name) {
    return (double[]) get(name).values();
  }

  public float[] floats(String name) {
    return (float[]) get(name).values();
  }

  public int[] ints(String name) {
    return (int[]) get(name).values();
  }

  public long[] longs(String name) {
    return (long[]) get(name).values();
  }

  /** A two-way array of doubles as a matrix over the same storage. */
  public Matrix matrix(String name) {
    NamedArray array = get(name);
    check(array.shape().length == 2, "Array '%s' has %d ways, not 2", name, array.shape().length);
    return Matrix.wrap(array.shape()[0], array.shape()[1], doubles(name));
  }

  /** Collects arrays and texts; names are distinct. */
  public static final class Builder {
    private final SequencedMap<String, NamedArray> arrays = new LinkedHashMap<>();
    private final SequencedMap<String, String> texts = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, double[] values, int... shape) {
      return put(name, values, values.length, shape);
    }

    public Builder put(String name, float[] values, int... shape) {
      return put(name, values, values.length, shape);
    }

    public Builder put(String name, int[] values, int... shape) {
      return put(name, values, values.length, shape);
    }

    public Builder put(String name, long[] values, int... shape) {
      return put(name, values, values.length, shape);
    }

    public Builder put(String name, Matrix matrix) {
      return put(name, matrix.array(), matrix.rows(), matrix.columns());
    }

    /**
     * An array of other {@code NamedArrays}, under the same or another name; shared, not copied.
     */
    public Builder put(String name, NamedArray array) {
      return put(name, array.values(), Array.getLength(array.values()), array.shape());
    }

    public Builder text(String name, String text) {
      check(texts.put(name, text) == null, "There are two texts '%s'", name);
      return this;
    }

    public NamedArrays build() {
      return new NamedArrays(this);
    }

    /** An empty shape stands for one way as long as the array. */
    private Builder put(String name, Object values, int length, int[] shape) {
      int[] lengths = shape.length == 0 ? new int[] {length} : shape.clone();
      long product = 1;
      for (int way : lengths) {
        product *= way;
      }
      check(product == length, "Array '%s' has %d numbers, its shape %d", name, length, product);
      check(
          arrays.put(name, new NamedArray(values, lengths)) == null,
          "There are two arrays '%s'",
          name);
      return this;
    }
  }
}
