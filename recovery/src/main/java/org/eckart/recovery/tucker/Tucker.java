package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;

/**
 * A tensor of multilinear rank (r₁, …, r_N) in Tucker form, X = (U¹, …, U^N) · S: the core S
 * multiplied in each mode k by a factor U^k. The tensor itself is never needed; what one asks of it
 * is read off the factors.
 *
 * @param core S, r₁ × … × r_N
 * @param factors U^k, n_k × r_k; any columns, orthonormal after {@link #orthonormal}
 */
public record Tucker(Tensor core, List<Matrix> factors) {
  public Tucker {
    factors = List.copyOf(factors);
    check(
        core.modes() == factors.size(),
        "A core of %d modes does not go with %d factors",
        core.modes(),
        factors.size());
    for (int k = 0; k < factors.size(); k++) {
      check(
          factors.get(k).columns() == core.size(k),
          "Factor %d has %d columns and the core %d indices in that mode",
          k + 1,
          factors.get(k).columns(),
          core.size(k));
    }
  }

  /** The zero tensor of rank (1, …, 1). */
  public static Tucker zero(int... shape) {
    List<Matrix> factors = new ArrayList<>();
    for (int n : shape) {
      factors.add(Matrix.zeros(n, 1));
    }
    int[] ones = new int[shape.length];
    Arrays.fill(ones, 1);
    return new Tucker(Tensor.zeros(ones), factors);
  }

  public int modes() {
    return factors.size();
  }

  /** n₁, …, n_N. */
  public int[] shape() {
    return factors.stream().mapToInt(Matrix::rows).toArray();
  }

  /** r₁, …, r_N. */
  public int[] ranks() {
    return core.shape();
  }

  public Matrix factor(int mode) {
    return factors.get(mode);
  }

  /** Σ_k r_k (n_k − r_k) + Π r_k: how many numbers fix a tensor of this shape and rank. */
  public static double freeNumbers(int[] shape, int[] ranks) {
    double free = 1;
    for (int r : ranks) {
      free *= r;
    }
    for (int k = 0; k < shape.length; k++) {
      free += (double) ranks[k] * (shape[k] - ranks[k]);
    }
    return free;
  }

  /** The entry at these indices; Π r_k multiplications and less. */
  public double at(int... index) {
    double[] part = core.array();
    int size = part.length;
    for (int k = 0; k < modes(); k++) {
      Matrix u = factors.get(k);
      int rank = u.columns();
      int rest = size / rank;
      double[] next = new double[rest];
      for (int a = 0; a < rank; a++) {
        double weight = u.get(index[k], a);
        for (int b = 0; b < rest; b++) {
          next[b] += weight * part[a * rest + b];
        }
      }
      part = next;
      size = rest;
    }
    return part[0];
  }

  /** The whole tensor, dense: 8 Π n_k bytes. */
  public Tensor tensor() {
    Tensor x = core;
    for (int k = 0; k < modes(); k++) {
      x = x.times(k, factors.get(k));
    }
    return x;
  }

  /**
   * The dense block of indices {@code from[k]} up to but not including {@code to[k]} in each mode.
   */
  public Tensor block(int[] from, int[] to) {
    Tensor x = core;
    for (int k = 0; k < modes(); k++) {
      x = x.times(k, factors.get(k).rows(from[k], to[k]));
    }
    return x;
  }

  /** M_k(S) (⊗_{j≠k} Gʲ) M_k(S)ᵀ, r_k × r_k, for one symmetric matrix Gʲ a mode. */
  Matrix coreGram(int mode, List<Matrix> grams) {
    Tensor weighted = core;
    for (int j = 0; j < modes(); j++) {
      if (j != mode) {
        weighted = weighted.times(j, grams.get(j));
      }
    }
    return core.unfolding(mode).timesTranspose(weighted.unfolding(mode));
  }

