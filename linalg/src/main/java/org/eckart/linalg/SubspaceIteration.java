package org.eckart.linalg;

import org.jspecify.annotations.Nullable;

/** Block randomised subspace iteration on a tall operator; see {@link TruncatedSvd#subspace}. */
final class SubspaceIteration {
  private final Products a;
  private final SubspaceOptions options;
  private final Parallel parallel;
  private final int width;
  private Matrix v; // n × l, orthonormal

  SubspaceIteration(
      Products a, SubspaceOptions options, @Nullable Matrix start, Parallel parallel) {
    this.a = a;
    this.options = options;
    this.parallel = parallel;
    this.width = (int) Math.min((long) options.rank() + options.oversampling(), a.columns());
    Basis basis = new Basis(a.columns(), width, parallel);
    if (start != null) {
      basis.append(start.copy(), 0);
    }
    basis.complete(width, RandomStream.of(options.seed(), "subspace start"));
    this.v = basis.columns(0, basis.size());
  }

  /** Triplets of the scaled operator, as many as were found up to the rank. */
  record Found(Svd triplets, boolean settled, int steps) {}

  Found run() {
    Matrix av = a.times(v);
    for (int steps = 1; ; steps++) {
      Svd ritz = step(av);
      boolean last = steps == options.maxSteps();
      if (ritz.rank() == 0) { // A = 0
        return new Found(ritz, true, steps);
      }
      v = ritz.v();
      av = a.times(v);
      boolean settled = hasSettled(av, ritz);
      if (settled || last) {
        Svd wanted = ritz.truncated(Math.min(options.rank(), ritz.rank()));
        return new Found(wanted, settled, steps);
      }
    }
  }

  /** Triplets on the range of A V: U = orth(A V), and the SVD of Aᵀ U = V′ R. */
  private Svd step(Matrix av) {
    Basis u = new Basis(a.rows(), width, parallel);
    double rounding = Math.ulp(1.0) * (10 + Math.sqrt(a.rows())) * av.frobeniusNorm();
    u.append(av, rounding);
    Basis next = new Basis(a.columns(), width, parallel);
    Basis.Appended r = next.append(a.transposeTimes(u.columns(0, u.size())), rounding);
    Svd[] small = new Svd[1]; // Aᵀ U = V′ R and R = P diag(s) Qᵀ, so A ≈ (U Q) diag(s) (V′ P)ᵀ
    parallel.forEachBlock(1, block -> small[0] = Svd.of(r.added()));
    return new Svd(u.times(small[0].v()), small[0].s(), next.times(small[0].u()));
  }

  /**
   * Whether ‖Av − su‖ ≤ tolerance · s₁ for each wanted triplet; Aᵀu = sv holds but for rounding.
   */
  private boolean hasSettled(Matrix av, Svd ritz) {
    int wanted = Math.min(options.rank(), ritz.rank());
    double[] distances =
        TruncatedSvd.columnDistances(
            av.columns(0, wanted), ritz.u().columns(0, wanted), ritz.s().first(wanted).toArray());
    for (double distance : distances) {
      if (!(distance <= options.tolerance() * ritz.s().get(0))) {
        return false;
      }
    }
    return true;
  }
}
