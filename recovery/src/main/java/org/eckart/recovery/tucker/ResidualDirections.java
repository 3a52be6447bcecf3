package org.eckart.recovery.tucker;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;

/**
 * The directions of a mode that a residual has and a model has not: left singular vectors of its
 * unfolding, taken off those of the model, that stand out of what entries of these sizes would
 * reach without structure. That is found by drawing their signs at random (Hong, Sheng &amp;
 * Dobriban 2020). In a mode of few indices no direction can stand out of the others by its size;
 * there one counts too if what it takes of the tensor, a slice, has structure in the other modes.
 *
 * <p>Cost: 4 n_k Π n_j operations for a mode of up to {@value #LARGEST_GRAM} indices, whose Gram
 * matrix is formed; beyond that Lanczos takes over.
 *
 * @param standing the singular values that stand out, never increasing
 * @param vectors their left vectors, orthogonal to the model's, n_k × as many
 * @param edge the largest singular value without structure
 */
record ResidualDirections(Vector standing, Matrix vectors, double edge) {
  private static final int LARGEST_GRAM = 1500;

  /** Directions looked for at once where no Gram matrix is formed. */
  private static final int MOST = 8;

  /** Above the edge by this factor: two draws of signs differ by less from 10 indices on. */
  private static final double ABOVE_EDGE = 1.15;

  private static final int DRAWS = 2;

  /** In a mode of at most so many indices the slices of directions are looked at. */
  private static final int FEW = 12;

  /** Draws of a slice's signs; it is small. */
  private static final int SLICE_DRAWS = 8;

  /**
   * @param residual 0 where nothing is known
   * @param basis orthonormal columns of the model in this mode, n_k × r_k
   */
  static ResidualDirections of(Tensor residual, int mode, Matrix basis) {
    Svd found = leading(residual.unfolding(mode), basis);
    double edge = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Svd noise = leading(withRandomSigns(residual, draw).unfolding(mode), basis);
      edge = Math.max(edge, noise.s().size() == 0 ? 0 : noise.s().get(0));
    }
    int count = 0;
    while (count < found.s().size() && found.s().get(count) > ABOVE_EDGE * edge) {
      count++;
    }
    if (basis.rows() <= FEW) {
      while (count < found.s().size() && hasStructure(slice(residual, mode, found.u(), count))) {
        count++;
      }
    }
    return new ResidualDirections(found.s().first(count), found.u().columns(0, count), edge);
  }

  /** What a direction takes of the tensor, unfolded along the largest of the other modes. */
  private static Matrix slice(Tensor residual, int mode, Matrix vectors, int direction) {
    Tensor taken = residual.times(mode, vectors.columns(direction, direction + 1).transpose());
    int[] shape = taken.shape();
    int largest = mode == 0 ? 1 : 0;
    for (int k = 0; k < shape.length; k++) {
      largest = k != mode && shape[k] > shape[largest] ? k : largest;
    }
    return taken.unfolding(largest);
  }

  private static boolean hasStructure(Matrix slice) {
    double edge = 0;
    for (int draw = 0; draw < SLICE_DRAWS; draw++) {
      Tensor signed =
          withRandomSigns(Tensor.wrap(slice.array(), slice.rows(), slice.columns()), draw);
      edge = Math.max(edge, norm(signed.unfolding(0)));
    }
    return norm(slice) > ABOVE_EDGE * edge;
  }

  /** ‖M‖₂. */
  private static double norm(Matrix m) {
    Matrix gram = m.columns() < m.rows() ? m.gram() : m.timesTranspose(m);
    return Math.sqrt(Math.max(0, SymmetricEigen.of(gram).values().get(0)));
  }

  /** Leading left singular triplets of (I − Q Qᵀ) M; the right vectors are left out. */
  private static Svd leading(Matrix m, Matrix basis) {
    int free = m.rows() - basis.columns();
    if (m.rows() > LARGEST_GRAM && m.columns() > MOST) {
      Matrix rest = basis.columns() == 0 ? m : m.minus(basis.times(basis.transposeTimes(m)));
      int count = Math.min(MOST, Math.min(free, m.columns()));
      return TruncatedSvd.lanczos(rest, LanczosOptions.rank(count)).triplets();
    }
    Matrix gram = projected(m.timesTranspose(m), basis);
    SymmetricEigen eigen = SymmetricEigen.of(gram);
    int count = Math.min(free, m.columns());
    double[] s = new double[count];
    for (int k = 0; k < count; k++) {
      s[k] = Math.sqrt(Math.max(0, eigen.values().get(k)));
    }
    return new Svd(eigen.vectors().columns(0, count), Vector.wrap(s), Matrix.zeros(0, count));
  }

  /** (I − Q Qᵀ) G (I − Q Qᵀ), symmetric. */
  private static Matrix projected(Matrix gram, Matrix basis) {
    if (basis.columns() == 0) {
      return gram;
    }
    Matrix left = gram.minus(basis.times(basis.transposeTimes(gram)));
    Matrix both = left.minus(left.times(basis).timesTranspose(basis));
    return both.plus(both.transpose()).scaled(0.5);
  }

  private static Tensor withRandomSigns(Tensor tensor, int draw) {
    RandomStream random = RandomStream.of(1, "signs of a tensor's residual").split(draw);
    Tensor signed = tensor.copy();
    double[] a = signed.array();
    long bits = 0;
    for (int i = 0; i < a.length; i++) {
      bits = i % 64 == 0 ? random.nextLong() : bits >>> 1;
      a[i] = (bits & 1) == 0 ? a[i] : -a[i];
    }
    return signed;
  }
}
