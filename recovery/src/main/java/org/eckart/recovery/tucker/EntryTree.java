package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;

/**
 * Observed entries as a tree of their indices (compressed sparse fibres): at depth d the indices of
 * mode {@code order[d]}, the smallest mode at the root, the largest at the leaves. A model's core
 * is contracted on the way down, so that entries that share their first indices share the work, and
 * what they add to the gradient is gathered on the way up; an entry itself costs O(r) and a fibre
 * of them O(r²), the Π r_k work of the core is done once an index of the smallest mode.
 *
 * <p>Memory: 16 bytes an entry and 8 a node. A pass is cut at fibres into at most {@value
 * #MOST_BLOCKS} blocks by size, each with a gradient of its own; these are added in order, so the
 * bits do not depend on the number of threads.
 *
 * <p>Source of the layout: Smith &amp; Karypis, IA3 2015.
 */
final class EntryTree {
  private static final int MOST_BLOCKS = 16;
  private static final int BLOCK = 1 << 14; // entries

  private final int modes;
  private final int[] shape;
  private final int[] order;
  private final int[][] node; // [depth][node]: its index; depths 0 to modes − 2
  private final int[][] child; // [depth][node]: its first child, one depth down or among the leaves
  private final int[] leaf; // index of an entry in the last mode of the order
  private final double[] value; // of an entry
  private final int[] position; // of an entry among those given

  private EntryTree(ObservedTensor entries, int[] order, int[] sorted) {
    this.modes = order.length;
    this.shape = entries.shape();
    this.order = order;
    this.position = sorted;
    int count = sorted.length;
    this.leaf = new int[count];
    this.value = new double[count];
    int[] last = entries.indexArray(order[modes - 1]);
    int[] opens = new int[count]; // the depth from which on an entry opens new nodes
    int[] nodes = new int[modes - 1];
    for (int e = 0; e < count; e++) {
      leaf[e] = last[sorted[e]];
      value[e] = entries.value(sorted[e]);
      int d = 0;
      while (e > 0
          && d < modes - 1
          && entries.index(order[d], sorted[e]) == entries.index(order[d], sorted[e - 1])) {
        d++;
      }
      opens[e] = d;
      for (int c = d; c < modes - 1; c++) {
        nodes[c]++;
      }
    }
    this.node = new int[modes - 1][];
    this.child = new int[modes - 1][];
    for (int d = 0; d < modes - 1; d++) {
      node[d] = new int[nodes[d]];
      child[d] = new int[nodes[d] + 1];
      child[d][nodes[d]] = d == modes - 2 ? count : nodes[d + 1];
    }
    int[] next = new int[modes];
    for (int e = 0; e < count; e++) {
      for (int d = opens[e]; d < modes - 1; d++) {
        node[d][next[d]] = entries.index(order[d], sorted[e]);
        child[d][next[d]] = next[d + 1];
        next[d]++;
      }
      next[modes - 1] = e + 1;
    }
  }

  static EntryTree of(ObservedTensor entries) {
    int[] order =
        IntStream.range(0, entries.modes())
            .boxed()
            .sorted(Comparator.comparingInt(entries::size))
            .mapToInt(Integer::intValue)
            .toArray();
    return new EntryTree(entries, order, entries.sortedBy(order));
  }

  int count() {
    return value.length;
  }

  /** The values in the tree's own order: the storage itself. */
  double[] values() {
    return value;
  }

  /** Numbers in the tree's order, put into that of the entries given. */
  double[] inGivenOrder(double[] ofTree) {
    double[] given = new double[ofTree.length];
    for (int e = 0; e < ofTree.length; e++) {
      given[position[e]] = ofTree[e];
    }
    return given;
  }

  /** X at the entries, in the tree's order. */
  double[] predictions(Tucker x, Parallel parallel) {
    double[] predicted = new double[count()];
    pass(x, parallel, () -> new TreeWalk.Predict(predicted));
    return predicted;
  }

  /** ‖P_Ω(X) − y‖². */
  double squares(Tucker x, double[] y, Parallel parallel) {
    return pass(x, parallel, () -> new TreeWalk.Squares(y)).value();
  }

