package org.eckart.bayes.chain;

/**
 * Centre and scale of each entry, learned in the warm-up of all chains: by them draws are counted
 * in cells.
 *
 * <p>Cells lie on both sides of the centre and are 1/16 of the scale wide within one scale of it,
 * 1/8 up to 3, 1/4 up to 7 and 1/2 up to 15; what lies farther is counted in the last cell. The
 * cell is read off the bits of 1 + |x − centre| / scale as a float.
 */
record EntryFrame(double[] centre, double[] scale) {
  /** Cells on either side. */
  static final int SIDE = 64;

  static final int CELLS = 2 * SIDE;
  private static final int SHIFT = 19; // 23 bits of fraction, 4 of them kept: 16 cells an octave
  private static final int ONE = Float.floatToRawIntBits(1f) >> SHIFT;

  static EntryFrame of(EntryTally[] chains) {
    int entries = chains[0].mean().length;
    double[] centre = new double[entries];
    double[] scale = new double[entries];
    long all = 0;
    for (EntryTally chain : chains) {
      all += chain.count();
    }
    for (int k = 0; k < entries; k++) {
      double sum = 0;
      for (EntryTally chain : chains) {
        sum += chain.mean()[k] * chain.count();
      }
      double middle = sum / all;
      double square = 0;
      for (EntryTally chain : chains) {
        double apart = chain.mean()[k] - middle;
        square += chain.squares()[k] + apart * apart * chain.count();
      }
      double sd = Math.sqrt(square / all);
      centre[k] = middle;
      scale[k] = sd > 0 ? sd : Math.max(Math.abs(middle) * 1e-9, 1e-300);
    }
    return new EntryFrame(centre, scale);
  }

  /** Distance from the centre in scales: what a float holds to 1e-7 whatever the data's units. */
  double standardised(int entry, double x) {
    return (x - centre[entry]) / scale[entry];
  }

  /** The inverse of {@link #standardised}. */
  double restored(int entry, double apart) {
    return centre[entry] + scale[entry] * apart;
  }

  /** The cell, 0 to {@value #CELLS} − 1 from left to right. */
  int cell(int entry, double x) {
    double apart = standardised(entry, x);
    int out = (Float.floatToRawIntBits((float) (1 + Math.abs(apart))) >> SHIFT) - ONE;
    int side = Math.min(out, SIDE - 1);
    return apart < 0 ? SIDE - 1 - side : SIDE + side;
  }

  /** The left end of a cell; of {@value #CELLS}, the right end of the last. */
  double edge(int entry, int cell) {
    int out = Math.abs(cell - SIDE);
    float magnitude = Float.intBitsToFloat((out + ONE) << SHIFT) - 1;
    return centre[entry] + Math.signum(cell - SIDE) * magnitude * scale[entry];
  }
}
