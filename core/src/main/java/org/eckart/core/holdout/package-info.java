/**
 * Which entries are held out to judge a model on. Start at {@link HoldOut}: uniformly at random, so
 * many of each row, whole rows but for a few entries (cold start and fold-in), whole blocks, or the
 * latest. Holes that are alike those of the question asked give an honest error; uniform ones are
 * the easiest to fill.
 */
@NullMarked
package org.eckart.core.holdout;

import org.jspecify.annotations.NullMarked;
