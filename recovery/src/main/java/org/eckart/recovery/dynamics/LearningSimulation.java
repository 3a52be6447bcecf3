package org.eckart.recovery.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.eckart.core.CapacityException;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

/**
 * Draws matrices X = λ u* v*ᵀ + σZ with Gaussian Z and runs the iteration on them, to be set beside
 * {@link GradientFlow} and {@link FiniteSteps}. Signals are uniform on the spheres, and starts have
 * exactly the alignments asked for.
 *
 * <p>X meets vectors only by products; the flow takes some 60 of them to any time of interest, an
 * iteration two a step. Draws are independent and shared out to the threads; each holds one matrix
 * of 8mn bytes while it is at work. The same bits for any number of threads.
 */
public final class LearningSimulation {
  /** Part of the last Lanczos vector; far below any spread between draws. */
  private static final double FLOW_TOLERANCE = 1e-8;

  private final SimulationOptions options;

  private LearningSimulation(SimulationOptions options) {
    this.options = options;
  }

  public static LearningSimulation of(SimulationOptions options) {
    return new LearningSimulation(options);
  }

  /**
   * The exact flow of each matrix at these times.
   *
   * @throws CapacityException if the matrices do not fit
   */
  public SimulatedCurve flow(Parallel parallel, double... times) {
    double latest = 0;
    for (double time : times) {
      latest = Math.max(latest, time);
    }
    double until = latest;
    return simulate(
        parallel,
        draw -> {
          KrylovFlow flow =
              KrylovFlow.of(
                  draw,
                  draw.leftStart,
                  draw.rightStart,
                  draw.left,
                  draw.right,
                  until,
                  FLOW_TOLERANCE);
          List<CurvePoint> curve = new ArrayList<>();
          for (double time : times) {
            curve.add(flow.at(time));
          }
          return curve;
        });
  }

  /**
   * Steps 0, 1, …, {@code steps} of an iteration on each matrix.
   *
   * @throws CapacityException if the matrices do not fit
   */
  public SimulatedCurve steps(Parallel parallel, StepRule rule, int steps) {
    return simulate(parallel, draw -> draw.iterate(rule, steps));
  }

  private interface Work {
    List<CurvePoint> on(Draw draw);
  }

