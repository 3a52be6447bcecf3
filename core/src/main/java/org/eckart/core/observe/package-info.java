/**
 * What was measured of an unknown matrix or tensor. {@link ObservedEntries} holds single entries of
 * a matrix, {@link ObservedTensor} those of a tensor, each with the {@link Labels} of its rows and
 * columns or modes, from the source to the report.
 */
@NullMarked
package org.eckart.core.observe;

import org.jspecify.annotations.NullMarked;
