package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.array.Npy;
import org.eckart.data.image.GreyImage;
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

  /** A picture of which half was seen, beside the one without noise. */
  @Test
  void takesPicturesAndLeavesPictures() {
    RandomStream random = RandomStream.of(2, "picture");
    Matrix truth = Matrix.zeros(16, 12);
    Matrix mask = Matrix.zeros(16, 12);
    for (int i = 0; i < 16; i++) {
      for (int j = 0; j < 12; j++) {
        truth.set(i, j, 60 + 8 * i + (j > 5 ? 3 * i : 0));
        mask.set(i, j, random.nextUniform() < 0.5 ? 255 : 0);
      }
    }
    Path noisy = folder.resolve("noisy.png");
    GreyImage.write(noisy, truth.plus(random.gaussian(16, 12).scaled(8)), GreyImage.Depth.BITS_8);
    GreyImage.write(folder.resolve("truth.png"), truth, GreyImage.Depth.BITS_8);
    GreyImage.write(folder.resolve("mask.png"), mask, GreyImage.Depth.BITS_8);
    Ran ran =
        Ran.command(
            "posterior",
            noisy.toString(),
            "--noise",
            "8",
            "--observed",
            folder.resolve("mask.png").toString(),
            "--truth",
            folder.resolve("truth.png").toString(),
            "--draws",
            "200",
            "--warmup",
            "100",
            "--store",
            "5",
            "--out",
            folder.resolve("picture").toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode found = ran.json();
    long hidden = java.util.Arrays.stream(mask.array()).filter(v -> v == 0).count();
    assertThat(found.at("/input/missing").asLong()).isEqualTo(hidden);
    JsonNode against = found.at("/result/truth");
    assertThat(against.get("mse").asDouble()).isBetween(1.0, against.get("mseData").asDouble());
    assertThat(against.get("mseMissing").asDouble()).isBetween(1.0, 4000.0);
    assertThat(against.get("coverage").asDouble()).isBetween(0.7, 1.0);
    assertThat(against.get("coverageMissing").asDouble()).isBetween(0.7, 1.0);
    JsonNode outputs = found.get("outputs");
    Matrix mean = read(outputs, "mean");
    Matrix shown = GreyImage.read(Path.of(outputs.get("meanImage").asString()));
    Matrix width = GreyImage.read(Path.of(outputs.get("widthImage").asString()));
    for (int k = 0; k < 192; k++) {
      assertThat(shown.array()[k]).isEqualTo(Math.clamp(Math.rint(mean.array()[k]), 0, 255));
    }
    assertThat(width.largestMagnitude()).isEqualTo(255);
  }

  /**
   * A sum of a row's and a column's part, half of it unseen: found exactly, and in the draws too.
   */
  @Test
  void takesMeansOutAndAddsThemAgain() {
    RandomStream random = RandomStream.of(3, "centre");
    Matrix y = Matrix.zeros(9, 7);
    for (int k = 0; k < 63; k++) {
      y.array()[k] = random.nextUniform() < 0.3 ? Double.NaN : 1000 + 10 * (k / 7) + 3 * (k % 7);
    }
    Path file = folder.resolve("sum.npy");
    Npy.write(file, DenseArray.of(y));
    Ran ran =
        Ran.command(
            "posterior",
            file.toString(),
            "--noise",
            "0.01",
            "--lambda",
            "50",
            "--center",
            "both",
            "--draws",
            "50",
            "--warmup",
            "50",
            "--store",
            "2",
            "--out",
            folder.resolve("centred").toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode outputs = ran.json().get("outputs");
    double[] stored =
        Safetensors.read(Path.of(outputs.get("draws").asString())).doubles("thinned.x");
    for (int k = 0; k < 63; k++) {
      double expected = 1000 + 10 * (k / 7) + 3 * (k % 7);
      assertThat(read(outputs, "mean").array()[k])
          .isCloseTo(expected, org.assertj.core.api.Assertions.within(0.01));
      assertThat(stored[k]).isCloseTo(expected, org.assertj.core.api.Assertions.within(0.05));
    }
  }

  @Test
  void comparesLambdasByTheirEvidence() {
    Ran ran =
        Ran.command(
            "posterior",
            matrix(false).toString(),
            "--noise",
            "1",
            "--draws",
            "60",
            "--warmup",
            "40",
            "--evidence",
            "2,0.5",
            "--out",
            folder.resolve("evidence").toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode evidence = ran.json().at("/result/evidence");
    assertThat(evidence.size()).isEqualTo(2);
    assertThat(evidence.at("/0/lambda").asDouble()).isEqualTo(0.5);
    assertThat(evidence.at("/1/lambda").asDouble()).isEqualTo(2);
    assertThat(evidence.at("/1/logEvidence").asDouble()).isNegative();
    assertThat(evidence.at("/1/mcse").asDouble()).isBetween(1e-6, 1.0);
  }

  /** One entry, one row, nothing but zeros: numbers, and no NaN among them. */
  @Test
  void oddMatricesGiveNumbers() {
    Matrix[] odd = {
      Matrix.of(new double[][] {{3}}),
      RandomStream.of(1, "odd").gaussian(1, 5),
      Matrix.zeros(3, 4),
      Matrix.of(new double[][] {{1e12, 1e12}, {1e12, 1e12}}),
      Matrix.of(new double[][] {{1e-12, 0}, {0, 2e-12}})
    };
    double[] noise = {1, 1, 1, 1e11, 1e-12};
    for (int k = 0; k < odd.length; k++) {
      Path file = folder.resolve("odd" + k + ".npy");
      Npy.write(file, DenseArray.of(odd[k]));
      Ran ran =
          Ran.command(
              "posterior",
              file.toString(),
              "--noise",
              "" + noise[k],
              "--draws",
              "40",
              "--warmup",
              "40",
              "--out",
              folder.resolve("odd-" + k).toString(),
              "--json");
      assertThat(ran.status()).as(ran.err()).isZero();
      JsonNode found = ran.json();
      for (String name : new String[] {"mean", "lower", "upper", "sd"}) {
        for (double one : read(found.get("outputs"), name).array()) {
          assertThat(one).isFinite();
        }
      }
      assertThat(found.at("/result/nuclearNorm/mean").isNumber()).isTrue();
      assertThat(found.at("/result/ess/bulk").isNumber()).isTrue();
    }
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
    ran = Ran.command("posterior", y, "--noise", "1", "--lambda", "2", "--prior", "gamma:1,1");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo("--prior is that of a learned lambda, but --lambda is 2; leave out one of them");
    ran = Ran.command("posterior", y, "--noise", "1", "--draws", "3");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo("--draws is 3; it must be at least 4, so that halves of chains can be compared");
    ran = Ran.command("posterior", y, "--noise", "1", "--channel", "0");
    assertThat(ran.sentence())
        .isEqualTo("--channel is for images, and " + y + " is none; leave it out");
    Path other = folder.resolve("other.npy");
    Npy.write(other, DenseArray.of(Matrix.zeros(2, 2)));
    ran = Ran.command("posterior", y, "--noise", "1", "--truth", other.toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo(
            "--truth: " + other + " is 2 × 2 but the matrix is 6 × 5; give one of the same shape");
    ran = Ran.command("posterior", y, "--noise", "learn", "--evidence", "1");
    assertThat(ran.sentence())
        .endsWith(
            "--evidence compares lambdas at a known noise level, and --noise is learn; give a"
                + " number");
    ran = Ran.command("posterior", matrix(true).toString(), "--noise", "1", "--evidence", "1");
    assertThat(ran.sentence())
        .isEqualTo("The evidence needs complete data, and 8 of 30 entries are missing");
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
          Ran.command("posterior", "" + file, "--seed", "" + (1 + run % 2), "--explain", "--json");
      assertThat(ran.status()).as(ran.err()).isZero();
      noise[run] = ran.json().at("/options/noise").asDouble();
    }
    assertThat(noise[1]).isNotEqualTo(noise[0]);
    assertThat(noise[2]).isEqualTo(noise[0]);
  }

  @Test
  void goesOnOnlyWithTheNoiseThatItBeganWith() {
    String[] begun = {
      "posterior",
      matrix(false).toString(),
      "--draws",
      "40",
      "--warmup",
      "20",
      "--checkpoint",
      folder.resolve("state").toString(),
      "--out",
      "",
      "--noise",
      "",
      "--resume"
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

  @Test
  void aTableOfEntriesComesBackUnderItsLabels() throws Exception {
    Matrix y = read(matrix(true).toString());
    StringBuilder table = new StringBuilder("sensor,hour,celsius\n");
    for (int k = 0; k < 30; k++) {
      if (!Double.isNaN(y.array()[k])) {
        table.append("s%d,%d,%s\n".formatted(k / 5, 7 + k % 5, y.array()[k]));
      }
    }
    Path file = Files.writeString(folder.resolve("readings.csv"), table);
    Ran ran =
        Ran.command(
            ("posterior %s --row sensor --column hour --value celsius --noise 1 --draws 40 --warmup 20"
                    + " --json --out %s")
                .formatted(file, folder.resolve("out"))
                .split(" "));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/input/rows").asInt()).isEqualTo(6);
    assertThat(ran.json().at("/input/columns").asInt()).isEqualTo(5);
    assertThat(ran.json().at("/input/missing").asInt()).isEqualTo(8);
    List<String> lines = Files.readAllLines(folder.resolve("out/completed.csv"));
    assertThat(lines).hasSize(31).first().isEqualTo("row,column,value,lower,upper");
    assertThat(lines).anyMatch(line -> line.startsWith("s5,11,"));
    Ran idle =
        Ran.command("posterior", matrix(false).toString(), "--row", "sensor", "--noise", "1");
    assertThat(idle.status()).isEqualTo(2);
    assertThat(idle.sentence()).contains("--row can do nothing").contains("is read as a matrix");
  }

  private static Matrix read(String file) {
    return MatrixReader.read(file, MatrixOptions.defaults()).values();
  }

  /** Time that ends before there are draws is not lost: the state is kept, as after Ctrl-C. */
  @Test
  void keepsTheWarmUpThatTimeCutShort() {
    Path out = folder.resolve("out");
    String[] words = {
      "posterior",
      matrix(false).toString(),
      "--noise",
      "1",
      "--draws",
      "40",
      "--out",
      "" + out,
      "--json",
      "--max-time",
      "0.001s"
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
