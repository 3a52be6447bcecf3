package org.eckart.recovery.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KrylovFlowTest {
  /** û and v̂ at a time from the whole singular value decomposition: the closed form. */
  private static double[][] closedForm(Matrix x, double[] u0, double[] v0, double t) {
    Svd svd = Svd.of(x);
    double[] u = u0.clone();
    double[] v = v0.clone();
    for (int k = 0; k < svd.rank(); k++) {
      double a = 0;
      double b = 0;
      for (int i = 0; i < u.length; i++) {
        a += svd.u().get(i, k) * u0[i];
      }
      for (int j = 0; j < v.length; j++) {
        b += svd.v().get(j, k) * v0[j];
      }
      double s = svd.s().get(k);
      double cosh = Math.cosh(s * t);
      double sinh = Math.sinh(s * t);
      for (int i = 0; i < u.length; i++) {
        u[i] += svd.u().get(i, k) * (a * (cosh - 1) + b * sinh);
      }
      for (int j = 0; j < v.length; j++) {
        v[j] += svd.v().get(j, k) * (b * (cosh - 1) + a * sinh);
      }
    }
    return new double[][] {u, v};
  }

  private static double[] unit(int size, String name) {
    double[] v = RandomStream.of(3, name).gaussian(1, size).array();
    double norm = Math.sqrt(dot(v, v));
    return Arrays.stream(v).map(a -> a / norm).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"60,80", "1,1", "1,7", "7,1", "30,5", "3,3"})
  void agreesWithTheSingularValueDecomposition(int m, int n) {
    Matrix x = RandomStream.of(1, "flow").gaussian(m, n).scaled(1 / Math.sqrt(n));
    double[] u0 = unit(m, "u0");
    double[] v0 = unit(n, "v0");
    double[] left = unit(m, "left");
    double[] right = unit(n, "right");
    KrylovFlow flow = KrylovFlow.of(x, u0, v0, left, right, 8, 1e-12);
    for (double t : new double[] {0, 0.5, 2, 8}) {
      double[][] exact = closedForm(x, u0, v0, t);
      double uNorm = Math.sqrt(dot(exact[0], exact[0]));
      double vNorm = Math.sqrt(dot(exact[1], exact[1]));
      double[] xv = new double[m];
      x.multiply(exact[1], xv);
      CurvePoint found = flow.at(t);
      assertThat(found.left()).isCloseTo(dot(exact[0], left) / uNorm, within(1e-10));
      assertThat(found.right()).isCloseTo(dot(exact[1], right) / vNorm, within(1e-10));
      assertThat(found.rayleigh()).isCloseTo(dot(exact[0], xv) / (uNorm * vNorm), within(1e-10));
    }
  }

  @Test
  void theUnconstrainedFlowHasTheSameDirectionsAndTheNormOfTheFormula() {
    // ‖u‖² = ρ/(1 + 2∫ρ) against a Runge–Kutta integration; its error at h = 1/500 is below 1e-10
    int m = 60;
    int n = 80;
    double[] left = unit(m, "left");
    double[] right = unit(n, "right");
    Matrix x = RandomStream.of(1, "flow").gaussian(m, n).scaled(1 / Math.sqrt(n));
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        x.set(i, j, x.get(i, j) + 1.5 * left[i] * right[j]);
      }
    }
    double size = 0.1;
    double[] w = new double[m + n];
    double[] u0 = unit(m, "u0");
    double[] v0 = unit(n, "v0");
    for (int i = 0; i < m + n; i++) {
      w[i] = size * (i < m ? u0[i] : v0[i - m]);
    }
    int perUnit = 500;
    int steps = 8 * perUnit;
    double h = 1.0 / perUnit;
    double integral = 0; // ∫ρ by Simpson's rule over pairs of steps
    double[] rho = new double[steps + 1];
    Svd svd = Svd.of(x);
    double[] a = new double[m];
    double[] b = new double[m];
    svd.u().transposeMultiply(u0, a);
    svd.v().transposeMultiply(v0, b);
    for (int k = 0; k <= steps; k++) {
      for (int i = 0; i < m; i++) {
        double s = svd.s().get(i) * k * h;
        rho[k] += size * size * Math.pow(a[i] * Math.cosh(s) + b[i] * Math.sinh(s), 2);
      }
    }
    for (int k = 0; k < steps; k++) {
      w = rungeKutta(x, w, h, m);
      if (k % 2 == 1) {
        integral += h / 3 * (rho[k - 1] + 4 * rho[k] + rho[k + 1]);
        double square = rho[k + 1] / (1 + 2 * integral);
        double found = 0;
        for (int i = 0; i < m; i++) {
          found += w[i] * w[i];
        }
        assertThat(found).isCloseTo(square, within(1e-9));
      }
    }
    KrylovFlow flow = KrylovFlow.of(x, u0, v0, left, right, 8, 1e-12);
    double[] u = Arrays.copyOf(w, m);
    assertThat(dot(u, left) / Math.sqrt(dot(u, u))).isCloseTo(flow.at(8).left(), within(1e-10));
  }

  private static double[] rungeKutta(Matrix x, double[] w, double h, int m) {
    double[] k1 = slope(x, w, m);
    double[] k2 = slope(x, moved(w, h / 2, k1), m);
    double[] k3 = slope(x, moved(w, h / 2, k2), m);
    double[] k4 = slope(x, moved(w, h, k3), m);
    double[] next = w.clone();
    for (int i = 0; i < w.length; i++) {
      next[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
    return next;
  }

  private static double[] moved(double[] w, double h, double[] k) {
    double[] next = w.clone();
    for (int i = 0; i < w.length; i++) {
      next[i] += h * k[i];
    }
    return next;
  }

  /** (X − uvᵀ)v and (X − uvᵀ)ᵀu. */
  private static double[] slope(Matrix x, double[] w, int m) {
    double[] u = Arrays.copyOf(w, m);
    double[] v = Arrays.copyOfRange(w, m, w.length);
    double[] xv = new double[m];
    double[] xu = new double[v.length];
    x.multiply(v, xv);
    x.transposeMultiply(u, xu);
    double uu = dot(u, u);
    double vv = dot(v, v);
    double[] slope = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      slope[i] = i < m ? xv[i] - vv * u[i] : xu[i - m] - uu * v[i - m];
    }
    return slope;
  }

  @Test
  void onlyStepsBelowTheLimitSettle() {
    // On any X descent settles for η below 2/(s₁ + s₂), and 5 % above it does not
    Matrix x = RandomStream.of(2, "steps").gaussian(200, 300).scaled(1 / Math.sqrt(300.0));
    Svd svd = Svd.of(x);
    double s1 = svd.s().get(0);
    double s2 = svd.s().get(1);
    assertThat(gap(x, 0.9 / s1, s1)).isLessThan(1e-9);
    assertThat(gap(x, 1 / s1, s1)).isLessThan(1e-9);
    assertThat(gap(x, 1.05 * 2 / (s1 + s2), s1)).isGreaterThan(0.01);
  }

  /** s₁ − uᵀXv after many steps of Riemannian descent. */
  private static double gap(Matrix x, double step, double largest) {
    double[] u = unit(x.rows(), "u0");
    double[] v = unit(x.columns(), "v0");
    double[] xv = new double[u.length];
    double[] xu = new double[v.length];
    double rayleigh = 0;
    for (int k = 0; k < 3000; k++) {
      x.multiply(v, xv);
      x.transposeMultiply(u, xu);
      rayleigh = dot(u, xv);
      u = normalised(moved(moved(u, step, xv), -step * rayleigh, u));
      v = normalised(moved(moved(v, step, xu), -step * rayleigh, v));
    }
    return largest - rayleigh;
  }

  private static double[] normalised(double[] v) {
    double norm = Math.sqrt(dot(v, v));
    return Arrays.stream(v).map(a -> a / norm).toArray();
  }

  @Test
  void simulationsDoNotDependOnTheThreads() {
    SimulationOptions options = SimulationOptions.of(40, 30, 1.5, 0.3, 0.2).withDraws(5);
    try (Parallel one = Parallel.of(1);
        Parallel three = Parallel.of(3)) {
      assertThat(LearningSimulation.of(options).flow(three, 0, 1, 5))
          .isEqualTo(LearningSimulation.of(options).flow(one, 0, 1, 5));
      StepRule rule = new StepRule.Power();
      SimulatedCurve steps = LearningSimulation.of(options).steps(three, rule, 4);
      assertThat(steps).isEqualTo(LearningSimulation.of(options).steps(one, rule, 4));
      assertThat(steps.mean().getFirst().left()).isCloseTo(0.3, within(1e-12));
      assertThat(steps.deviation().getFirst().right()).isLessThan(1e-12);
    }
  }

  /** Whatever memory there is, a matrix is one array. */
  @Test
  void refusesMatricesThatNoArrayHolds() {
    LearningSimulation simulation =
        LearningSimulation.of(SimulationOptions.of(50_000, 50_000, 1.5, 0.3, 0.1));
    try (Parallel parallel = Parallel.of(1)) {
      assertThatThrownBy(() -> simulation.flow(parallel, 0, 1))
          .isInstanceOf(org.eckart.core.CapacityException.class)
          .hasMessage(
              "Simulating 50000 × 50000 needs a matrix of 2500000000 entries, and one can have"
                  + " 2147483639; simulate at a smaller size");
    }
  }

  @Test
  void aSingleRowHasNoOtherDirections() {
    try (Parallel parallel = Parallel.of(1)) {
      SimulatedCurve found =
          LearningSimulation.of(SimulationOptions.of(1, 1, 2, 1, -1)).flow(parallel, 0, 3);
      assertThat(found.mean().getFirst().right()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> SimulationOptions.of(1, 5, 2, 0.3, 0.1))
        .hasMessage(
            "alignLeft is 0.3, but with one row the start is ±u*; give 1 or -1, or more rows");
    assertThatThrownBy(() -> SimulationOptions.of(5, 5, 2, 0.3, 0.1).withDraws(1))
        .hasMessage("draws is 1; a spread needs at least 2");
  }
}
