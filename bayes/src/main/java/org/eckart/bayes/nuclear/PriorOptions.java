package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import org.eckart.bayes.chain.Schedule;

/**
 * Settings of {@link PriorSampler}.
 *
 * @param rate ρ above 0
 * @param schedule chains and their lengths
 */
public record PriorOptions(double rate, Schedule schedule) {
  /** Adaptation takes some 200 iterations. */
  public static final int WARMUP = 200;

  public PriorOptions {
    check(rate > 0 && Double.isFinite(rate), "lambda is %s; it must be above 0, say 1", rate);
  }

  /** One thousand draws of each of four chains. */
  public static PriorOptions of(double rate) {
    return new PriorOptions(rate, Schedule.of(WARMUP, 1000));
  }
}
