/**
 * What can go wrong, in three kinds. A setting that is not allowed is an {@link
 * IllegalArgumentException}; everything else that Eckart refuses or fails at is an {@link
 * EckartException}.
 */
@NullMarked
package org.eckart.core;

import org.jspecify.annotations.NullMarked;
