package org.eckart.recovery.factored;

import java.util.List;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.factored.FactoredProblem.Prepared;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.jspecify.annotations.Nullable;

/**
 * Rank continuation: the leading singular pair of what is left over, p⁻¹P_Ω(Y − L Rᵀ), is appended
 * to the factors, which then take a few sweeps of row-wise conjugate gradients until the residual
 * falls by less than {@value #SLOW} of itself; and so on up to the rank wanted.
 *
 * <p>A direction is looked for when the stronger ones are gone from the residual, and with them
 * what sampling made of them: condition numbers of 10⁴ that defeat every start from the spectrum
 * take 13 to 14 sweeps (300 × 200, rank 4, 40 % observed).
 */
final class Continuation {
  /** Sweeps at a rank before the last. */
  static final int MOST_SWEEPS = 12;

  /** Ranks beyond this are not tried unless asked for. */
  static final int LARGEST_RANK = 100;

  /** A sweep that lowers the residual by less than this part of it ends the stage. */
  static final double SLOW = 0.03;

  /** A rank must lower the held-out error by this part of it to be worth its numbers. */
  static final double WORTH = 0.001;

  /** The choice ends after so many ranks running that were not worth it. */
  private static final int PATIENCE = 3;

  /** A held-out error this far below the values leaves nothing to find. */
  private static final double FOUND = 1e-7;

  /** Up to this rank two inner steps are best, three beyond. */
  private static final int SMALL_RANK = 16;

  /** Lanczos steps for a leading pair; each stage corrects what they leave. */
  private static final int LANCZOS_STEPS = 12;

  private static final double LANCZOS_TOLERANCE = 1e-3;
  private static final int LANCZOS_BLOCK = 2;

  private final FactoredOptions options;

  Continuation(FactoredOptions options) {
    this.options = options;
  }

  /** Factors of rank 0. */
  FactorPair nothing(FactoredProblem problem) {
    return new FactorPair(
        Matrix.zeros(problem.entries().rows(), 0), Matrix.zeros(problem.entries().columns(), 0));
  }

  int innerSteps(int rank) {
    return options.innerSteps().orElse(rank <= SMALL_RANK ? 2 : 3);
  }

  /** A sweep; the first one at a rank begins with one more direction. */
  FactoredState sweep(FactoredProblem problem, Prepared data, FactoredState state) {
    FactoredState at = state.stageSteps() == 0 ? grown(problem, data, state) : state;
    return swept(problem, data, at, innerSteps(at.factors().rank()));
  }

  FactoredState swept(FactoredProblem problem, Prepared data, FactoredState state, int steps) {
    FactorPair at = state.factors();
    double penalty =
        options.penalty() * data.norm() / Math.sqrt(Math.max(1, data.rows().entries()));
    RowSweep rows =
        RowSweep.run(
            data.rows(), data.columns(), at.left(), at.right(), steps, penalty, problem.parallel());
    RowSweep columns =
        RowSweep.run(
            data.columns(),
            data.rows(),
            at.right(),
            rows.factor(),
            steps,
            penalty,
            problem.parallel());
    FactorPair next = new FactorPair(rows.factor(), columns.factor());
    Descent descent = state.descent();
    return new FactoredState(
        state.phase(),
        state.steps() + 1,
        state.stageSteps() + 1,
        new Descent(
            descent.steps() + 1,
            next,
            next,
            Double.POSITIVE_INFINITY,
            descent.stepSize(),
            descent.halvings(),
            Double.POSITIVE_INFINITY),
        columns.squares(),
        0,
        FactoredCompletion.quiet(state, columns.squares()),
        state.gap(),
        state.bound(),
        state.kept(),
        state.trials());
  }

