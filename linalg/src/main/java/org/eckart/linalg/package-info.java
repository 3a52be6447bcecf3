/**
 * Dense and sparse matrices and what is done with them.
 *
 * <p>Start at {@link Matrix} (dense, row by row) or {@code SparseMatrix}; both are {@link
 * LinearOperator}s. {@link Svd}, {@code Qr}, {@code Cholesky} and {@code SymmetricEigen} factor
 * small or dense matrices exactly; {@code TruncatedSvd} finds the leading singular triplets of
 * anything that can be multiplied with. {@link RandomStream} is the only source of randomness in
 * the toolkit.
 *
 * <p>Shapes are m × n (rows × columns). Singular values never increase, and signs follow one rule:
 * the entry of largest magnitude in each left singular vector is positive.
 */
@NullMarked
package org.eckart.linalg;

import org.jspecify.annotations.NullMarked;
