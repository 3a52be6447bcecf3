package org.eckart.recovery.hankel;

import static org.eckart.linalg.Check.check;
import static org.eckart.recovery.hankel.HankelState.Phase.CONTINUE;
import static org.eckart.recovery.hankel.HankelState.Phase.DONE;
import static org.eckart.recovery.hankel.HankelState.Phase.FIT;
import static org.eckart.recovery.hankel.HankelState.Phase.SELECT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.hankel.HankelProducts.Spectrum;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.GramPreconditioner;
import org.eckart.recovery.scaled.ScaledStep;
import org.jspecify.annotations.Nullable;

/**
 * Fills the gaps of a signal whose Hankel matrix has low rank, a sum of r complex exponentials, by
 * scaled gradient descent on (2p)⁻¹‖H(P_Ω(H†(LR*) − x))‖² + ½‖(I − HH†)(LR*)‖².
 *
 * <p>With x_t = H†(LR*), the mean along skew-diagonals, and z = p⁻¹(P_Ω x_t − y) − x_t, the
 * gradient at X = LR* is LR* + H(z), so that a step is L − η(L + H(z) R (R*R)⁻¹) and R − η(R +
 * H(z)* L (L*L)⁻¹). All products go by FFT; neither the Hankel matrix nor LR* is formed.
 *
 * <p>Cost of a step: 4r + 2 transforms of length N and O(N r²). Memory: about 100 N r bytes.
 *
 * <p>Where the r-th singular value of H(p⁻¹P_Ω(x)) is not {@value #GAP} times the next, the weakest
 * components are buried in what the gaps add, and the descent can rest far above them. They are
 * then found one after the other: the strongest directions of H(p⁻¹P_Ω(x − x_t)) are added to what
 * is there, which takes up to {@value #STAGE_STEPS} steps in between.
 *
 * <p>A gap longer than the structure around it can span is beyond any such method; where samples
 * are missing at random, some 4 r log N of them do.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), section on Hankel matrix completion.
 */
