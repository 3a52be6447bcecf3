package org.eckart.recovery.spectralnet;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;

/**
 * Training of a one-layer network as a flow, where all measurements share their singular vectors:
 * with q = uₖvₖ entrywise, h = Σ αₖ γ(qₖ) and g = C(Cᵀh − y),
 *
 * <p>uₖ' = −αₖ γ'(qₖ) vₖ g, vₖ' = −αₖ γ'(qₖ) uₖ g, αₖ' = −⟨γ(qₖ), g⟩, so that h' = −M B(h − σ*),
 * with B = CCᵀ and M = Σ γ(qₖ)γ(qₖ)ᵀ + diag Σ αₖ² γ'(qₖ)² (uₖ² + vₖ²), for the loss ½‖Cᵀh − y‖².
 *
 * <p>Near the end the loss falls as e^(−{@link #rate} t), and gradient descent is stable below
 * {@link #largestStep}. The exponential rate needs B of full rank: with fewer measurements than r
 * there is none. Signed h, and C of full rank, give h → σ* whatever the start; fewer measurements
 * and a small start give nearly the least Σ|h|.
 *
 * <p>Integrated by the pair of Dormand and Prince, local error 1e-10 relative.
 */
public final class SpectralFlow {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST_STEPS = 2_000_000;

  private final Matrix coordinates;
  private final double[] values;
  private final SpectralFunction function;
  private final boolean mixingTrained;
  private final int size;

  private SpectralFlow(
      Matrix coordinates, double[] values, SpectralFunction function, boolean mixingTrained) {
    this.coordinates = coordinates;
    this.values = values;
    this.function = function;
    this.mixingTrained = mixingTrained;
    this.size = coordinates.rows();
  }

  /**
   * The flow in a frame.
   *
   * @param coordinates C, r × m, such as of a {@link SharedFrame}
   * @param values y, m numbers
   */
  public static SpectralFlow of(Matrix coordinates, Vector values, SpectralFunction function) {
    check(
        values.size() == coordinates.columns(),
        "There are %d measurements, but the frame has coordinates of %d",
        values.size(),
        coordinates.columns());
    check(function.isOdd(), "function is %s, which is not odd: the frame would be left", function);
    return new SpectralFlow(coordinates, values.toArray(), function, true);
  }

  /** The same with α kept as it was at the start. */
  public SpectralFlow withFixedMixing() {
    return new SpectralFlow(coordinates, values, function, false);
  }

  /**
   * Where the flow stands.
   *
   * @param time since the start
   * @param left uₖ by neuron
   * @param right vₖ by neuron
   * @param mixing αₖ
   * @param output h
   * @param loss ½‖Cᵀh − y‖²
   */
  public record Point(
      double time,
      List<Vector> left,
      List<Vector> right,
      Vector mixing,
      Vector output,
      double loss) {
    public Point {
      left = List.copyOf(left);
      right = List.copyOf(right);
    }
  }

  /**
   * The flow at these times.
   *
   * @param left uₖ(0), r numbers a neuron
   * @param right vₖ(0)
   * @param mixing αₖ(0)
   * @param times from 0, not decreasing
   */
  public List<Point> curve(List<Vector> left, List<Vector> right, Vector mixing, double... times) {
    int neurons = left.size();
    check(
        right.size() == neurons && mixing.size() == neurons && neurons > 0,
        "There are %d left and %d right vectors and %d weights; each neuron has one of each",
        neurons,
        right.size(),
        mixing.size());
    double[] w = new double[neurons * (2 * size + 1)];
    for (int k = 0; k < neurons; k++) {
      check(
          left.get(k).size() == size && right.get(k).size() == size,
          "Neuron %d has vectors of %d and %d numbers, but the frame has %d directions",
          k,
          left.get(k).size(),
          right.get(k).size(),
          size);
      System.arraycopy(left.get(k).toArray(), 0, w, 2 * k * size, size);
      System.arraycopy(right.get(k).toArray(), 0, w, (2 * k + 1) * size, size);
      w[2 * neurons * size + k] = mixing.get(k);
    }
    List<Point> curve = new ArrayList<>();
    DormandPrince integrator = new DormandPrince(this::slope, TOLERANCE, MOST_STEPS);
    double now = 0;
    for (double time : times) {
      check(time >= now && Double.isFinite(time), "Times must not decrease; %s does", time);
      w = integrator.advance(w, time - now);
      now = time;
      curve.add(point(time, w, neurons));
    }
    return curve;
  }

