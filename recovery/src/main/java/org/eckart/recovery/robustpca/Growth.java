package org.eckart.recovery.robustpca;

import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.robustpca.StagedState.Phase;
import org.eckart.recovery.scaled.FactorPair;

/**
 * What X takes in at the end of a stage of {@link StagedRobustPca}: the strongest directions of the
 * residual, if they stand out of what unstructured entries would reach.
 */
final class Growth {
  /** Directions at least this part of the strongest are added with it. */
  private static final double TOGETHER = 0.5;

  /** Directions this much above what unstructured entries reach are directions of X. */
  private static final double ABOVE_EDGE = 1.1;

  /** From there on it is not asked whether the noise is uneven. */
  private static final double CLEARLY_ABOVE_EDGE = 3;

  /** Passes that find the strongest direction with random signs, to within some 5 %. */
  private static final int SIGN_PASSES = 6;

  private final StagedOptions options;

  Growth(StagedOptions options) {
    this.options = options;
  }

  int largestRank(RobustPcaProblem problem) {
    int third = Math.max(1, Math.min(problem.rows(), problem.columns()) / 3);
    return options.rank().orElse(Math.min(options.rankCap(), third));
  }

  /**
   * Takes the strongest directions of the residual into X, or ends the search.
   *
   * @param directions of the entries kept, strongest first
   * @param kept share of all entries
   * @param edge what unstructured entries of that size would reach
   * @param threshold above which residuals counted as outliers
   */
  StagedState after(
      RobustPcaProblem problem,
      StagedState state,
      Svd directions,
      double kept,
      double edge,
      double threshold) {
    int room = largestRank(problem) - state.rank();
    double limit = edge;
    double strongest = directions.s().get(0);
    if (room > 0
        && options.rank().isEmpty()
        && strongest > ABOVE_EDGE * edge
        && strongest < CLEARLY_ABOVE_EDGE * edge) {
      limit = Math.max(edge, edgeWithRandomSigns(problem, state, threshold));
    }
    boolean asked = options.rank().isPresent(); // then a direction needs no proof
    int more = 0;
    while (more < Math.min(room, directions.rank())
        && directions.s().get(more) > (asked && more == 0 ? 0 : ABOVE_EDGE * limit)
        && directions.s().get(more) > TOGETHER * strongest) {
      more++;
    }
    if (more == 0) {
      return new StagedState(
          state.steps(),
          Phase.POLISH,
          state.stageSteps(),
          state.x(),
          state.probes(),
          state.next(),
          state.allowance(),
          state.spread(),
          state.noise(),
          state.last(),
          state.stepSize(),
          state.attempt());
    }
    FactorPair added = FactorPair.balanced(Probes.weighted(directions, more, 1 / kept));
    double following = directions.s().get(Math.min(more, directions.rank() - 1)) / kept;
    return new StagedState(
        state.steps(),
        Phase.SEARCH,
        0,
        new FactorPair(
            state.x().left().beside(added.left()), state.x().right().beside(added.right())),
        state.probes(),
        following,
        strongest / kept,
        state.spread(),
        state.noise(),
        state.last(),
        state.stepSize(),
        state.attempt());
  }

  /**
   * The spectral norm of D with the signs of its entries drawn at random, which keeps how large
   * they are in each row and column and destroys any structure (Hong, Sheng &amp; Dobriban 2020).
   */
  private double edgeWithRandomSigns(
      RobustPcaProblem problem, StagedState state, double threshold) {
    RandomStream random = RandomStream.of(options.seed(), "robust PCA signs").split(state.steps());
    Probes probes = Probes.random(problem.rows(), problem.columns(), random);
    ResidualPass.Rule rule =
        new ResidualPass.Rule.AboveWithRandomSigns(threshold, random.nextLong());
    double norm = 0;
    for (int k = 0; k < SIGN_PASSES; k++) {
      ResidualPass pass = ResidualPass.of(problem, state.x(), probes.right(), probes.left(), rule);
      norm = Math.max(norm, probes.directions(pass.left()).s().get(0));
      probes = probes.next(pass.right(), pass.left());
    }
    return norm;
  }
}
