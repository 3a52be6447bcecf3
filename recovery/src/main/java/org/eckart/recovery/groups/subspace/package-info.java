/**
 * How alike groups are: the row space of each in the same coordinates, angles between them, and one
 * number for a family.
 */
@NullMarked
package org.eckart.recovery.groups.subspace;

import org.jspecify.annotations.NullMarked;
