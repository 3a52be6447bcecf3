package org.eckart.bayes.normalproduct;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * The conditional of one row given the other side: normal with precision τ ZᵀZ + S⁻¹, where each
 * observed entry gives a row (β, 1) of Z. Scratch space of one thread.
 *
 * <p>A row of e entries, no more than half of q, is drawn from its prior and then corrected by a
 * system of e equations (Bhattacharya, Chakraborty &amp; Mallick, Biometrika 103, 2016): O(e² q)
 * instead of O(e q² + q³), and of ratings most columns are such.
 */
final class RowConditional {
  /** Entries that go to BLAS at once. */
  private static final int CHUNK = 64;

  private final int q;
  private final int width;
  private final double[] chunk;
  private final double[] gram;
  private final double[] factor;
  private final double[] right;
  private final double[] own;
  private int filled;

  /** Entries of a row that has few, still in the chunk; −1 of others, which are in the Gram. */
  private int few;

  /**
   * @param q numbers drawn for a row
   */
  RowConditional(int q) {
    this.q = q;
    this.width = q + 1;
    this.chunk = new double[CHUNK * width];
    this.gram = new double[width * width];
    this.factor = new double[q * q];
    this.right = new double[q];
    this.own = new double[q];
  }

  void clear() {
    filled = 0;
    few = 0;
  }

  /**
   * Takes an entry.
   *
   * @param other rows of the other side, with its offset in the last place if there is one
   * @param from where the entry's begins
   * @param target the value, less the mean
   * @param root of the entry's precision relative to τ
   */
  void add(double[] other, int from, boolean offsets, double target, double root) {
    int at = filled * width;
    int d = offsets ? q - 1 : q;
    double t = target;
    for (int k = 0; k < d; k++) {
      chunk[at + k] = root * other[from + k];
    }
    if (offsets) {
      chunk[at + d] = root;
      t -= other[from + d];
    }
    chunk[at + q] = root * t;
    if (++filled == CHUNK) {
      startGram();
      double[] whole = Matrix.wrap(CHUNK, width, chunk).gram().array();
      for (int k = 0; k < whole.length; k++) {
        gram[k] += whole[k];
      }
      filled = 0;
    }
  }

  private void startGram() {
    if (few == 0) {
      java.util.Arrays.fill(gram, 0);
      few = -1;
    }
  }

  /** Adds what has not filled a chunk. */
  void finish() {
    if (few == 0 && 2 * filled <= q && filled < CHUNK) {
      few = filled;
      return;
    }
    startGram();
    int e = 0;
    for (; e + 4 <= filled; e += 4) {
      addFour(e * width);
    }
    for (; e < filled; e++) {
      int at = e * width;
      for (int r = 0; r < width; r++) {
        double a = chunk[at + r];
        int to = r * width;
        for (int c = 0; c <= r; c++) {
          gram[to + c] += a * chunk[at + c];
        }
      }
    }
    filled = 0;
  }

  private void addFour(int first) {
    int second = first + width;
    int third = second + width;
    int fourth = third + width;
    for (int r = 0; r < width; r++) {
      double a = chunk[first + r];
      double b = chunk[second + r];
      double c = chunk[third + r];
      double d = chunk[fourth + r];
      int to = r * width;
      for (int k = 0; k <= r; k++) {
        gram[to + k] +=
            a * chunk[first + k]
                + b * chunk[second + k]
                + c * chunk[third + k]
                + d * chunk[fourth + k];
      }
    }
  }

  /**
   * Draws the row.
   *
   * @param precision τ of this row
   * @param prior its prior mean, or null for 0
   * @param priorFrom where that begins
   * @param variance of each number under the prior
   */
  void draw(
      double precision,
      double @Nullable [] prior,
      int priorFrom,
      double[] variance,
      double[] to,
      int toFrom,
      RandomStream random) {
    if (few >= 0) {
      drawFew(precision, prior, priorFrom, variance, to, toFrom, random);
      return;
    }
    for (int r = 0; r < q; r++) {
      for (int c = 0; c <= r; c++) {
        factor[r * q + c] = precision * gram[r * width + c];
      }
      own[r] = 1 / variance[r];
      factor[r * q + r] += own[r];
      right[r] =
          precision * gram[q * width + r] + (prior == null ? 0 : own[r] * prior[priorFrom + r]);
    }
    decompose(q);
    for (int r = 0; r < q; r++) { // L⁻¹ right, and a standard normal with it
      double sum = right[r];
      for (int c = 0; c < r; c++) {
        sum -= factor[r * q + c] * right[c];
      }
      right[r] = sum / factor[r * q + r];
    }
    for (int r = 0; r < q; r++) {
      right[r] += random.nextGaussian();
    }
    for (int r = q - 1; r >= 0; r--) { // L⁻ᵀ of that
      double x = right[r] / factor[r * q + r];
      to[toFrom + r] = x;
      for (int c = 0; c < r; c++) {
        right[c] -= factor[r * q + c] * x;
      }
    }
  }

