package org.eckart.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.eckart.core.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that SciPy wrote; golden.py beside them says how. */
class ScipyMatrixTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"square-rows", "square-columns"})
  void readsCompressedRowsAndColumns(String name) {
    assertThat(ScipyMatrix.isThere(NpyTest.golden(name + ".npz"))).isTrue();
    assertThat(ScipyMatrix.read(NpyTest.golden(name + ".npz")).toDense().array())
        .containsExactly(4, 0, 0, 5, 0, 6, 0, 7, 0);
  }

  @Test
  void refusesOtherForms() {
    Path blocks = NpyTest.golden("square-blocks.npz");
    assertThatThrownBy(() -> ScipyMatrix.read(blocks))
        .isInstanceOf(InputException.class)
        .hasMessage(
            blocks
                + " is in scipy's form 'bsr', and 'csr' and 'csc' are read; save it from scipy with"
                + " matrix.tocsr()");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "indptr | 0 1 3 9 | 4 values come with 4 indices, and indptr runs from 0 to 9",
        "indptr | 0 3 1 4 | indptr falls from 3 to 1",
        "indptr | 0 1 4 | indptr has 3 numbers, not 4",
        "indptr | 0 1.5 3 4 | indptr holds 1.5, no whole number",
        "indices | 0 0 2 3 | index 3 is 3, outside 0 to 2",
        "shape | 3 | its shape is [3]"
      })
  void refusesArraysThatContradictEachOther(String array, String numbers, String what)
      throws IOException {
    Path damaged = folder.resolve("damaged.npz");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile golden = new ZipFile(NpyTest.golden("square-rows.npz").toFile())) {
      for (ZipEntry entry : golden.stream().toList()) {
        entries.put(entry.getName(), golden.getInputStream(entry).readAllBytes());
      }
    }
    String[] words = numbers.split(" ");
    double[] values = new double[words.length];
    for (int k = 0; k < words.length; k++) {
      values[k] = Double.parseDouble(words[k]);
    }
    Path part = folder.resolve("part.npy");
    Npy.write(part, new DenseArray(values, new int[] {values.length}));
    entries.put(array + ".npy", Files.readAllBytes(part));
    try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(damaged))) {
      for (var entry : entries.entrySet()) {
        to.putNextEntry(new ZipEntry(entry.getKey()));
        to.write(entry.getValue());
        to.closeEntry();
      }
    }
    assertThatThrownBy(() -> ScipyMatrix.read(damaged))
        .isInstanceOf(InputException.class)
        .hasMessage(
            damaged + " is damaged: " + what + "; save it again with scipy.sparse.save_npz");
  }
}
