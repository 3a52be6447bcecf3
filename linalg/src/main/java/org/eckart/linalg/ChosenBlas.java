package org.eckart.linalg;

import static java.lang.System.Logger.Level.WARNING;

/** Chooses once, at the first use of BLAS, and says so if it had to fall back. */
final class ChosenBlas {
  /**
   * {@code openblas} or {@code java}: use this one and no other. Without it OpenBLAS is used where
   * it loads, else Java.
   */
  static final String PROPERTY = "eckart.blas";

  static final Blas BLAS = choose(System.getProperty(PROPERTY, "auto"));

  private ChosenBlas() {}

  static Blas choose(String wanted) {
    switch (wanted) {
      case "java" -> {
        return new JavaBlas();
      }
      case "openblas" -> {
        return OpenBlas.load();
      }
      case "auto" -> {
        try {
          return OpenBlas.load();
        } catch (OpenBlasLibrary.NotLoadedException failure) {
          System.getLogger(ChosenBlas.class.getPackageName())
              .log(
                  WARNING,
                  "OpenBLAS did not load, so dense algebra runs in Java, up to ten times slower: "
                      + failure.getMessage());
          return new JavaBlas();
        }
      }
      default ->
          throw new IllegalArgumentException(
              "-D"
                  + PROPERTY
                  + "="
                  + wanted
                  + " names no BLAS; give openblas or java, or leave it out");
    }
  }
}
