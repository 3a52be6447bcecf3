package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DenoiseCommandTest {
  @TempDir Path here;

  private static final Matrix SIGNAL =
      RandomStream.of(1, "left")
          .gaussian(60, 2)
          .timesTranspose(RandomStream.of(1, "right").gaussian(90, 2));

  private static Matrix noisy() {
    return SIGNAL.plus(RandomStream.of(1, "noise").gaussian(60, 90).scaled(0.5));
  }

  private Path file(Matrix values) {
    Path file = here.resolve("a.npy");
    Npy.write(file, DenseArray.of(values));
    return file;
  }

  private Ran denoise(Path file, String... more) {
    String[] words = new String[more.length + 5];
    words[0] = "denoise";
    words[1] = "" + file;
    words[2] = "--json";
    words[3] = "--out";
    words[4] = "" + here.resolve("out");
    System.arraycopy(more, 0, words, 5, more.length);
    return Ran.command(words);
  }

  @ParameterizedTest
  @CsvSource({
    "shrink, frobenius, white",
    "shrink, operator, 0.5",
    "shrink, nuclear, median",
    "rank, frobenius, correlated",
    "shrink, frobenius, correlated"
  })
  void findsTheSignalAndWritesAllThatIsPromised(String method, String loss, String noise) {
    Ran ran = denoise(file(noisy()), "--method", method, "--loss", loss, "--noise", noise);
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/rank").asInt()).isEqualTo(2);
    assertThat(result.at("/sigma").asDouble()).isCloseTo(0.5, within(0.05));
    assertThat(result.at("/predictedLoss").asDouble()).isPositive();
    assertThat(result.at("/predictedLosses/" + loss).asDouble())
        .isEqualTo(result.at("/predictedLoss").asDouble());
    assertThat(result.at("/predictedLosses/operator").asDouble()).isPositive();
    assertThat(result.at("/predictedLosses/nuclear").asDouble())
        .isGreaterThan(result.at("/predictedLosses/operator").asDouble());
    JsonNode first = result.at("/components/0");
    assertThat(first.at("/value").asDouble()).isGreaterThan(first.at("/strength").asDouble());
    assertThat(first.at("/strength").asDouble())
        .isGreaterThan(0.9 * first.at("/shrunk").asDouble());
    assertThat(first.at("/cosLeft").asDouble()).isBetween(0.9, 1.0);
    assertThat(first.at("/cosRight").asDouble()).isBetween(0.9, 1.0);
    Matrix denoised = Npy.read(here.resolve("out/denoised.npy")).matrix();
    double rmse = denoised.minus(SIGNAL).frobeniusNorm() / Math.sqrt(60 * 90);
    assertThat(rmse).isLessThan(0.15); // 0.5 before; two components of 150 numbers leave 0.12
    NamedArrays model = Safetensors.read(here.resolve("out/model/model.safetensors"));
    assertThat(model.matrix("row_vectors").rows()).isEqualTo(60);
    assertThat(model.matrix("column_vectors").columns()).isEqualTo(2);
    assertThat(here.resolve("out/report.html")).exists();
    assertThat(ran.json().at("/outputs/model").asString()).endsWith("model");
    assertThat(ran.json().at("/outputs/denoised").asString()).endsWith("denoised.npy");
    assertThat(ran.json().at("/outputs/report").asString()).endsWith("report.html");
  }

  @Test
  void predictedLossIsThatOfTheResult() {
    Ran ran = denoise(file(noisy()));
    Matrix denoised = Npy.read(here.resolve("out/denoised.npy")).matrix();
    double loss = Math.pow(denoised.minus(SIGNAL).frobeniusNorm(), 2);
    // one draw: about 2 · 150 · σ² = 75 with a standard deviation of 6
    assertThat(ran.json().at("/result/predictedLoss").asDouble()).isCloseTo(loss, within(25.0));
  }

  @Test
  void holesNeedTheWord() {
    Matrix holed = noisy();
    holed.set(17, 3, Double.NaN);
    Path file = file(holed);
    Ran refused = denoise(file);
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            file
                + ", entry (17, 3) is missing; if entries are missing at random, say so with"
                + " --missing, else fill them first with 'eckart complete'");
    assertThat(here.resolve("out")).doesNotExist();
    Ran ran = denoise(file, "--missing", "--center", "both");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/input/missing").asInt()).isEqualTo(1);
    Matrix denoised = Npy.read(here.resolve("out/denoised.npy")).matrix();
    assertThat(Double.isFinite(denoised.get(17, 3))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--method guess | --method is 'guess'; it must be one of shrink, rank, bayes",
        "--noise 0 | --noise is 0; a standard deviation must be above 0 (without noise there is"
            + " nothing to remove), or leave it out to have it estimated",
        "--noise grey | --noise is 'grey'; it must be white, median, correlated or a standard"
            + " deviation above 0, such as 0.5",
        "--rank 61 | --rank is 61, but a 60 × 90 matrix has rank at most 60; ask for 1 to 60",
        "--rank none | --rank is 'none'; it must be auto or a number from 1 up",
        "--patch-size 5 | --patch-size belongs to --patches; add it, or leave this out",
        "--patches --missing | --patches shrinks the values of each stack for the Frobenius loss"
            + " and needs every pixel; leave out --missing, or --patches",
        "--patches --method rank | leave out --method, or --patches",
        "--patches --level 0.1 | leave out --level, or --patches",
        "--patches --rank 2 | leave out --rank, or --patches",
        "--patches --noise median | --patches removes white noise only, and finds its level from"
            + " the patches; leave out --noise median or give the standard deviation, or leave out"
            + " --patches",
        "--channel 1 | --channel is for images, and FILE is none; leave it out",
      })
  void wrongWordsAreRefused(String words, String sentence) {
    Path file = file(noisy());
    Ran ran = denoise(file, words.trim().split(" "));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains(sentence.trim().replace("FILE", "" + file));
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void picturesComeBackAsPictures() {
    Matrix picture = Matrix.zeros(40, 48);
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 48; j++) {
        picture.set(i, j, (i / 8 + j / 8) % 2 == 0 ? 60 : 180);
      }
    }
    Matrix noisy = picture.plus(RandomStream.of(1, "noise").gaussian(40, 48).scaled(15));
    Path file = here.resolve("board.png");
    GreyImage.write(file, noisy, GreyImage.Depth.BITS_8);
    for (String[] more : new String[][] {{}, {"--patches", "--noise", "15"}}) {
      Ran ran = denoise(file, concat(more, "--force"));
      assertThat(ran.status()).as(ran.err()).isZero();
      Matrix back = GreyImage.read(here.resolve("out/denoised.png"));
      assertThat(back.minus(picture).frobeniusNorm())
          .isLessThan(0.5 * GreyImage.read(file).minus(picture).frobeniusNorm());
      assertThat(ran.json().at("/warnings").toString()).doesNotContain("--center");
    }
  }

  private static String[] concat(String[] words, String more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }

  @Test
  void explainsWithoutDoing() {
    Ran ran = denoise(file(noisy()), "--explain");
    assertThat(ran.status()).isZero();
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void spectrumSaysHowManyComponentsByEachTest() throws Exception {
    Ran ran =
        Ran.command("spectrum", "" + file(noisy()), "--out", "" + here.resolve("s"), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    for (String key : new String[] {"rank", "permutationRank", "screeNot", "aboveHardThreshold"}) {
      assertThat(ran.json().at("/result/" + key).asInt()).as(key).isEqualTo(2);
    }
    assertThat(ran.json().at("/result/components/0/cosLeft").asDouble()).isBetween(0.9, 1.0);
    assertThat(Files.readString(here.resolve("s/report.html"))).contains("law of white noise");
  }
}
