/**
 * How gradient descent learns a rank-one signal in noise: its whole learning curve in closed form,
 * for large matrices of any shape, at any time, with no matrix at hand.
 *
 * <p>Start at {@link GradientFlow}: the overlap of both iterates with the truth at any time, its
 * signed limit, the time at which to stop and the best that any filter could do. {@link
 * FiniteSteps} gives the same for descent of a finite step size and for power iteration, step by
 * step and exactly; {@link LearningSimulation} draws matrices, runs the iteration on them by
 * matrix-vector products and returns means and bands to set beside it. {@link RandomStart} tells
 * how long a start that knows nothing takes.
 *
 * {@snippet :
 * RankOneProblem problem = RankOneProblem.of(750, 1000, 1.5, 0.3, 0.15);
 * CurvePoint limit = problem.limit();
 * CurvePoint best = GradientFlow.of(problem).best();
 * }
 *
 * <p>Source: "Gradient Descent Dynamics of Rank-One Matrix Denoising", ICLR 2026; the measures that
 * take the place of its convolutions are derived from the resolvents of Benaych-Georges &amp;
 * Nadakuditi, J. Multivariate Analysis 111 (2012).
 */
@NullMarked
package org.eckart.recovery.dynamics;

import org.jspecify.annotations.NullMarked;