  /**
   * A draw θ from the prior and one of the noise make data; what they lack of the true ones, w, is
   * made up for: θ + √τ S Zᵀ (τ Z S Zᵀ + I)⁻¹ w has the conditional's law.
   */
  private void drawFew(
      double precision,
      double @Nullable [] prior,
      int priorFrom,
      double[] variance,
      double[] to,
      int toFrom,
      RandomStream random) {
    for (int r = 0; r < q; r++) {
      double middle = prior == null ? 0 : prior[priorFrom + r];
      to[toFrom + r] = middle + Math.sqrt(variance[r]) * random.nextGaussian();
    }
    double root = Math.sqrt(precision);
    for (int e = 0; e < few; e++) {
      right[e] = root * residual(e, to, toFrom) - random.nextGaussian();
      for (int f = 0; f <= e; f++) {
        double sum = 0;
        for (int r = 0; r < q; r++) {
          sum += variance[r] * chunk[e * width + r] * chunk[f * width + r];
        }
        factor[e * few + f] = precision * sum;
      }
      factor[e * few + e] += 1;
      own[e] = 1;
    }
    decompose(few);
    for (int e = 0; e < few; e++) {
      double sum = right[e];
      for (int f = 0; f < e; f++) {
        sum -= factor[e * few + f] * right[f];
      }
      right[e] = sum / factor[e * few + e];
    }
    for (int e = few - 1; e >= 0; e--) {
      double w = right[e] / factor[e * few + e];
      for (int f = 0; f < e; f++) {
        right[f] -= factor[e * few + f] * w;
      }
      for (int r = 0; r < q; r++) {
        to[toFrom + r] += root * variance[r] * w * chunk[e * width + r];
      }
    }
  }

  /** What entry e of the chunk is above what the row says. */
  private double residual(int e, double[] theta, int from) {
    double sum = chunk[e * width + q];
    for (int r = 0; r < q; r++) {
      sum -= chunk[e * width + r] * theta[from + r];
    }
    return sum;
  }

  /** The lower Cholesky factor, in place. */
  private void decompose(int size) {
    for (int r = 0; r < size; r++) {
      int row = r * size;
      for (int c = 0; c < r; c++) {
        int other = c * size;
        double sum = factor[row + c];
        for (int k = 0; k < c; k++) {
          sum -= factor[row + k] * factor[other + k];
        }
        factor[row + c] = sum / factor[other + c];
      }
      double sum = factor[row + r];
      for (int k = 0; k < r; k++) {
        sum -= factor[row + k] * factor[row + k];
      }
      factor[row + r] = Math.sqrt(Math.max(sum, own[r])); // below the prior's only by rounding
    }
  }

  /** Σ of squared residuals over the row's entries, weighted but without τ. */
  double squares(double[] theta, int from) {
    if (few >= 0) {
      double squares = 0;
      for (int e = 0; e < few; e++) {
        double r = residual(e, theta, from);
        squares += r * r;
      }
      return squares;
    }
    double sum = gram[q * width + q];
    for (int r = 0; r < q; r++) {
      sum += theta[from + r] * (pull(theta, from, r) - gram[q * width + r]);
    }
    return Math.max(0, sum);
  }

  /** Row r of ZᵀZ θ − Zᵀt. */
  private double pull(double[] theta, int from, int r) {
    double sum = 0;
    for (int c = 0; c < q; c++) {
      sum += theta[from + c] * (c <= r ? gram[r * width + c] : gram[c * width + r]);
    }
    return sum - gram[q * width + r];
  }

  /**
   * Adds, for each two of the q numbers, Σ x_k x_l over the row's entries, and behind them Σ r x_k
   * for the residual r; x_k is what the entry receives of the k-th, the offset itself for the last.
   */
  void addMoments(double[] theta, int from, double weight, double[] to) {
    if (few >= 0) {
      addFewMoments(theta, from, weight, to);
      return;
    }
    for (int k = 0; k < q; k++) {
      double own = weight * theta[from + k];
      for (int l = 0; l <= k; l++) {
        to[k * q + l] += own * theta[from + l] * gram[k * width + l];
      }
      to[q * q + k] -= own * pull(theta, from, k);
    }
  }

  private void addFewMoments(double[] theta, int from, double weight, double[] to) {
    for (int e = 0; e < few; e++) {
      double r = weight * residual(e, theta, from);
      for (int k = 0; k < q; k++) {
        right[k] = chunk[e * width + k] * theta[from + k]; // x_k
      }
      for (int k = 0; k < q; k++) {
        double x = weight * right[k];
        for (int l = 0; l <= k; l++) {
          to[k * q + l] += x * right[l];
        }
        to[q * q + k] += r * right[k];
      }
    }
  }
}
