package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;

/**
 * The learning curve of an iteration with steps of finite size, exactly: no flow stands between.
 *
 * <p>After k steps u = P(XXᵀ)u₀ + Q(XXᵀ)Xv₀ and v = R(XᵀX)v₀ + S(XᵀX)Xᵀu₀ with polynomials P, Q, R,
 * S. Their values at the nodes of a quadrature over the bulk, at its atom at 0 and at the outlier
 * are all that a step needs; overlaps and norms are integrals of them over the measures of {@link
 * GradientFlow}.
 *
 * <p>Cost of a step: some 10 operations for each of about 200 nodes.
 */
public final class FiniteSteps {
  /** A growth beyond this would leave no digits to the bulk. */
  private static final int MOST = 10_000_000;

  private final RankOneProblem problem;
  private final StepRule rule;

  private FiniteSteps(RankOneProblem problem, StepRule rule) {
    this.problem = problem;
    this.rule = rule;
  }

  public static FiniteSteps of(RankOneProblem problem, StepRule rule) {
    return new FiniteSteps(problem, rule);
  }

  /**
   * The points after 0, 1, …, {@code steps} steps; their {@code time} is the number of steps.
   *
   * @param steps from 0 to 10 million
   */
  public List<CurvePoint> curve(int steps) {
    check(steps >= 0 && steps <= MOST, "steps is %d; it must be from 0 to %d", steps, MOST);
    AlignedSpike spike = problem.spike().positive();
    SpikeLaw law = new SpikeLaw(problem.aspectRatio(), spike.strength());
    double edge = 1 + Math.sqrt(problem.aspectRatio());
    EdgeGrid grid = new EdgeGrid(problem.aspectRatio(), 2 * steps / edge, law.poleAngle());
    Polynomials state = new Polynomials(grid, law, spike);
    List<CurvePoint> curve = new ArrayList<>(steps + 1);
    state.normalise();
    curve.add(point(0, state));
    for (int k = 1; k <= steps; k++) {
      switch (rule) {
        case StepRule.Descent descent -> state.descend(descent.stepSize() * problem.noiseLevel());
        case StepRule.Power _ -> state.power();
      }
      curve.add(point(k, state));
    }
    return curve;
  }

  private CurvePoint point(int step, Polynomials state) {
    double turned = problem.strength() < 0 ? -1 : 1;
    return new CurvePoint(
        step,
        state.leftOverlap(),
        turned * state.rightOverlap(),
        problem.noiseLevel() * state.rayleigh());
  }
}
