package org.eckart.recovery.tucker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The passes over the tree of entries against dense products, for orders from 2 to 6. */
class EntryTreeTest {
  private static final int[] SIZES = {5, 1, 7, 3, 4, 2};
  private static final int[] RANKS = {2, 1, 3, 2, 2, 2};

  private final RandomStream random = RandomStream.of(1, "entry tree test");

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void passesEqualDenseProducts(int order) {
    int[] shape = Arrays.copyOf(SIZES, order);
    Tucker x = PlantedTensors.normal(shape, Arrays.copyOf(RANKS, order), order);
    ObservedTensor entries =
        PlantedTensors.observed(
            PlantedTensors.normal(shape, Arrays.copyOf(RANKS, order), order + 10), 0.6, 0.1, 3);
    EntryTree tree = EntryTree.of(entries);
    try (Parallel one = Parallel.of(1)) {
      double[] predicted = tree.inGivenOrder(tree.predictions(x, one));
      Tensor residual = Tensor.zeros(shape);
      double squares = 0;
      for (int e = 0; e < entries.count(); e++) {
        int[] at = at(entries, e);
        assertThat(predicted[e]).isCloseTo(x.at(at), org.assertj.core.data.Offset.offset(1e-12));
        residual.set(x.at(at) - entries.value(e), at);
        squares += residual.get(at) * residual.get(at);
      }
      TuckerGradient dense = TuckerGradient.ofDense(0, residual, x);
      TuckerGradient sparse = tree.gradient(x, tree.values(), one);
      assertSame(sparse, dense, 1e-11);
      assertThat(sparse.value()).isCloseTo(squares, org.assertj.core.data.Offset.offset(1e-10));

      TuckerGradient direction = direction(x);
      Tensor change = change(x, direction);
      double curvature = 0;
      for (int i = 0; i < change.array().length; i++) {
        change.array()[i] = residual.array()[i] == 0 ? 0 : change.array()[i];
        curvature += change.array()[i] * change.array()[i];
      }
      TuckerGradient product = tree.normalProduct(x, direction, one);
      assertSame(product, TuckerGradient.ofDense(0, change, x), 1e-10);
      assertThat(product.inner(direction))
          .isCloseTo(curvature, org.assertj.core.data.Offset.offset(1e-9 * (1 + curvature)));
    }
  }

  @org.junit.jupiter.api.Test
  void gradientIsTheDerivativeOfTheLoss() {
    int[] shape = {5, 4, 3};
    Tucker x = PlantedTensors.normal(shape, new int[] {2, 3, 2}, 1);
    ObservedTensor y =
        PlantedTensors.observed(PlantedTensors.normal(shape, new int[] {2, 2, 2}, 2), 1, 0, 1);
    EntryTree tree = EntryTree.of(y);
    try (Parallel one = Parallel.of(1)) {
      TuckerGradient g = tree.gradient(x, tree.values(), one);
      double h = 1e-5; // central differences: error h² and rounding 1e-16/h, both about 1e-10
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < x.factor(k).array().length; i++) {
          double slope =
              (loss(tree, moved(x, k, i, h), one) - loss(tree, moved(x, k, i, -h), one)) / (2 * h);
          assertThat(g.factors().get(k).array()[i])
              .isCloseTo(slope, org.assertj.core.data.Offset.offset(1e-6));
        }
      }
      for (int i = 0; i < x.core().array().length; i++) {
        double slope =
            (loss(tree, moved(x, -1, i, h), one) - loss(tree, moved(x, -1, i, -h), one)) / (2 * h);
        assertThat(g.core().array()[i]).isCloseTo(slope, org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  private static double loss(EntryTree tree, Tucker x, Parallel one) {
    return 0.5 * tree.squares(x, tree.values(), one);
  }

  private static Tucker moved(Tucker x, int factor, int i, double by) {
    Tensor core = x.core().copy();
    List<Matrix> factors = new ArrayList<>(x.factors());
    if (factor < 0) {
      core.array()[i] += by;
    } else {
      Matrix u = factors.get(factor).copy();
      u.array()[i] += by;
      factors.set(factor, u);
    }
    return new Tucker(core, factors);
  }

  @org.junit.jupiter.api.Test
  void bitsDoNotDependOnThreads() {
    int[] shape = {60, 50, 40};
    Tucker x = PlantedTensors.normal(shape, new int[] {3, 4, 2}, 1);
    ObservedTensor entries = PlantedTensors.observed(x, 0.5, 1, 2); // 60,000: three blocks
    EntryTree tree = EntryTree.of(entries);
    try (Parallel one = Parallel.of(1);
        Parallel three = Parallel.of(3)) {
      TuckerGradient a = tree.gradient(x, tree.values(), one);
      TuckerGradient b = tree.gradient(x, tree.values(), three);
      assertThat(a.value()).isEqualTo(b.value());
      assertSame(a, b, 0);
      assertThat(tree.squares(x, tree.values(), one)).isEqualTo(a.value());
    }
  }

  private TuckerGradient direction(Tucker x) {
    List<Matrix> parts = new ArrayList<>();
    for (Matrix factor : x.factors()) {
      parts.add(random.gaussian(factor.rows(), factor.columns()));
    }
    int size = x.core().array().length;
    return new TuckerGradient(
        0, parts, Tensor.wrap(random.gaussian(1, size).array(), x.core().shape()));
  }

  /** The derivative of X along a direction, term by term. */
  private static Tensor change(Tucker x, TuckerGradient d) {
    Tensor sum = new Tucker(d.core(), x.factors()).tensor();
    for (int k = 0; k < x.modes(); k++) {
      List<Matrix> factors = new ArrayList<>(x.factors());
      factors.set(k, d.factors().get(k));
      sum = sum.plus(new Tucker(x.core(), factors).tensor());
    }
    return sum;
  }

  private static void assertSame(TuckerGradient a, TuckerGradient b, double tolerance) {
    for (int k = 0; k < a.factors().size(); k++) {
      assertThat(a.factors().get(k).minus(b.factors().get(k)).largestMagnitude())
          .as("factor %d", k)
          .isLessThanOrEqualTo(tolerance);
    }
    assertThat(a.core().minus(b.core()).largestMagnitude()).isLessThanOrEqualTo(tolerance);
  }

  private static int[] at(ObservedTensor entries, int e) {
    int[] at = new int[entries.modes()];
    for (int k = 0; k < at.length; k++) {
      at[k] = entries.index(k, e);
    }
    return at;
  }
}
