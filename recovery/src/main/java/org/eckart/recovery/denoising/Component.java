package org.eckart.recovery.denoising;

/**
 * One component of a denoised matrix.
 *
 * @param value singular value found
 * @param strength what it would be without noise; the value itself where that is not known
 * @param shrunk the weight it has in the result
 * @param leftCosine expected cosine, never negative, between its left vector and the true one
 * @param rightCosine the same on the right
 * @param loss that it is expected to leave
 */
public record Component(
    double value,
    double strength,
    double shrunk,
    double leftCosine,
    double rightCosine,
    double loss) {}
