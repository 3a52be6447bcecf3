package org.eckart.bayes.nuclear;

/** How draws are made. All but {@link #NORMAL_PRODUCT} are exact for the nuclear norm posterior. */
public enum Engine {
  /**
   * {@link #SPECTRAL}, but {@link #HAMILTONIAN} where more than 60 % is missing and {@link
   * #NORMAL_PRODUCT} where the shorter side is above 300.
   */
  AUTO("auto", 500, 2000),
  /**
   * Pairwise spectral Gibbs; with sign flips where everything is observed under equal noise,
   * otherwise with the missing parts of the data drawn along.
   */
  SPECTRAL("jg", 500, 2000),
  /** Hamiltonian Monte Carlo on X, one SVD a leapfrog step. */
  HAMILTONIAN("hmc", 400, 1000),
  /**
   * Gibbs on the factors of X = A B, calibrated to match the nuclear norm distribution: fast at any
   * size, within about 1 % of the exact posterior mean.
   */
  NORMAL_PRODUCT("npd", 200, 1000),
  /** Proximal Metropolis-adjusted Langevin: the paper's baseline. */
  PROXIMAL("pmala", 1000, 10_000),
  /** Gibbs on U, V and s with slice sampling of s. */
  SVD_GIBBS("svd-gibbs", 500, 4000),
  /**
   * The same with a Langevin step for s: the paper's second sampler, whose spectrum does not move.
   */
  SVD_LANGEVIN("svd-langevin", 1000, 10_000);

  private final String word;
  private final int warmup;
  private final int draws;

  Engine(String word, int warmup, int draws) {
    this.word = word;
    this.warmup = warmup;
    this.draws = draws;
  }

  /** Its name on the command line. */
  public String word() {
    return word;
  }

  /** Warm-up iterations that do for each chain. */
  public int warmup() {
    return warmup;
  }

  /** Draws of each chain that do. */
  public int draws() {
    return draws;
  }
}
