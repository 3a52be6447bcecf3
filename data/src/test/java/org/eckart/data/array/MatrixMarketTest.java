package org.eckart.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixMarketTest {
  @TempDir Path folder;

  private CoordinateMatrix read(String text) throws IOException {
    return MatrixMarket.read(Files.writeString(folder.resolve("m.mtx"), text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "coordinate real general§2 2 3/1 1 1.5/2 1 -2/2 2 1e-3§1.5 0 -2 0.001",
        "coordinate integer symmetric§% note//2 2 2/1 1 4/2 1 7§4 7 7 0",
        "coordinate real skew-symmetric§2 2 1/2 1 3§0 -3 3 0",
        "coordinate pattern general§2 2 2/1 2/2 1§0 1 1 0",
        "COORDINATE Real General§2 2 2/1 1 2/1 1 3§5 0 0 0",
        "array real general§2 2/1/2/3/4§1 3 2 4",
        "array real symmetric§2 2/1/2/3§1 2 2 3",
        "array real skew-symmetric§2 2/5§0 -5 5 0",
      })
  void everyKindIsRead(String kind, String body, String expected) throws IOException {
    Matrix matrix =
        read("%%MatrixMarket matrix " + kind + "\n" + body.replace('/', '\n') + "\n")
            .zeroElsewhere();

    String[] numbers = expected.split(" ");
    for (int k = 0; k < numbers.length; k++) {
      assertThat(matrix.array()[k]).isEqualTo(Double.parseDouble(numbers[k]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "%%MatrixMarket matrix coordinate real general/2 2 1/3 1 5§m.mtx, line 3: \"3\" is not a whole number from 1 to 2 (rows)",
        "%%MatrixMarket matrix coordinate real general/2 2 1/1 1 x§m.mtx, line 3: \"x\" is not a number",
        "%%MatrixMarket matrix coordinate real general/2 2 2/1 1 5§m.mtx, line 4: the file ends after 1 of 2 entries",
        "%%MatrixMarket matrix coordinate real general/2 2 1/1 1§m.mtx, line 3: \"1 1\" is not row, column and value",
        "%%MatrixMarket matrix coordinate real general/2 2/1 1 1§m.mtx, line 2: \"2 2\" is not the three sizes expected here",
        "%%MatrixMarket matrix coordinate real symmetric/2 3 1/1 1 1§m.mtx, line 2: a symmetric matrix cannot be 2 × 3",
        "%%MatrixMarket matrix coordinate complex general/2 2 1/1 1 1 1§m.mtx, line 1: entries are of type 'complex', and only real, integer and pattern are read",
        "%%MatrixMarket matrix array real general/1 2/1/2/3§m.mtx, line 5: there is more after the 2 entries that line 2 or so announces",
        "row,column§m.mtx, line 1: a Matrix Market file begins with '%%MatrixMarket matrix coordinate real general' or the like",
      })
  void badLinesAreNamed(String text, String message) {
    assertThatThrownBy(() -> read(text.replace('/', '\n') + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void aClaimOfManyEntriesTakesNoMemory() {
    assertThatThrownBy(
            () -> read("%%MatrixMarket matrix coordinate real general\n9 9 2147483000\n1 1 1\n"))
        .hasMessage("m.mtx, line 4: the file ends after 1 of 2147483000 entries");
  }

  @Test
  void whatIsWrittenComesBackBitForBit() {
    Matrix matrix = RandomStream.of(1, "market").gaussian(5, 3);
    Path path = folder.resolve("x.mtx");
    MatrixMarket.write(path, matrix);
    assertThat(MatrixMarket.read(path).zeroElsewhere().array()).isEqualTo(matrix.array());
    CoordinateMatrix some =
        new CoordinateMatrix(
            5, 3, new int[] {4, 0}, new int[] {2, 1}, new double[] {1.0 / 3, -0.0}, false);
    MatrixMarket.write(path, some);
    CoordinateMatrix read = MatrixMarket.read(path);
    assertThat(read.row()).isEqualTo(some.row());
    assertThat(read.column()).isEqualTo(some.column());
    assertThat(read.value()).isEqualTo(some.value());
    assertThat(read.observed().count()).isEqualTo(2);
  }
}
