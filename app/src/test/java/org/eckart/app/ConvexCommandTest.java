package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code --method softimpute} through the command. */
class ConvexCommandTest {
  @TempDir Path here;
  private Path table;

  /** 40 × 30 of rank 2 with noise 0.1, half of it observed. */
  @BeforeEach
  void write() throws Exception {
    Random random = new Random(8);
    double[][] factor = new double[70][2];
    for (double[] one : factor) {
      one[0] = random.nextGaussian();
      one[1] = random.nextGaussian();
    }
    StringBuilder text = new StringBuilder("user,item,stars\n");
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 30; j++) {
        double value = factor[i][0] * factor[40 + j][0] + factor[i][1] * factor[40 + j][1];
        if (random.nextBoolean()) {
          text.append("u" + i + ",i" + j + "," + (3 + value + 0.1 * random.nextGaussian()) + "\n");
        }
      }
    }
    table = Files.writeString(here.resolve("ratings.csv"), text);
  }

  private Ran complete(Object... more) {
    return Ran.command(
        Stream.concat(
                Stream.of("complete", table.toString(), "--method", "softimpute"),
                Stream.of(more).map(Object::toString))
            .toArray(String[]::new));
  }

  @Test
  void certifiesItsAnswerAndServesPredictAndRecommendWithoutIntervals() throws Exception {
    Path out = here.resolve("out");
    Ran ran = complete("--holdout", "0.1", "--out", out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/certificate").asDouble()).isBetween(0.0, 1e-4);
    assertThat(result.at("/penalty").asDouble()).isPositive();
    assertThat(result.at("/rank").asInt()).isPositive();
    assertThat(result.at("/rmse/test").asDouble()).isLessThan(0.6);
    assertThat(result.at("/rmse/test").asDouble())
        .isLessThan(result.at("/offsetsOnly/rmse/test").asDouble());
    assertThat(result.at("/coverage").isNull()).isTrue();
    assertThat(result.at("/penaltyPath").size()).isGreaterThan(3);
    List<String> lines = Files.readAllLines(out.resolve("predictions.csv"));
    assertThat(lines.getFirst()).isEqualTo("row,column,value,lower,upper");
    assertThat(lines.get(1)).endsWith(",,");
    assertThat(Files.readString(out.resolve("report.html")).contains("certified gap")).isTrue();

    Path pairs = Files.writeString(here.resolve("pairs.csv"), "u0,i0\nu0,i1\nzz,i1\n");
    Ran predicted =
        Ran.command("predict", "" + out, "" + pairs, "--out", "" + here.resolve("p"), "--json");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.json().at("/result/predictions/0/value").isNumber()).isTrue();
    assertThat(predicted.json().at("/result/predictions/0/lower").isNull()).isTrue();
    assertThat(Ran.command("predict", "" + out, "" + pairs, "--out", "" + here.resolve("q")).err())
        .doesNotContain("NaN");
    Ran recommended = Ran.command("recommend", "" + out, "--row", "u0", "--top", "3", "--json");
    assertThat(recommended.status()).as(recommended.err()).isZero();
    JsonNode list = recommended.json().at("/result/recommendations");
    assertThat(list).hasSize(3);
    assertThat(list.get(0).at("/value").asDouble())
        .isGreaterThanOrEqualTo(list.get(1).at("/value").asDouble());
    assertThat(list.get(0).at("/upper").isNull()).isTrue();
    assertThat(Ran.command("recommend", "" + out, "--row", "u0").out()).doesNotContain("NaN");
  }

  @Test
  void storedModelPredictsWhatTheRunPredicted() throws Exception {
    Path out = here.resolve("out");
    assertThat(complete("--holdout", "0.2", "--penalty", "1", "--out", out).status()).isZero();
    List<String> lines = Files.readAllLines(out.resolve("predictions.csv"));
    Path again = here.resolve("again");
    Ran ran =
        Ran.command(
            "predict",
            "" + out,
            "" + out.resolve("predictions.csv"),
            "--row",
            "row",
            "--column",
            "column",
            "--out",
            "" + again);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readAllLines(again.resolve("predictions.csv"))).isEqualTo(lines);
  }

  @Test
  void givenPenaltyAndRankCapAreKept() {
    Ran ran = complete("--penalty", "1.5", "--rank", "1", "--json", "--out", here.resolve("out"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/penalty").asDouble()).isCloseTo(1.5, within(1e-12));
    assertThat(ran.json().at("/result/rank").asInt()).isEqualTo(1);
    assertThat(ran.json().at("/result/rankCapped").asBoolean()).isTrue();
    assertThat(ran.json().at("/warnings/0").asString()).startsWith("The rank cap 1 kept the fit");
  }

  @Test
  void resumedRunGivesTheSameBytesAsOneThatNeverStopped() {
    Path kept = here.resolve("kept");
    Ran cut = complete("--out", here.resolve("a"), "--checkpoint", kept, "--max-time", "0.001s");
    assertThat(cut.status()).as(cut.err()).isZero();
    assertThat(cut.err()).contains("Stopped by --max-time after");
    Ran resumed = complete("--out", here.resolve("b"), "--checkpoint", kept, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(complete("--out", here.resolve("c")).status()).isZero();
    assertThat(here.resolve("b/model/model.safetensors"))
        .hasSameBinaryContentAs(here.resolve("c/model/model.safetensors"));
  }

  @Test
  void modelsWithoutIntervalsRefuseThemAndNewRows() {
    Path out = here.resolve("out");
    assertThat(complete("--penalty", "2", "--out", out).status()).isZero();
    Ran recommended = Ran.command("recommend", "" + out, "--row", "u0", "--interval", "0.5");
    assertThat(recommended.status()).isEqualTo(2);
    assertThat(recommended.sentence()).contains("has no intervals; leave it out");
    Ran folded = Ran.command("fold-in", "" + out, "" + table, "--out", "" + here.resolve("f"));
    assertThat(folded.status()).isEqualTo(3);
    assertThat(folded.sentence()).contains("a model of kind 'softimpute', and this needs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--interval 0.9|--method softimpute has no intervals, so --interval can do nothing; leave it out",
        "--rank 0|--rank is 0; of softimpute it is the largest rank allowed, 1 or more",
        "--penalty 0|penalty is 0.0; it must be above 0 (at 0 any fill-in would do), or left to be chosen",
        "--rank 31|rankCap is 31, but a 40 × 30 matrix has rank at most 30; ask for 1 to 30",
      })
  void settingsThatCannotBeObeyedAreRefused(String more, String sentence) {
    String[] words = more.split(" ");
    Ran ran = complete(words[0], words[1], "--out", here.resolve("out"));
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void explainTellsMemoryAndFitsNothing() {
    Ran ran = complete("--explain", "--json", "--out", here.resolve("out"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/memory/mostMiB").asInt()).isPositive();
    assertThat(here.resolve("out")).doesNotExist();
  }
}
