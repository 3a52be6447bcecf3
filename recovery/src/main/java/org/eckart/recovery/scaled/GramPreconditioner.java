package org.eckart.recovery.scaled;

import static org.eckart.linalg.Check.check;

import java.util.Optional;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;

/**
 * K = FᵀF + λI for a factor F, and the solves G K⁻¹ that turn the gradient with respect to the
 * other factor into a scaled one. By Cholesky, never by an inverse; 2 m r² operations a solve.
 *
 * <p>Where FᵀF is singular to working precision (a diagonal ratio of its Cholesky factor below
 * {@value #SINGULAR}) and no damping was asked for, λ = {@value #EMERGENCY} tr(FᵀF)/r is added and
 * {@link #damping()} tells so.
 */
public final class GramPreconditioner {
  static final double SINGULAR = 1e-12;
  static final double EMERGENCY = 1e-6;

  private final int rank;
  private final Optional<Cholesky> cholesky; // empty: F = 0, where every gradient is 0 too
  private final double damping;

  private GramPreconditioner(int rank, Optional<Cholesky> cholesky, double damping) {
    this.rank = rank;
    this.cholesky = cholesky;
    this.damping = damping;
  }

  /**
   * For FᵀF of r × r.
   *
   * @param damping λ ≥ 0
   */
  public static GramPreconditioner ofGram(Matrix gram, double damping) {
    check(damping >= 0, "damping is %s; it must be 0 or more", damping);
    int rank = gram.rows();
    double trace = 0;
    for (int k = 0; k < rank; k++) {
      trace += gram.get(k, k);
    }
    if (trace == 0 && damping == 0) {
      return new GramPreconditioner(rank, Optional.empty(), 0);
    }
    Optional<Cholesky> direct = Cholesky.ifDefinite(shifted(gram, damping));
    if (direct.isPresent() && !isSingular(direct.get())) {
      return new GramPreconditioner(rank, direct, damping);
    }
    double more = damping + EMERGENCY * trace / rank;
    return new GramPreconditioner(rank, Optional.of(Cholesky.of(shifted(gram, more))), more);
  }

  private static boolean isSingular(Cholesky cholesky) {
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int k = 0; k < cholesky.factor().rows(); k++) {
      least = Math.min(least, cholesky.factor().get(k, k));
      largest = Math.max(largest, cholesky.factor().get(k, k));
    }
    return least < SINGULAR * largest;
  }

  private static Matrix shifted(Matrix gram, double damping) {
    if (damping == 0) {
      return gram;
    }
    Matrix shifted = gram.copy();
    for (int k = 0; k < gram.rows(); k++) {
      shifted.set(k, k, gram.get(k, k) + damping);
    }
    return shifted;
  }

  /** λ as it was used. */
  public double damping() {
    return damping;
  }

  /** G K⁻¹ for G of m × r. */
  public Matrix divide(Matrix gradient) {
    check(
        gradient.columns() == rank,
        "A gradient of %d columns does not go with factors of %d",
        gradient.columns(),
        rank);
    return cholesky.isEmpty()
        ? Matrix.zeros(gradient.rows(), rank)
        : cholesky.get().solve(gradient.transpose()).transpose();
  }
}
