/**
 * Eckart beside other software: same data, same accuracy, same machine, one run.
 *
 * <p>Start at {@link Main}. {@link RatingsLike} makes the ratings; {@code CompletionBenchmark} and
 * {@code SvdBenchmark} drive Eckart and its peers in turn and lay what they measured on a {@code
 * Sheet}. Peers that are not installed are named as absent and left out.
 */
@NullMarked
package org.eckart.bench;

import org.jspecify.annotations.NullMarked;
