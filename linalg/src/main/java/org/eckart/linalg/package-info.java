/**
 * Dense and sparse matrices and what is done with them.
 *
 * <p>Start at {@link Matrix} (dense, row by row) or {@link SparseMatrix}; both are {@link
 * LinearOperator}s. {@link Svd}, {@link Qr}, {@link Cholesky} and {@link SymmetricEigen} factor
 * small or dense matrices exactly; {@link TruncatedSvd} finds the leading singular triplets of
 * anything that can be multiplied with. {@link RandomStream} is the only source of randomness in
 * the toolkit.
 *
 * <p>Products and factorisations run on OpenBLAS, or on a twin in Java where it does not load;
 * {@link Kernels} are the loops below them, {@link Parallel} shares out blocks of work among
 * threads, and {@link Backend} tells what runs. Three system properties, read once: {@code
 * eckart.blas} ({@code openblas} or {@code java}), {@code eckart.openblas} (a folder that holds the
 * libraries), {@code eckart.simd} ({@code scalar}). Native access wants {@code
 * --enable-native-access=org.eckart.linalg} (or {@code ALL-UNNAMED}); SIMD on the class path wants
 * {@code --add-modules jdk.incubator.vector}. An application on the module path leaves the jar of
 * the libraries on the class path, from which it is only read.
 *
 * <p>Shapes are m × n (rows × columns). Singular values never increase, and signs follow one rule:
 * the entry of largest magnitude in each left singular vector is positive.
 */
@NullMarked
package org.eckart.linalg;

import org.jspecify.annotations.NullMarked;
