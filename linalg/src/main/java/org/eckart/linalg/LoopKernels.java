package org.eckart.linalg;

import static java.lang.System.Logger.Level.WARNING;

/** What {@link Kernels} promises: implemented once with SIMD and once without. */
interface LoopKernels {
  /** {@code scalar} takes the scalar twin where SIMD would run too, say to compare results. */
  String PROPERTY = "eckart.simd";

  /** SIMD where this JVM can, else scalar, said once with the flag that would change it. */
  static LoopKernels choose() {
    String wanted = System.getProperty(PROPERTY, "auto");
    if (wanted.equals("scalar")) {
      return new ScalarKernels();
    }
    if (!wanted.equals("auto")) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + wanted + " names no kernels; give scalar, or leave it out");
    }
    try {
      SimdKernels simd = new SimdKernels();
      return simd.isFast() ? simd : new ScalarKernels();
    } catch (NoClassDefFoundError absent) {
      System.getLogger(LoopKernels.class.getPackageName())
          .log(
              WARNING,
              "The Vector API is not there, so kernels run without SIMD, two to three times slower;"
                  + " start java with --add-modules jdk.incubator.vector");
      return new ScalarKernels();
    }
  }

  int simdBits();

  double dot(double[] a, int aFrom, double[] b, int bFrom, int length);

  void axpy(double factor, double[] x, int xFrom, double[] y, int yFrom, int length);

  void combine(
      double factor, double[] x, int xFrom, double yFactor, double[] y, int yFrom, int length);

  float dot(float[] a, int aFrom, float[] b, int bFrom, int length);

  void axpy(float factor, float[] x, int xFrom, float[] y, int yFrom, int length);

  void combine(float factor, float[] x, int xFrom, float yFactor, float[] y, int yFrom, int length);
}
