package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/** Takes a fitted model to another multilinear rank, to go on from there. */
final class RankChange {
  private RankChange() {}

  /**
   * The model at these ranks: directions too many are dropped, weakest first; those missing are the
   * leading ones of what the model leaves of the entries, with the core entries that the entries
   * suggest on average.
   */
  static Tucker to(int[] ranks, Tucker x, TuckerCompletionProblem.Prepared data, long seed) {
    if (x.core().largestMagnitude() == 0) {
      return CompletionLoss.spectralStart(data.fitted(), data.tree(), ranks, seed, data.parallel());
    }
    int[] kept = x.ranks();
    for (int k = 0; k < kept.length; k++) {
      kept[k] = Math.min(kept[k], ranks[k]);
    }
    Tucker base = data.weighting().normalised(x);
    List<Matrix> leading = new ArrayList<>();
    for (int k = 0; k < kept.length; k++) {
      leading.add(base.factor(k).columns(0, kept[k]));
    }
    base = new Tucker(Cores.corner(base.core(), kept), leading);
    return java.util.Arrays.equals(kept, ranks) ? base : grown(ranks, base, data, seed);
  }

  private static Tucker grown(
      int[] ranks, Tucker x, TuckerCompletionProblem.Prepared data, long seed) {
    double[] residual = data.tree().predictions(x, data.parallel());
    double[] y = data.tree().values();
    for (int e = 0; e < y.length; e++) {
      residual[e] = y[e] - residual[e];
    }
    double[] given = data.tree().inGivenOrder(residual);
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < ranks.length; k++) {
      int more = ranks[k] - x.factor(k).columns();
      Matrix u = x.factor(k);
      if (more > 0) {
        Matrix found =
            UnfoldingGram.leading(data.fitted(), given, k, more, seed + k, data.parallel());
        found = found.scaled(Math.sqrt(found.rows())); // as large as the other columns
        u = u.beside(found.minus(data.weighting().inside(k, u, found)));
      }
      factors.add(u);
    }
    Tensor core =
        data.tree().core(factors, residual, data.parallel()).scaled(1.0 / data.tree().count());
    Cores.place(x.core(), core, new int[ranks.length], 1);
    return new Tucker(core, factors);
  }
}
