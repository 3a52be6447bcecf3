/**
 * The figures of the scaled-gradient papers, run again: each is one class, a {@link
 * org.eckart.bench.scaledgd.Figure}, and all stand in {@link org.eckart.bench.scaledgd.Figures}.
 */
@NullMarked
package org.eckart.bench.scaledgd;

import org.jspecify.annotations.NullMarked;
