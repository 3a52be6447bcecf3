/**
 * Group-aware completion of large sparse tables, by factors: nothing of the table's full size is
 * ever formed.
 *
 * <p>{@link org.eckart.recovery.groups.factor.GroupAls} is the program with overlapping nuclear
 * norms, {@link org.eckart.recovery.groups.factor.LatentGroups} the one in which X is a sum of a
 * part for each group; that one comes with a tight certificate at any size.
 */
@NullMarked
package org.eckart.recovery.groups.factor;

import org.jspecify.annotations.NullMarked;
