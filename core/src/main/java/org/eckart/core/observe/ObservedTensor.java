package org.eckart.core.observe;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;

/**
 * Some entries of an unknown tensor of any order from 2: entry e says that the value at the indices
 * {@code index(0, e), index(1, e), …} was seen to be {@code value(e)}.
 *
 * <p>One array of indices a mode and one of values, 4 · modes + 8 bytes an entry, never changed
 * after construction. The tensor itself may be of any size: it is never written out, and {@link
 * #cells} counts it without overflow. Places are distinct: whoever reads the data settles
 * duplicates first.
 */
public final class ObservedTensor {
  private final List<Labels> labels;
  private final int[][] index;
  private final double[] value;

  private ObservedTensor(List<Labels> labels, int[][] index, double[] value) {
    this.labels = labels;
    this.index = index;
    this.value = value;
  }

  /**
   * Entries over labelled modes; the arrays are shared, not copied.
   *
   * @param labels of each mode, as many as the mode has indices
   * @param index {@code index[k][e]}, the index in mode k of entry e, from 0
   * @param value of each entry, finite
   * @throws IllegalArgumentException if there are fewer than 2 modes, a mode is empty, lengths
   *     differ, an index has no label or a value is not finite
   */
  public static ObservedTensor of(List<Labels> labels, int[][] index, double[] value) {
    check(
        labels.size() >= 2,
        "A tensor needs at least 2 modes, and labels are given for %d",
        labels.size());
    check(
        index.length == labels.size(),
        "%d modes have labels and %d have indices",
        labels.size(),
        index.length);
    for (int k = 0; k < index.length; k++) {
      int size = labels.get(k).size();
      check(size >= 1, "Mode %d has no index; every mode needs one at least", k + 1);
      check(
          index[k].length == value.length,
          "Mode %d has %d indices for %d values",
          k + 1,
          index[k].length,
          value.length);
      for (int e = 0; e < value.length; e++) {
        if (index[k][e] < 0 || index[k][e] >= size) {
          check(false, "Entry %d has index %d in mode %d of %d", e, index[k][e], k + 1, size);
        }
      }
    }
    ObservedTensor tensor = new ObservedTensor(List.copyOf(labels), index, value);
    for (int e = 0; e < value.length; e++) {
      if (!Double.isFinite(value[e])) {
        check(
            false,
            "The entry at %s is %s; values must be finite numbers",
            tensor.place(e),
            value[e]);
      }
    }
    return tensor;
  }

  /**
   * What is known of an array, NaN standing for what is missing.
   *
   * @param array the entries, last index fastest
   * @throws IllegalArgumentException if an entry is infinite
   */
  public static ObservedTensor ofArray(double[] array, int... shape) {
    double cells = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    check(
        cells == array.length,
        "A tensor of shape %s has %.0f entries, not %d",
        Arrays.toString(shape),
        cells,
        array.length);
    int count = 0;
    for (double v : array) {
      count += Double.isNaN(v) ? 0 : 1;
    }
    int[][] index = new int[shape.length][count];
    double[] value = new double[count];
    int[] at = new int[shape.length];
    int e = 0;
    for (double v : array) {
      if (!Double.isNaN(v)) {
        for (int k = 0; k < shape.length; k++) {
          index[k][e] = at[k];
        }
        value[e++] = v;
      }
      for (int k = shape.length - 1; k >= 0 && ++at[k] == shape[k]; k--) {
        at[k] = 0;
      }
    }
    return of(Arrays.stream(shape).mapToObj(Labels::numbered).toList(), index, value);
  }

  /** The number of modes. */
  public int modes() {
    return labels.size();
  }

  /** The number of indices of a mode. */
  public int size(int mode) {
    return labels.get(mode).size();
  }

  public int[] shape() {
    return labels.stream().mapToInt(Labels::size).toArray();
  }

  /** The number of entries that the whole tensor has: exact below 2⁵³, and it never overflows. */
  public double cells() {
    double cells = 1;
    for (Labels one : labels) {
      cells *= one.size();
    }
    return cells;
  }

  /** |Ω|, the number of observed entries. */
  public int count() {
    return value.length;
  }

  /** |Ω| over all entries. */
  public double density() {
    return count() / cells();
  }

  public Labels labels(int mode) {
    return labels.get(mode);
  }

  /** The labels of all modes. */
  public List<Labels> labels() {
    return labels;
  }

  public int index(int mode, int e) {
    return index[mode][e];
  }

  public double value(int e) {
    return value[e];
  }

  /** The indices of all entries in a mode: the storage itself, for kernels; not to be changed. */
  public int[] indexArray(int mode) {
    return index[mode];
  }

  /** The values of all entries: the storage itself, for kernels; not to be changed. */
  public double[] valueArray() {
    return value;
  }

  /** Where entry e is, in words: {@code ('anna', '2021', 'B')}. */
  public String place(int e) {
    StringBuilder text = new StringBuilder("(");
    for (int k = 0; k < modes(); k++) {
      text.append(k == 0 ? "'" : ", '").append(labels.get(k).get(index[k][e])).append('\'');
    }
    return text.append(')').toString();
  }

  /** The entries at these positions, in this order, over the same modes. */
  public ObservedTensor select(int[] chosen) {
    int[][] some = new int[modes()][chosen.length];
    double[] v = new double[chosen.length];
    for (int e = 0; e < chosen.length; e++) {
      for (int k = 0; k < some.length; k++) {
        some[k][e] = index[k][chosen[e]];
      }
      v[e] = value[chosen[e]];
    }
    return new ObservedTensor(labels, some, v);
  }

  /** The same places with other values, finite and as many; the array is shared. */
  public ObservedTensor withValues(double[] values) {
    return of(labels, index, values);
  }

  /**
   * The positions of the entries, sorted by the index in the first of these modes, where that is
   * equal by the next, and so on, and where all are equal in their order: one stable counting sort
   * a mode, linear in the entries.
   */
  public int[] sortedBy(int... modes) {
    int[] at = new int[count()];
    Arrays.setAll(at, e -> e);
    int[] next = new int[at.length];
    for (int d = modes.length - 1; d >= 0; d--) {
      int[] of = index[modes[d]];
      int[] start = new int[size(modes[d]) + 1];
      for (int i : of) {
        start[i + 1]++;
      }
      for (int i = 1; i < start.length; i++) {
        start[i] += start[i - 1];
      }
      for (int e : at) {
        next[start[of[e]]++] = e;
      }
      int[] swap = at;
      at = next;
      next = swap;
    }
    return at;
  }

  /** The number of entries at each index of a mode. */
  public int[] counts(int mode) {
    int[] counts = new int[size(mode)];
    for (int i : index[mode]) {
      counts[i]++;
    }
    return counts;
  }

  /** The shape in words: {@code 438 × 6 × 11}. */
  public String shapeText() {
    StringBuilder text = new StringBuilder();
    for (Labels one : labels) {
      text.append(text.isEmpty() ? "" : " × ").append(one.size());
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "ObservedTensor[" + count() + " of " + shapeText() + "]";
  }
}
