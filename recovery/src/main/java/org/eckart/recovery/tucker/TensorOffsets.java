package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Vector;

/**
 * What a tensor's entries are by their single indices: μ + Σ_k b^k of the entry's index in mode k.
 *
 * @param mean μ
 * @param levels b^k, n_k numbers a mode; 0 where an index has no entry
 */
public record TensorOffsets(double mean, List<Vector> levels) {
  private static final int PASSES = 20;

  /** A level of n_i entries is drawn towards 0 as by so many entries there. */
  private static final double SHRINK = 1;

  public TensorOffsets {
    levels = List.copyOf(levels);
  }

  /** No offsets: all 0. */
  public static TensorOffsets none(int... shape) {
    List<Vector> levels = new ArrayList<>();
    for (int n : shape) {
      levels.add(Vector.wrap(new double[n]));
    }
    return new TensorOffsets(0, levels);
  }

  /**
   * By {@value #PASSES} passes that fit mode after mode to what the others leave; modes of size 1
   * have no level of their own.
   */
  public static TensorOffsets of(ObservedTensor entries) {
    int count = entries.count();
    double mean = 0;
    for (double v : entries.valueArray()) {
      mean += v / count;
    }
    double[] left = new double[count];
    for (int e = 0; e < count; e++) {
      left[e] = entries.value(e) - mean;
    }
    double[][] levels = new double[entries.modes()][];
    int[][] counts = new int[entries.modes()][];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = new double[entries.size(k)];
      counts[k] = entries.counts(k);
    }
    for (int pass = 0; pass < PASSES; pass++) {
      for (int k = 0; k < levels.length; k++) {
        if (entries.size(k) > 1) {
          refit(entries.indexArray(k), counts[k], levels[k], left);
        }
      }
    }
    return new TensorOffsets(mean, Arrays.stream(levels).map(Vector::wrap).toList());
  }

  private static void refit(int[] index, int[] counts, double[] level, double[] left) {
    double[] change = new double[level.length];
    for (int e = 0; e < left.length; e++) {
      change[index[e]] += left[e];
    }
    for (int i = 0; i < level.length; i++) {
      double next = (change[i] + counts[i] * level[i]) / (counts[i] + SHRINK);
      change[i] = next - level[i];
      level[i] = next;
    }
    for (int e = 0; e < left.length; e++) {
      left[e] -= change[index[e]];
    }
  }

  /** Whether they add nothing anywhere, as where none were taken out. */
  public boolean isZero() {
    return mean == 0
        && levels.stream().allMatch(level -> Arrays.stream(level.toArray()).allMatch(b -> b == 0));
  }

  /** The offset at these indices. */
  public double at(int... index) {
    double sum = mean;
    for (int k = 0; k < index.length; k++) {
      sum += levels.get(k).get(index[k]);
    }
    return sum;
  }

  /** The offset at entry e. */
  double at(ObservedTensor entries, int e) {
    double sum = mean;
    for (int k = 0; k < levels.size(); k++) {
      sum += levels.get(k).get(entries.index(k, e));
    }
    return sum;
  }
}
