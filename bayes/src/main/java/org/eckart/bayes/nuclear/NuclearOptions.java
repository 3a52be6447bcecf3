package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import org.eckart.bayes.chain.Schedule;

/**
 * Settings of {@link NuclearSampler}; {@link #of} fills in the defaults.
 *
 * @param engine how draws are made
 * @param penalty λ, a number or learned
 * @param learnNoise whether the noise level is learned too (false by default). Under this prior
 *     that is not safe: a full-rank prior takes the noise for signal, and the noise level falls far
 *     below the truth; the run then warns
 * @param schedule chains and their lengths
 */
public record NuclearOptions(
    Engine engine, Penalty penalty, boolean learnNoise, Schedule schedule) {
  public NuclearOptions {
    check(
        !learnNoise || engine == Engine.SPECTRAL || engine == Engine.AUTO,
        "engine is '%s', which takes the noise as known; learn the noise with 'jg', or give it",
        engine.word());
  }

  /**
   * This λ, the engine chosen from the data, and 500 iterations of warm-up and 2000 draws whichever
   * that turns out to be: the draws of {@link Engine#SPECTRAL}, more than the other two that may be
   * chosen need.
   */
  public static NuclearOptions of(Penalty penalty) {
    return of(Engine.AUTO, penalty);
  }

  public static NuclearOptions of(Engine engine, Penalty penalty) {
    return new NuclearOptions(engine, penalty, false, Schedule.of(engine.warmup(), engine.draws()));
  }

  public NuclearOptions withSchedule(Schedule other) {
    return new NuclearOptions(engine, penalty, learnNoise, other);
  }

  public NuclearOptions withLearnedNoise() {
    return new NuclearOptions(engine, penalty, true, schedule);
  }
}
