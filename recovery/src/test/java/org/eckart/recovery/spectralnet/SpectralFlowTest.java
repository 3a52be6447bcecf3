package org.eckart.recovery.spectralnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;

class SpectralFlowTest {
  private static Vector vector(double... values) {
    return Vector.of(values);
  }

  /** The fixture: a frame of four directions, five measurements, two neurons (RK45 at 1e-9). */
  @Test
  void theFlowHasTheseDigits() {
    Matrix c =
        Matrix.of(
            new double[][] {
              {1, 0.5, 0, 0.2, 1},
              {0, 1, 0.5, 0.3, -1},
              {0.3, 0, 1, 0.7, 0.5},
              {0.2, -0.4, 0.1, 1, 0.3}
            });
    double[] y = new double[5];
    c.transposeMultiply(new double[] {1.2, 0.8, 0.3, -0.2}, y);
    List<SpectralFlow.Point> curve =
        SpectralFlow.of(c, Vector.of(y), SpectralFunction.TANH)
            .curve(
                List.of(vector(.3, .2, .25, .1), vector(.1, .3, .2, .15)),
                List.of(vector(.2, .2, .1, .3), vector(.25, .1, .3, .2)),
                vector(.7, .4),
                0,
                1,
                5,
                20);
    double[][] h = {
      {.051947590, .039981478, .041467596, .032990104},
      {.921347207, .518342757, .285094844, .055803065},
      {1.213429063, .830506885, .214085644, -.073993940},
      {1.200818977, .801056704, .296880187, -.196439715}
    };
    double[] loss = {2.0851468727, .18043805457, 5.1211114e-3, 4.66729e-6};
    for (int k = 0; k < h.length; k++) {
      for (int i = 0; i < 4; i++) {
        assertThat(curve.get(k).output().get(i)).isCloseTo(h[k][i], within(1e-8));
      }
      assertThat(curve.get(k).loss() / loss[k]).isCloseTo(1, within(2e-6));
    }
    assertThat(curve.get(1).mixing().get(0)).isCloseTo(1.30113941, within(1e-8));
    assertThat(curve.get(1).mixing().get(1)).isCloseTo(.67010534, within(1e-8));
    for (SpectralFlow.Point point : curve) { // u² − v² does not change
      for (int i = 0; i < 4; i++) {
        double u = point.left().get(0).get(i);
        double v = point.right().get(0).get(i);
        double u0 = curve.getFirst().left().get(0).get(i);
        double v0 = curve.getFirst().right().get(0).get(i);
        assertThat(u * u - v * v).isCloseTo(u0 * u0 - v0 * v0, within(1e-9));
      }
    }
  }

  private static double[] scalar(SpectralFunction f, double s, double u, double v, double... t) {
    return SpectralFlow.of(Matrix.identity(1), Vector.of(s), f)
        .withFixedMixing()
        .curve(List.of(vector(u)), List.of(vector(v)), vector(1), t)
        .stream()
        .mapToDouble(p -> p.output().get(0))
        .toArray();
  }

  @Test
  void oneNumberFollowsItsClosedForm() {
    double q0 = Math.sqrt(0.01);
    double[] logistic = scalar(SpectralFunction.IDENTITY, 2, q0, q0, 1, 2, 3);
    double[] tanh = scalar(SpectralFunction.TANH, 0.8, 0.1, 0.1, 1, 2, 4, 8);
    double[] unbalanced = scalar(SpectralFunction.IDENTITY, 1.5, 1, 0, 0.5, 1, 2);
    assertClose(logistic, .4305879205, 1.8748411137, 1.9975575898);
    for (int t = 1; t <= 3; t++) {
      assertThat(logistic[t - 1])
          .isCloseTo(2 / (1 + (2 / 0.01 - 1) * Math.exp(-4 * t)), within(1e-9));
    }
    assertClose(tanh, .04711477, .18462199, .59709359, .76383943);
    assertClose(unbalanced, .70605162, 1.24191228, 1.48718498);
  }

  private static void assertClose(double[] found, double... expected) {
    for (int k = 0; k < expected.length; k++) {
      assertThat(found[k]).isCloseTo(expected[k], within(1e-8));
    }
  }

