/**
 * Prediction with intervals: the normal product with learned variances.
 *
 * @see ProductSampler
 */
@NullMarked
package org.eckart.bayes.normalproduct;

import org.jspecify.annotations.NullMarked;
