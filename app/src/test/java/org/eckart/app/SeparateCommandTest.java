package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SeparateCommandTest {
  private static final int M = 90;
  private static final int N = 70;

  @TempDir Path here;

  private static Matrix truth() {
    RandomStream random = RandomStream.of(1, "separate test");
    return random.gaussian(M, 2).timesTranspose(random.gaussian(N, 2));
  }

  /** Every 13th entry is wrong by 5 to 15, with holes if they are wanted. */
  private static Matrix corrupted(boolean holes) {
    Matrix y = truth().copy();
    RandomStream random = RandomStream.of(2, "separate test");
    for (int k = 0; k < y.array().length; k++) {
      double u = random.nextUniform();
      if (u < 0.08) {
        y.array()[k] += (5 + 10 * random.nextUniform()) * (u < 0.04 ? 1 : -1);
      } else if (holes && u > 0.95) {
        y.array()[k] = Double.NaN;
      }
    }
    return y;
  }

  private Path npy(Matrix values) {
    Path file = here.resolve("y.npy");
    Npy.write(file, DenseArray.of(values));
    return file;
  }

  @Test
  void aMatrixWithHolesIsTakenApart() throws Exception {
    Path file = npy(corrupted(true));
    Path out = here.resolve("out");
    Ran ran = Ran.command("separate", "" + file, "--out", "" + out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/rank").asInt()).isEqualTo(2);
    assertThat(result.at("/settled").asBoolean()).isTrue();
    assertThat(result.at("/residual").asDouble()).isLessThan(1e-5);
    assertThat(result.at("/iterations").asInt()).isBetween(20, 150);
    assertThat(result.at("/corruptedShare").asDouble()).isCloseTo(0.084, within(0.02));
    Matrix lowRank = Npy.read(out.resolve("lowRank.npy")).matrix();
    assertThat(lowRank.minus(truth()).largestMagnitude()).isLessThan(1e-4);
    Matrix outliers = Npy.read(out.resolve("outliers.npy")).matrix();
    Matrix y = corrupted(true);
    for (int k = 0; k < y.array().length; k++) {
      if (!Double.isNaN(y.array()[k])) {
        assertThat(lowRank.array()[k] + outliers.array()[k]).isCloseTo(y.array()[k], within(1e-4));
      }
    }
    List<String> list = Files.readAllLines(out.resolve("outliers-list.csv"));
    assertThat(list.getFirst()).isEqualTo("row,column,value,fitted,outlier");
    assertThat(list).hasSize(1 + result.at("/corrupted").asInt());
    NamedArrays factors = Safetensors.read(out.resolve("factors.safetensors"));
    assertThat(factors.matrix("U").rows()).isEqualTo(M);
    assertThat(factors.matrix("V").rows()).isEqualTo(N);
    assertThat(Files.readString(out.resolve("report.html"))).contains("Outliers by row");
    assertThat(out.resolve("model")).isDirectory();
    for (String name : List.of("lowRank", "outliers", "outliersTable", "factors", "model")) {
      assertThat(Path.of(ran.json().at("/outputs/" + name).asString())).exists();
    }
  }

  @Test
  void thePublishedAlgorithmTakesRankAndShare() {
    Path file = npy(corrupted(false));
    Path out = here.resolve("out");
    Ran ran =
        Ran.command(
            "separate",
            "" + file,
            "--rank",
            "2",
            "--corruption",
            "0.15",
            "--out",
            "" + out,
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/options/method").asString()).isEqualTo("scaledgd");
    Matrix lowRank = Npy.read(out.resolve("lowRank.npy")).matrix();
    assertThat(lowRank.minus(truth()).largestMagnitude()).isLessThan(1e-3);
  }

  @Test
  void aTableComesBackUnderItsLabels() throws Exception {
    StringBuilder text = new StringBuilder("sensor,hour,celsius\n");
    Matrix y = corrupted(true);
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        if (!Double.isNaN(y.get(i, j))) {
          text.append("s%d,h%d,%s\n".formatted(i, j, y.get(i, j)));
        }
      }
    }
    Path file = Files.writeString(here.resolve("readings.csv"), text);
    Path out = here.resolve("out");
    Ran ran = Ran.command("separate", "" + file, "--out", "" + out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rank").asInt()).isEqualTo(2);
    List<String> fitted = Files.readAllLines(out.resolve("lowRank.csv"));
    assertThat(fitted.get(0)).isEqualTo("row,column,value");
    assertThat(fitted.get(1)).startsWith("s0,h0,");
    assertThat(Files.readAllLines(out.resolve("outliers.csv")))
        .hasSize(1 + ran.json().at("/result/corrupted").asInt());
  }

  @Test
  void aPictureGivesPictures() {
    Matrix pixels = Matrix.zeros(64, 48);
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 48; j++) {
        pixels.set(i, j, (i * 7 + j * 5) % 23 == 0 ? 255 : 60 + i + j);
      }
    }
    Path file = here.resolve("p.png");
    GreyImage.write(file, pixels, GreyImage.Depth.BITS_8);
    Path out = here.resolve("out");
    Ran ran = Ran.command("separate", "" + file, "--out", "" + out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    Matrix background = GreyImage.read(out.resolve("lowRank.png"));
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 48; j++) {
        assertThat(background.get(i, j)).isCloseTo(60 + i + j, within(2.0));
      }
    }
    assertThat(out.resolve("outliers.png")).exists();
  }

  @Test
  void degenerateMatricesAreAnswered() {
    for (double[][] rows :
        List.of(
            new double[][] {{3}},
            new double[][] {{1, 2, 3, 4}},
            new double[][] {{0, 0}, {0, 0}, {0, 0}})) {
      Path file = npy(Matrix.of(rows));
      Path out = here.resolve("out-" + rows.length + "-" + rows[0].length);
      Ran ran = Ran.command("separate", "" + file, "--out", "" + out, "--json");
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.err()).contains("rows or columns, directions and noise can hardly be told");
    }
  }

  @Test
  void wrongUsageAndBadInputAreSaid() {
    Path file = npy(corrupted(false));
    assertThat(Ran.command("separate", "" + file, "--corruption", "0.7").err())
        .contains(
            "--corruption is 0.7; it must be above 0 and below 0.5: from half on nothing says which"
                + " part is the matrix");
    assertThat(Ran.command("separate", "" + file, "--rank", "many").err())
        .contains("--rank is 'many'; it must be auto or a whole number");
    Ran tooHigh =
        Ran.command("separate", "" + file, "--rank", "71", "--out", "" + here.resolve("x"));
    assertThat(tooHigh.status()).isEqualTo(2);
    assertThat(tooHigh.err()).contains("a 90 × 70 matrix has rank at most 70; ask for 1 to 70");
    Matrix empty = corrupted(false);
    for (int j = 0; j < N; j++) {
      empty.set(4, j, Double.NaN);
    }
    Ran missing = Ran.command("separate", "" + npy(empty), "--out", "" + here.resolve("z"));
    assertThat(missing.status()).isEqualTo(3);
    assertThat(missing.err()).contains("Row 4 has no observed entry, so nothing can be said of it");
    assertThat(here.resolve("z")).doesNotExist();
    Ran dropped =
        Ran.command("separate", "" + npy(empty), "--drop-empty", "--out", "" + here.resolve("d"));
    assertThat(dropped.status()).as(dropped.err()).isZero();
  }

  @Test
  void aRunThatWasStoppedGoesOn() {
    Path file = npy(corrupted(false));
    Path state = here.resolve("state");
    Path first = here.resolve("first");
    Ran stopped =
        Ran.command(
            "separate",
            "" + file,
            "--max-time",
            "0.001s",
            "--checkpoint",
            "" + state,
            "--out",
            "" + first,
            "--json");
    assertThat(stopped.json().at("/result/stopReason").asString()).isEqualTo("deadline");
    assertThat(stopped.err()).contains("Stopped by --max-time after");
    Path second = here.resolve("second");
    Ran resumed =
        Ran.command(
            "separate",
            "" + file,
            "--checkpoint",
            "" + state,
            "--resume",
            "--out",
            "" + second,
            "--json");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().at("/result/settled").asBoolean()).isTrue();
  }
}
