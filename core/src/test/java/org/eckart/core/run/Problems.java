package org.eckart.core.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Small problems of one kind that every algorithm must cope with, made anew each time.
 *
 * @param byName the problems, 1 × 1 and zero among them
 * @param notFinite a problem that holds a NaN; making it may be refused already
 * @param fingerprint tells whether a problem was changed
 */
public record Problems<P>(
    SequencedMap<String, Supplier<P>> byName,
    Supplier<P> notFinite,
    Function<P, Fingerprint> fingerprint) {
  public Problems {
    byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
  }

  /** Observed entries of small matrices of rank 2 with noise, wide, tall, and degenerate ones. */
  public static Problems<ObservedEntries> ofEntries() {
    SequencedMap<String, Supplier<ObservedEntries>> all = new LinkedHashMap<>();
    all.put("1 × 1", () -> entries(1, 1, 1, (_, _) -> 3));
    all.put("zero", () -> entries(6, 5, 0.7, (_, _) -> 0));
    all.put("constant", () -> entries(6, 5, 0.7, (_, _) -> 4));
    all.put("one row", () -> entries(1, 8, 0.9, (_, j) -> j));
    all.put("one column", () -> entries(8, 1, 0.9, (i, _) -> i));
    all.put("tall", () -> entries(30, 7, 0.5, rankTwo(30, 7)));
    all.put("wide, with empty rows", () -> entries(9, 40, 0.05, rankTwo(9, 40)));
    return new Problems<>(
        all,
        () ->
            ObservedEntries.of(
                Labels.numbered(2),
                Labels.numbered(2),
                new int[] {0, 1},
                new int[] {0, 1},
                new double[] {1, Double.NaN}),
        Fingerprint::of);
  }

  /** Square symmetric matrices. */
  public static Problems<Matrix> ofSymmetricMatrices() {
    SequencedMap<String, Supplier<Matrix>> all = new LinkedHashMap<>();
    all.put("1 × 1", () -> Matrix.of(new double[][] {{-2}}));
    all.put("zero", () -> Matrix.zeros(4, 4));
    all.put("random", () -> symmetric(7));
    return new Problems<>(
        all, () -> Matrix.of(new double[][] {{1, Double.NaN}, {Double.NaN, 1}}), Fingerprint::of);
  }

  /** Dense matrices, every entry known. */
  public static Problems<Matrix> ofMatrices() {
    SequencedMap<String, Supplier<Matrix>> all = new LinkedHashMap<>();
    all.put("1 × 1", () -> Matrix.of(new double[][] {{-2}}));
    all.put("zero", () -> Matrix.zeros(5, 4));
    all.put("tall", () -> RandomStream.of(1, "tall problem").gaussian(20, 6));
    all.put("wide", () -> RandomStream.of(2, "wide problem").gaussian(5, 30));
    return new Problems<>(
        all, () -> Matrix.of(new double[][] {{1, Double.NaN}, {2, 3}}), Fingerprint::of);
  }

  /** The same problems in the form that an algorithm takes them. */
  public <Q> Problems<Q> as(Function<P, Q> form, Function<Q, Fingerprint> formFingerprint) {
    SequencedMap<String, Supplier<Q>> all = new LinkedHashMap<>();
    for (Map.Entry<String, Supplier<P>> one : byName.entrySet()) {
      all.put(one.getKey(), () -> form.apply(one.getValue().get()));
    }
    return new Problems<>(all, () -> form.apply(notFinite.get()), formFingerprint);
  }

  /** One more problem. */
  public Problems<P> and(String name, Supplier<P> problem) {
    SequencedMap<String, Supplier<P>> all = new LinkedHashMap<>(byName);
    all.put(name, problem);
    return new Problems<>(all, notFinite, fingerprint);
  }

  /** These problems but for some that the method refuses; say why where you leave one out. */
  public Problems<P> without(String... names) {
    SequencedMap<String, Supplier<P>> all = new LinkedHashMap<>(byName);
    for (String name : names) {
      if (all.remove(name) == null) {
        throw new IllegalArgumentException("There is no problem '" + name + "' in " + byName);
      }
    }
    return new Problems<>(all, notFinite, fingerprint);
  }

  private interface Entry {
    double at(int i, int j);
  }

  private static Entry rankTwo(int rows, int columns) {
    RandomStream random = RandomStream.of(3, "entries problem");
    Matrix left = random.gaussian(rows, 2);
    Matrix right = random.gaussian(columns, 2);
    Matrix noise = random.gaussian(rows, columns);
    return (i, j) ->
        3
            + left.get(i, 0) * right.get(j, 0)
            + left.get(i, 1) * right.get(j, 1)
            + 0.1 * noise.get(i, j);
  }

  private static ObservedEntries entries(int rows, int columns, double density, Entry entry) {
    RandomStream random = RandomStream.of(4, "places of the entries problem");
    int count = Math.max(1, (int) (density * rows * columns));
    int[] cells = random.permutation(rows * columns);
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k = 0; k < count; k++) {
      row[k] = cells[k] / columns;
      column[k] = cells[k] % columns;
      value[k] = entry.at(row[k], column[k]);
    }
    return ObservedEntries.of(Labels.numbered(rows), Labels.numbered(columns), row, column, value);
  }

  private static Matrix symmetric(int n) {
    Matrix b = RandomStream.of(5, "symmetric problem").gaussian(n, n);
    Matrix a = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, b.get(i, j) + b.get(j, i));
      }
    }
    return a;
  }
}
