package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code --method bayes} through the commands. */
class BayesCommandTest {
  @TempDir Path here;

  /** 60 users and 40 films in two kinds: who likes one kind dislikes the other; stars 1 to 5. */
  private Path ratings() throws Exception {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("user,film,stars\n");
    for (int i = 0; i < 60; i++) {
      double taste = random.nextGaussian();
      for (int j = 0; j < 40; j++) {
        double signal = 3 + taste * (j % 2 == 0 ? 1 : -1) + 0.3 * random.nextGaussian();
        if (random.nextInt(10) < 6 && j != 39) {
          text.append("u%d,f%d,%d\n".formatted(i, j, Math.clamp(Math.round(signal), 1, 5)));
        }
      }
    }
    return Files.writeString(here.resolve("ratings.csv"), text);
  }

  private Path kinds() throws Exception {
    StringBuilder text = new StringBuilder("film,kind,year\n");
    for (int j = 0; j < 40; j++) {
      text.append("f%d,%s,%d\n".formatted(j, j % 2 == 0 ? "comedy|long" : "drama", 1980 + j));
    }
    return Files.writeString(here.resolve("kinds.csv"), text);
  }

  private static Ran run(Path out, Object... words) {
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      all.add("" + word);
    }
    all.addAll(List.of("--draws", "60", "--warmup", "60", "--chains", "2"));
    all.addAll(List.of("--json", "--out", "" + out));
    return Ran.command(all.toArray(String[]::new));
  }

  @Test
  void predictsWithIntervalsAndKeepsItsDrawsInTheModel() throws Exception {
    Path out = here.resolve("out");
    Ran ran = run(out, "complete", ratings(), "--method", "bayes", "--holdout", "0.2");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/rmse/test").asDouble()).isBetween(0.2, 0.6); // offsets alone: about 1
    assertThat(result.at("/coverage").asDouble()).isBetween(0.8, 1.0);
    assertThat(result.at("/chains").asInt()).isEqualTo(2);
    assertThat(result.at("/draws").asInt()).isEqualTo(60);
    assertThat(result.at("/posterior/noise/mean").asDouble()).isBetween(0.1, 0.7);
    assertThat(result.at("/posterior/effectiveRank/bulkEss").asDouble()).isPositive();
    assertThat(result.at("/ess/slowest").asString()).isNotEmpty();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Have the chains converged?")
        .contains("Effective rank");

    Path again = here.resolve("again");
    Ran predicted =
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
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(again.resolve("predictions.csv"))
        .hasSameTextualContentAs(out.resolve("predictions.csv"));
    Ran best = Ran.command("recommend", "" + out, "--row", "u3", "--top", "2", "--json");
    assertThat(best.status()).as(best.err()).isZero();
    assertThat(best.json().at("/result/recommendations/0/lower").isNumber()).isTrue();
  }

  @Test
  void ordinalOutputHasAReliabilityCurve() throws Exception {
    Path out = here.resolve("out");
    Ran ran =
        run(
            out,
            "complete",
            ratings(),
            "--method",
            "bayes",
            "--output-kind",
            "ordinal",
            "--holdout",
            "0.2");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/levels").size()).isEqualTo(5);
    assertThat(result.at("/rmse/test").asDouble()).isBetween(0.2, 0.6);
    assertThat(result.at("/posterior/cutpoint1/mean").isNumber()).isTrue();
    assertThat(Files.readString(out.resolve("report.html"))).contains("Reliability");
  }

  /** Film 39 has no rating; its kind alone says that who dislikes f0 likes it. */
  @Test
  void featuresInformAColumnNeverRated() throws Exception {
    Path out = here.resolve("out");
    Ran ran =
        run(
            out,
            "complete",
            ratings(),
            "--method",
            "bayes",
            "--column-features",
            kinds(),
            "--feature-columns",
            "kind");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/columns").asInt()).isEqualTo(40);
    assertThat(result.at("/posterior/columnShare/mean").asDouble()).isGreaterThan(0.1);
    StringBuilder pairs = new StringBuilder("user,film\n");
    for (int i = 0; i < 60; i++) {
      pairs.append("u%d,f37\nu%d,f38\nu%d,f39\n".formatted(i, i, i));
    }
    Path wanted = Files.writeString(here.resolve("pairs.csv"), pairs);
    Ran predicted =
        Ran.command("predict", "" + out, "" + wanted, "--json", "--out", here.resolve("p") + "");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    double same = 0;
    double other = 0;
    JsonNode list = predicted.json().at("/result/predictions");
    for (int i = 0; i < 60; i++) {
      double cold = list.get(3 * i + 2).at("/value").asDouble();
      same += Math.abs(cold - list.get(3 * i).at("/value").asDouble()) / 60;
      other += Math.abs(cold - list.get(3 * i + 1).at("/value").asDouble()) / 60;
    }
    assertThat(same).isLessThan(other / 2);
  }

  @Test
  void aMatrixIsFilledWithBounds() throws Exception {
    RandomStream random = RandomStream.of(3, "holes");
    Matrix y = random.gaussian(20, 1).timesTranspose(random.gaussian(12, 1));
    for (int k = 0; k < y.array().length; k += 3) {
      y.array()[k] = Double.NaN;
    }
    Npy.write(here.resolve("y.npy"), DenseArray.of(y));
    Path out = here.resolve("out");
    Ran ran = run(out, "complete", here.resolve("y.npy"), "--method", "bayes", "--interval", "0.8");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/options/noiseLevel").asString()).isEqualTo("one");
    assertThat(out.resolve("completed.npy")).exists();
    assertThat(out.resolve("lower.npy")).exists();
    assertThat(out.resolve("upper.npy")).exists();
  }

  @Test
  void denoisesWithAnIntervalForEachEntry() throws Exception {
    RandomStream random = RandomStream.of(5, "noisy");
    Matrix truth = random.gaussian(40, 2).timesTranspose(random.gaussian(30, 2));
    Npy.write(
        here.resolve("y.npy"), DenseArray.of(truth.plus(random.gaussian(40, 30).scaled(0.5))));
    Path out = here.resolve("out");
    Ran ran =
        Ran.command(
            "denoise",
            here.resolve("y.npy") + "",
            "--method",
            "bayes",
            "--json",
            "--out",
            "" + out);
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/rank").asInt()).isEqualTo(2);
    assertThat(result.at("/sigma").asDouble()).isBetween(0.4, 0.6);
    assertThat(result.at("/predictedLoss").asDouble()).isPositive();
    Matrix mean = matrix(out.resolve("denoised.npy"));
    Matrix lower = matrix(out.resolve("lower.npy"));
    Matrix upper = matrix(out.resolve("upper.npy"));
    double squares = 0;
    int inside = 0;
    for (int k = 0; k < 1200; k++) {
      double x = truth.array()[k];
      squares += (mean.array()[k] - x) * (mean.array()[k] - x) / 1200;
      inside += lower.array()[k] <= x && x <= upper.array()[k] ? 1 : 0;
    }
    assertThat(Math.sqrt(squares)).isLessThan(0.25); // the noise was 0.5
    assertThat(inside / 1200.0).isBetween(0.8, 1.0);
    assertThat(Files.readString(out.resolve("report.html"))).contains("How sure each entry is");
  }

  private static Matrix matrix(Path file) {
    DenseArray array = Npy.read(file);
    return Matrix.wrap(array.shape()[0], array.shape()[1], array.values());
  }

  @Test
  void optionsOfOtherMethodsAreRefused() throws Exception {
    Ran ran = Ran.command("complete", "" + ratings(), "--method", "bayes", "--penalty", "3");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence()).contains("--penalty").contains("--method bayes");
    Ran without = Ran.command("complete", "" + ratings(), "--output-kind", "ordinal");
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.sentence()).contains("--output-kind").contains("--method bayes");
    Ran noise = Ran.command("complete", "" + ratings(), "--method", "bayes", "--noise-level", "0");
    assertThat(noise.status()).isEqualTo(2);
    assertThat(noise.sentence())
        .isEqualTo(
            "--noise-level is 0; a standard deviation must be above 0, or leave it out to have it"
                + " learned");
  }

  @Test
  void whatWouldBeDoneIsExplained() throws Exception {
    Ran ran = Ran.command("complete", "" + ratings(), "--method", "bayes", "--explain", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/memory/leastMiB").asInt()).isPositive();
    assertThat(ran.err()).contains("by 4 chains of 200 + 500 draws at rank 10");
  }
}
