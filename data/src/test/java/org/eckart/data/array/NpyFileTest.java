package org.eckart.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  @TempDir Path here;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blocksAreThoseOfTheWhole(boolean fortran) throws Exception {
    Matrix a = RandomStream.of(1, "a").gaussian(7, 5);
    Path file = here.resolve("a.npy");
    Npy.write(file, DenseArray.of(fortran ? a.transpose() : a));
    if (fortran) { // the same bytes under a header that says so
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
      text =
          text.replace(
              "'fortran_order': False, 'shape': (5, 7)", "'fortran_order': True,  'shape': (7, 5)");
      Files.write(file, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
    try (NpyFile open = NpyFile.open(file)) {
      assertThat(open.rows()).isEqualTo(7);
      assertThat(open.columns()).isEqualTo(5);
      assertThat(open.block(0, 7, 0, 5).array()).isEqualTo(a.array());
      assertThat(open.block(2, 4, 0, 5).array()).isEqualTo(a.rows(2, 4).array());
      assertThat(open.block(1, 6, 2, 4).array()).isEqualTo(a.rows(1, 6).columns(2, 4).array());
      assertThatThrownBy(() -> open.block(0, 8, 0, 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void rowsWrittenAsTheyComeAreTheSameFile() throws Exception {
    Matrix a = RandomStream.of(1, "a").gaussian(11, 3);
    Path whole = here.resolve("whole.npy");
    Path parts = here.resolve("parts.npy");
    Npy.write(whole, DenseArray.of(a));
    Npy.write(parts, 11, 3, 4, a::rows);
    assertThat(Files.readAllBytes(parts)).isEqualTo(Files.readAllBytes(whole));
  }

  @Test
  void filesThatAreNoWholeMatrixAreRefused() throws Exception {
    Path cube = here.resolve("cube.npy");
    Npy.write(cube, new DenseArray(new double[8], new int[] {2, 2, 2}));
    assertThatThrownBy(() -> NpyFile.open(cube))
        .isInstanceOf(InputException.class)
        .hasMessage(cube + " is an array of 3 ways, and a matrix has two");
    Path cut = here.resolve("cut.npy");
    Npy.write(cut, DenseArray.of(Matrix.identity(3)));
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 8));
    assertThatThrownBy(() -> NpyFile.open(cut))
        .hasMessage(cut + " is cut short; write it again with numpy.save");
  }
}
