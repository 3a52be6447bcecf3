/** Completing a matrix of which some entries were seen. */
@NullMarked
package org.eckart.recovery.completion;

import org.jspecify.annotations.NullMarked;