  /** With the leading pair of what is left over as one more direction. */
  private FactoredState grown(FactoredProblem problem, Prepared data, FactoredState state) {
    FactorPair at = state.factors();
    double[] left =
        at.rank() == 0
            ? data.rows().value()
            : ObservedResidual.leftOver(data.rows(), at.left(), at.right(), problem.parallel());
    double squares = 0;
    for (double one : left) {
      squares += one * one;
    }
    SparseMatrix residual =
        SparseMatrix.wrap(at.rows(), at.columns(), data.rows().start(), data.rows().other(), left)
            .withThreads(problem.parallel());
    int block = Math.min(LANCZOS_BLOCK, Math.min(at.rows(), at.columns()));
    Svd pair =
        TruncatedSvd.lanczos(
                residual,
                LanczosOptions.rank(1)
                    .withBlockSize(block)
                    .withMaxSteps(LANCZOS_STEPS)
                    .withTolerance(LANCZOS_TOLERANCE)
                    .withSeed(options.seed() + at.rank()),
                problem.parallel())
            .triplets();
    double share = options.observedShare().orElse(data.share());
    double root = Math.sqrt(pair.s().get(0) / share);
    FactorPair grown =
        new FactorPair(appended(at.left(), pair.u(), root), appended(at.right(), pair.v(), root));
    Descent descent = state.descent();
    return new FactoredState(
        state.phase(),
        state.steps(),
        0,
        new Descent(
            descent.steps(),
            grown,
            grown,
            Double.POSITIVE_INFINITY,
            descent.stepSize(),
            descent.halvings(),
            Double.POSITIVE_INFINITY),
        squares,
        0,
        0,
        state.gap(),
        state.bound(),
        state.kept(),
        state.trials());
  }

  private static Matrix appended(Matrix factor, Matrix vector, double root) {
    int r = factor.columns();
    Matrix more = Matrix.zeros(factor.rows(), r + 1);
    for (int i = 0; i < factor.rows(); i++) {
      System.arraycopy(factor.array(), i * r, more.array(), i * (r + 1), r);
      more.array()[i * (r + 1) + r] = root * vector.array()[i];
    }
    return more;
  }

  /** Whether the sweeps at this rank have done what they can for the next direction. */
  boolean stageIsOver(Prepared data, FactoredState before, FactoredState after) {
    boolean slow =
        after.stageSteps() > 1
            && Math.sqrt(after.squares()) > (1 - SLOW) * Math.sqrt(before.squares());
    return slow
        || after.stageSteps() >= MOST_SWEEPS
        || Math.sqrt(after.squares()) <= options.tolerance() * data.norm();
  }

  FactoredState toNextRank(FactoredState state, @Nullable FactorPair kept, List<RankTrial> trials) {
    return new FactoredState(
        state.phase(),
        state.steps(),
        0,
        state.descent(),
        state.squares(),
        0,
        0,
        state.gap(),
        state.bound(),
        kept,
        trials);
  }

  /**
   * Whether the ranks tried tell which is best: {@value #PATIENCE} running were not worth their
   * numbers, nothing is left to find, or a larger one could not be fixed by the entries.
   */
  boolean isChosen(FactoredProblem problem, Prepared data, List<RankTrial> trials) {
    int rank = trials.getLast().rank();
    double norm = data.norm() / Math.sqrt(data.rows().entries());
    return rank - chosenRank(trials) >= PATIENCE
        || trials.getLast().heldOutRmse() <= FOUND * norm * data.scale()
        || rank >= Math.min(LARGEST_RANK, problem.largestRank())
        || data.freeNumbers(rank + 1) > data.rows().entries();
  }

  /** The lowest rank that no other undercuts by more than what a rank must be worth. */
  static int chosenRank(List<RankTrial> trials) {
    double least = Double.POSITIVE_INFINITY;
    int rank = 1;
    for (RankTrial trial : trials) {
      if (trial.heldOutRmse() < (1 - WORTH) * least) {
        least = trial.heldOutRmse();
        rank = trial.rank();
      }
    }
    return rank;
  }
}
