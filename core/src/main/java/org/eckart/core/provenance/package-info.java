/**
 * How a result came about, so that it can be made again: {@link Provenance} stands in every {@code
 * run.json}, and {@link Fingerprint} tells whether data are the same.
 */
@NullMarked
package org.eckart.core.provenance;

import org.jspecify.annotations.NullMarked;
