package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PosteriorCommandTest {
  @TempDir Path folder;

  private Path matrix(boolean holes) {
    RandomStream random = RandomStream.of(1, "posterior command");
    Matrix y = random.gaussian(6, 1).timesTranspose(random.gaussian(5, 1)).scaled(3);
    y = y.plus(random.gaussian(6, 5));
    for (int k = 0; holes && k < 30; k += 4) {
      y.array()[k] = Double.NaN;
    }
    Path file = folder.resolve("y.npy");
    Npy.write(file, DenseArray.of(y));
    return file;
  }

  private static Matrix read(JsonNode outputs, String name) {
    return MatrixReader.read(outputs.get(name).asString(), MatrixOptions.defaults()).values();
  }

  @Test
  void givesMeanIntervalsDrawsAndTheirDiagnostics() {
    Ran ran =
        Ran.command(
            "posterior",
            matrix(true).toString(),
            "--noise",
            "1",
            "--draws",
            "60",
            "--warmup",
            "40",
            "--store",
            "5",
            "--out",
            folder.resolve("out").toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode found = ran.json();
    JsonNode result = found.get("result");
    assertThat(result.get("draws").asInt()).isEqualTo(240);
    assertThat(result.at("/lambda/mean").asDouble()).isPositive();
    assertThat(result.at("/noise/mean").asDouble()).isEqualTo(1);
    assertThat(result.at("/ess/bulk").asDouble()).isPositive();
    assertThat(result.at("/ess/perSecond").asDouble()).isPositive();
    assertThat(result.get("rhat").asDouble()).isPositive();
    JsonNode outputs = found.get("outputs");
    Matrix mean = read(outputs, "mean");
    Matrix lower = read(outputs, "lower");
    Matrix upper = read(outputs, "upper");
    assertThat(mean.rows()).isEqualTo(6);
    for (int k = 0; k < 30; k++) {
      assertThat(lower.array()[k]).isFinite().isLessThan(upper.array()[k]);
    }
    NamedArrays draws = Safetensors.read(Path.of(outputs.get("draws").asString()));
    assertThat(draws.get("thinned.x").shape()).containsExactly(4, 5, 6, 5);
    assertThat(draws.get("posterior.lambda").shape()).containsExactly(4, 60);
    assertThat(Path.of(outputs.get("report").asString())).exists();
  }

  @Test
  void samplesThePrior() {
    Ran ran =
        Ran.command(
            "sample",
            "--rows",
            "3",
            "--columns",
            "5",
            "--lambda",
            "2",
            "--draws",
            "200",
            "--out",
            folder.resolve("prior").toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().get("result");
    assertThat(result.get("draws").asInt()).isEqualTo(800);
    assertThat(result.at("/nuclearNorm/exact").asDouble()).isEqualTo(7.5);
    assertThat(result.at("/nuclearNorm/mean").asDouble()).isBetween(7.0, 8.0);
    assertThat(result.get("logNormaliser").asDouble())
        .isBetween(20.4895 - 15 * Math.log(2) - 1e-3, 20.4895 - 15 * Math.log(2) + 1e-3);
  }

  @Test
  void refusesInOneSentence() {
    String y = matrix(false).toString();
    Ran ran = Ran.command("posterior", y, "--lambda", "0");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence()).isEqualTo("lambda is 0.0; it must be above 0, say 5, or be learned");
    ran = Ran.command("posterior", y, "--noise", "0");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo("noise is 0.0; it must be above 0: without noise the data are the answer");
    ran = Ran.command("posterior", y, "--engine", "nuts");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo(
            "--engine is 'nuts'; it must be auto, jg, hmc, npd, pmala, svd-gibbs or svd-langevin");
    ran = Ran.command("sample", "--rows", "3", "--columns", "0");
    assertThat(ran.status()).isEqualTo(2);
  }

  /** The noise is that of a fit whose start and held-out entries hang on the seed. */
  @Test
  void theNoiseOfEntriesWithGapsIsFittedWithTheSeed() {
    Matrix y = RandomStream.of(2, "gaps").gaussian(30, 20);
    for (int k = 0; k < y.array().length; k += 3) {
      y.array()[k] = Double.NaN;
    }
    Path file = folder.resolve("gaps.npy");
    Npy.write(file, DenseArray.of(y));
    double[] noise = new double[3];
    for (int run = 0; run < 3; run++) {
      Ran ran =
          Ran.command(
              "posterior", "" + file, "--seed", "" + (1 + run % 2), "--explain", "--json");
      assertThat(ran.status()).as(ran.err()).isZero();
      noise[run] = ran.json().at("/options/noise").asDouble();
    }
    assertThat(noise[1]).isNotEqualTo(noise[0]);
    assertThat(noise[2]).isEqualTo(noise[0]);
  }

  @Test
  void goesOnOnlyWithTheNoiseThatItBeganWith() {
    String[] begun = {
      "posterior", matrix(false).toString(), "--draws", "40", "--warmup", "20",
      "--checkpoint", folder.resolve("state").toString(), "--out", "", "--noise", "", "--resume"
    };
    begun[9] = folder.resolve("first").toString();
    begun[11] = "0.5";
    assertThat(Ran.command(Arrays.copyOf(begun, 12)).status()).isZero();
    begun[9] = folder.resolve("second").toString();
    begun[11] = "3";
    Ran other = Ran.command(begun);
    assertThat(other.status()).as(other.err()).isEqualTo(3);
    assertThat(other.sentence()).contains(" with noise 0.5 and this run has ");
    begun[11] = "0.5";
    Ran same = Ran.command(begun);
    assertThat(same.status()).as(same.err()).isZero();
  }

  /** Time that ends before there are draws is not lost: the state is kept, as after Ctrl-C. */
  @Test
  void keepsTheWarmUpThatTimeCutShort() {
    Path out = folder.resolve("out");
    String[] words = {
      "posterior", matrix(false).toString(), "--noise", "1", "--draws", "40", "--out", "" + out,
      "--json", "--max-time", "0.001s"
    };
    Ran cut = Ran.command(words);
    assertThat(cut.status()).as(cut.err()).isEqualTo(130);
    assertThat(cut.json().at("/status").asString()).isEqualTo("interrupted");
    assertThat(cut.err())
        .contains("Stopped by --max-time while the chains were still warming up")
        .contains("go on with: eckart posterior")
        .contains("--resume");
    assertThat(out).doesNotExist();
    Path state = folder.resolve("out-checkpoint");
    assertThat(state.resolve("chains.safetensors")).exists();
    words = Arrays.copyOf(words, 12);
    words[9] = "--checkpoint";
    words[10] = state.toString();
    words[11] = "--resume";
    Ran resumed = Ran.command(words);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().at("/result/draws").asInt()).isEqualTo(160);
  }

  @Test
  void explainsAndLeavesNothing() {
    Path out = folder.resolve("none");
    Ran ran =
        Ran.command(
            "posterior",
            matrix(false).toString(),
            "--noise",
            "1",
            "--explain",
            "--out",
            out.toString());
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("Would draw 4 chains of 500 + 2000 iterations by 'jg'");
    assertThat(Files.exists(out)).isFalse();
  }
}
