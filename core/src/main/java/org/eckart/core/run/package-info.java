/**
 * An {@link Algorithm} describes an iteration and knows no threads, files or clocks; a {@link Run}
 * drives it, with progress, trace, cancellation, deadline and checkpoints, the same for every
 * method.
 */
@NullMarked
package org.eckart.core.run;

import org.jspecify.annotations.NullMarked;