  /**
   * The Gram matrix Ŭᵀ Ŭ of the other side of the mode-k unfolding X_(k) = U^k Ŭᵀ, r_k × r_k; from
   * the factors' Gram matrices and the core, the Π_{j≠k} n_j rows of Ŭ are not formed.
   */
  public Matrix otherGram(int mode) {
    return coreGram(mode, factors.stream().map(Matrix::gram).toList());
  }

  /** ‖X‖, exact also where it is far below the size of the factors. */
  public double frobeniusNorm() {
    Tensor small = core;
    for (int k = 0; k < modes(); k++) {
      small = small.times(k, Qr.of(factors.get(k)).r());
    }
    return small.frobeniusNorm();
  }

  /** This tensor minus another, in Tucker form of rank r + r′. */
  public Tucker minus(Tucker other) {
    check(
        Arrays.equals(shape(), other.shape()),
        "Tensors of shapes %s and %s do not match",
        Arrays.toString(shape()),
        Arrays.toString(other.shape()));
    int[] ranks = ranks();
    int[] more = other.ranks();
    int[] sum = new int[ranks.length];
    List<Matrix> joined = new ArrayList<>();
    for (int k = 0; k < sum.length; k++) {
      sum[k] = ranks[k] + more[k];
      joined.add(factors.get(k).beside(other.factors.get(k)));
    }
    Tensor both = Tensor.zeros(sum);
    Cores.place(core, both, new int[sum.length], 1);
    Cores.place(other.core, both, ranks, -1);
    return new Tucker(both, joined);
  }

  /** ‖X − Y‖ / ‖Y‖ for a tensor Y that is not 0. */
  public double relativeError(Tucker truth) {
    return minus(truth).frobeniusNorm() / truth.frobeniusNorm();
  }

  /**
   * The same tensor with orthonormal factors and an all-orthogonal core whose slices in each mode
   * fall in norm: its higher-order SVD. Modes of rank r_k above n_k lose the columns too many.
   *
   * <p>Source: De Lathauwer, De Moor &amp; Vandewalle, SIAM J. Matrix Anal. Appl. 21 (2000).
   */
  public Tucker orthonormal() {
    Tensor small = core;
    List<Matrix> bases = new ArrayList<>();
    for (int k = 0; k < modes(); k++) {
      Qr qr = Qr.of(factors.get(k));
      bases.add(qr.q());
      small = small.times(k, qr.r());
    }
    return new Tucker(small, bases).allOrthogonal();
  }

  /** Rotates core and factors so that the core's slices are orthogonal and fall in norm. */
  Tucker allOrthogonal() {
    List<Matrix> rotated = new ArrayList<>();
    List<Matrix> turns = new ArrayList<>();
    for (int k = 0; k < modes(); k++) {
      Matrix turn = Cores.leftVectors(core.unfolding(k));
      turns.add(turn);
      rotated.add(factors.get(k).times(turn));
    }
    Tensor turned = core;
    for (int k = 0; k < modes(); k++) {
      turned = turned.transposeTimes(k, turns.get(k));
    }
    return new Tucker(turned, rotated);
  }

  /** The singular values of the unfolding in each mode, r_k of them, never increasing. */
  public List<Vector> spectra() {
    Tensor small = core;
    for (int k = 0; k < modes(); k++) {
      small = small.times(k, Qr.of(factors.get(k)).r());
    }
    List<Vector> spectra = new ArrayList<>();
    for (int k = 0; k < modes(); k++) {
      Vector s = Svd.of(small.unfolding(k)).s();
      spectra.add(Vector.wrap(Arrays.copyOf(s.toArray(), small.size(k))));
    }
    return spectra;
  }

  /** The leading part of {@link #orthonormal} of these ranks, each at most the present one. */
  public Tucker truncated(int... ranks) {
    Tucker whole = orthonormal();
    List<Matrix> leading = new ArrayList<>();
    for (int k = 0; k < modes(); k++) {
      leading.add(whole.factor(k).columns(0, ranks[k]));
    }
    return new Tucker(Cores.corner(whole.core, ranks), leading);
  }

  /** c X. */
  public Tucker scaled(double factor) {
    return new Tucker(core.scaled(factor), factors);
  }
}
