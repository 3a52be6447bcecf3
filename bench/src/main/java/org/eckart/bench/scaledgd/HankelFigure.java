package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.hankel.HankelCompletion;
import org.eckart.recovery.hankel.HankelOptions;
import org.eckart.recovery.hankel.HankelProblem;
import org.eckart.recovery.hankel.HankelState;
import org.eckart.recovery.hankel.Signal;

/** Signals of a few complex exponentials from some of their samples: JMLR 22(150), figure 2d. */
final class HankelFigure implements Figure {
  private static final double TOLERANCE = 1e-10;
  private static final long SEED = 1;
  private static final int MOST = 400;
  private static final double[] CONDITIONS = {1, 5, 20};
  private static final String[] SMALL = {"43", "42", "45"};

  @Override
  public String name() {
    return "hankel";
  }

  @Override
  public String title() {
    return "Figure 2d: Hankel matrix completion, to 1e-10";
  }

  @Override
  public Findings run(Setting setting) {
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < CONDITIONS.length; c++) {
      add(setting, 100, 4, 0.4, CONDITIONS[c], SMALL[c], rows, curves);
    }
    for (int c = 0; c < CONDITIONS.length && !setting.quick(); c++) {
      add(setting, 1000, 10, 0.2, CONDITIONS[c], "", rows, curves);
    }
    return Findings.ofErrors(rows, curves);
  }

  private static void add(
      Setting setting,
      int size,
      int rank,
      double share,
      double condition,
      String expected,
      List<Row> rows,
      List<Curve> curves) {
    String at = String.format(Locale.ROOT, "n = %d, κ = %.0f", size, condition);
    setting.progress().accept("hankel: " + at);
    double[] errors = errors(size, rank, share, condition, SEED, setting.parallel());
    rows.add(Row.of("ScaledGD, rank " + rank, at, errors, TOLERANCE, expected));
    curves.add(Curve.ofErrors(at, errors));
  }

  static double[] errors(
      int size, int rank, double share, double condition, long seed, Parallel parallel) {
    PortableDraws draws = new PortableDraws(seed);
    int length = 2 * size - 1;
    double[] re = new double[length];
    double[] im = new double[length];
    double[] amplitudes = PortableDraws.spaced(1, 1 / condition, rank);
    boolean[] used = new boolean[size];
    for (int k = 0; k < rank; k++) {
      int frequency = (int) (size * draws.uniform());
      while (used[frequency]) {
        frequency = (int) (size * draws.uniform());
      }
      used[frequency] = true;
      double phase = 2 * Math.PI * draws.uniform();
      for (int t = 0; t < length; t++) {
        double angle = phase + 2 * Math.PI * ((long) frequency * t % size) / size;
        re[t] += amplitudes[k] * Math.cos(angle);
        im[t] += amplitudes[k] * Math.sin(angle);
      }
    }
    double[] knownRe = re.clone();
    double[] knownIm = im.clone();
    double norm = 0;
    for (int t = 0; t < length; t++) {
      norm += re[t] * re[t] + im[t] * im[t];
      if (draws.uniform() >= share) {
        knownRe[t] = Double.NaN;
        knownIm[t] = Double.NaN;
      }
    }
    HankelProblem problem = HankelProblem.of(new Signal(knownRe, knownIm), parallel);
    HankelCompletion method =
        new HankelCompletion(
            HankelOptions.defaults().withRank(rank).withTolerance(1e-15).withoutContinuation());
    HankelState state = method.start(problem);
    double[] errors = new double[MOST + 1];
    for (int step = 0; step <= MOST; step++) {
      Signal found = method.model(problem, state);
      double squares = 0;
      for (int t = 0; t < length; t++) {
        squares += Math.pow(found.re()[t] - re[t], 2) + Math.pow(found.im()[t] - im[t], 2);
      }
      errors[step] = Math.sqrt(squares / norm);
      if (errors[step] < TOLERANCE) {
        return Arrays.copyOf(errors, step + 1);
      }
      state = method.step(problem, state);
    }
    return errors;
  }
}
