/**
 * What it costs to predict a where y was seen: {@link Loss} and its kinds {@link Squared}, {@link
 * Huber}, {@link Logistic} and {@link Poisson}, each with derivative, curvature and a check of what
 * values it allows.
 */
@NullMarked
package org.eckart.core.loss;

import org.jspecify.annotations.NullMarked;
