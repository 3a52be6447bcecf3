/**
 * A low-rank matrix from linear measurements yₖ = ⟨Aₖ, X⟩.
 *
 * <p>{@link org.eckart.recovery.sensing.MeasurementOperator} says how a matrix is measured: {@link
 * org.eckart.recovery.sensing.DenseMeasurements}, {@link
 * org.eckart.recovery.sensing.SparseMeasurements}, {@link
 * org.eckart.recovery.sensing.RankOneMeasurements}, {@link
 * org.eckart.recovery.sensing.TransformMeasurements}, or one of your own. {@link
 * org.eckart.recovery.sensing.Measurements} puts the measured values beside it.
 */
@NullMarked
package org.eckart.recovery.sensing;

import org.jspecify.annotations.NullMarked;
