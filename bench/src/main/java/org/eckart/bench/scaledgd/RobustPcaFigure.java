package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.ScaledOptions;
import org.eckart.recovery.robustpca.ScaledRobustPca;
import org.eckart.recovery.robustpca.ScaledState;

/**
 * Robust PCA as published: JMLR 22(150), figure 2b. The corruption is what sparsification keeps of
 * a matrix of standard normals, some thousand times the mean entry: easily seen.
 */
final class RobustPcaFigure implements Figure {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST = 299;
  private static final double[] CONDITIONS = {1, 5, 20};
  private static final String[] TOLD = {"120", "112", "120"};
  private static final double CORRUPTION = 0.1;

  @Override
  public String name() {
    return "robust-pca";
  }

  @Override
  public String title() {
    return "Figure 2b: robust PCA, n = 1000, rank 10, 10 % of each row and column corrupted, to"
        + " 1e-10";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 150 : 1000;
    int rank = setting.quick() ? 3 : 10;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < CONDITIONS.length; c++) {
      String at = String.format(Locale.ROOT, "κ = %.0f", CONDITIONS[c]);
      setting.progress().accept("robust PCA, " + at);
      PortableDraws draws = new PortableDraws(1);
      PlantedMatrix truth = PlantedMatrix.ofSigns(size, rank, CONDITIONS[c], draws);
      Matrix y = truth.dense().plus(sparsified(draws.normals(size, size)));
      double[] errors = errors(truth, RobustPcaProblem.of(y, setting.parallel()), rank);
      rows.add(Row.of("ScaledGD", at, errors, TOLERANCE, setting.quick() ? "" : TOLD[c]));
      curves.add(Curve.ofErrors(at, errors));
    }
    return Findings.ofErrors(rows, curves);
  }

  private static double[] errors(PlantedMatrix truth, RobustPcaProblem problem, int rank) {
    ScaledRobustPca method =
        new ScaledRobustPca(ScaledOptions.of(rank, CORRUPTION).withTolerance(1e-15));
    ScaledState state = method.start(problem);
    double[] errors = new double[MOST + 1];
    for (int step = 0; step <= MOST; step++) {
      Svd at = method.triplets(problem, state);
      errors[step] = truth.relativeError(at.u().columnsScaled(at.s()), at.v());
      if (errors[step] < TOLERANCE) {
        return Arrays.copyOf(errors, step + 1);
      }
      state = method.step(problem, state);
    }
    return errors;
  }

  /** T_α: entries among the ⌊αn⌋ largest of their row and of their column; 0 elsewhere. */
  private static Matrix sparsified(Matrix z) {
    double[] inRow = limits(z);
    double[] inColumn = limits(z.transpose());
    Matrix kept = Matrix.zeros(z.rows(), z.columns());
    for (int i = 0; i < z.rows(); i++) {
      for (int j = 0; j < z.columns(); j++) {
        double size = Math.abs(z.get(i, j));
        kept.set(i, j, size >= inRow[i] && size >= inColumn[j] ? z.get(i, j) : 0);
      }
    }
    return kept;
  }

  /** The least of the ⌊αn⌋ largest magnitudes of each row. */
  private static double[] limits(Matrix z) {
    double[] limits = new double[z.rows()];
    for (int i = 0; i < limits.length; i++) {
      double[] sizes = Arrays.stream(z.row(i).toArray()).map(Math::abs).sorted().toArray();
      limits[i] = sizes[sizes.length - (int) (CORRUPTION * sizes.length)];
    }
    return limits;
  }
}
