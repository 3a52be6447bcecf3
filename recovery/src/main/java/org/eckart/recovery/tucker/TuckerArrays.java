package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/** A Tucker model as named arrays and back, bit for bit: {@code core}, {@code factor1}, … */
public final class TuckerArrays {
  private TuckerArrays() {}

  /** Adds the core and the factors under names that begin with {@code prefix}. */
  public static void put(NamedArrays.Builder to, String prefix, Tucker x) {
    to.put(prefix + "core", x.core().array(), x.core().shape());
    for (int k = 0; k < x.modes(); k++) {
      to.put(prefix + "factor" + (k + 1), x.factor(k));
    }
  }

  /** The model stored under a prefix. */
  public static Tucker get(NamedArrays from, String prefix) {
    NamedArrays.NamedArray core = from.get(prefix + "core");
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < core.shape().length; k++) {
      factors.add(from.matrix(prefix + "factor" + (k + 1)));
    }
    return new Tucker(Tensor.wrap((double[]) core.values(), core.shape()), factors);
  }
}
