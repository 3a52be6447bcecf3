/** Programs to start from, one a method; run them from the root of the repository. */
@NullMarked
package org.eckart.examples;

import org.jspecify.annotations.NullMarked;
