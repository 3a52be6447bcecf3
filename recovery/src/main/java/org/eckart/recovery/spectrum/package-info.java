/**
 * How low-rank a matrix is. {@link org.eckart.recovery.spectrum.Spectrum} reads it off the singular
 * values: effective ranks, and how many values stand above what noise alone would reach.
 */
@NullMarked
package org.eckart.recovery.spectrum;

import org.jspecify.annotations.NullMarked;
