package org.eckart.recovery.loss;

import org.eckart.linalg.RandomStream;

/**
 * Rows, or columns: independent normals for each coordinate.
 *
 * @param rank r
 * @param factor means, m × r
 * @param variance of them, m × r
 * @param offset means, m
 * @param offsetVariance of them, m
 * @param precision of the prior of each direction, and last of the offsets; r + 1
 */
record PosteriorSide(
    int rank,
    double[] factor,
    double[] variance,
    double[] offset,
    double[] offsetVariance,
    double[] precision) {
  /**
   * Of the random start, relative to the prior: enough to break symmetry, too little to be
   * believed.
   */
  private static final double START = 0.3;

  int size() {
    return offset.length;
  }

  static PosteriorSide start(int size, double offsetPrecision) {
    double[] offsetVariance = new double[size];
    return new PosteriorSide(
        0,
        new double[0],
        new double[0],
        new double[size],
        offsetVariance,
        new double[] {offsetPrecision});
  }

  /**
   * With random directions in place of the ones it has; offsets stay.
   *
   * @param directionPrecision of the prior of each direction
   * @param offsetPrecision of the prior of offsets
   */
  PosteriorSide restarted(
      int newRank, double directionPrecision, double offsetPrecision, RandomStream random) {
    double[] newFactor = new double[size() * newRank];
    double[] newVariance = new double[newFactor.length];
    for (int k = 0; k < newFactor.length; k++) {
      newFactor[k] = START * random.nextGaussian() / Math.sqrt(directionPrecision);
      newVariance[k] = 0.1 * START * START / directionPrecision;
    }
    double[] newPrecision = new double[newRank + 1];
    java.util.Arrays.fill(newPrecision, directionPrecision);
    newPrecision[newRank] = offsetPrecision;
    return new PosteriorSide(newRank, newFactor, newVariance, offset, offsetVariance, newPrecision);
  }
}
