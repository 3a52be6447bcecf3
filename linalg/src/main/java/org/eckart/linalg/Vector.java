package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;

/** A vector of doubles that nobody changes. */
public final class Vector {
  private final double[] values;

  private Vector(double[] values) {
    this.values = values;
  }

  /** A vector of these numbers, copied. */
  public static Vector of(double... values) {
    return new Vector(values.clone());
  }

  /** A vector over this array, which the caller gives up: no copy is made. */
  public static Vector wrap(double[] values) {
    return new Vector(values);
  }

  public int size() {
    return values.length;
  }

  public double get(int i) {
    return values[i];
  }

  /** The numbers, copied. */
  public double[] toArray() {
    return values.clone();
  }

  /** The first {@code count} numbers. */
  public Vector first(int count) {
    check(
        count >= 0 && count <= values.length,
        "A vector of %d has no first %d",
        values.length,
        count);
    return new Vector(Arrays.copyOf(values, count));
  }

  /** The largest |xᵢ − yᵢ|. */
  public double distance(Vector other) {
    check(
        size() == other.size(),
        "Vectors of %d and %d numbers cannot be compared",
        size(),
        other.size());
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - other.values[i]));
    }
    return largest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vector that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 12
        ? Arrays.toString(values)
        : "Vector[" + values.length + ": " + values[0] + ", " + values[1] + ", …]";
  }
}
