package org.eckart.bayes.chain;

/**
 * Draws of entries, counted and not kept: means, sums of squared distances from them (Welford) and,
 * once there is an {@link EntryFrame}, cells. 16 bytes an entry, 272 with cells.
 *
 * @param count of draws
 * @param mean of each entry
 * @param squares Σ (x − mean)² of each entry
 * @param cells {@value EntryFrame#CELLS} counts an entry, or empty; a chain longer than 65535 draws
 *     counts every k-th
 */
record EntryTally(int count, double[] mean, double[] squares, char[] cells) {
  static EntryTally empty(int entries, boolean counted) {
    return new EntryTally(
        0,
        new double[entries],
        new double[entries],
        new char[counted ? entries * EntryFrame.CELLS : 0]);
  }

  EntryTally copy() {
    return new EntryTally(count, mean.clone(), squares.clone(), cells.clone());
  }

  /** Takes one more draw into these arrays and gives the tally with its count. */
  EntryTally taking(double[] draw) {
    double share = 1.0 / (count + 1);
    for (int k = 0; k < mean.length; k++) {
      double apart = draw[k] - mean[k];
      mean[k] += apart * share;
      squares[k] += apart * (draw[k] - mean[k]);
    }
    return new EntryTally(count + 1, mean, squares, cells);
  }

  void count(EntryFrame frame, double[] draw) {
    for (int k = 0; k < mean.length; k++) {
      cells[k * EntryFrame.CELLS + frame.cell(k, draw[k])]++;
    }
  }
}