  @Test
  void theLossFallsAtItsRate() {
    RandomStream random = RandomStream.of(5, "rate");
    Matrix c = random.gaussian(6, 12);
    double[] y = new double[12];
    c.transposeMultiply(new double[] {1, .8, .6, .5, .7, .9}, y);
    SpectralFlow flow = SpectralFlow.of(c, Vector.of(y), SpectralFunction.TANH);
    List<Vector> left = new ArrayList<>();
    List<Vector> right = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      left.add(Vector.wrap(random.gaussian(1, 6).scaled(0.3).array()));
      right.add(Vector.wrap(random.gaussian(1, 6).scaled(0.3).array()));
    }
    double time = 1;
    List<SpectralFlow.Point> two = flow.curve(left, right, vector(.7, .5, .6), time);
    while (two.getFirst().loss() > 1e-6) { // until the slowest direction is left alone
      time *= 1.3;
      two = flow.curve(left, right, vector(.7, .5, .6), time, time + 0.5);
    }
    double slope = 2 * Math.log(two.get(0).loss() / two.get(1).loss());
    assertThat(slope / flow.rate(two.get(0))).isCloseTo(1, within(0.02));
  }

  @Test
  void descentIsTheFlowToFirstOrder() {
    RandomStream random = RandomStream.of(6, "first order");
    Matrix c = random.gaussian(6, 12);
    double[] y = new double[12];
    c.transposeMultiply(new double[] {.5, .8, .3, .5, .7, .9}, y);
    SharedFrame frame = Frames.shared(6, 6, c, 1);
    SpectralNetOptions options =
        SpectralNetOptions.defaults().withWidths(3).withInitialScale(0.3).withSeed(2);
    FrameNetwork network = new FrameNetwork(frame, options);
    double[] start = network.start();
    List<Vector> left = new ArrayList<>();
    List<Vector> right = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      left.add(slice(start, 12 * k));
      right.add(slice(start, 12 * k + 6));
    }
    double[] mixing = {start[36], start[37], start[38]};
    Vector exact =
        SpectralFlow.of(c, Vector.of(y), SpectralFunction.TANH)
            .curve(left, right, Vector.of(mixing), 2)
            .getFirst()
            .output();
    double previous = 0;
    for (double step : new double[] {2e-3, 1e-3, 5e-4}) {
      // the loss of the flow is a sum, that of descent a mean
      Descent descent = new Descent(network, y, OptionalDouble.of(12 * step), 1);
      DescentState state = descent.start();
      for (int k = 0; k < Math.round(2 / step); k++) {
        state = descent.step(state);
      }
      double[] h = new double[6];
      Matrix x = network.at(state.parameters()).matrix();
      for (int i = 0; i < 6; i++) {
        double[] image = new double[6];
        x.multiply(frame.right().column(i).toArray(), image);
        for (int j = 0; j < 6; j++) {
          h[i] += frame.left().get(j, i) * image[j];
        }
      }
      double error = Vector.of(h).distance(exact);
      if (previous > 0) {
        assertThat(previous / error).isCloseTo(2, within(0.03));
      }
      previous = error;
    }
  }

  private static Vector slice(double[] all, int from) {
    double[] part = new double[6];
    System.arraycopy(all, from, part, 0, 6);
    return Vector.wrap(part);
  }

  @Test
  void aboveTheLargestStepTheMinimumIsLeft() {
    RandomStream random = RandomStream.of(7, "edge");
    Matrix c = random.gaussian(5, 10);
    double[] y = new double[10];
    c.transposeMultiply(new double[] {.5, .8, .3, .6, .9}, y);
    SharedFrame frame = Frames.shared(5, 5, c, 1);
    FrameNetwork network =
        new FrameNetwork(frame, SpectralNetOptions.defaults().withWidths(2).withInitialScale(0.3));
    Descent slow = new Descent(network, y, OptionalDouble.of(0.01), 1);
    DescentState state = slow.start();
    for (int k = 0; k < 200_000 && state.loss() > 1e-30; k++) {
      state = slow.step(state);
    }
    assertThat(state.loss()).isLessThan(1e-26);
    double[] end = state.parameters();
    List<Vector> left = List.of(five(end, 0), five(end, 10));
    List<Vector> right = List.of(five(end, 5), five(end, 15));
    SpectralFlow flow = SpectralFlow.of(c, Vector.of(y), SpectralFunction.TANH);
    SpectralFlow.Point minimum = flow.curve(left, right, vector(end[20], end[21]), 0).getFirst();
    double edge = 10 * flow.largestStep(minimum); // mean against sum
    assertThat(worstLoss(network, y, end, 0.98 * edge)).isLessThan(1e-10);
    assertThat(worstLoss(network, y, end, 1.02 * edge)).isGreaterThan(1e-6);
  }

  private static Vector five(double[] all, int from) {
    double[] part = new double[5];
    System.arraycopy(all, from, part, 0, 5);
    return Vector.wrap(part);
  }

  private static double worstLoss(FrameNetwork network, double[] y, double[] end, double step) {
    RandomStream random = RandomStream.of(8, "perturbation");
    double[] p = end.clone();
    for (int i = 0; i < p.length; i++) {
      p[i] += 1e-6 * random.nextGaussian();
    }
    double worst = 0;
    for (int k = 0; k < 400; k++) {
      TrainedModel.Evaluation at = network.at(p);
      double[] residual = at.measured();
      double loss = 0;
      for (int i = 0; i < residual.length; i++) {
        residual[i] -= y[i];
        loss += residual[i] * residual[i] / 2 / residual.length;
        residual[i] /= residual.length;
      }
      worst = Math.max(worst, loss);
      double[] gradient = at.pullBack(residual);
      for (int i = 0; i < p.length; i++) {
        p[i] -= step * gradient[i];
      }
    }
    return worst;
  }

  /**
   * Fewer measurements than directions: the flow from a small start comes to the least Σ|h|, found
   * here among all basic solutions of the linear program, and the larger start comes less near. The
   * fit of least squares has 25 to 51 % more in an independent program's twelve instances. There
   * the small start ended within 1.2 % of the least, here within 1.9 % in eleven instances and 2.04
   * % in the other, where the flow has settled; there the start is ten times smaller.
   */
  @Test
  void aSmallStartFindsTheSparsestFit() {
    double[] excess = new double[12];
    for (int instance = 0; instance < 12; instance++) {
      RandomStream random = RandomStream.of(instance, "sparse");
      int m = 6 + instance % 2;
      Matrix c = random.gaussian(10, m);
      double[] sigma = new double[10];
      int[] order = random.permutation(10);
      sigma[order[0]] = 0.5 + 1.5 * random.nextUniform();
      sigma[order[1]] = 0.5 + 1.5 * random.nextUniform();
      double[] y = new double[m];
      c.transposeMultiply(sigma, y);
      double least = leastSum(c, y);
      double small = sumOfFlow(c, y, instance == 5 ? 1e-4 : 1e-3, instance);
      double large = sumOfFlow(c, y, 0.1, instance);
      excess[instance] = small / least - 1;
      assertThat(excess[instance]).isLessThan(0.02);
      assertThat(small).isLessThan(large);
      assertThat(sumOfLeastSquares(c, y) / least - 1).isBetween(0.1, 0.9);
    }
    java.util.Arrays.sort(excess);
    assertThat(excess[6]).isLessThan(0.01);
  }

  /** C (CᵀC)⁻¹ y. */
  private static double sumOfLeastSquares(Matrix c, double[] y) {
    double[] z = Cholesky.of(c.gram()).solve(Matrix.wrap(y.length, 1, y.clone())).array();
    double[] h = new double[c.rows()];
    c.multiply(z, h);
    double sum = 0;
    for (double v : h) {
      sum += Math.abs(v);
    }
    return sum;
  }

  private static double sumOfFlow(Matrix c, double[] y, double scale, int seed) {
    RandomStream random = RandomStream.of(seed, "sparse start");
    List<Vector> left = new ArrayList<>();
    List<Vector> right = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      left.add(positive(random, scale));
      right.add(positive(random, scale));
    }
    Vector h =
        SpectralFlow.of(c, Vector.of(y), SpectralFunction.TANH)
            .curve(left, right, vector(.5, .5, .5), 400)
            .getFirst()
            .output();
    double sum = 0;
    for (int i = 0; i < h.size(); i++) {
      sum += Math.abs(h.get(i));
    }
    return sum;
  }

  private static Vector positive(RandomStream random, double scale) {
    double[] v = new double[10];
    for (int i = 0; i < v.length; i++) {
      v[i] = scale * Math.abs(random.nextGaussian());
    }
    return Vector.wrap(v);
  }

  /** min Σ|h| with Cᵀh = y: some optimum has at most m nonzeros, so that all supports are tried. */
  private static double leastSum(Matrix c, double[] y) {
    double least = Double.POSITIVE_INFINITY;
    int m = y.length;
    for (int mask = 0; mask < 1 << 10; mask++) {
      if (Integer.bitCount(mask) != m) {
        continue;
      }
      Matrix square = Matrix.zeros(m, m); // rows of C in the support
      int at = 0;
      for (int i = 0; i < 10; i++) {
        if ((mask >> i & 1) == 1) {
          for (int k = 0; k < m; k++) {
            square.set(at, k, c.get(i, k));
          }
          at++;
        }
      }
      Matrix gram = square.timesTranspose(square);
      double[] right = new double[m];
      square.multiply(y, right);
      double[] h = Cholesky.of(gram).solve(Matrix.wrap(m, 1, right)).array();
      double sum = 0;
      for (double v : h) {
        sum += Math.abs(v);
      }
      least = Math.min(least, sum);
    }
    return least;
  }

  @Test
  void shapesThatDisagreeAreRefused() {
    assertThatThrownBy(
            () -> SpectralFlow.of(Matrix.zeros(2, 3), Vector.of(1, 2), SpectralFunction.TANH))
        .hasMessage("There are 2 measurements, but the frame has coordinates of 3");
  }
}
