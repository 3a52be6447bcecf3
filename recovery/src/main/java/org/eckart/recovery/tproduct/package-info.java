/**
 * Tensors of order 3 under the tensor–tensor product: matrices whose entries are tubes along mode
 * 3, multiplied by circular convolution. A discrete Fourier transform along mode 3 turns the
 * product into one matrix product a frequency, the t-SVD into one SVD a frequency, and scaled
 * gradient descent into one a frequency, which {@link TubalDescent} does for completion and robust
 * PCA.
 *
 * <p>Take it where mode 3 is periodic or a shift along it means little (video, seasons); it treats
 * the modes unequally, and {@link org.eckart.recovery.tucker.TuckerCompletion} does not.
 *
 * <p>Sources: Kilmer &amp; Martin, Linear Algebra Appl. 435 (2011); Wu, JMLR 27(9) (2026).
 */
@NullMarked
package org.eckart.recovery.tproduct;

import org.jspecify.annotations.NullMarked;