  private SimulatedCurve simulate(Parallel parallel, Work work) {
    long entries = (long) options.rows() * options.columns();
    if (entries > Integer.MAX_VALUE - 8) {
      throw new CapacityException(
          "Simulating %d × %d needs a matrix of %d entries, and one can have %d; simulate at a smaller size"
              .formatted(options.rows(), options.columns(), entries, Integer.MAX_VALUE - 8));
    }
    long needed = options.bytesPerDraw() * Math.min(parallel.threads(), options.draws());
    long most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      throw new CapacityException(
          "Simulating %d × %d on %d threads needs %d MiB, the JVM may use %d; raise -Xmx, take fewer"
                  .formatted(
                      options.rows(),
                      options.columns(),
                      parallel.threads(),
                      needed >> 20,
                      most >> 20)
              + " threads, or simulate at a smaller size");
    }
    List<List<CurvePoint>> all = new ArrayList<>();
    for (int k = 0; k < options.draws(); k++) {
      all.add(List.of());
    }
    RandomStream random = RandomStream.of(options.seed(), "learning curve simulation");
    parallel.forEachBlock(
        options.draws(), k -> all.set(k, work.on(new Draw(options, random.split(k)))));
    List<CurvePoint> mean = new ArrayList<>();
    List<CurvePoint> deviation = new ArrayList<>();
    for (int k = 0; k < all.getFirst().size(); k++) {
      int at = k;
      List<CurvePoint> points = all.stream().map(curve -> curve.get(at)).toList();
      double[] left = meanAndDeviation(points, CurvePoint::left);
      double[] right = meanAndDeviation(points, CurvePoint::right);
      double[] rayleigh = meanAndDeviation(points, CurvePoint::rayleigh);
      double time = points.getFirst().time();
      mean.add(new CurvePoint(time, left[0], right[0], rayleigh[0]));
      deviation.add(new CurvePoint(time, left[1], right[1], rayleigh[1]));
    }
    return new SimulatedCurve(mean, deviation, options.draws());
  }

  private static double[] meanAndDeviation(
      List<CurvePoint> points, ToDoubleFunction<CurvePoint> of) {
    double mean = points.stream().mapToDouble(of).average().orElse(0);
    double squares =
        points.stream().mapToDouble(p -> Math.pow(of.applyAsDouble(p) - mean, 2)).sum();
    return new double[] {mean, Math.sqrt(squares / (points.size() - 1))};
  }

  /** One matrix with its signal and its start; X is never formed, only the noise is. */
  private static final class Draw implements LinearOperator {
    private final Matrix noise;
    private final double strength;
    private final double[] left;
    private final double[] right;
    private final double[] leftStart;
    private final double[] rightStart;

    Draw(SimulationOptions options, RandomStream random) {
      RankOneProblem problem = options.problem();
      strength = problem.strength();
      left = direction(options.rows(), random);
      right = direction(options.columns(), random);
      leftStart = aligned(left, problem.left(), random);
      rightStart = aligned(right, problem.right(), random);
      noise = random.gaussian(options.rows(), options.columns());
      double level = problem.noiseLevel() / Math.sqrt(options.columns());
      double[] z = noise.array();
      for (int i = 0; i < z.length; i++) {
        z[i] *= level;
      }
    }

    private static double[] direction(int size, RandomStream random) {
      double[] vector = random.gaussian(1, size).array();
      normalise(vector);
      return vector;
    }

    /** A unit vector with this cosine to the signal, uniform among those. */
    private static double[] aligned(double[] signal, double cosine, RandomStream random) {
      double[] start = random.gaussian(1, signal.length).array();
      double along = dot(start, signal);
      for (int i = 0; i < start.length; i++) {
        start[i] -= along * signal[i];
      }
      double sine = Math.sqrt((1 - cosine) * (1 + cosine));
      if (sine > 0) {
        normalise(start);
      }
      for (int i = 0; i < start.length; i++) {
        start[i] = cosine * signal[i] + sine * start[i];
      }
      return start;
    }

    List<CurvePoint> iterate(StepRule rule, int steps) {
      double[] u = leftStart.clone();
      double[] v = rightStart.clone();
      double[] xv = new double[rows()];
      double[] xu = new double[columns()];
      List<CurvePoint> curve = new ArrayList<>();
      for (int k = 0; ; k++) {
        multiply(v, xv);
        double rayleigh = dot(u, xv);
        curve.add(new CurvePoint(k, dot(u, left), dot(v, right), rayleigh));
        if (k == steps) {
          return curve;
        }
        switch (rule) {
          case StepRule.Descent descent -> {
            transposeMultiply(u, xu);
            towards(u, xv, descent.stepSize(), rayleigh);
            towards(v, xu, descent.stepSize(), rayleigh);
          }
          case StepRule.Power _ -> {
            System.arraycopy(xv, 0, u, 0, u.length);
            normalise(u);
            transposeMultiply(u, v);
            normalise(v);
          }
        }
      }
    }

    private static void towards(double[] u, double[] gradient, double step, double rayleigh) {
      for (int i = 0; i < u.length; i++) {
        u[i] += step * (gradient[i] - rayleigh * u[i]);
      }
      normalise(u);
    }

    @Override
    public int rows() {
      return noise.rows();
    }

    @Override
    public int columns() {
      return noise.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      noise.multiply(x, y);
      double along = strength * dot(right, x);
      for (int i = 0; i < y.length; i++) {
        y[i] += along * left[i];
      }
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      noise.transposeMultiply(y, x);
      double along = strength * dot(left, y);
      for (int j = 0; j < x.length; j++) {
        x[j] += along * right[j];
      }
    }

    private static double dot(double[] a, double[] b) {
      return Kernels.dot(a, 0, b, 0, a.length);
    }

    private static void normalise(double[] vector) {
      double norm = Math.sqrt(dot(vector, vector));
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= norm;
      }
    }
  }
}
