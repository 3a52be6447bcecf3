package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MatrixCommandsTest {
  @TempDir Path here;

  private Path matrix(Matrix values) {
    Path file = here.resolve("a.npy");
    Npy.write(file, DenseArray.of(values));
    return file;
  }

  private static Matrix planted() {
    Matrix u = RandomStream.of(1, "left").gaussian(60, 3);
    Matrix v = RandomStream.of(1, "right").gaussian(40, 3);
    return u.timesTranspose(v).plus(RandomStream.of(1, "noise").gaussian(60, 40).scaled(0.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "svd", "randomized", "krylov"})
  void everyMethodFindsThePlantedTriplets(String method) {
    Path file = matrix(planted());
    Path out = here.resolve("out");
    Ran ran =
        Ran.command(
            "decompose", "" + file, "--rank", "3", "--method", method, "--out", "" + out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    Svd exact = Svd.of(planted());
    JsonNode values = ran.json().at("/result/values");
    assertThat(values).hasSize(3);
    for (int k = 0; k < 3; k++) {
      assertThat(values.get(k).asDouble()).isCloseTo(exact.s().get(k), within(1e-3));
    }
    assertThat(ran.json().at("/result/residual").asDouble()).isLessThan(1e-3);
    assertThat(ran.json().at("/result/passes").asInt()).isPositive();
    NamedArrays factors = Safetensors.read(out.resolve("factors.safetensors"));
    assertThat(factors.matrix("U").rows()).isEqualTo(60);
    assertThat(factors.matrix("V").rows()).isEqualTo(40);
    assertThat(out.resolve("report.html")).exists();
  }

  @Test
  void sparseMatricesAreDecomposedAsTheyAre() throws Exception {
    Path file =
        Files.writeString(
            here.resolve("a.mtx"),
            "%%MatrixMarket matrix coordinate real general\n3 2 2\n1 1 3\n3 2 -4\n");
    Ran ran =
        Ran.command(
            "decompose",
            "" + file,
            "--method",
            "krylov",
            "--rank",
            "2",
            "--out",
            "" + here.resolve("o"),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/values/0").asDouble()).isCloseTo(4, within(1e-9));
    assertThat(ran.json().at("/result/values/1").asDouble()).isCloseTo(3, within(1e-9));
    assertThat(ran.json().at("/input/sparse").asBoolean()).isTrue();
  }

  @Test
  void spectrumCountsWhatStandsAboveTheNoise() {
    Path file = matrix(planted());
    Ran ran = Ran.command("spectrum", "" + file, "--out", "" + here.resolve("s"), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/detected").asInt()).isEqualTo(3);
    assertThat(ran.json().at("/result/values")).hasSize(40);
    assertThat(ran.json().at("/result/sigma").asDouble()).isCloseTo(0.1, within(0.01));
    assertThat(ran.json().at("/result/noiseEdge").asDouble()).isPositive();
    assertThat(ran.json().at("/result").has("noiseLevel")).isFalse();
    assertThat(ran.json().at("/result/stableRank").asDouble()).isBetween(1.0, 3.5);
  }

  @Test
  void holesAreRefusedWithTheirPlace() {
    Matrix holed = planted();
    holed.set(17, 3, Double.NaN);
    Path file = matrix(holed);
    Ran ran = Ran.command("decompose", "" + file, "--out", "" + here.resolve("o"));
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.sentence())
        .isEqualTo(
            file
                + ", entry (17, 3) is missing and 'decompose' needs every entry; fill it first with"
                + " 'eckart complete'");
    assertThat(here.resolve("o")).doesNotExist();
  }

  @Test
  void rankBeyondTheMatrixIsRefused() {
    Ran ran =
        Ran.command("decompose", "" + matrix(planted()), "--rank", "41", "--out", here + "/o");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo("--rank is 41, but a 60 × 40 matrix has rank at most 40; ask for 1 to 40");
  }
}
