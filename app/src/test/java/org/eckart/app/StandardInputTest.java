package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -} in place of a matrix file. */
class StandardInputTest {
  private static final String TEXT = "1,2,3,4,5\n2,4,6,8,11\n3,6,9,12,15\n4,8,12,16,20\n";

  @TempDir Path here;

  private Ran piped(byte[] bytes, String... words) {
    InputStream own = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    try {
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--json", "--out", "" + here.resolve("out"), "--force"));
      return Ran.command(all.toArray(String[]::new));
    } finally {
      System.setIn(own);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spectrum -",
        "decompose - --rank 1",
        "denoise - --rank 1",
        "posterior - --noise 1 --draws 40 --warmup 20",
        "separate - --rank 1",
        "complete - --matrix --rank 1"
      })
  void everyVerbThatTakesAMatrixReadsIt(String command) {
    Ran ran = piped(TEXT.getBytes(StandardCharsets.UTF_8), command.split(" "));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/input/rows").asInt()).isEqualTo(4);
    assertThat(ran.json().at("/input/columns").asInt()).isEqualTo(5);
  }

  @Test
  void itsKindIsReadOffItsFirstBytes() throws Exception {
    Path array = here.resolve("a.npy");
    Npy.write(array, new DenseArray(new double[] {1, 2, 3, 4, 5, 7}, new int[] {3, 2}));
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream to = new GZIPOutputStream(zipped)) {
      to.write(Files.readAllBytes(array));
    }
    String market = "%%MatrixMarket matrix coordinate real general\n3 2 2\n1 1 5\n3 2 4\n";
    for (byte[] bytes :
        List.of(
            Files.readAllBytes(array),
            zipped.toByteArray(),
            market.getBytes(StandardCharsets.UTF_8),
            "1\t2\n3\t4\n5\t7\n".getBytes(StandardCharsets.UTF_8))) {
      Ran ran = piped(bytes, "spectrum", "-");
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.json().at("/result/rows").asInt()).isEqualTo(3);
      assertThat(ran.json().at("/result/columns").asInt()).isEqualTo(2);
    }
  }

  @Test
  void nothingIsToldAsSuch() {
    Ran ran = piped(new byte[0], "spectrum", "-");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.sentence())
        .isEqualTo("Standard input is empty; pipe a matrix into it, or name a file");
  }
}
