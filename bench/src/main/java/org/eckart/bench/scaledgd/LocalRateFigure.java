package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;

/**
 * How fast the error falls near the truth when every entry is known: a factor max(|1 − η|, |1 −
 * 2η|) a step, whatever the condition number.
 */
final class LocalRateFigure implements Figure {
  private static final double[] CONDITIONS = {1, 1e2, 1e4, 1e6};
  private static final double[] STEP_SIZES = {0.2, 0.5, 2.0 / 3, 0.8};

  @Override
  public String name() {
    return "local-rate";
  }

  @Override
  public String title() {
    return "Local rate of ScaledGD, every entry known, 40 × 30, rank 4";
  }

  @Override
  public Findings run(Setting setting) {
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (double stepSize : STEP_SIZES) {
      for (double condition : CONDITIONS) {
        double[] errors = errors(condition, stepSize);
        double rate = rate(errors);
        String name = String.format(Locale.ROOT, "η = %.3f, κ = %.0e", stepSize, condition);
        double theory = Math.max(1 - stepSize, Math.abs(1 - 2 * stepSize));
        rows.add(
            new Row(
                "ScaledGD",
                name,
                OptionalInt.empty(),
                String.format(Locale.ROOT, "rate %.4f, found %.4f", theory, rate),
                errors[errors.length - 1]));
        curves.add(Curve.ofErrors(name, errors));
      }
    }
    return Findings.ofErrors(rows, curves);
  }

  /** Relative errors by step, from a start a thousandth off in each direction's own scale. */
  private static double[] errors(double condition, double stepSize) {
    PortableDraws draws = new PortableDraws(40);
    PlantedMatrix planted = PlantedMatrix.of(40, 30, 4, condition, draws);
    Matrix truth = planted.dense();
    double[] roots = planted.values().toArray();
    for (int k = 0; k < roots.length; k++) {
      roots[k] = Math.sqrt(roots[k]);
    }
    org.eckart.linalg.Vector root = org.eckart.linalg.Vector.wrap(roots);
    Matrix left = planted.left().plus(draws.normals(40, 4).scaled(1e-3)).columnsScaled(root);
    Matrix right = planted.right().plus(draws.normals(30, 4).scaled(1e-3)).columnsScaled(root);
    List<Double> errors = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      Matrix residual = left.timesTranspose(right).minus(truth);
      double error = planted.relativeError(left, right);
      errors.add(error);
      if (error < 1e-13) {
        break;
      }
      Matrix forLeft = residual.times(right).transpose();
      Matrix forRight = residual.transposeTimes(left).transpose();
      Matrix nextLeft =
          left.minus(Cholesky.of(right.gram()).solve(forLeft).transpose().scaled(stepSize));
      right = right.minus(Cholesky.of(left.gram()).solve(forRight).transpose().scaled(stepSize));
      left = nextLeft;
    }
    return errors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The factor a step between errors of 1e-6 and 1e-11. */
  private static double rate(double[] errors) {
    int from = first(errors, 1e-6);
    int to = first(errors, 1e-11);
    return Math.pow(errors[to] / errors[from], 1.0 / (to - from));
  }

  private static int first(double[] errors, double below) {
    int t = 0;
    while (t < errors.length - 1 && errors[t] >= below) {
      t++;
    }
    return t;
  }
}
