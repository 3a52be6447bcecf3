/**
 * Matrices and arrays in the files that people keep them in.
 *
 * <p>Start at {@link MatrixReader}: it reads a matrix with holes, and with names where the file has
 * them, from text, {@code .npy}, {@code .npz}, Matrix Market, wide Parquet, {@code .safetensors}
 * and images into a {@link LabelledMatrix}. {@link Npy} and {@link MatrixMarket} read and write
 * their formats directly; {@link DenseArray} is an array of any number of ways.
 */
@NullMarked
package org.eckart.data.array;

import org.jspecify.annotations.NullMarked;
