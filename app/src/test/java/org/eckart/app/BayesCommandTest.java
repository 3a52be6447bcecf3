package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
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

  /** What a model folder says of the pairs that its own predictions are of. */
  private static Ran predictedAgain(Path out, Path again) {
    String pairs = "" + out.resolve("predictions.csv");
    Ran ran =
        Ran.command(
            "predict",
            "" + out,
            pairs,
            "--row",
            "row",
            "--column",
            "column",
            "--json",
            "--out",
            "" + again);
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran;
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
    predictedAgain(out, again);
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
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Reliability")
        .contains("How often each level comes");
    assertThat(result.at("/calibration/logLoss").asDouble())
        .isLessThan(0.6 * result.at("/calibration/marginalLogLoss").asDouble());
    assertThat(result.at("/calibration/error").asDouble()).isBetween(0.0, 0.05);

    List<String> table = Files.readAllLines(out.resolve("probabilities.csv"));
    List<String> predictions = Files.readAllLines(out.resolve("predictions.csv"));
    assertThat(ran.json().at("/outputs/probabilities").asString())
        .isEqualTo("" + out.resolve("probabilities.csv"));
    assertThat(table.getFirst()).isEqualTo("row,column,1,2,3,4,5");
    assertThat(table).hasSameSizeAs(predictions);
    for (int k = 1; k < table.size(); k++) {
      String[] one = table.get(k).split(",");
      String[] other = predictions.get(k).split(",");
      assertThat(one[0] + one[1]).isEqualTo(other[0] + other[1]);
      double sum = 0;
      double expected = 0;
      for (int level = 1; level <= 5; level++) {
        double p = Double.parseDouble(one[1 + level]);
        assertThat(p).isBetween(-1e-8, 1.0); // the normal's table is within 1e-8
        sum += p;
        expected += level * p;
      }
      assertThat(sum).isCloseTo(1, Offset.offset(1e-12));
      assertThat(expected).isCloseTo(Double.parseDouble(other[2]), Offset.offset(1e-12));
    }

    Path again = here.resolve("again");
    Ran predicted = predictedAgain(out, again);
    assertThat(again.resolve("probabilities.csv"))
        .hasSameTextualContentAs(out.resolve("probabilities.csv"));
    assertThat(predicted.json().at("/result/levels/4").asDouble()).isEqualTo(5);
    assertThat(predicted.json().at("/result/predictions/0/probabilities").size()).isEqualTo(5);
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

  /** Taste is a feature here, so a user without a rating is known by it, in the model's units. */
  @Test
  void foldsInRowsByTheirFeatures() throws Exception {
    Path table = ratings();
    StringBuilder text = new StringBuilder("user,taste,club\n");
    Random random = new Random(8);
    for (int i = 0; i < 60; i++) {
      double taste = random.nextGaussian();
      text.append("u%d,%s,%s\n".formatted(i, 100 + 10 * taste, taste > 0 ? "comedies" : "dramas"));
      for (int j = 0; j < 40; j++) { // as ratings() draws
        random.nextGaussian();
        random.nextInt(10);
      }
    }
    Path users = Files.writeString(here.resolve("users.csv"), text);
    Path out = here.resolve("out");
    Ran ran = run(out, "complete", table, "--method", "bayes", "--row-features", users);
    assertThat(ran.status()).as(ran.err()).isZero();

    Path few = Files.writeString(here.resolve("few.csv"), "user,film,stars\nn1,f3,4\n");
    Path come =
        Files.writeString(
            here.resolve("come.csv"), "user,taste,club\nn2,120,comedies\nn3,80,nowhere\n");
    Path folded = here.resolve("folded");
    Ran fold =
        Ran.command(
            "fold-in",
            "" + out,
            "" + few,
            "--row-features",
            "" + come,
            "--json",
            "--out",
            "" + folded);
    assertThat(fold.status()).as(fold.err()).isZero();
    assertThat(fold.json().at("/result/rows").asInt()).isEqualTo(3);
    assertThat(fold.json().at("/warnings/0").asString())
        .isEqualTo(
            come
                + " has labels that the model does not know, such as 'nowhere' (1 in all); they say"
                + " nothing");
    Path wanted =
        Files.writeString(
            here.resolve("wanted.csv"), "user,film\nn1,f0\nn2,f0\nn2,f1\nn3,f0\nn3,f1\n");
    Ran predicted =
        Ran.command("predict", "" + folded, "" + wanted, "--json", "--out", "" + here.resolve("p"));
    assertThat(predicted.status()).as(predicted.err()).isZero();
    JsonNode list = predicted.json().at("/result/predictions");
    double[] value = new double[5];
    for (int k = 0; k < 5; k++) {
      value[k] = list.get(k).at("/value").asDouble();
      assertThat(list.get(k).at("/lower").asDouble()).isLessThan(value[k]);
    }
    assertThat(value[0]).isLessThan(3); // n1 rated a drama well
    assertThat(value[1]).isGreaterThan(3.8); // two deviations towards comedies
    assertThat(value[2]).isLessThan(2.2);
    assertThat(value[3]).isLessThan(2.2);
    assertThat(value[4]).isGreaterThan(3.8);

    Ran without =
        Ran.command("fold-in", "" + out, "" + few, "--json", "--out", "" + here.resolve("w"));
    assertThat(without.status()).as(without.err()).isZero();
    assertThat(without.json().at("/warnings/0").asString())
        .isEqualTo(
            "The model was made with features of rows (taste, club); without --row-features the new"
                + " rows are taken to have none");
    Path wrong = Files.writeString(here.resolve("wrong.csv"), "user,taste\nn1,sweet\n");
    Ran refused = Ran.command("fold-in", "" + out, "" + few, "--row-features", "" + wrong);
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.sentence())
        .endsWith(
            "id 'n1', column 'taste': 'sweet' is no number, but the model was made with numbers"
                + " there");
    Path other = Files.writeString(here.resolve("other.csv"), "user,town\nn1,Oslo\n");
    Ran nothing = Ran.command("fold-in", "" + out, "" + few, "--row-features", "" + other);
    assertThat(nothing.status()).isEqualTo(3);
    assertThat(nothing.sentence())
        .endsWith(
            "says nothing of the features that the model was made with, which are of taste, club");
  }

  @Test
  void featuresOfNewRowsAreRefusedByAModelWithoutAny() throws Exception {
    Path out = here.resolve("out");
    Ran ran = run(out, "complete", ratings(), "--method", "bayes", "--column-features", kinds());
    assertThat(ran.status()).as(ran.err()).isZero();
    Ran fold = Ran.command("fold-in", "" + out, "" + ratings(), "--row-features", "" + kinds());
    assertThat(fold.status()).isEqualTo(2);
    assertThat(fold.sentence())
        .isEqualTo(
            "--row-features can do nothing: the model was made without features of rows; leave it"
                + " out");
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

    Path pairs = Files.writeString(here.resolve("pairs.csv"), "row,column\n0,0\n39,29\n");
    Ran predicted =
        Ran.command("predict", "" + out, "" + pairs, "--json", "--out", "" + here.resolve("p"));
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(ran.json().at("/outputs/model").asString()).isEqualTo("" + out.resolve("model"));
    JsonNode list = predicted.json().at("/result/predictions");
    assertThat(list.get(0).at("/value").asDouble()).isCloseTo(mean.get(0, 0), Offset.offset(1e-12));
    assertThat(list.get(1).at("/value").asDouble())
        .isCloseTo(mean.get(39, 29), Offset.offset(1e-12));
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
