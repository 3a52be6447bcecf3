/**
 * Linear algebra for low rank: dense and sparse matrices, tensors, linear operators,
 * factorisations, truncated SVDs and reproducible random streams.
 */
module org.eckart.linalg {
  requires static transitive org.jspecify; // annotations in signatures, needed at compile time only
  requires static com.google.errorprone.annotations;
  requires jdk.incubator.vector; // SIMD kernels; without it the scalar twins run

  exports org.eckart.linalg;
}
