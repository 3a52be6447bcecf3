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
 * to the factors, which then take a few sweeps of row-wise conjugate gradients, or of least squares
 * if that is the method, until the residual falls by less than {@value #SLOW} of itself; and so on
 * up to the rank wanted, where the sweeps go on to the end.
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

  /** A sweep that leaves less than this part of the residual is not one of the last. */
  private static final double VANISHING = 0.75;

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

  private int innerSteps(int rank) {
    return options.method() == FactoredMethod.ALTERNATING
        ? Integer.MAX_VALUE
        : options.innerSteps().orElse(rank <= SMALL_RANK ? 2 : 3);
  }

  /** A sweep; the first one at a rank begins with one more direction. */
  FactoredState sweep(FactoredProblem problem, Prepared data, FactoredState state) {
    FactoredState at = state.stageSteps() == 0 ? grown(problem, data, state) : state;
    return swept(problem, data, at);
  }

  FactoredState swept(FactoredProblem problem, Prepared data, FactoredState state) {
    FactorPair at = state.factors();
    int steps = innerSteps(at.rank());
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
            Double.POSITIVE_INFINITY,
            descent.damped()),
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
        new FactorPair(
            at.left().beside(pair.u().scaled(root)), at.right().beside(pair.v().scaled(root)));
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
            Double.POSITIVE_INFINITY,
            descent.damped()),
        squares,
        0,
        0,
        state.gap(),
        state.bound(),
        state.kept(),
        state.trials());
  }

  /**
   * Whether the sweeps at this rank have done what they can for the next direction. A residual that
   * still halves in two sweeps or so is on its way to 0: this rank may be the last.
   */
  boolean stageIsOver(Prepared data, FactoredState before, FactoredState after) {
    double was = Math.sqrt(before.squares());
    double is = Math.sqrt(after.squares());
    boolean first = after.stageSteps() == 1;
    return (!first && is > (1 - SLOW) * was)
        || (after.stageSteps() >= MOST_SWEEPS && is > VANISHING * was)
        || is <= options.tolerance() * data.norm();
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
