package org.eckart.recovery.robustsensing;

import org.eckart.recovery.scaled.FactorPair;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it. In units in which the
 * operator has gain 1 and the largest measurement is 1.
 *
 * @param steps done in all
 * @param since steps since the start or the last restart, by which geometric steps shrink
 * @param factors at hand
 * @param measured 𝒜(X) of them, made again when a checkpoint is read
 * @param best the factors with the least trimmed residual
 * @param bestTrimmed that residual
 * @param startNorm ‖X₀‖_F, with which geometric steps begin
 * @param startTrimmed the trimmed residual of the start
 * @param landmark trimmed residual from which a fall of 1 % is awaited
 * @param idle steps since the last such fall
 * @param outliers the bound in use
 */
public record RobustSensingState(
    int steps,
    int since,
    FactorPair factors,
    double[] measured,
    FactorPair best,
    double bestTrimmed,
    double startNorm,
    double startTrimmed,
    double landmark,
    int idle,
    double outliers) {}