  private Point point(double time, double[] w, int neurons) {
    List<Vector> left = new ArrayList<>();
    List<Vector> right = new ArrayList<>();
    for (int k = 0; k < neurons; k++) {
      left.add(part(w, 2 * k * size, size));
      right.add(part(w, (2 * k + 1) * size, size));
    }
    double[] h = output(w, neurons);
    double loss = LeastSquares.square(residual(h)) / 2;
    return new Point(time, left, right, part(w, 2 * neurons * size, neurons), Vector.wrap(h), loss);
  }

  private static Vector part(double[] w, int from, int length) {
    double[] part = new double[length];
    System.arraycopy(w, from, part, 0, length);
    return Vector.wrap(part);
  }

  private double[] output(double[] w, int neurons) {
    double[] h = new double[size];
    for (int k = 0; k < neurons; k++) {
      double alpha = w[2 * neurons * size + k];
      for (int i = 0; i < size; i++) {
        h[i] += alpha * function.value(w[2 * k * size + i] * w[(2 * k + 1) * size + i]);
      }
    }
    return h;
  }

  private double[] residual(double[] h) {
    double[] residual = new double[values.length];
    coordinates.transposeMultiply(h, residual);
    for (int k = 0; k < residual.length; k++) {
      residual[k] -= values[k];
    }
    return residual;
  }

  private double[] slope(double[] w) {
    int neurons = w.length / (2 * size + 1);
    double[] g = new double[size];
    coordinates.multiply(residual(output(w, neurons)), g);
    double[] slope = new double[w.length];
    for (int k = 0; k < neurons; k++) {
      double alpha = w[2 * neurons * size + k];
      double product = 0;
      for (int i = 0; i < size; i++) {
        double u = w[2 * k * size + i];
        double v = w[(2 * k + 1) * size + i];
        double bent = alpha * function.slope(u * v) * g[i];
        slope[2 * k * size + i] = -bent * v;
        slope[(2 * k + 1) * size + i] = -bent * u;
        product += function.value(u * v) * g[i];
      }
      slope[2 * neurons * size + k] = mixingTrained ? -product : 0;
    }
    return slope;
  }

  /** 2 λ_min(√B M √B) at a point: the exponent of the loss where that is nearly at its end. */
  public double rate(Point point) {
    Vector values = eigenvalues(point);
    return 2 * Math.max(0, values.get(values.size() - 1));
  }

  /** 2/λ_max(√B M √B) at a point: gradient descent on ½‖Cᵀh − y‖² is stable there below it. */
  public double largestStep(Point point) {
    return 2 / eigenvalues(point).get(0);
  }

  private Vector eigenvalues(Point point) {
    SymmetricEigen b = SymmetricEigen.of(coordinates.timesTranspose(coordinates));
    double[] roots = b.values().toArray();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(Math.max(0, roots[i]));
    }
    Matrix root = b.vectors().columnsScaled(Vector.wrap(roots)).timesTranspose(b.vectors());
    return SymmetricEigen.of(root.times(metric(point)).times(root)).values();
  }

  /** M. */
  private Matrix metric(Point point) {
    Matrix m = Matrix.zeros(size, size);
    for (int k = 0; k < point.left().size(); k++) {
      double alpha = point.mixing().get(k);
      double[] bent = new double[size];
      for (int i = 0; i < size; i++) {
        double u = point.left().get(k).get(i);
        double v = point.right().get(k).get(i);
        bent[i] = mixingTrained ? function.value(u * v) : 0;
        double steep = alpha * function.slope(u * v);
        m.set(i, i, m.get(i, i) + steep * steep * (u * u + v * v));
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          m.set(i, j, m.get(i, j) + bent[i] * bent[j]);
        }
      }
    }
    return m;
  }
}
