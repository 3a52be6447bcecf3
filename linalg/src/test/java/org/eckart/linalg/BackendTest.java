package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BackendTest {
  @Test
  void tellsWhatRuns() {
    Backend backend = Backend.current();
    assertThat(backend.blas()).isEqualTo("OpenBLAS");
    assertThat(backend.version()).contains("OpenBLAS 0.");
    assertThat(backend.core()).isNotBlank();
    assertThat(backend.threads()).isPositive();
    assertThat(backend.simdBits()).isIn(0, 128, 256, 512);
    assertThat(backend.isFallback()).isFalse();
  }

  @Test
  void javaIsTakenWhenAskedFor() {
    assertThat(ChosenBlas.choose("java")).isInstanceOf(JavaBlas.class);
    assertThat(ChosenBlas.choose("openblas")).isInstanceOf(OpenBlas.class);
    assertThatThrownBy(() -> ChosenBlas.choose("mkl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-Deckart.blas=mkl names no BLAS; give openblas or java, or leave it out");
  }

  @Test
  void refusesZeroThreads() {
    assertThatThrownBy(() -> Backend.limitThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0; it must be at least 1");
  }
}
