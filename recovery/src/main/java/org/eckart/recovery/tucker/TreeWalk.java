package org.eckart.recovery.tucker;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;

/**
 * One block's way through an {@link EntryTree}: down with the contracted core, up with the
 * gradient.
 *
 * <p>{@code part[d]} is the core contracted with the factor rows of depths 0 to d − 1, and {@code
 * gathered[d]} the sum over the entries below of their weight times the outer product of their rows
 * at depths d to N − 1. So the factor row u at depth d gains part[d] · gathered[d + 1], and
 * gathered[d] gains u ⊗ gathered[d + 1]; gathered[0] is the gradient by the core.
 */
final class TreeWalk {
  /** What happens at an entry. */
  abstract static sealed class Entry {
    double sum;

    /**
     * The weight of entry e in the gradient.
     *
     * @param x the model there
     */
    abstract double weight(int e, double x);

    boolean gathers() {
      return true;
    }
  }

  /** Notes the model. */
  static final class Predict extends Entry {
    private final double[] to;

    Predict(double[] to) {
      this.to = to;
    }

    @Override
    double weight(int e, double x) {
      to[e] = x;
      return 0;
    }

    @Override
    boolean gathers() {
      return false;
    }
  }

  /** Sums the squared residuals. */
  static final class Squares extends Entry {
    private final double[] y;

    Squares(double[] y) {
      this.y = y;
    }

    @Override
    double weight(int e, double x) {
      sum += (x - y[e]) * (x - y[e]);
      return 0;
    }

    @Override
    boolean gathers() {
      return false;
    }
  }

  /** Weighs by the residual. */
  static final class Residual extends Entry {
    private final double[] y;

    Residual(double[] y) {
      this.y = y;
    }

    @Override
    double weight(int e, double x) {
      double residual = x - y[e];
      sum += residual * residual;
      return residual;
    }
  }

  /** Weighs by given numbers. */
  static final class Given extends Entry {
    private final double[] g;

    Given(double[] g) {
      this.g = g;
    }

    @Override
    double weight(int e, double x) {
      return g[e];
    }
  }

  /** Weighs by the change of the model in a direction, which the walk hands over as x. */
  static final class Product extends Entry {
    private final Matrix[] factors;
    private final double[] core;

    Product(Matrix[] factors, double[] core) {
      this.factors = factors;
      this.core = core;
    }

    @Override
    double weight(int e, double change) {
      sum += change * change;
      return change;
    }
  }

  private final int[][] node;
  private final int[][] child;
  private final int[] leaf;
  private final Entry entry;
  private final int modes;
  private final int[] rank;
  private final double[][] factor;
  private final double[][] part;
  private final double[][] gathered;
  private final double[][] gradient;
  private final double[][] change; // of part, along a direction
  private final double[][] factorChange;
  private final int[] first;
  private final int[] end;

  TreeWalk(int[][] node, int[][] child, int[] leaf, Matrix[] factors, double[] core, Entry entry) {
    this.node = node;
    this.child = child;
    this.leaf = leaf;
    this.entry = entry;
    this.modes = factors.length;
    this.rank = new int[modes];
    this.factor = new double[modes][];
    this.part = new double[modes][];
    this.gathered = new double[modes][];
    this.gradient = new double[modes][];
    this.change = new double[modes][];
    this.factorChange = new double[modes][];
    this.first = new int[modes];
    this.end = new int[modes];
    part[0] = core;
    int size = core.length;
    for (int d = 0; d < modes; d++) {
      factor[d] = factors[d].array();
      rank[d] = factors[d].columns();
      if (d > 0) {
        part[d] = new double[size];
      }
      if (entry.gathers()) {
        gathered[d] = new double[size];
        gradient[d] = new double[factor[d].length];
      }
      if (entry instanceof Product product) {
        change[d] = d == 0 ? product.core : new double[size];
        factorChange[d] = product.factors[d].array();
      }
      size /= rank[d];
    }
  }

  boolean gathers() {
    return entry.gathers();
  }

  double sum() {
    return entry.sum;
  }

  double[] gradient(int depth) {
    return gradient[depth];
  }

