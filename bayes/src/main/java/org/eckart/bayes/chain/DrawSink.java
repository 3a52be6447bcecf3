package org.eckart.bayes.chain;

/** Where a sampler hands its draws. */
public interface DrawSink {
  /** Called once after each iteration: whether it is to be handed over. */
  boolean wanted();

  /**
   * Takes a draw; both arrays are read at once and may be used again.
   *
   * @param traced one number for each of {@link Sampler#traced}
   * @param entries as many as {@link Sampler#entries} says
   */
  void draw(double[] traced, double[] entries);
}
