package org.eckart.bench;

import static org.eckart.linalg.Check.check;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;

/**
 * A synthetic table of half-star ratings with heavy-tailed rows and columns, a tenth of it for
 * testing.
 *
 * <p>Pairs (i, j) are drawn with probability ∝ (i + 200)^−0.7 · (j + 50)^−0.9, 15 % more than
 * wanted; of the distinct ones, {@code entries} are kept at random. A rating is 3.6 + bᵢ + cⱼ +
 * 0.35 lᵢ·rⱼ + 0.75 ε rounded to half a star within [0.5, 5], with b ~ N(0, 0.4²), c ~ N(0, 0.5²)
 * and factors of variance sₖ = 0.9 · 0.85ᵏ. Rows and columns are shuffled at the end, so that their
 * order says nothing.
 *
 * <p>Cost: 5 million entries take some two seconds and 300 MB, on one core.
 *
 * @param train entries to fit, in random order; rows and columns are numbered
 * @param test the others, over the same rows and columns
 * @param signal of each test entry: what it would be without noise, rounding and ends; no model can
 *     be expected to do better
 */
public record RatingsLike(ObservedEntries train, ObservedEntries test, double[] signal) {
  private static final double DRAWN = 1.15;
  private static final double TEST_PART = 0.1;
  private static final double NOISE = 0.75;
  private static final double MEAN = 3.6;

  /**
   * Draws a table.
   *
   * @param rows m ≥ 1
   * @param columns n ≥ 1
   * @param entries wanted, train and test together; fewer come if so many distinct pairs were not
   *     drawn
   * @param rank of the part that is neither row's nor column's own
   */
  public static RatingsLike of(int rows, int columns, int entries, int rank, long seed) {
    check(rows >= 1 && columns >= 1, "A table cannot be %d × %d", rows, columns);
    check(
        entries >= 1 && entries <= (1 << 30),
        "entries is %d; it must be from 1 to %d",
        entries,
        1 << 30);
    long[] key = distinctPairs(rows, columns, entries, RandomStream.of(seed, "pairs"));
    int count = Math.min(entries, key.length);
    keepSome(key, count, RandomStream.of(seed, "kept"));

    float[] left = factor(rows, rank, RandomStream.of(seed, "left factor"));
    float[] right = factor(columns, rank, RandomStream.of(seed, "right factor"));
    double[] rowOffset = normals(rows, 0.4, RandomStream.of(seed, "row offsets"));
    double[] columnOffset = normals(columns, 0.5, RandomStream.of(seed, "column offsets"));
    int[] rowTo = RandomStream.of(seed, "row order").permutation(rows);
    int[] columnTo = RandomStream.of(seed, "column order").permutation(columns);
    RandomStream noise = RandomStream.of(seed, "noise");
    RandomStream split = RandomStream.of(seed, "test");
    Columns train = new Columns(count);
    Columns test = new Columns((int) Math.min(count, 1000 + count * TEST_PART * 1.2));
    for (int k = 0; k < count; k++) {
      int i = (int) (key[k] / columns);
      int j = (int) (key[k] % columns);
      double mean = MEAN + rowOffset[i] + columnOffset[j];
      double product = 0;
      for (int d = 0; d < rank; d++) {
        product += left[i * rank + d] * right[j * rank + d];
      }
      mean += 0.35 * product;
      double rating = Math.clamp(Math.rint((mean + NOISE * noise.nextGaussian()) * 2) / 2, 0.5, 5);
      boolean tested = split.nextUniform() < TEST_PART && test.hasRoom();
      (tested ? test : train).add(rowTo[i], columnTo[j], rating, mean);
    }
    return new RatingsLike(
        train.entries(rows, columns),
        test.entries(rows, columns),
        Arrays.copyOf(test.mean, test.count));
  }

  /** The distinct ones among 15 % more pairs than are wanted, as row · n + column, ascending. */
  private static long[] distinctPairs(int rows, int columns, int entries, RandomStream stream) {
    AliasTable row = AliasTable.power(rows, 200, 0.7);
    AliasTable column = AliasTable.power(columns, 50, 0.9);
    long[] key = new long[(int) (entries * DRAWN)];
    RandomStream rowStream = stream.split(0);
    RandomStream columnStream = stream.split(1);
    for (int k = 0; k < key.length; k++) {
      key[k] = (long) row.draw(rowStream) * columns + column.draw(columnStream);
    }
    Arrays.parallelSort(key);
    int distinct = 0;
    for (int k = 0; k < key.length; k++) {
      if (k == 0 || key[k] != key[k - 1]) {
        key[distinct++] = key[k];
      }
    }
    return Arrays.copyOf(key, distinct);
  }

  /** Brings a random choice of {@code count}, in random order, to the front. */
  private static void keepSome(long[] key, int count, RandomStream stream) {
    for (int k = 0; k < count; k++) {
      int other = k + stream.nextInt(key.length - k);
      long kept = key[other];
      key[other] = key[k];
      key[k] = kept;
    }
  }

  private static float[] factor(int size, int rank, RandomStream stream) {
    float[] factor = new float[Math.multiplyExact(size, rank)];
    for (int i = 0; i < size; i++) {
      for (int d = 0; d < rank; d++) {
        factor[i * rank + d] = (float) (stream.nextGaussian() * Math.sqrt(0.9 * Math.pow(0.85, d)));
      }
    }
    return factor;
  }

  private static double[] normals(int size, double deviation, RandomStream stream) {
    double[] normal = new double[size];
    for (int i = 0; i < size; i++) {
      normal[i] = deviation * stream.nextGaussian();
    }
    return normal;
  }

  /** The root mean squared error of the signal itself on the test entries. */
  public double noiseFloor() {
    double squares = 0;
    for (int k = 0; k < signal.length; k++) {
      double e = test.value(k) - signal[k];
      squares += e * e;
    }
    return Math.sqrt(squares / signal.length);
  }

  /** Writes entries as text, a line "row column rating" each, such as {@code 17 4 3.5}. */
  public static void write(ObservedEntries entries, Path file) throws IOException {
    write(entries, file, ' ', "");
  }

  /** Writes entries as text with a separator, after a header line where that is not empty. */
  public static void write(ObservedEntries entries, Path file, char separator, String header)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      if (!header.isEmpty()) {
        out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
      }
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < entries.count(); k++) {
        line.setLength(0);
        line.append(entries.rowLabels().integer(entries.row(k)))
            .append(separator)
            .append(entries.columnLabels().integer(entries.column(k)))
            .append(separator)
            .append(entries.value(k))
            .append('\n');
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** Growing triples. */
  private static final class Columns {
    private final int[] row;
    private final int[] column;
    private final double[] value;
    private final double[] mean;
    private int count;

    Columns(int capacity) {
      row = new int[capacity];
      column = new int[capacity];
      value = new double[capacity];
      mean = new double[capacity];
    }

    boolean hasRoom() {
      return count < row.length;
    }

    void add(int i, int j, double v, double m) {
      row[count] = i;
      column[count] = j;
      value[count] = v;
      mean[count++] = m;
    }

    ObservedEntries entries(int rows, int columns) {
      return ObservedEntries.of(
          Labels.numbered(rows),
          Labels.numbered(columns),
          Arrays.copyOf(row, count),
          Arrays.copyOf(column, count),
          Arrays.copyOf(value, count));
    }
  }
}
