/**
 * Random variates that samplers of this module draw; not exported.
 *
 * <p>Each is a static method that takes its {@link org.eckart.linalg.RandomStream}.
 */
@NullMarked
package org.eckart.bayes.variate;

import org.jspecify.annotations.NullMarked;
