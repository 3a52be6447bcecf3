package org.eckart.recovery.robustpca;

import static org.eckart.linalg.Check.check;

import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * The published scaled gradient descent for robust principal component analysis: f(L, R) = ½‖L Rᵀ +
 * S − Y‖² with S = T_{2α}(Y − L Rᵀ) in each step, from the top r singular triplets of Y − T_α(Y).
 *
 * <p>T_α keeps an entry if it is among the largest of its row and of its column ({@link
 * Sparsifier}). Missing entries are 0 in Y − X − S and the gradient is divided by the share that is
 * observed; the published method knows none.
 *
 * <p>Cost of a step: Y is read three times, and 2 m n (5 r) operations and two quick-selects an
 * entry. For data whose α and rank are not known exactly, {@link StagedRobustPca} is faster and
 * safer.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), Algorithm 2 and Theorem 6.
 */
public final class ScaledRobustPca implements Algorithm<RobustPcaProblem, ScaledState, Separation> {
  /** Passes that find the strongest direction of the residual, to within some 5 %. */
  private static final int DIRECTION_PASSES = 6;

  private final ScaledOptions options;

  public ScaledRobustPca(ScaledOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "scaled-robust-pca";
  }

  @Override
  public ScaledOptions options() {
    return options;
  }

  @Override
  public ScaledState start(RobustPcaProblem problem) {
    int m = problem.rows();
    int n = problem.columns();
    int largest = Math.min(m, n);
    check(
        options.rank() <= largest,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
        options.rank(),
        m,
        n,
        largest,
        largest);
    FactorPair zero = new FactorPair(Matrix.zeros(m, 0), Matrix.zeros(n, 0));
    ResidualPass.Rule rule =
        new ResidualPass.Rule.Among(Sparsifier.limits(problem, zero, options.corruption()));
    TruncatedSvd top =
        TruncatedSvd.lanczos(
            new Trimmed(problem, rule),
            LanczosOptions.rank(options.rank()).withSeed(options.seed()),
            problem.parallel());
    double share = problem.observed() / ((double) m * n);
    FactorPair x = FactorPair.balanced(Probes.weighted(top.triplets(), options.rank(), 1 / share));
    return new ScaledState(
        Descent.start(x, options.stepSize()), 0, 0, NoiseLevel.of(problem, x, 0));
  }

  /** Y − T(Y) by its products; each is a pass. */
  private record Trimmed(RobustPcaProblem problem, ResidualPass.Rule rule)
      implements LinearOperator {
    @Override
    public int rows() {
      return problem.rows();
    }

    @Override
    public int columns() {
      return problem.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      Matrix product = times(Matrix.wrap(columns(), 1, x));
      System.arraycopy(product.array(), 0, y, 0, rows());
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      Matrix product = transposeTimes(Matrix.wrap(rows(), 1, y));
      System.arraycopy(product.array(), 0, x, 0, columns());
    }

    @Override
    public Matrix times(Matrix x) {
      return pass(x, Matrix.zeros(rows(), x.columns())).right();
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return pass(Matrix.zeros(columns(), y.columns()), y).left();
    }

    private ResidualPass pass(Matrix w, Matrix q) {
      FactorPair zero = new FactorPair(Matrix.zeros(rows(), 0), Matrix.zeros(columns(), 0));
      return ResidualPass.of(problem, zero, w, q, rule);
    }
  }

  @Override
  public ScaledState step(RobustPcaProblem problem, ScaledState state) {
    Descent descent = state.descent();
    FactorPair x = descent.factors();
    ResidualPass pass = pass(problem, x);
    double loss = pass.squares() / 2;
    Descent next;
    if (descent.steps() > 0 && descent.hasDiverged(loss)) {
      next = descent.halved();
    } else {
      double share = problem.observed() / ((double) problem.rows() * problem.columns());
      ScaledStep step =
          ScaledStep.scaled(
              x,
              pass.right().scaled(-1 / share),
              pass.left().scaled(-1 / share),
              descent.stepSize(),
              0);
      next = descent.advanced(loss, step);
    }
    return new ScaledState(
        next,
        problem.observed() - pass.kept(),
        Math.sqrt(pass.squares() / Math.max(1, pass.kept())),
        NoiseLevel.of(problem, x, state.noise().share()));
  }

  /** The gradient's two products, outliers left out. */
  private ResidualPass pass(RobustPcaProblem problem, FactorPair x) {
    double widened = Math.min(1, options.widening() * options.corruption());
    return ResidualPass.of(
        problem,
        x,
        x.right(),
        x.left(),
        new ResidualPass.Rule.Among(Sparsifier.limits(problem, x, widened)));
  }

