package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import java.util.SplittableRandom;
import org.eckart.linalg.Fft;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Randomly chosen coefficients of a two-dimensional orthonormal transform T of X with random signs:
 * 𝒜(X)ₖ = √(N/m) (T(D ∘ X))(pₖ), with N = n₁ n₂, D of ±1 and pₖ a place of the transformed matrix,
 * read row by row. 𝒜 keeps norms on the average, ‖𝒜(X)‖ ≈ ‖X‖. It keeps D and p, N + 4 m bytes; a
 * product takes O(N log N) operations and up to 32 N bytes beside X while it lasts.
 *
 * <p>D and p come from a seed by the SplitMix64 stream u₁, u₂, … of uniforms on [0, 1) ({@link
 * SplittableRandom#nextLong()} shifted right by 11 bits, times 2⁻⁵³), so that a program in another
 * language can make the same measurements: entry i of D, row by row, is +1 if its uᵢ is below ½,
 * else −1; then, from the list 0, 1, …, N − 1, for k = 0, …, m − 1 the entries k and k + ⌊u (N −
 * k)⌋ change places, and pₖ is what then stands at k.
 */
public final class TransformMeasurements implements MeasurementOperator {
  /** Rows a block. */
  private static final int ROWS = 8;

  /** Which transform T. */
  public enum Transform {
    /** The cosine transform of rows and of columns (DCT-II): {@code dctn(x, norm="ortho")}. */
    COSINE,
    /**
     * Real minus imaginary part of the Fourier transform (Hartley): with {@code f = fft2(x,
     * norm="ortho")}, {@code f.real - f.imag}.
     */
    FOURIER
  }

  private final Transform transform;
  private final int rows;
  private final int columns;
  private final byte[] signs;
  private final int[] places;
  private final Plans plans;
  private final Parallel team;

  private TransformMeasurements(
      Transform transform,
      int rows,
      int columns,
      byte[] signs,
      int[] places,
      Plans plans,
      Parallel team) {
    this.transform = transform;
    this.rows = rows;
    this.columns = columns;
    this.signs = signs;
    this.places = places;
    this.plans = plans;
    this.team = team;
  }

  /** The transforms of rows, n long, and of columns, m long; planned once, for every product. */
  private sealed interface Plans {
    record Cosine(CosineTransform ofRows, CosineTransform ofColumns) implements Plans {}

    record Fourier(Fft ofRows, Fft ofColumns) implements Plans {}

    static Plans of(Transform transform, int rows, int columns) {
      return switch (transform) {
        case COSINE -> new Cosine(new CosineTransform(columns), new CosineTransform(rows));
        case FOURIER -> new Fourier(Fft.ofLength(columns), Fft.ofLength(rows));
      };
    }
  }

  /**
   * The measurements that a seed stands for.
   *
   * @param count m, at most n₁ n₂
   */
  public static TransformMeasurements of(
      Transform transform, int rows, int columns, int count, long seed) {
    Shapes.checkShape(rows, columns, count);
    long size = (long) rows * columns;
    check(
        size <= Integer.MAX_VALUE - 8,
        "A %d × %d matrix has %d entries; a transform takes at most 2147483639",
        rows,
        columns,
        size);
    check(
        count <= size,
        "%d measurements were asked of a transform of a %d × %d matrix, which has %d coefficients",
        count,
        rows,
        columns,
        size);
    SplittableRandom random = new SplittableRandom(seed);
    int n = (int) size;
    byte[] signs = new byte[n];
    for (int i = 0; i < n; i++) {
      signs[i] = (byte) (uniform(random) < 0.5 ? 1 : -1);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    int[] places = new int[count];
    for (int k = 0; k < count; k++) {
      int with = k + (int) (uniform(random) * (n - k));
      places[k] = order[with];
      order[with] = order[k];
    }
    return new TransformMeasurements(
        transform, rows, columns, signs, places, Plans.of(transform, rows, columns), Shapes.ALONE);
  }

  private static double uniform(SplittableRandom random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  @Override
  public TransformMeasurements withThreads(Parallel other) {
    return new TransformMeasurements(transform, rows, columns, signs, places, plans, other);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int count() {
    return places.length;
  }

  @Override
  public double[] measure(Matrix x) {
    Shapes.checkMatrix(this, x);
    double[] values = new double[signs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = signs[i] * x.array()[i];
    }
    double[] transformed = transformed(values, true);
    double factor = factor();
    double[] z = new double[places.length];
    for (int k = 0; k < z.length; k++) {
      z[k] = factor * transformed[places[k]];
    }
    return z;
  }

  private double factor() {
    return Math.sqrt((double) signs.length / places.length);
  }

  @Override
  public LinearOperator adjoint(double[] z) {
    return denseAdjoint(z);
  }

  @Override
  public Matrix denseAdjoint(double[] z) {
    Shapes.checkMeasurements(this, z);
    double[] coefficients = new double[signs.length];
    double factor = factor();
    for (int k = 0; k < z.length; k++) {
      coefficients[places[k]] = factor * z[k];
    }
    double[] values = transformed(coefficients, false);
    for (int i = 0; i < values.length; i++) {
      values[i] *= signs[i];
    }
    return Matrix.wrap(rows, columns, values);
  }

  /** T x, or Tᵀ x; the Fourier kind is symmetric. */
  private double[] transformed(double[] x, boolean forward) {
    return switch (plans) {
      case Plans.Cosine(CosineTransform ofRows, CosineTransform ofColumns) -> {
        cosine(ofRows, x, rows, columns, forward);
        double[] t = Matrix.wrap(rows, columns, x).transpose().array();
        cosine(ofColumns, t, columns, rows, forward);
        yield Matrix.wrap(columns, rows, t).transpose().array();
      }
      case Plans.Fourier(Fft ofRows, Fft ofColumns) -> {
        double[] imaginary = new double[x.length];
        fourier(ofRows, x, imaginary, rows, columns);
        double[] real = Matrix.wrap(rows, columns, x).transpose().array();
        imaginary = Matrix.wrap(rows, columns, imaginary).transpose().array();
        fourier(ofColumns, real, imaginary, columns, rows);
        double factor = 1 / Math.sqrt(x.length);
        for (int i = 0; i < real.length; i++) {
          real[i] = factor * (real[i] - imaginary[i]);
        }
        yield Matrix.wrap(columns, rows, real).transpose().array();
      }
    };
  }

  /** Each row of x, m rows of n, by itself. */
  private void cosine(CosineTransform one, double[] x, int m, int n, boolean forward) {
    team.forEachBlock(
        Shapes.blocks(m, ROWS),
        block -> {
          for (int i = block * ROWS; i < Math.min(m, (block + 1) * ROWS); i++) {
            if (forward) {
              one.forward(x, i * n);
            } else {
              one.backward(x, i * n);
            }
          }
        });
  }

  private void fourier(Fft one, double[] real, double[] imaginary, int m, int n) {
    team.forEachBlock(
        Shapes.blocks(m, ROWS),
        block -> {
          double[] a = new double[n];
          double[] b = new double[n];
          for (int i = block * ROWS; i < Math.min(m, (block + 1) * ROWS); i++) {
            System.arraycopy(real, i * n, a, 0, n);
            System.arraycopy(imaginary, i * n, b, 0, n);
            one.forward(a, b);
            System.arraycopy(a, 0, real, i * n, n);
            System.arraycopy(b, 0, imaginary, i * n, n);
          }
        });
  }

  /** Exactly 1: √(N/m) times m of N orthonormal rows. */
  @Override
  public double gain() {
    return 1;
  }

  @Override
  public String toString() {
    return "TransformMeasurements["
        + transform
        + ", "
        + count()
        + " of "
        + rows
        + " × "
        + columns
        + "]";
  }
}
