package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.SubmatrixNorm;

/**
 * How far from the minimum over all X a factorised fit can be at most.
 *
 * <p>Any S = Σ R_gᵀZ_g that is 0 off Ω with ‖Z_g‖₂ ≤ τ_g proves that no objective is below ⟨S, Y⟩ −
 * ½‖S‖². Here S = sP_Ω(Y − X), and Z_g is the polar part of X_g plus a share τ_g/T_i of what the
 * polar parts leave of S. Off the polar parts' row and column spaces lies only the sparse leftover,
 * so ‖Z_g‖₂ ≤ τ_g + ‖diag(τ_g/T_i)E_g‖₂ would be too coarse; instead the share alone, E_g = S_g
 * τ_g/T_i without polar parts, is also tried, and the better of the two bounds is kept. For one
 * group or one partition the second is exact; where groups overlap both are true and may be loose.
 *
 * @param lowerBound on the minimum of the objective over all X
 * @param gap (objective − lowerBound)/objective
 */
public record FactorCertificate(double lowerBound, double gap) {

  /** The bound that the residual of a fit gives. */
  public static FactorCertificate of(ObservedCells cells, GroupAlsEstimate estimate, long seed) {
    GroupPenalty penalty = estimate.penalty();
    ObservedCells.Side side = cells.byRow();
    double[] residual = new double[cells.count()];
    int r = estimate.rank();
    double squares = 0;
    double inner = 0;
    for (int i = 0; i < cells.rows(); i++) {
      for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
        double fitted =
            Kernels.dot(
                estimate.left().array(), i * r, estimate.right().array(), side.other()[e] * r, r);
        residual[e] = side.value()[e] - fitted;
        squares += residual[e] * residual[e];
        inner += residual[e] * side.value()[e];
      }
    }
    double[] totals = penalty.totals();
    double[] share = new double[totals.length];
    for (int i = 0; i < share.length; i++) {
      share[i] = 1 / totals[i];
    }
    RandomStream random = RandomStream.of(seed, "factor certificate");
    double[] most = new double[penalty.size()];
    cells
        .parallel()
        .forEachBlock(
            penalty.size(),
            g ->
                most[g] =
                    SubmatrixNorm.upper(
                        SubmatrixNorm.rows(cells, residual, penalty.members(g), share),
                        random.split(g)));
    double largest = 0; // ‖diag(τ_g/T_i) S_g‖/τ_g
    for (double one : most) {
      largest = Math.max(largest, one);
    }
    double bound = bound(inner, squares, largest == 0 ? 1 : 1 / largest);
    if (overlaps(penalty) && (long) cells.rows() * cells.columns() <= DENSE) {
      bound = Math.max(bound, bound(inner, squares, polarShare(cells, estimate, residual, share)));
    }
    double gap =
        estimate.objective() > 0
            ? Math.max(0, (estimate.objective() - bound) / estimate.objective())
            : 0;
    return new FactorCertificate(bound, gap);
  }

  private static final long DENSE = 250_000; // cells up to which Z_g is written out

  private static boolean overlaps(GroupPenalty penalty) {
    return penalty.size() > 1 && !penalty.isSeparable();
  }

  private static double bound(double inner, double squares, double most) {
    if (squares == 0) {
      return 0;
    }
    double s = Math.max(0, Math.min(most, inner / squares));
    return s * (inner - s / 2 * squares);
  }

  /** The largest s with s‖Z_g‖₂ ≤ τ_g, for Z_g with polar parts; dense. */
  private static double polarShare(
      ObservedCells cells, GroupAlsEstimate estimate, double[] residual, double[] share) {
    GroupPenalty penalty = estimate.penalty();
    int p = cells.columns();
    GroupSpectra spectra = GroupSpectra.of(estimate.left(), penalty, cells.parallel());
    Matrix left = cells.sparse(residual).toDense();
    Matrix[] polar = new Matrix[penalty.size()];
    for (int g = 0; g < polar.length; g++) {
      int[] members = penalty.members(g);
      Matrix a = Matrix.zeros(members.length, estimate.rank());
      for (int k = 0; k < members.length; k++) {
        System.arraycopy(
            estimate.left().array(),
            members[k] * estimate.rank(),
            a.array(),
            k * estimate.rank(),
            estimate.rank());
      }
      polar[g] = a.times(spectra.polar(g)).timesTranspose(estimate.right());
      for (int k = 0; k < members.length; k++) {
        Kernels.axpy(-1, polar[g].array(), k * p, left.array(), members[k] * p, p);
      }
    }
    double[] most = new double[polar.length];
    cells
        .parallel()
        .forEachBlock(
            polar.length,
            g -> {
              int[] members = penalty.members(g);
              Matrix z = polar[g];
              double tau = penalty.threshold(g);
              for (int k = 0; k < members.length; k++) {
                Kernels.axpy(
                    tau * share[members[k]], left.array(), members[k] * p, z.array(), k * p, p);
              }
              most[g] = org.eckart.linalg.Svd.of(z).s().get(0) / tau;
            });
    double largest = 0;
    for (double one : most) {
      largest = Math.max(largest, one);
    }
    return largest == 0 ? 1 : 1 / largest;
  }
}