public final class HankelCompletion
    implements Algorithm<HankelProblem, HankelState, HankelEstimate> {
  /** A rank that is tried ends when a step moves this little; the fit goes on further. */
  private static final double TRIAL_TOLERANCE = 1e-5;

  private static final int TRIAL_STEPS = 150;

  /** The choice ends after so many ranks running that were not better: sinusoids come in pairs. */
  private static final int PATIENCE = 3;

  /** A held-out error this far below the samples leaves nothing to find. */
  private static final double FOUND = 1e-4;

  /** Below such a ratio σ̂_r/σ̂_{r+1} the weakest components are taken to be buried. */
  public static final double GAP = 2;

  /** Components are added when a step moves what is there by less than this part of it. */
  private static final double STAGE_TOLERANCE = 1e-3;

  /** Steps before the next components are added, at most. */
  private static final int STAGE_STEPS = 30;

  private final HankelOptions options;

  public HankelCompletion(HankelOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "hankel";
  }

  @Override
  public HankelOptions options() {
    return options;
  }

  @Override
  public HankelState start(HankelProblem problem) {
    int wanted = options.rank().orElse(1);
    int largest = problem.largestRank();
    check(
        wanted <= largest,
        "rank is %d, but a signal of %d samples has a Hankel matrix of rank at most %d; ask for 1"
            + " to %d",
        wanted,
        problem.length(),
        largest,
        largest);
    refuseTooFew(problem, wanted);
    HankelState.Phase phase = options.rank().isEmpty() && problem.canHoldOut() ? SELECT : FIT;
    return begun(problem, phase, wanted, 0, null, null, List.of());
  }

  /** An exponential has two numbers, its amplitude and its pole. */
  private static void refuseTooFew(HankelProblem problem, int rank) {
    if (problem.count() < 2) {
      throw InputException.of(
          "too-few-entries",
          "",
          "1 known sample cannot fix the 2 free numbers of an exponential; at least 2 samples must"
              + " be known");
    }
    if (2 * rank > problem.count()) {
      throw InputException.of(
          "too-few-entries",
          "",
          "%d known samples cannot fix the %d free numbers of %d exponentials; ask for rank %d or"
              + " less",
          problem.count(),
          2 * rank,
          rank,
          problem.count() / 2);
    }
  }

  private HankelState begun(
      HankelProblem problem,
      HankelState.Phase phase,
      int rank,
      int steps,
      @Nullable FactorPair kept,
      @Nullable FactorPair before,
      List<RankTrial> trials) {
    boolean[] fitted = fitted(problem, phase);
    Signal start = masked(problem.samples(), fitted).scaled(1 / share(fitted));
    HankelStart found = HankelStart.of(problem, start, rank, options.seed());
    if (phase == FIT && kept != null && kept.rank() == 2 * rank) {
      return at(FIT, steps, kept, found.gap(), null, trials);
    }
    boolean buried = options.continuation() && rank > 1 && found.gap() < GAP;
    if (buried && phase == SELECT && before != null) {
      FactorPair one = grown(problem, before, fitted, 1);
      return at(SELECT, steps, one, found.gap(), kept, trials);
    }
    if (buried && phase == FIT) {
      HankelStart first = HankelStart.together(problem, start, rank, options.seed());
      boolean whole = first.factors().rank() == 2 * rank;
      return at(whole ? FIT : CONTINUE, steps, first.factors(), found.gap(), null, trials);
    }
    return at(phase, steps, found.factors(), found.gap(), phase == SELECT ? kept : null, trials);
  }

  private HankelState at(
      HankelState.Phase phase,
      int steps,
      FactorPair factors,
      double gap,
      @Nullable FactorPair kept,
      List<RankTrial> trials) {
    return new HankelState(
        phase, steps, 0, Descent.start(factors, options.stepSize()), gap, kept, trials);
  }

  /** With the strongest directions of what is left over, H(p⁻¹P_Ω(x − x_t)); at most so many. */
  private FactorPair grown(HankelProblem problem, FactorPair at, boolean[] fitted, int most) {
    Signal model = model(problem, at);
    Signal left = masked(problem.samples(), fitted);
    for (int t = 0; t < fitted.length; t++) {
      left.re()[t] -= fitted[t] ? model.re()[t] : 0;
      left.im()[t] -= fitted[t] ? model.im()[t] : 0;
    }
    FactorPair more =
        HankelStart.together(problem, left.scaled(1 / share(fitted)), most, options.seed())
            .factors();
    return new FactorPair(
        ComplexFactors.beside(at.left(), more.left()),
        ComplexFactors.beside(at.right(), more.right()));
  }

  private boolean[] fitted(HankelProblem problem, HankelState.Phase phase) {
    return phase == SELECT
        ? problem.selection(options.holdOut(), options.seed())
        : problem.observed();
  }

  private static double share(boolean[] fitted) {
    int count = 0;
    for (boolean one : fitted) {
      count += one ? 1 : 0;
    }
    return count / (double) fitted.length;
  }

  private static Signal masked(Signal signal, boolean[] fitted) {
    Signal masked = new Signal(signal.re().clone(), signal.im().clone());
    for (int t = 0; t < fitted.length; t++) {
      if (!fitted[t]) {
        masked.re()[t] = 0;
        masked.im()[t] = 0;
      }
    }
    return masked;
  }

  @Override
  public HankelState step(HankelProblem problem, HankelState state) {
    if (state.phase() == DONE) {
      return state;
    }
    Descent descent = state.descent();
    ScaledStep step =
        step(problem, descent.factors(), descent.stepSize(), fitted(problem, state.phase()));
    double norm = norm(descent.factors());
    Descent next =
        descent.hasDiverged(loss(step)) && step.size() > 1e-12 * norm
            ? descent.halved()
            : descent.advanced(loss(step), step, norm);
    HankelState moved =
        new HankelState(
            state.phase(),
            state.steps() + 1,
            state.stageSteps() + 1,
            next,
            state.gap(),
            state.kept(),
            state.trials());
    return switch (state.phase()) {
      case SELECT -> selected(problem, moved);
      case CONTINUE -> continued(problem, moved);
      default -> ended(moved);
    };
  }

  /** The same state, or the one with more components, the last of which begin the fit. */
  private HankelState continued(HankelProblem problem, HankelState state) {
    if (state.descent().change() > STAGE_TOLERANCE && state.stageSteps() < STAGE_STEPS) {
      return state;
    }
    FactorPair at = state.descent().factors();
    int wanted = options.rank().orElseThrow();
    FactorPair more = grown(problem, at, problem.observed(), wanted - at.rank() / 2);
    HankelState.Phase phase = more.rank() == 2 * wanted ? FIT : CONTINUE;
    return at(phase, state.steps(), more, state.gap(), null, state.trials());
  }

  /** ‖L R*‖_F. */
  private static double norm(FactorPair at) {
    return Math.sqrt(ComplexFactors.squaredNorm(at.left(), at.right()));
  }

  /** Half the squared gradient stands for the loss, which itself cancels. */
  private static double loss(ScaledStep step) {
    return 0.5 * step.size() * step.size();
  }

  private static ScaledStep step(
      HankelProblem problem, FactorPair at, double eta, boolean[] fitted) {
    HankelProducts products = problem.products();
    Spectrum[] left = products.of(at.left(), problem.parallel());
    Spectrum[] right = products.of(at.right(), problem.parallel());
    Signal mean = products.averages(left, right);
    double share = share(fitted);
    Signal z = new Signal(mean.re().clone(), mean.im().clone());
    for (int t = 0; t < fitted.length; t++) {
      z.re()[t] =
          (fitted[t] ? (mean.re()[t] - problem.samples().re()[t]) / share : 0) - mean.re()[t];
      z.im()[t] =
          (fitted[t] ? (mean.im()[t] - problem.samples().im()[t]) / share : 0) - mean.im()[t];
    }
    Spectrum spectrum = products.of(z);
    GramPreconditioner byRight = GramPreconditioner.ofGram(ComplexFactors.gram(at.right()), 0);
    GramPreconditioner byLeft = GramPreconditioner.ofGram(ComplexFactors.gram(at.left()), 0);
    Matrix forLeft =
        at.left().plus(byRight.divide(products.times(spectrum, right, problem.parallel())));
    Matrix forRight =
        at.right().plus(byLeft.divide(products.adjointTimes(spectrum, left, problem.parallel())));
    double square =
        ComplexFactors.squaredNorm(forLeft, at.right())
            + ComplexFactors.squaredNorm(at.left(), forRight);
    return new ScaledStep(
        new FactorPair(
            at.left().minus(forLeft.scaled(eta)), at.right().minus(forRight.scaled(eta))),
        Math.sqrt(square),
        Math.max(byRight.damping(), byLeft.damping()));
  }

  /** The same state, or the next rank, or the fit at the rank chosen. */
  private HankelState selected(HankelProblem problem, HankelState state) {
    if (state.descent().change() > TRIAL_TOLERANCE
        && state.stageSteps() < Math.min(TRIAL_STEPS, options.maxSteps())) {
      return state;
    }
    int rank = state.descent().factors().rank() / 2;
    Signal model = model(problem, state.descent().factors());
    double error = problem.heldOutError(model, fitted(problem, SELECT));
    List<RankTrial> trials = new ArrayList<>(state.trials());
    trials.add(new RankTrial(rank, rank, state.stageSteps(), problem.scale() * error));
    int chosen = chosenRank(problem, trials);
    FactorPair kept = chosen == rank ? state.descent().factors() : state.kept();
    boolean found = error <= FOUND * size(problem);
    int most =
        Math.min(
            Math.min(HankelOptions.LARGEST_AUTOMATIC_RANK, problem.largestRank()),
            problem.count() / 3);
    if (found || rank - chosen >= PATIENCE || rank >= most) {
      return begun(problem, FIT, chosen, state.steps(), kept, null, trials);
    }
    FactorPair before = state.descent().factors();
    return begun(problem, SELECT, rank + 1, state.steps(), kept, before, trials);
  }

  /**
   * The lowest rank whose held-out error is within a standard error of the least: an error over k
   * samples is known to 1/√(2k) of itself, and noise makes larger ranks look better by less than
   * that.
   */
  private int chosenRank(HankelProblem problem, List<RankTrial> trials) {
    double least =
        trials.stream().mapToDouble(RankTrial::heldOutRmse).min().orElse(Double.POSITIVE_INFINITY);
    double heldOut = Math.max(1, options.holdOut() * problem.count());
    for (RankTrial trial : trials) {
      if (trial.heldOutRmse() <= (1 + 1 / Math.sqrt(2 * heldOut)) * least) {
        return trial.rank();
      }
    }
    return 1;
  }

  /** Root mean square of the known samples. */
  private static double size(HankelProblem problem) {
    return problem.error(Signal.zeros(problem.length()), problem.observed());
  }

  private HankelState ended(HankelState state) {
    return state.descent().change() <= options.tolerance()
        ? new HankelState(
            DONE,
            state.steps(),
            state.stageSteps(),
            state.descent(),
            state.gap(),
            null,
            state.trials())
        : state;
  }

  /** H†(LR*), in scaled units. */
  private static Signal model(HankelProblem problem, FactorPair at) {
    HankelProducts products = problem.products();
    Signal mean =
        products.averages(
            products.of(at.left(), problem.parallel()),
            products.of(at.right(), problem.parallel()));
    return problem.isReal() ? new Signal(mean.re(), new double[mean.length()]) : mean;
  }

  /** The low-rank signal that a state stands for, in the units of the samples. */
  public Signal model(HankelProblem problem, HankelState state) {
    return model(problem, state.descent().factors()).scaled(problem.scale());
  }

  @Override
  public Progress progress(HankelProblem problem, HankelState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    measures.put("rank", state.descent().factors().rank() / 2.0);
    if (state.descent().change() < Double.POSITIVE_INFINITY) {
      measures.put("change", state.descent().change());
    }
    if (!state.trials().isEmpty()) {
      measures.put("heldOutRmse", state.trials().getLast().heldOutRmse());
    }
    Optional<StopReason> end = Optional.empty();
    int left = Math.max(0, options.maxSteps() - state.stageSteps());
    if (state.phase() == DONE) {
      end = Optional.of(StopReason.SETTLED);
      left = 0;
    } else if (state.phase() == FIT && left == 0) {
      end = Optional.of(StopReason.STEPS);
    } else if (state.phase() == CONTINUE) {
      left += STAGE_STEPS * options.rank().orElseThrow();
    } else if (state.phase() == SELECT) {
      left += HankelOptions.LARGEST_AUTOMATIC_RANK * TRIAL_STEPS;
    }
    return new Progress(state.steps(), state.steps() + left, measures, end);
  }

  /**
   * The factors that answer for a run stopped here: the best rank's while ranks are tried, and else
   * the best ones of the descent, where the last step strayed.
   */
  private static FactorPair answer(HankelProblem problem, HankelState state) {
    Descent descent = state.descent();
    FactorPair kept = state.kept();
    if (kept != null) {
      return kept;
    }
    boolean moves = state.phase() == FIT || state.phase() == CONTINUE;
    if (!moves || descent.best() == descent.factors()) {
      return descent.factors();
    }
    ScaledStep next = step(problem, descent.factors(), descent.stepSize(), problem.observed());
    return loss(next) <= descent.bestLoss() ? descent.factors() : descent.best();
  }

  @Override
  public HankelEstimate estimate(HankelProblem problem, HankelState state) {
    FactorPair at = answer(problem, state);
    Signal scaled = model(problem, at);
    double scale = problem.scale();
    Signal model = scaled.scaled(scale);
    Signal filled = new Signal(model.re().clone(), model.im().clone());
    for (int t = 0; t < problem.length(); t++) {
      if (problem.isObserved(t)) {
        filled.re()[t] = problem.samples().re()[t] * scale;
        filled.im()[t] = problem.samples().im()[t] * scale;
      }
    }
    int rank = at.rank() / 2;
    return new HankelEstimate(
        filled,
        model,
        rank,
        scale * problem.error(scaled, problem.observed()),
        state.trials().stream()
            .filter(trial -> trial.rank() == rank)
            .mapToDouble(RankTrial::heldOutRmse)
            .findFirst()
            .orElse(Double.NaN),
        state.trials(),
        state.steps(),
        state.phase() == DONE,
        state.gap(),
        options.continuation() && options.rank().isPresent() && rank > 1 && state.gap() < GAP,
        state.descent().halvings(),
        state.descent().damped());
  }

  @Override
  public NamedArrays save(HankelState state) {
    return HankelCheckpoint.save(state);
  }

  @Override
  public HankelState load(HankelProblem problem, NamedArrays saved) {
    return HankelCheckpoint.load(saved);
  }
}
