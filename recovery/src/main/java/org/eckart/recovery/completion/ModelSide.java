package org.eckart.recovery.completion;

import org.eckart.core.store.NamedArrays;

/**
 * One side of a finished model, in the order of the data's labels, in standardised units.
 *
 * @param factor posterior means, {@code size × rank}
 * @param factorVariance posterior variances, {@code size × rank}
 * @param offset posterior means of the offsets
 * @param offsetVariance posterior variances of the offsets
 * @param weight relative precision of the noise
 * @param precision prior precisions of the directions, then that of the offset
 * @param count observed entries
 */
record ModelSide(
    float[] factor,
    float[] factorVariance,
    float[] offset,
    float[] offsetVariance,
    float[] weight,
    float[] precision,
    int[] count) {
  int rank() {
    return precision.length - 1;
  }

  int size() {
    return offset.length;
  }

  /** Takes a fitted side out of popularity order and off its stride. */
  static ModelSide of(SideState state, int rank, int[] place, int[] count) {
    int size = place.length;
    ModelSide side =
        new ModelSide(
            new float[size * rank],
            new float[size * rank],
            new float[size],
            new float[size],
            new float[size],
            new float[rank + 1],
            count);
    for (int i = 0; i < size; i++) {
      int p = place[i];
      System.arraycopy(state.factor(), p * state.stride(), side.factor, i * rank, rank);
      System.arraycopy(
          state.factorVariance(), p * state.stride(), side.factorVariance, i * rank, rank);
      side.offset[i] = state.offset()[p];
      side.offsetVariance[i] = state.offsetVariance()[p];
      side.weight[i] = state.weight()[p];
    }
    System.arraycopy(state.precision(), 0, side.precision, 0, rank);
    side.precision[rank] = state.precision()[state.stride()];
    return side;
  }

  /** This side as a fit has it, at a stride and in its own order. */
  SideState state(int stride) {
    int rank = rank();
    float[] f = new float[size() * stride];
    float[] v = new float[size() * stride];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(factor, i * rank, f, i * stride, rank);
      System.arraycopy(factorVariance, i * rank, v, i * stride, rank);
    }
    float[] p = new float[stride + 1];
    System.arraycopy(precision, 0, p, 0, rank);
    p[stride] = precision[rank];
    return new SideState(f, v, offset, offsetVariance, weight, p);
  }

  /** Prior variance of direction k: all that is known of a row never seen. */
  double priorVariance(int k) {
    return precision[k] > 0 ? 1.0 / precision[k] : 0;
  }

  void save(NamedArrays.Builder to, String prefix) {
    to.put(prefix + "factor", factor, size(), rank());
    to.put(prefix + "factor_variance", factorVariance, size(), rank());
    to.put(prefix + "offset", offset);
    to.put(prefix + "offset_variance", offsetVariance);
    to.put(prefix + "weight", weight);
    to.put(prefix + "precision", precision);
    to.put(prefix + "count", count);
  }

  static ModelSide load(NamedArrays from, String prefix) {
    return new ModelSide(
        from.floats(prefix + "factor"),
        from.floats(prefix + "factor_variance"),
        from.floats(prefix + "offset"),
        from.floats(prefix + "offset_variance"),
        from.floats(prefix + "weight"),
        from.floats(prefix + "precision"),
        from.ints(prefix + "count"));
  }
}
