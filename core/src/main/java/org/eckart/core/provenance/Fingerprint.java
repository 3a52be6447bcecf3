package org.eckart.core.provenance;

import java.util.HexFormat;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;

/**
 * 128 bits that tell data apart: other data have another fingerprint, but for a chance of about one
 * in 2⁶⁴ a pair. It guards against accidents, not against forgers.
 *
 * <p>That of {@link ObservedEntries} does not depend on the order of the entries. It does depend on
 * which row and column has which number and label, since a stored state is by number. 5 million
 * entries take some 30 ms.
 */
public record Fingerprint(long high, long low) {
  private static final long ROWS = 0x9ae16a3b2f90404fL; // odd constants that keep parts apart
  private static final long COLUMNS = 0xc3a5c85c97cb3127L;
  private static final long TIMES = 0xb492b66fbe98f273L;

  /** Of entries, their times and the labels of all rows and columns. */
  public static Fingerprint of(ObservedEntries entries) {
    int[] row = entries.rowArray();
    int[] column = entries.columnArray();
    double[] value = entries.valueArray();
    long high = 0;
    long low = 0;
    for (int k = 0; k < value.length; k++) {
      long place = ((long) row[k] << 32) | column[k];
      long hash = mix(mix(place) ^ Double.doubleToRawLongBits(value[k]));
      if (entries.hasTime()) {
        hash = mix(hash ^ mix(Double.doubleToRawLongBits(entries.time(k)) ^ TIMES));
      }
      high += hash; // sums do not mind the order
      low += mix(hash ^ COLUMNS);
    }
    return new Fingerprint(high, low)
        .with(entries.hasTime() ? 1 : 0)
        .with(ROWS ^ hash(entries.rowLabels()))
        .with(COLUMNS ^ hash(entries.columnLabels()));
  }

  /** Of a tensor's entries, whatever their order, and the labels of all modes. */
  public static Fingerprint of(ObservedTensor entries) {
    long high = 0;
    long low = 0;
    for (int e = 0; e < entries.count(); e++) {
      long hash = mix(Double.doubleToRawLongBits(entries.value(e)));
      for (int k = 0; k < entries.modes(); k++) {
        hash = mix(hash ^ mix(entries.index(k, e) + COLUMNS * (k + 1)));
      }
      high += hash; // sums do not mind the order
      low += mix(hash ^ COLUMNS);
    }
    Fingerprint print = new Fingerprint(high, low).with(entries.modes());
    for (int k = 0; k < entries.modes(); k++) {
      print = print.with(ROWS * (k + 1) ^ hash(entries.labels(k)));
    }
    return print;
  }

  /** Of a matrix: its shape and entries, bit for bit. */
  public static Fingerprint of(Matrix matrix) {
    return of(NamedArrays.builder().put("", matrix).build());
  }

  /** Of arrays and texts: names, order, types, shapes and values, bit for bit. */
  public static Fingerprint of(NamedArrays arrays) {
    Fingerprint print = new Fingerprint(0, 0);
    for (String name : arrays.names()) {
      NamedArrays.NamedArray array = arrays.get(name);
      print = print.with(hash(name));
      for (int way : array.shape()) {
        print = print.with(way);
      }
      print = print.with(hash(array.values()));
    }
    for (var text : arrays.texts().entrySet()) {
      print = print.with(hash(text.getKey())).with(hash(text.getValue()));
    }
    return print;
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  private Fingerprint with(long part) {
    return new Fingerprint(mix(high ^ part), mix(low + mix(part ^ ROWS)));
  }

  private static long hash(Labels labels) {
    long hash = mix(labels.size() ^ (labels.areIntegers() ? ROWS : TIMES));
    for (int i = 0; i < labels.size(); i++) {
      hash = mix(hash ^ (labels.areIntegers() ? labels.integer(i) : hash(labels.get(i))));
    }
    return hash;
  }

  private static long hash(String text) {
    long hash = mix(text.length());
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0xff51afd7ed558ccdL; // odd, so no bit is lost
      hash ^= hash >>> 32;
    }
    return mix(hash);
  }

  private static long hash(Object values) {
    long hash;
    switch (values) {
      case double[] v -> {
        hash = mix(8L * v.length);
        for (double x : v) {
          hash = mix(hash ^ Double.doubleToRawLongBits(x));
        }
      }
      case float[] v -> {
        hash = mix(8L * v.length + 1);
        for (float x : v) {
          hash = mix(hash ^ Float.floatToRawIntBits(x));
        }
      }
      case long[] v -> {
        hash = mix(8L * v.length + 2);
        for (long x : v) {
          hash = mix(hash ^ x);
        }
      }
      case int[] v -> {
        hash = mix(8L * v.length + 3);
        for (int x : v) {
          hash = mix(hash ^ x);
        }
      }
      default -> throw new IllegalStateException("NamedArrays holds " + values.getClass());
    }
    return hash;
  }

  /** SplitMix64's finaliser: a bijection of 64 bits that leaves no visible structure. */
  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
