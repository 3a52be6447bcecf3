package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.CompletionLoss;
import org.eckart.recovery.tucker.ScaledTucker;
import org.eckart.recovery.tucker.ScaledTuckerOptions;
import org.eckart.recovery.tucker.ScaledTuckerState;
import org.eckart.recovery.tucker.Tucker;

/** Tensor completion at condition numbers from 1 to 20: JMLR 23(163), figure 4. */
final class TensorFigure implements Figure {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST = 200;
  private static final double[] CONDITIONS = {1, 5, 10, 20};
  private static final String[] SCALED = {"76", "76", "76", ""};
  private static final String[] PLAIN = {"9e-11 at 200", "1e-2 at 200", "6e-2 at 200", ""};

  @Override
  public String name() {
    return "tensor-completion";
  }

  @Override
  public String title() {
    return "Tensor completion, n = 100, rank (5, 5, 5), 10 % observed, step size 0.3, to 1e-10";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 30 : 100;
    int rank = setting.quick() ? 2 : 5;
    double share = setting.quick() ? 0.3 : 0.1;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < CONDITIONS.length; c++) {
      String at = String.format(Locale.ROOT, "κ = %.0f", CONDITIONS[c]);
      setting.progress().accept("tensor completion, " + at);
      PortableDraws draws = new PortableDraws(1);
      Tucker truth = planted(size, rank, CONDITIONS[c], draws);
      double[] values = truth.tensor().array();
      for (int i = 0; i < values.length; i++) {
        values[i] = draws.uniform() < share ? values[i] : Double.NaN;
      }
      CompletionLoss loss =
          CompletionLoss.of(ObservedTensor.ofArray(values, truth.shape()), setting.parallel());
      ScaledTuckerOptions options =
          ScaledTuckerOptions.ranks(rank, rank, rank).withStepSize(0.3).withTolerance(1e-15);
      add(rows, curves, "ScaledGD", at, errors(truth, loss, options), told(setting, SCALED[c]));
      double[] plain = errors(truth, loss, options.unscaled());
      add(rows, curves, "gradient descent", at, plain, told(setting, PLAIN[c]));
    }
    return Findings.ofErrors(rows, curves);
  }

  private static String told(Setting setting, String expected) {
    return setting.quick() ? "" : expected;
  }

  private static void add(
      List<Row> rows, List<Curve> curves, String method, String at, double[] errors, String told) {
    rows.add(Row.of(method, at, errors, TOLERANCE, told));
    curves.add(Curve.ofErrors(method + ", " + at, errors));
  }

  private static double[] errors(Tucker truth, CompletionLoss loss, ScaledTuckerOptions options) {
    ScaledTucker method = new ScaledTucker(options);
    ScaledTuckerState state = method.start(loss);
    double[] errors = new double[MOST + 1];
    for (int step = 0; step <= MOST; step++) {
      errors[step] = state.x().relativeError(truth);
      if (errors[step] < TOLERANCE) {
        return Arrays.copyOf(errors, step + 1);
      }
      state = method.step(loss, state);
    }
    return errors;
  }

  /**
   * As published: factors are the left singular vectors of random signs, the core is r^−½ where r
   * divides a + b + c, its first mode scaled from 1 down to 1/κ.
   */
  private static Tucker planted(int size, int rank, double condition, PortableDraws draws) {
    double[] scales = PortableDraws.spaced(1, 1 / condition, rank);
    Tensor core = Tensor.zeros(rank, rank, rank);
    for (int a = 0; a < rank; a++) {
      for (int b = 0; b < rank; b++) {
        core.set(scales[a] / Math.sqrt(rank), a, b, (2 * rank - a - b) % rank);
      }
    }
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      Matrix signs = Matrix.zeros(size, rank);
      for (int i = 0; i < signs.array().length; i++) {
        signs.array()[i] = draws.uniform() < 0.5 ? -1 : 1;
      }
      factors.add(Svd.of(signs).u());
    }
    return new Tucker(core, factors);
  }
}