  double[] coreGradient() {
    return gathered[0];
  }

  /** Walks the fibres {@code from} up to but not including {@code to}. */
  void run(int from, int to) {
    if (from >= to) {
      return;
    }
    first[modes - 2] = from;
    end[modes - 2] = to;
    for (int d = modes - 3; d >= 0; d--) {
      first[d] = parent(d, first[d + 1]);
      end[d] = parent(d, end[d + 1] - 1) + 1;
    }
    walk(0, first[0], end[0]);
  }

  private int parent(int depth, int below) {
    int found = Arrays.binarySearch(child[depth], below);
    return found >= 0 ? found : -found - 2;
  }

  private void walk(int d, int from, int to) {
    int r = rank[d];
    double[] u = factor[d];
    double[] above = part[d];
    double[] here = part[d + 1];
    int width = here.length;
    boolean product = entry instanceof Product;
    boolean gathers = entry.gathers();
    for (int i = from; i < to; i++) {
      int row = node[d][i] * r;
      contract(u, row, r, above, here, width, true);
      if (product) {
        contract(u, row, r, change[d], change[d + 1], width, true);
        contract(factorChange[d], row, r, above, change[d + 1], width, false);
      }
      if (gathers) {
        Arrays.fill(gathered[d + 1], 0);
      }
      int begin = child[d][i];
      int stop = child[d][i + 1];
      if (d == modes - 2) {
        if (product) {
          leavesAlong(begin, stop);
        } else {
          leaves(begin, stop);
        }
      } else {
        walk(d + 1, Math.max(begin, first[d + 1]), Math.min(stop, end[d + 1]));
      }
      if (gathers) {
        gather(d, row, r, width);
      }
    }
  }

  /** to = (or +=) uᵀ A for A of r × width. */
  private static void contract(
      double[] u, int row, int r, double[] a, double[] to, int width, boolean fresh) {
    if (fresh) {
      double weight = u[row];
      for (int b = 0; b < width; b++) {
        to[b] = weight * a[b];
      }
    }
    for (int k = fresh ? 1 : 0; k < r; k++) {
      double weight = u[row + k];
      int at = k * width;
      for (int b = 0; b < width; b++) {
        to[b] += weight * a[at + b];
      }
    }
  }

  private void gather(int d, int row, int r, int width) {
    double[] below = gathered[d + 1];
    double[] to = gathered[d];
    double[] a = part[d];
    double[] u = factor[d];
    double[] g = gradient[d];
    for (int k = 0; k < r; k++) {
      int at = k * width;
      g[row + k] += Kernels.dot(a, at, below, 0, width);
      double weight = u[row + k];
      for (int b = 0; b < width; b++) {
        to[at + b] += weight * below[b];
      }
    }
  }

  private void leaves(int from, int to) {
    int d = modes - 1;
    int r = rank[d];
    double[] u = factor[d];
    double[] feature = part[d];
    boolean gathers = entry.gathers();
    for (int e = from; e < to; e++) {
      int row = leaf[e] * r;
      double x = 0;
      for (int k = 0; k < r; k++) {
        x += feature[k] * u[row + k];
      }
      double weight = entry.weight(e, x);
      if (gathers) {
        gatherLeaf(row, r, weight);
      }
    }
  }

  private void leavesAlong(int from, int to) {
    int d = modes - 1;
    int r = rank[d];
    double[] u = factor[d];
    double[] du = factorChange[d];
    double[] feature = part[d];
    double[] featureChange = change[d];
    for (int e = from; e < to; e++) {
      int row = leaf[e] * r;
      double x = 0;
      for (int k = 0; k < r; k++) {
        x += featureChange[k] * u[row + k] + feature[k] * du[row + k];
      }
      gatherLeaf(row, r, entry.weight(e, x));
    }
  }

  private void gatherLeaf(int row, int r, double weight) {
    int d = modes - 1;
    double[] u = factor[d];
    double[] feature = part[d];
    double[] g = gradient[d];
    double[] to = gathered[d];
    for (int k = 0; k < r; k++) {
      g[row + k] += weight * feature[k];
      to[k] += weight * u[row + k];
    }
  }
}
