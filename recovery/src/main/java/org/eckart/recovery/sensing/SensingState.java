package org.eckart.recovery.sensing;

import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it. Factors and losses are
 * in the units of {@link Fidelity}.
 *
 * @param descent steps, factors, the best ones, step size
 * @param measured 𝒜(X) of the factors, m numbers, made again when a checkpoint is read
 */
public record SensingState(Descent descent, double[] measured) {
  static SensingState at(Fidelity fidelity, Descent descent) {
    return new SensingState(descent, fidelity.measured(descent.factors()));
  }

  static SensingState load(Fidelity fidelity, NamedArrays from) {
    return at(fidelity, descent(from));
  }

  NamedArrays save() {
    return save(NamedArrays.builder(), descent).build();
  }

  static NamedArrays.Builder save(NamedArrays.Builder to, Descent descent) {
    boolean symmetric = descent.factors().left() == descent.factors().right();
    to.put(
        "counts",
        new int[] {descent.steps(), descent.halvings(), symmetric ? 1 : 0, descent.damped()});
    to.put("numbers", new double[] {descent.bestLoss(), descent.stepSize(), descent.change()});
    put(to, "", descent.factors(), symmetric);
    put(to, "best.", descent.best(), symmetric);
    return to;
  }

  static Descent descent(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] numbers = from.doubles("numbers");
    boolean symmetric = counts[2] == 1;
    return new Descent(
        counts[0],
        pair(from, "", symmetric),
        pair(from, "best.", symmetric),
        numbers[0],
        numbers[1],
        counts[1],
        numbers[2],
        counts[3]);
  }

  private static void put(
      NamedArrays.Builder to, String prefix, FactorPair pair, boolean symmetric) {
    to.put(prefix + "left", pair.left());
    if (!symmetric) {
      to.put(prefix + "right", pair.right());
    }
  }

  /** Symmetric factors are one object, which operators may notice. */
  private static FactorPair pair(NamedArrays from, String prefix, boolean symmetric) {
    var left = from.matrix(prefix + "left");
    return new FactorPair(left, symmetric ? left : from.matrix(prefix + "right"));
  }
}
