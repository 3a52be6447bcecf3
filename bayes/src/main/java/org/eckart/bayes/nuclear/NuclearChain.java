package org.eckart.bayes.nuclear;

import org.eckart.core.store.NamedArrays;

/**
 * Where one chain stands; opaque to callers.
 *
 * @param place the engine's own arrays
 * @param penalty λ
 * @param noise the noise level over the one that the problem was given; 1 unless learned
 * @param iterations done
 * @param logStep log of the step size
 * @param acceptance mean over some recent iterations; NaN for engines that always accept
 */
public record NuclearChain(
    NamedArrays place,
    double penalty,
    double noise,
    int iterations,
    double logStep,
    double acceptance) {}
