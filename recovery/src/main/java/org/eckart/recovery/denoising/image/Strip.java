package org.eckart.recovery.denoising.image;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.recovery.denoising.StandardLoss;
import org.eckart.recovery.spiked.Spike;
import org.eckart.recovery.spiked.SpikedModel;

/** The groups whose reference patches begin in some rows of the image, and what they add to it. */
final class Strip {
  private final Matrix noisy;
  private final Matrix guide;
  private final int side;
  private final int groupSize;
  private final int radius;
  private final int step;
  private final double level;
  private final int from;
  private final int to;
  private final int firstRow; // of the image rows that the sums cover
  private final double[] sum;
  private final double[] weight;
  private int groups;
  private long ranks;

  /**
   * @param noisy image of which groups are made
   * @param guide image in which patches are compared
   * @param from first row in which reference patches begin
   * @param to one beyond the last
   */
  Strip(Matrix noisy, Matrix guide, PatchOptions options, double level, int from, int to) {
    this.noisy = noisy;
    this.guide = guide;
    this.side = options.patchSize();
    this.groupSize = options.groupSize();
    this.radius = Math.min(options.searchRadius(), Math.max(noisy.rows(), noisy.columns()));
    this.step = options.step();
    this.level = level;
    this.from = from;
    this.to = to;
    this.firstRow = Math.max(0, from - radius);
    int lastRow = Math.min(noisy.rows(), to + radius + side);
    this.sum = new double[(lastRow - firstRow) * noisy.columns()];
    this.weight = new double[sum.length];
  }

  int groups() {
    return groups;
  }

  long ranks() {
    return ranks;
  }

  Strip work() {
    int down = noisy.rows() - side;
    int across = noisy.columns() - side;
    for (int i = from; i < to; i++) {
      if (i % step != 0 && i != down) { // the last row and column of places are references too
        continue;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("The denoising was interrupted");
      }
      for (int j = 0; j <= across; j++) {
        if (j % step == 0 || j == across) {
          group(i, j);
        }
      }
    }
    return this;
  }

  void addTo(double[] allSums, double[] allWeights) {
    int offset = firstRow * noisy.columns();
    for (int k = 0; k < sum.length; k++) {
      allSums[offset + k] += sum[k];
      allWeights[offset + k] += weight[k];
    }
  }

  private void group(int row, int column) {
    int[] places = alike(row, column);
    int n = noisy.columns();
    int d = side * side;
    Matrix group = Matrix.zeros(d, places.length); // a patch a column
    for (int k = 0; k < places.length; k++) {
      for (int p = 0; p < d; p++) {
        group.set(p, k, noisy.array()[places[k] + p / side * n + p % side]);
      }
    }
    Matrix shrunk = shrunk(group);
    int offset = firstRow * n;
    for (int k = 0; k < places.length; k++) {
      for (int p = 0; p < d; p++) {
        int at = places[k] + p / side * n + p % side - offset;
        sum[at] += confidence * shrunk.get(p, k);
        weight[at] += confidence;
      }
    }
    groups++;
  }

  private double confidence; // of the group just shrunk

  /**
   * U diag(t/s) Uᵀ G for the weights t of the singular values s of G, from the eigenvectors U of
   * its smaller Gram matrix. What is left of the noise is about σ² Σ (t/s)², and the confidence is
   * its inverse.
   */
  private Matrix shrunk(Matrix group) {
    boolean wide = group.rows() <= group.columns();
    SymmetricEigen eigen = SymmetricEigen.of((wide ? group.transpose() : group).gram());
    SpikedModel model = SpikedModel.of(group.rows(), group.columns());
    double unit = level * Math.sqrt(group.columns());
    int rank = 0;
    double kept = 0;
    double[] factors = new double[eigen.values().size()];
    while (rank < factors.length) {
      double value = Math.sqrt(Math.max(0, eigen.values().get(rank))) / unit;
      Spike spike = model.ofValue(value);
      if (!spike.isVisible()) {
        break;
      }
      factors[rank] = StandardLoss.FROBENIUS.shrunk(spike) / value;
      kept += factors[rank] * factors[rank];
      rank++;
    }
    ranks += rank;
    confidence = 1 / Math.max(1, kept);
    Matrix u = eigen.vectors().columns(0, rank);
    Matrix scaled = u.columnsScaled(org.eckart.linalg.Vector.wrap(Arrays.copyOf(factors, rank)));
    return wide ? scaled.times(u.transposeTimes(group)) : group.times(scaled).timesTranspose(u);
  }

  /** Where the patches most like this one begin, itself among them, nearest in the image first. */
  private int[] alike(int row, int column) {
    int n = guide.columns();
    double[] a = guide.array();
    int top = Math.max(0, row - radius);
    int bottom = Math.min(guide.rows() - side, row + radius);
    int left = Math.max(0, column - radius);
    int right = Math.min(n - side, column + radius);
    int count = (bottom - top + 1) * (right - left + 1);
    double[] distance = new double[count];
    int reference = row * n + column;
    int at = 0;
    for (int i = top; i <= bottom; i++) {
      for (int j = left; j <= right; j++) {
        int start = i * n + j;
        double squares = 0;
        for (int p = 0; p < side; p++) {
          int x = reference + p * n;
          int y = start + p * n;
          for (int q = 0; q < side; q++) {
            double difference = a[x + q] - a[y + q];
            squares += difference * difference;
          }
        }
        distance[at++] = squares;
      }
    }
    int wanted = Math.min(groupSize, count);
    double[] sorted = distance.clone();
    Arrays.sort(sorted);
    double limit = sorted[wanted - 1];
    int[] places = new int[wanted];
    int found = 0;
    int ties = 0; // at the limit itself, as many as there is room for
    for (double value : sorted) {
      ties += value < limit ? 1 : 0;
    }
    ties = wanted - ties;
    for (int k = 0; k < count && found < wanted; k++) {
      if (distance[k] < limit || (distance[k] == limit && ties-- > 0)) {
        places[found++] = (top + k / (right - left + 1)) * n + left + k % (right - left + 1);
      }
    }
    return places;
  }
}
