package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code --method scaledgd}, {@code gd} and {@code altmin} through the command. */
class PlainCommandTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 40;

  @TempDir Path here;
  private final double[] truth = new double[ROWS * COLUMNS];

  /** Rank 2 without noise, half of it observed. */
  @BeforeEach
  void write() {
    Random random = new Random(4);
    double[][] factor = new double[ROWS + COLUMNS][2];
    for (double[] one : factor) {
      one[0] = 3 * random.nextGaussian();
      one[1] = random.nextGaussian();
    }
    double[] holes = new double[truth.length];
    for (int k = 0; k < truth.length; k++) {
      double[] l = factor[k / COLUMNS];
      double[] r = factor[ROWS + k % COLUMNS];
      truth[k] = l[0] * r[0] + l[1] * r[1];
      holes[k] = random.nextBoolean() ? truth[k] : Double.NaN;
    }
    Npy.write(here.resolve("scan.npy"), new DenseArray(holes, new int[] {ROWS, COLUMNS}));
  }

  private Ran complete(String... more) {
    String[] words = new String[more.length + 2];
    words[0] = "complete";
    words[1] = here.resolve("scan.npy").toString();
    System.arraycopy(more, 0, words, 2, more.length);
    return Ran.command(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scaledgd", "gd", "altmin"})
  void fillsAPlainMatrixExactly(String method) {
    Path out = here.resolve(method);
    Ran ran = complete("--method", method, "--holdout", "0.05", "--json", "--out", "" + out);
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/rank").asInt()).isEqualTo(2);
    assertThat(result.at("/iterations").asInt()).isPositive();
    assertThat(result.at("/rmse/test").asDouble()).isLessThan(1e-5);
    assertThat(result.at("/coverage").isNull()).isTrue();
    assertThat(result.at("/rankPath").size()).isGreaterThanOrEqualTo(2);
    double[] filled = Npy.read(out.resolve("completed.npy")).values();
    for (int k = 0; k < truth.length; k++) {
      assertThat(Math.abs(filled[k] - truth[k])).isLessThan(1e-3);
    }
  }

  @Test
  void itsModelPredictsAndRecommends() throws Exception {
    Path out = here.resolve("out");
    assertThat(complete("--method", "scaledgd", "--rank", "2", "--out", "" + out).status())
        .isZero();
    Path pairs = Files.writeString(here.resolve("pairs.csv"), "row,column\n3,5\n4,6\n");
    Ran predicted =
        Ran.command(
            "predict", "" + out, "" + pairs, "--json", "--out", here.resolve("p").toString());
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.json().at("/result/predictions/0/value").asDouble())
        .isCloseTo(truth[3 * COLUMNS + 5], within(1e-5));
    Ran best = Ran.command("recommend", "" + out, "--row", "3", "--top", "2", "--json");
    assertThat(best.json().at("/result/recommendations")).hasSize(2);
  }

  @Test
  void whatItDoesNotKnowIsTheMeanOfTheEntries() throws Exception {
    Path out = here.resolve("out");
    assertThat(complete("--method", "scaledgd", "--rank", "2", "--out", "" + out).status())
        .isZero();
    Path pairs = Files.writeString(here.resolve("pairs.csv"), "row,column\n999,5\n4,6\n");
    Ran predicted =
        Ran.command("predict", "" + out, "" + pairs, "--json", "--out", "" + here.resolve("p"));
    assertThat(predicted.status()).as(predicted.err()).isZero();
    double mean =
        Arrays.stream(Npy.read(here.resolve("scan.npy")).values())
            .filter(Double::isFinite)
            .average()
            .orElseThrow();
    assertThat(predicted.json().at("/result/predictions/0/value").asDouble())
        .isCloseTo(mean, within(1e-12));
    assertThat(predicted.json().at("/warnings/0").asString())
        .isEqualTo(
            "1 of 2 pairs are in rows or columns that the model does not know; they are predicted"
                + " as the mean of the entries");
  }

  @Test
  void thePublishedStartIsKeptToWhenAskedFor() {
    Ran ran =
        complete(
            "--method",
            "scaledgd",
            "--rank",
            "2",
            "--start",
            "spectrum",
            "--json",
            "--out",
            here.resolve("s").toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rankContinuation").asBoolean()).isFalse();
    assertThat(ran.json().at("/result/gapRatio").asDouble()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--method gd --interval 0.8|--method gd has no intervals, so --interval can do nothing;"
            + " leave it out",
        "--method altmin --step-size 0.3|--step-size can do nothing with --method altmin; leave it"
            + " out",
        "--method als --start spectrum|--start can do nothing with --method als; leave it out",
        "--method scaledgd --rank 0|rank is 0; it must be at least 1, or left to be chosen",
        "--method scaledgd --step-size 1.5|stepSize is 1.5; it must be above 0 and below 1, where"
            + " the descent is unstable even if every entry is known; 0.5 is usual",
        "--method scaledgd --penalty 2|penalty is 2.0, but the gradient methods fit the entries as"
            + " they are; leave it out, or go row by row",
        "--method scaledgd --rank 41|rank is 41, but a 60 × 40 matrix has rank at most 40; ask for"
            + " 1 to 40",
      })
  void whatCannotBeObeyedIsRefused(String words, String sentence) {
    Ran ran = complete((words + " --out " + here.resolve("no")).split(" "));
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(here.resolve("no")).doesNotExist();
  }

  @Test
  void tooFewEntriesAreRefusedWithTheNumbers() {
    Ran ran =
        complete("--method", "scaledgd", "--rank", "30", "--out", here.resolve("no").toString());
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.sentence())
        .contains(
            "entries of a 60 × 40 matrix cannot fix the 2100 free numbers of rank 30; observe")
        .contains("or ask for rank ");
  }

  @Test
  void explainTellsMemoryAndFitsNothing() {
    Ran ran =
        complete("--method", "scaledgd", "--explain", "--json", "--out", "" + here.resolve("no"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/memory/mostMiB").asInt()).isPositive();
    assertThat(here.resolve("no")).doesNotExist();
  }
}