  private boolean isSettled(ScaledState state) {
    return state.descent().steps() > 0 && state.descent().change() <= options.tolerance();
  }

  @Override
  public Progress progress(RobustPcaProblem problem, ScaledState state) {
    Descent descent = state.descent();
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (descent.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    double residual = state.keptRootMeanSquare() / Math.max(problem.typical(), Double.MIN_NORMAL);
    return new Progress(
        descent.steps(),
        Math.max(descent.steps(), options.maxSteps()),
        Progress.measures(
            "rank",
            options.rank(),
            "residual",
            residual,
            "corrupted",
            (double) state.outliers() / Math.max(1, problem.observed()),
            "noise",
            state.noise().level() * problem.scale()),
        end);
  }

  @Override
  public Separation estimate(RobustPcaProblem problem, ScaledState state) {
    FactorPair x = answer(problem, state.descent());
    double cells = (double) problem.rows() * problem.columns();
    double floor = 100 * options.tolerance() * x.norm() / Math.sqrt(cells);
    NoiseLevel noise = NoiseLevel.of(problem, x, state.noise().share());
    double limit = Math.max(NoiseLevel.cut(problem.observed()) * noise.level(), floor);
    return Separation.of(
        problem,
        x,
        0,
        limit,
        noise,
        state.descent().steps(),
        isSettled(state),
        Separation.doubts(problem, x, limit, noise, isFlat(problem, x, limit)));
  }

  /** The last factors, or the best ones where the last step strayed from them. */
  private FactorPair answer(RobustPcaProblem problem, Descent descent) {
    FactorPair last = descent.factors();
    if (descent.best() == last) {
      return last;
    }
    double loss = pass(problem, last).squares() / 2;
    return loss <= descent.bestLoss() || descent.change() <= options.tolerance()
        ? last
        : descent.best();
  }

  /** Whether what is left below the limit has no direction that stands out. */
  private boolean isFlat(RobustPcaProblem problem, FactorPair x, double limit) {
    Probes probes =
        Probes.random(
            problem.rows(),
            problem.columns(),
            RandomStream.of(options.seed(), "robust PCA directions"));
    ResidualPass.Rule below = new ResidualPass.Rule.Above(limit);
    double strongest = 0;
    double rootMeanSquare = 0;
    for (int k = 0; k < DIRECTION_PASSES; k++) {
      ResidualPass pass = ResidualPass.of(problem, x, probes.right(), probes.left(), below);
      strongest = Math.max(strongest, probes.directions(pass.left()).s().get(0));
      rootMeanSquare = pass.rootMeanSquare();
      probes = probes.next(pass.right(), pass.left());
    }
    double edge = NoiseLevel.edge(rootMeanSquare, problem.rows(), problem.columns());
    return strongest <= StagedRobustPca.STRUCTURED * edge;
  }

  /**
   * The singular triplets of X at a state in the units of the values, for whoever follows a run
   * step by step; O((m + n) r²).
   */
  public Svd triplets(RobustPcaProblem problem, ScaledState state) {
    return state.descent().factors().svd().scaled(problem.scale());
  }

  @Override
  public NamedArrays save(ScaledState state) {
    Descent descent = state.descent();
    return NamedArrays.builder()
        .put(
            "counts",
            new long[] {descent.steps(), descent.halvings(), state.outliers(), descent.damped()})
        .put(
            "numbers",
            new double[] {
              descent.bestLoss(),
              descent.stepSize(),
              descent.change(),
              state.keptRootMeanSquare(),
              state.noise().level(),
              state.noise().share(),
              state.noise().departure()
            })
        .put("left", descent.factors().left())
        .put("right", descent.factors().right())
        .put("bestLeft", descent.best().left())
        .put("bestRight", descent.best().right())
        .build();
  }

  @Override
  public ScaledState load(RobustPcaProblem problem, NamedArrays saved) {
    long[] counts = saved.longs("counts");
    double[] numbers = saved.doubles("numbers");
    Descent descent =
        new Descent(
            (int) counts[0],
            new FactorPair(saved.matrix("left"), saved.matrix("right")),
            new FactorPair(saved.matrix("bestLeft"), saved.matrix("bestRight")),
            numbers[0],
            numbers[1],
            (int) counts[1],
            numbers[2],
            (int) counts[3]);
    return new ScaledState(
        descent, counts[2], numbers[3], new NoiseLevel(numbers[4], numbers[5], numbers[6]));
  }
}
