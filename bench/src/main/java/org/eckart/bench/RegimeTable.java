package org.eckart.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.GroupWeights;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.convex.ConvexGroups;
import org.eckart.recovery.groups.convex.ConvexGroupsOptions;
import org.eckart.recovery.groups.convex.ConvexGroupsProblem;
import org.eckart.recovery.groups.convex.ConvexGroupsState;
import org.eckart.recovery.groups.factor.GroupAlsProblem;
import org.eckart.recovery.groups.factor.LatentEstimate;
import org.eckart.recovery.groups.factor.LatentGroups;
import org.eckart.recovery.groups.factor.LatentOptions;
import org.eckart.recovery.groups.subspace.PrincipalAngles;

/**
 * The seven simulated regimes: test errors and angles to the true row spaces of soft-impute, of
 * each group on its own, of two shares α and of a sum of parts, beside the published ratios.
 *
 * <p>Each model is solved to a gap of 5e-4 along seven λ, from the largest down, and the λ of least
 * test error counts: so the table tells what a model can do, not how well its λ is chosen.
 */
final class RegimeTable {
  /** The models, in the order of {@link GroupRegimes.Kind}'s published ratios. */
  static final List<String> MODELS =
      List.of(
          "soft-impute", "each group apart", "half and half, α = 0.5", "α = 0.3", "sum of parts");

  private static final double[] LEVELS = {2, 1.4, 1, 0.7, 0.5, 0.35, 0.25}; // λ over σ
  private static final double[] SHARES = {1, 0, 0.5, 0.3}; // α
  private static final int SUM = 4;
  private static final int PART_RANK = 40;
  private static final int TRUE_RANK = 4;
  private static final double GAP = 5e-4;

  private RegimeTable() {}

  /**
   * What a model reached on one table.
   *
   * @param error root mean square, on what was not observed, against the truth
   * @param sine mean over the groups of the root mean square sine to the true row space
   */
  record Reached(double error, double sine) {}

  /** Fills the sheet for these regimes over seeds 1, 2, …. */
  static void fill(
      Sheet sheet,
      List<GroupRegimes.Kind> kinds,
      int seeds,
      Parallel parallel,
      Consumer<String> progress) {
    for (GroupRegimes.Kind kind : kinds) {
      progress.accept("regime " + kind + ": " + kind.what);
      int models = MODELS.size();
      Reached[][] reached = new Reached[models][seeds];
      parallel.forEachBlock(
          seeds * models,
          block ->
              reached[block % models][block / models] =
                  best(GroupRegimes.draw(kind, block / models + 1L), block % models));
      String task = "regime " + kind + ", " + kind.what;
      for (int m = 0; m < models; m++) {
        String model = MODELS.get(m);
        Reached[] own = reached[m];
        double[] errors = Arrays.stream(own).mapToDouble(Reached::error).toArray();
        double[] sines = Arrays.stream(own).mapToDouble(Reached::sine).toArray();
        sheet.add(task, model, "test error, mean", "", mean(errors));
        sheet.add(task, model, "standard error", "", standardError(errors));
        sheet.add(task, model, "sine, mean", "", mean(sines));
        if (m > 0) {
          double[] ratio = new double[seeds];
          double[] sineRatio = new double[seeds];
          for (int s = 0; s < seeds; s++) {
            ratio[s] = own[s].error / reached[0][s].error;
            sineRatio[s] = own[s].sine / reached[0][s].sine;
          }
          sheet.add(task, model, "error over soft-impute's", "", mean(ratio));
          sheet.add(task, model, "its standard error", "", standardError(ratio));
          sheet.add(task, model, "sine over soft-impute's", "", mean(sineRatio));
          sheet.add(task, model, "its standard error (sine)", "", standardError(sineRatio));
          kind.published(m)
              .ifPresent(value -> sheet.add(task, model, "published ratio", "", value));
          kind.publishedSine(m)
              .ifPresent(value -> sheet.add(task, model, "published sine ratio", "", value));
        }
      }
    }
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  static double standardError(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / Math.max(1, values.length - 1) / values.length);
  }

  /** The model at its best λ; the path ends once the error has risen twice. */
  static Reached best(GroupRegimes regime, int model) {
    try (Parallel alone = Parallel.of(1)) {
      ObservedCells cells = ObservedCells.of(regime.entries(), alone);
      List<int[]> sets = new ArrayList<>();
      sets.add(GroupPenalty.every(GroupRegimes.ROWS));
      sets.addAll(regime.penalised());
      double[] weights = GroupWeights.rademacher(cells, sets, 1);
      Reached best = new Reached(Double.POSITIVE_INFINITY, Double.NaN);
      ConvexGroupsState warm = null;
      int rises = 0;
      for (double level : LEVELS) {
        double[] thresholds = new double[sets.size()];
        for (int g = 0; g < thresholds.length; g++) {
          double share = model == SUM ? 1 : g == 0 ? SHARES[model] : 1 - SHARES[model];
          thresholds[g] = GroupRegimes.NOISE * level * share * weights[g];
        }
        GroupPenalty penalty = GroupPenalty.of(GroupRegimes.ROWS, sets, thresholds);
        Matrix x;
        if (model == SUM) {
          x = sum(GroupAlsProblem.of(cells, penalty));
        } else {
          ConvexGroupsProblem problem =
              ConvexGroupsProblem.of(regime.values(), regime.observed(), penalty, alone);
          ConvexGroups solver = new ConvexGroups(ConvexGroupsOptions.defaults().withTolerance(GAP));
          warm = warm == null ? solver.start(problem) : solver.startAt(problem, warm);
          while (solver.progress(problem, warm).end().isEmpty()) {
            warm = solver.step(problem, warm);
          }
          x = solver.estimate(problem, warm).x();
        }
        double error = regime.error(x);
        rises = error < best.error ? 0 : rises + 1;
        if (rises == 0) {
          best = new Reached(error, sine(regime, x));
        } else if (rises == 2) {
          break;
        }
      }
      return best;
    }
  }

  private static double sine(GroupRegimes regime, Matrix x) {
    double sum = 0;
    for (int[] members : regime.structure()) {
      sum +=
          PrincipalAngles.between(leading(x, members), leading(regime.truth(), members))
              .rootMeanSquare();
    }
    return sum / regime.structure().size();
  }

  /** The leading right singular vectors of some rows. */
  private static Matrix leading(Matrix x, int[] members) {
    return Svd.of(TextbookAdmm.rows(x, members)).truncated(TRUE_RANK).v();
  }

  private static Matrix sum(GroupAlsProblem problem) {
    LatentEstimate found =
        Run.of(
                new LatentGroups(
                    LatentOptions.rank(PART_RANK)
                        .withTolerance(1e-5)
                        .withFloor(1e-5)
                        .withMaxSweeps(60)))
            .start(problem)
            .estimate();
    Matrix x = Matrix.zeros(problem.cells().rows(), problem.cells().columns());
    for (int g = 0; g < found.penalty().size(); g++) {
      Matrix s = found.parts().get(g).product();
      int[] members = found.penalty().members(g);
      for (int k = 0; k < members.length; k++) {
        for (int j = 0; j < x.columns(); j++) {
          x.set(members[k], j, x.get(members[k], j) + s.get(k, j));
        }
      }
    }
    return x;
  }
}
