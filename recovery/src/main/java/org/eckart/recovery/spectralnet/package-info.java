/**
 * A matrix from linear measurements without choosing a rank or a penalty: gradient descent from a
 * small start on X = Σ αₖ Γ(UₖVₖᵀ), where Γ bends singular values, leans towards a low nuclear norm
 * by itself.
 *
 * <p>Start at {@link SpectralNet}; {@link SpectralNetOptions} says what can be set, and {@link
 * SpectralNetEstimate} carries the matrix with its nuclear norm, its effective rank and a {@link
 * NuclearCertificate}: how far from minimal that norm is. {@link NuclearMinimisation} solves the
 * convex program that the network is compared with, to a certified gap; take it where the answer
 * must not depend on a start. {@link LeastSquares} is what any method must beat.
 *
 * <p>{@link SpectralLayer} is Γ with its exact derivative, for use in models of your own. Where the
 * measurements share their singular vectors ({@link SharedFrame}), {@link SpectralFlow} gives the
 * training curve by an ordinary differential equation of a few numbers, with its rate and the
 * largest stable step.
 *
 * {@snippet :
 * SensingProblem problem = SensingProblem.of(measurements, parallel);
 * SpectralNetEstimate net =
 *     Run.of(new SpectralNet(SpectralNetOptions.defaults())).start(problem).estimate();
 * }
 *
 * <p>Source: Chu, Ghosh, Lam &amp; Mukherjee, "Implicit Regularization via Spectral Neural Networks
 * and Non-linear Matrix Sensing", arXiv 2402.17595. The derivative of Γ, the certificate and the
 * step size are derived here.
 */
@NullMarked
package org.eckart.recovery.spectralnet;

import org.jspecify.annotations.NullMarked;
