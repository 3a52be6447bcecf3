package org.eckart.recovery.robustpca;

import org.eckart.recovery.scaled.FactorPair;

/**
 * Where the staged separation stands, in scaled units.
 *
 * @param steps done
 * @param phase what the steps are for
 * @param stageSteps since the rank last grew
 * @param x L Rᵀ, of the rank reached
 * @param probes vectors that follow the strongest directions of the residual
 * @param next σ, the largest singular value of the residual
 * @param allowance τ, what is still allowed for the error of the directions already in X
 * @param spread c of the next threshold
 * @param noise of the residual of the last step
 * @param last what the last step saw
 * @param stepSize η
 * @param attempt 0, and one more for each start with c doubled
 */
public record StagedState(
    int steps,
    Phase phase,
    int stageSteps,
    FactorPair x,
    Probes probes,
    double next,
    double allowance,
    double spread,
    NoiseLevel noise,
    Seen last,
    double stepSize,
    int attempt) {

  /** What steps are for. */
  public enum Phase {
    /** Directions may still be added. */
    SEARCH,
    /** The rank stands; the threshold goes down to what noise allows. */
    POLISH
  }

  /**
   * What a step saw.
   *
   * @param threshold ζ above which entries counted as outliers
   * @param change size of the scaled step, relative to ‖X‖_F
   * @param outliers observed entries above the threshold
   * @param rootMeanSquare of all m n entries of D, zeros included
   * @param keptRootMeanSquare of the entries that D holds
   * @param flat whether the strongest direction of D is near what unstructured entries reach
   */
  public record Seen(
      double threshold,
      double change,
      long outliers,
      double rootMeanSquare,
      double keptRootMeanSquare,
      boolean flat) {
    static final Seen NOTHING = new Seen(0, Double.POSITIVE_INFINITY, 0, 0, 0, false);
  }

  int rank() {
    return x.rank();
  }
}
