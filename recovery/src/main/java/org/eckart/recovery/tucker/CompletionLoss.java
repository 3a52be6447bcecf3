package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * ½ p⁻¹ ‖P_Ω(X − Y)‖² for a tensor Y of which a share p is observed; Y and X are never dense.
 *
 * @see ScaledTucker
 */
public final class CompletionLoss implements TuckerLoss {
  private final ObservedTensor entries;
  private final Parallel parallel;
  private @Nullable EntryTree tree;

  private CompletionLoss(ObservedTensor entries, Parallel parallel) {
    this.entries = entries;
    this.parallel = parallel;
  }

  /**
   * @param parallel the threads to work with; stays the caller's to close
   */
  public static CompletionLoss of(ObservedTensor entries, Parallel parallel) {
    if (entries.count() == 0) {
      throw org.eckart.core.InputException.of(
          "no-entries",
          "",
          "There is no observed entry in a %s tensor, so nothing can be completed",
          entries.shapeText());
    }
    return new CompletionLoss(entries, parallel);
  }

  public ObservedTensor entries() {
    return entries;
  }

  private synchronized EntryTree tree() {
    EntryTree made = tree;
    if (made == null) {
      made = EntryTree.of(entries);
      tree = made;
    }
    return made;
  }

  @Override
  public int[] shape() {
    return entries.shape();
  }

  @Override
  public Tucker start(int[] ranks, long seed) {
    return spectralStart(entries, tree(), ranks, seed, parallel);
  }

  /**
   * The leading eigenvectors of the unfoldings' Gram matrices without their diagonals, and the core
   * p⁻¹ (U^{1T}, …, U^{NT}) · P_Ω(Y).
   */
  static Tucker spectralStart(
      ObservedTensor entries, EntryTree tree, int[] ranks, long seed, Parallel parallel) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < ranks.length; k++) {
      factors.add(
          UnfoldingGram.leading(entries, entries.valueArray(), k, ranks[k], seed + k, parallel));
    }
    Tensor core = tree.core(factors, tree.values(), parallel);
    return new Tucker(core.scaled(1 / entries.density()), factors);
  }

  @Override
  public TuckerGradient gradient(Tucker x, int step) {
    double weight = 1 / entries.density();
    TuckerGradient g = tree().gradient(x, tree().values(), parallel);
    return new TuckerGradient(
        0.5 * weight * g.value(),
        g.factors().stream().map(part -> part.scaled(weight)).toList(),
        g.core().scaled(weight));
  }

  @Override
  public boolean isComparable() {
    return true;
  }

  @Override
  public double data() {
    return entries.count();
  }
}
