package org.eckart.bayes.normalproduct;

import java.util.List;

/**
 * What kept draws have beside the rows and columns themselves: one row of numbers for each draw.
 *
 * @param mean of all values, standardised
 * @param precision τ
 * @param freedom ν of the rows' weights; infinite where these are 1
 * @param variance K × 2 q: of each number of a row, then of a column, about what features say
 * @param cutpoints K × (levels − 1)
 * @param rowCoefficients K × features × q, for features in the units they came in; empty without
 * @param columnCoefficients likewise
 */
record DrawNumbers(
    double[] mean,
    double[] precision,
    double[] freedom,
    double[] variance,
    double[] cutpoints,
    float[] rowCoefficients,
    float[] columnCoefficients) {
  static DrawNumbers of(
      List<KeptDraw> draws, int q, boolean offsets, double rowLength, double columnLength) {
    int count = draws.size();
    KeptDraw first = draws.getFirst();
    double[] mean = new double[count];
    double[] precision = new double[count];
    double[] freedom = new double[count];
    double[] variance = new double[count * 2 * q];
    int cuts = first.cutpoints().length;
    double[] cutpoints = new double[count * cuts];
    int ownFirst = first.variance().length / 2;
    float[] ofRows = new float[count * (first.rowCoefficients().length / ownFirst) * q];
    float[] ofColumns = new float[count * (first.columnCoefficients().length / ownFirst) * q];
    for (int t = 0; t < count; t++) {
      KeptDraw draw = draws.get(t);
      mean[t] = draw.mean();
      precision[t] = draw.precision();
      freedom[t] = draw.freedom();
      System.arraycopy(draw.cutpoints(), 0, cutpoints, t * cuts, cuts);
      int own = draw.variance().length / 2;
      for (int side = 0; side < 2; side++) {
        for (int k = 0; k < own; k++) {
          variance[(2 * t + side) * q + place(k, own, q, offsets)] =
              draw.variance()[side * own + k];
        }
      }
      spread(draw.rowCoefficients(), rowLength, ofRows, t, count, own, q, offsets);
      spread(draw.columnCoefficients(), columnLength, ofColumns, t, count, own, q, offsets);
    }
    return new DrawNumbers(mean, precision, freedom, variance, cutpoints, ofRows, ofColumns);
  }

  private static void spread(
      float[] from, double length, float[] to, int t, int count, int own, int q, boolean offsets) {
    int size = to.length / count;
    for (int at = 0; at < from.length; at++) {
      to[t * size + at / own * q + place(at % own, own, q, offsets)] = (float) (from[at] / length);
    }
  }

  /** Where the k-th of a draw's own numbers goes among q: the offset is always last. */
  private static int place(int k, int own, int q, boolean offsets) {
    return offsets && k == own - 1 ? q - 1 : k;
  }

  int draws() {
    return mean.length;
  }
}