  /** ½‖P_Ω(X) − y‖² by factors and core; the value is ‖P_Ω(X) − y‖². */
  TuckerGradient gradient(Tucker x, double[] y, Parallel parallel) {
    return pass(x, parallel, () -> new TreeWalk.Residual(y));
  }

  /**
   * JᵀJ δ for the derivative J of P_Ω(X) by factors and core; the value is ‖Jδ‖².
   *
   * @param direction δ, of the shapes of x
   */
  TuckerGradient normalProduct(Tucker x, TuckerGradient direction, Parallel parallel) {
    Matrix[] factors = ordered(direction.factors());
    double[] core = Cores.permuted(direction.core(), order).array();
    return pass(x, parallel, () -> new TreeWalk.Product(factors, core));
  }

  /** (U^{1T}, …, U^{NT}) · P_Ω(g) for numbers g in the tree's order. */
  Tensor core(List<Matrix> factors, double[] g, Parallel parallel) {
    int[] ranks = factors.stream().mapToInt(Matrix::columns).toArray();
    Tucker x = new Tucker(Tensor.zeros(ranks), factors);
    return pass(x, parallel, () -> new TreeWalk.Given(g)).core();
  }

  /** What a pass does at an entry, made anew for each block. */
  interface Task {
    TreeWalk.Entry make();
  }

  private TuckerGradient pass(Tucker x, Parallel parallel, Task task) {
    Matrix[] factors = ordered(x.factors());
    double[] core = Cores.permuted(x.core(), order).array();
    int blocks = blocks(factors);
    TreeWalk[] walks = new TreeWalk[blocks];
    int fibres = node[modes - 2].length;
    parallel.forEachBlock(
        blocks,
        b -> {
          int from = fibreAt((long) count() * b / blocks);
          int to = b == blocks - 1 ? fibres : fibreAt((long) count() * (b + 1) / blocks);
          TreeWalk walk = new TreeWalk(node, child, leaf, factors, core, task.make());
          walk.run(from, to);
          walks[b] = walk;
        });
    double sum = 0;
    for (TreeWalk walk : walks) {
      sum += walk.sum();
    }
    if (!walks[0].gathers()) {
      return new TuckerGradient(sum, List.of(), x.core());
    }
    Matrix[] parts = new Matrix[modes];
    int[] ranks = new int[modes];
    for (int d = 0; d < modes; d++) {
      ranks[d] = factors[d].columns();
    }
    parallel.forEachBlock(
        modes,
        d -> {
          double[] total = walks[0].gradient(d);
          for (int b = 1; b < blocks; b++) {
            add(walks[b].gradient(d), total);
          }
          parts[d] = Matrix.wrap(factors[d].rows(), ranks[d], total);
        });
    double[] coreSum = walks[0].coreGradient();
    for (int b = 1; b < blocks; b++) {
      add(walks[b].coreGradient(), coreSum);
    }
    List<Matrix> inOrder = new ArrayList<>();
    int[] inverse = Cores.inverse(order);
    for (int k = 0; k < modes; k++) {
      inOrder.add(parts[inverse[k]]);
    }
    return new TuckerGradient(sum, inOrder, Cores.permuted(Tensor.wrap(coreSum, ranks), inverse));
  }

  private static void add(double[] part, double[] total) {
    for (int i = 0; i < total.length; i++) {
      total[i] += part[i];
    }
  }

  private Matrix[] ordered(List<Matrix> byMode) {
    return Arrays.stream(order).mapToObj(byMode::get).toArray(Matrix[]::new);
  }

  /** By the number of entries, and so that the blocks' gradients stay below twice the entries. */
  private int blocks(Matrix[] factors) {
    long rows = 0;
    for (Matrix factor : factors) {
      rows += factor.array().length;
    }
    long room = Math.max(1L << 20, 2L * count()) / Math.max(1, rows);
    return (int) Math.clamp(Math.min(count() / BLOCK, room), 1, MOST_BLOCKS);
  }

  /** The first fibre that begins at this entry or after it. */
  private int fibreAt(long entry) {
    int found = Arrays.binarySearch(child[modes - 2], (int) entry);
    return found >= 0 ? Math.min(found, node[modes - 2].length) : -found - 1;
  }

  @Override
  public String toString() {
    return "EntryTree[" + count() + " of " + Arrays.toString(shape) + "]";
  }
}
