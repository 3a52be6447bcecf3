package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;

/**
 * Where the convex program stands; opaque to callers, who keep it only to go on from it. In units
 * in which ‖y‖ is 1.
 *
 * @param steps done in all
 * @param x the iterate
 * @param ahead x with its momentum, where the next gradient is taken
 * @param momentum t of Nesterov's sequence
 * @param penalty λ at hand; it falls to its goal
 * @param goal λ in the end
 * @param curvature bound on the largest eigenvalue of 𝒜𝒜*
 * @param objective at x, for the λ at hand
 * @param residual ‖𝒜(x) − y‖
 * @param gap certified at the last look, relative
 */
public record NuclearState(
    int steps,
    Matrix x,
    Matrix ahead,
    double momentum,
    double penalty,
    double goal,
    double curvature,
    double objective,
    double residual,
    double gap) {}
