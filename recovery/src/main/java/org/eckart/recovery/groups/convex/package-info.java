/**
 * The convex program of group-aware completion solved exactly, on tables that fit into memory, with
 * a proof: {@link org.eckart.recovery.groups.convex.ConvexGroups}.
 */
@NullMarked
package org.eckart.recovery.groups.convex;

import org.jspecify.annotations.NullMarked;
