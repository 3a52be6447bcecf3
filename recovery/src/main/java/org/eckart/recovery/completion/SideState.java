package org.eckart.recovery.completion;

/**
 * What is believed of one side (all rows, or all columns) at some point of a fit; positions are by
 * popularity and factors lie at a stride that fills whole SIMD registers, with zeros beyond the
 * rank.
 *
 * @param factor posterior means, {@code size × stride}
 * @param factorVariance posterior variances, {@code size × stride}
 * @param offset posterior means of the offsets, {@code size}
 * @param offsetVariance posterior variances of the offsets, {@code size}
 * @param weight relative precision of each row's noise, mean near 1; all 1 for columns
 * @param precision prior precisions: one for each direction, then zeros up to the stride, then that
 *     of the offsets
 */
record SideState(
    float[] factor,
    float[] factorVariance,
    float[] offset,
    float[] offsetVariance,
    float[] weight,
    float[] precision) {
  int size() {
    return offset.length;
  }

  int stride() {
    return precision.length - 1;
  }
}
