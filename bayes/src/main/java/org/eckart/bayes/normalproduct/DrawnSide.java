package org.eckart.bayes.normalproduct;

import java.util.List;

/**
 * All kept draws of one side, those of a row next to each other: rows × draws × q numbers.
 *
 * @param theta the numbers; where a draw has fewer components than another, zeros
 * @param draws K
 * @param q numbers of a row, its offset last if there is one
 */
record DrawnSide(float[] theta, int draws, int q) {
  static DrawnSide of(List<KeptDraw> draws, boolean ofRows, int rows, int q, boolean offsets) {
    float[] theta = new float[Math.multiplyExact(rows, draws.size() * q)];
    for (int t = 0; t < draws.size(); t++) {
      float[] from = ofRows ? draws.get(t).rows() : draws.get(t).columns();
      int own = from.length / rows;
      int d = offsets ? own - 1 : own;
      for (int i = 0; i < rows; i++) {
        int to = (i * draws.size() + t) * q;
        System.arraycopy(from, i * own, theta, to, d);
        if (offsets) {
          theta[to + q - 1] = from[i * own + d];
        }
      }
    }
    return new DrawnSide(theta, draws.size(), q);
  }

  int rows() {
    return theta.length / (draws * q);
  }

  int from(int row, int draw) {
    return (row * draws + draw) * q;
  }
}
