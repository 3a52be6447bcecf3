package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A reproducible stream of random numbers, split by what it serves.
 *
 * <p>{@code RandomStream.of(seed, "subspace start")} depends on nothing but the seed and the name;
 * {@link #split} makes an independent stream for a row, a chain or a block. A stream is never
 * shared between threads. Bits come from the JDK's L64X128MixRandom; uniforms and normals are
 * computed here with {@link StrictMath}, so that every JDK gives the same numbers.
 */
public final class RandomStream {
  private static final RandomGeneratorFactory<RandomGenerator> BITS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final long key;
  private final RandomGenerator bits;
  private double spare = Double.NaN;

  private RandomStream(long key) {
    this.key = key;
    this.bits = BITS.create(key);
  }

  /** The stream of {@code seed} that serves {@code purpose}. */
  public static RandomStream of(long seed, String purpose) {
    long key = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      key = mix(key ^ purpose.charAt(i));
    }
    return new RandomStream(key);
  }

  /** An independent stream for part {@code index}; does not depend on what was drawn so far. */
  public RandomStream split(long index) {
    return new RandomStream(mix(key ^ mix(index + 0x632be59bd9b4e019L)));
  }

  /** 64 random bits. */
  public long nextLong() {
    return bits.nextLong();
  }

  /** Uniform on {0, …, bound − 1}, without bias (Lemire's multiply-and-reject). */
  public int nextInt(int bound) {
    Check.check(bound > 0, "bound is %d; it must be above 0", bound);
    long product = (bits.nextLong() >>> 32) * bound;
    if ((product & 0xffffffffL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xffffffffL) < threshold) {
        product = (bits.nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  public double nextUniform() {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  /** Standard normal (Marsaglia's polar method, two at a time). */
  public double nextGaussian() {
    if (!Double.isNaN(spare)) {
      double normal = spare;
      spare = Double.NaN;
      return normal;
    }
    while (true) {
      double x = 2 * nextUniform() - 1;
      double y = 2 * nextUniform() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        return x * factor;
      }
    }
  }

  /** An m × n matrix of independent standard normals. */
  public Matrix gaussian(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    double[] a = matrix.array();
    for (int i = 0; i < a.length; i++) {
      a[i] = nextGaussian();
    }
    return matrix;
  }

  /** A random permutation of 0, …, n − 1, every order equally likely. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * One place at random in each of {@code count} equal stretches of 0, …, {@code length} − 1, in
   * ascending order: a sample of an array that no period of it can fool.
   *
   * @param count 0 to {@code length}
   */
  public int[] oneOfEachStretch(int length, int count) {
    check(
        count >= 0 && count <= length,
        "%d places cannot be cut into %d stretches; take 0 to %d",
        length,
        count,
        length);
    int[] places = new int[count];
    for (int k = 0; k < count; k++) {
      int first = (int) ((long) length * k / count);
      int stretch = (int) ((long) length * (k + 1) / count) - first;
      places[k] = first + nextInt(stretch);
    }
    return places;
  }

  /** SplitMix64's finaliser: a bijection of 64 bits that leaves no visible structure. */
  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
