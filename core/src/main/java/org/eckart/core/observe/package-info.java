/**
 * What was measured of an unknown matrix. {@link ObservedEntries} holds single entries with the
 * {@link Labels} of their rows and columns, from the source to the report.
 */
@NullMarked
package org.eckart.core.observe;

import org.jspecify.annotations.NullMarked;
