package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The main job through the command: what it answers, and how it refuses. */
class CompleteCommandTest {
  @TempDir Path here;
  private Path table;

  /** 60 rows × 40 columns of rank 2 with noise 0.1, half of it observed. */
  @BeforeEach
  void write() throws Exception {
    table = Files.writeString(here.resolve("ratings.csv"), "user,item,stars\n" + lines(0));
  }

  private static String lines(int from) {
    Random random = new Random(5);
    double[][] left = new double[60][2];
    double[][] right = new double[40][2];
    for (double[] row : left) {
      row[0] = random.nextGaussian();
      row[1] = random.nextGaussian();
    }
    for (double[] row : right) {
      row[0] = random.nextGaussian();
      row[1] = random.nextGaussian();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 40; j++) {
        double value =
            3 + left[i][0] * right[j][0] + left[i][1] * right[j][1] + 0.1 * random.nextGaussian();
        if (random.nextBoolean() && i >= from) {
          text.append(String.format(Locale.ROOT, "u%d,i %d,%.4f%n", i, j, value));
        }
      }
    }
    return text.toString();
  }

  private Ran complete(Object... more) {
    return Ran.command(
        Stream.concat(Stream.of("complete"), Stream.of(more).map(Object::toString))
            .toArray(String[]::new));
  }

  private List<Path> inside() throws Exception {
    try (Stream<Path> found = Files.list(here)) {
      return found.toList();
    }
  }

  @Test
  void fillsAMatrixOfLowRankToItsNoiseAndSaysSoInJson() throws Exception {
    Path out = here.resolve("out");
    Ran ran = complete(table, "--holdout", "0.1", "--out", out, "--json", "--seed", "3");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode json = ran.json();
    assertThat(json.at("/verb").asString()).isEqualTo("complete");
    assertThat(json.at("/status").asString()).isEqualTo("done");
    assertThat(json.at("/seed").asInt()).isEqualTo(3);
    assertThat(json.at("/result/rows").asInt()).isEqualTo(60);
    assertThat(json.at("/result/columns").asInt()).isEqualTo(40);
    assertThat(json.at("/result/rank").asInt()).isPositive();
    assertThat(json.at("/result/iterations").asInt()).isPositive();
    assertThat(json.at("/result/rmse/train").asDouble()).isLessThan(0.12);
    assertThat(json.at("/result/rmse/test").asDouble()).isCloseTo(0.1, within(0.05));
    assertThat(json.at("/result/mae/test").asDouble()).isLessThan(0.12);
    assertThat(json.at("/result/coverage").asDouble()).isBetween(0.8, 1.0);
    assertThat(json.at("/result/offsetsOnly/rmse/test").asDouble()).isGreaterThan(0.8);
    for (String name : List.of("model", "completed", "report", "run")) {
      assertThat(Path.of(json.at("/outputs/" + name).asString())).exists();
    }
    assertThat(Files.readAllLines(out.resolve("predictions.csv")).getFirst())
        .isEqualTo("row,column,value,lower,upper");
    assertThat(Files.readAllLines(out.resolve("predictions.csv")))
        .hasSize(json.at("/result/tested").asInt() + 1);
  }

  @Test
  void sameSeedGivesTheSameBytesForAnyNumberOfThreads() throws Exception {
    for (int threads = 1; threads <= 3; threads++) {
      Ran ran = complete(table, "--out", here.resolve("t" + threads), "--threads", threads);
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(here.resolve("t" + threads + "/model/model.safetensors"))
          .hasSameBinaryContentAs(here.resolve("t1/model/model.safetensors"));
    }
  }

  @Test
  void testEntriesThatTrainingNeverSawArePredictedAndCounted() throws Exception {
    Path test =
        Files.writeString(
            here.resolve("test.csv"),
            "user,item,stars\nu1,i 1,3.5\nnobody,i 2,3\nu2,nothing,2\nnobody,nothing,3\n");
    Path out = here.resolve("out");
    Ran ran = complete(table, "--test", test, "--out", out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/unknownTested").asInt()).isEqualTo(3);
    assertThat(ran.json().at("/warnings/0").asString())
        .startsWith("3 of 4 test entries are in rows or columns that training never saw");
    List<String> lines = Files.readAllLines(out.resolve("predictions.csv"));
    assertThat(lines).hasSize(5);
    assertThat(lines.get(2)).startsWith("nobody,\"i 2\",");
    assertThat(lines).noneMatch(line -> line.contains("NaN"));
  }

  @Test
  void modelServesPredictRecommendAndFoldIn() throws Exception {
    Path out = here.resolve("out");
    assertThat(complete(table, "--out", out).status()).isZero();
    Path pairs = Files.writeString(here.resolve("pairs.csv"), "u0,i 0\nu0,i 1\nzz,i 1\n");
    Ran predicted =
        Ran.command("predict", "" + out, "" + pairs, "--out", "" + here.resolve("p"), "--json");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.json().at("/result/predictions")).hasSize(3);
    assertThat(predicted.json().at("/result/unknown").asInt()).isEqualTo(1);
    Ran recommended =
        Ran.command("recommend", out + "/model", "--row", "u0", "--top", "3", "--json");
    assertThat(recommended.status()).as(recommended.err()).isZero();
    JsonNode list = recommended.json().at("/result/recommendations");
    assertThat(list).hasSize(3);
    assertThat(recommended.json().at("/outputs")).isEmpty();
    Path kept = here.resolve("r");
    Ran written =
        Ran.command(
            "recommend", "" + out, "--row", "u0", "--top", "3", "--out", "" + kept, "--json");
    assertThat(written.status()).as(written.err()).isZero();
    assertThat(Path.of(written.json().at("/outputs/report").asString())).exists();
    assertThat(Files.readAllLines(kept.resolve("recommendations.csv")))
        .hasSize(4)
        .element(1)
        .asString()
        .startsWith("u0,\"" + list.get(0).at("/column").asString() + "\",");
    assertThat(Ran.command("recommend", "" + out, "--row", "u0", "--out", "" + kept).status())
        .isEqualTo(2);
    assertThat(list.get(0).at("/value").asDouble())
        .isGreaterThanOrEqualTo(list.get(1).at("/value").asDouble());
    assertThat(Files.readString(table))
        .doesNotContain("u0," + list.get(0).at("/column").asString() + ",");
    Path row =
        Files.writeString(
            here.resolve("row.csv"),
            "user,item,stars\n"
                + Files.readString(table)
                    .lines()
                    .filter(line -> line.startsWith("u0,"))
                    .map(line -> line.replace("u0,", "copy of u0,"))
                    .reduce("", (a, b) -> a + b + "\n"));
    Ran folded =
        Ran.command("fold-in", "" + out, "" + row, "--out", "" + here.resolve("f"), "--json");
    assertThat(folded.status()).as(folded.err()).isZero();
    assertThat(folded.json().at("/result/folded/0/recommendations/0/column").asString())
        .isEqualTo(list.get(0).at("/column").asString());
    assertThat(folded.json().at("/result/folded/0/recommendations/0/value").asDouble())
        .isCloseTo(list.get(0).at("/value").asDouble(), within(0.02));
    Ran unknown = Ran.command("recommend", "" + out, "--row", "u99");
    assertThat(unknown.status()).isEqualTo(3);
    assertThat(unknown.sentence())
        .isEqualTo(
            "Row 'u99' is not among the 60 that this model knows; add its entries with 'eckart"
                + " fold-in', or train again with them");
  }

  @Test
  void explainReadsAndFitsNothing() throws Exception {
    Ran ran = complete(table, "--explain", "--json", "--out", here.resolve("out"));
    assertThat(ran.status()).isZero();
    assertThat(ran.json().at("/result/memory/leastMiB").asInt()).isPositive();
    double least = ran.json().at("/result/seconds/least").asDouble();
    assertThat(ran.json().at("/result/seconds/most").asDouble()).isGreaterThan(least);
    assertThat(least).isPositive();
    assertThat(complete(table, "--explain", "--out", here.resolve("out")).out())
        .containsPattern("in about \\d+ s( to \\d+ s)? with \\d+ threads");
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void resumedRunGivesTheSameBytesAsOneThatNeverStopped() throws Exception {
    Path kept = here.resolve("kept");
    Ran cut =
        complete(table, "--out", here.resolve("a"), "--checkpoint", kept, "--max-time", "1ms");
    assertThat(cut.status()).isEqualTo(2); // a thousandth of a second is not a time we read
    cut = complete(table, "--out", here.resolve("a"), "--checkpoint", kept, "--max-time", "0.001s");
    assertThat(cut.status()).as(cut.err()).isZero();
    assertThat(cut.err()).contains("Stopped by --max-time after");
    Ran resumed = complete(table, "--out", here.resolve("b"), "--checkpoint", kept, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(complete(table, "--out", here.resolve("c")).status()).isZero();
    assertThat(here.resolve("b/model/model.safetensors"))
        .hasSameBinaryContentAs(here.resolve("c/model/model.safetensors"));
    Ran other =
        complete(
            table, "--out", here.resolve("d"), "--checkpoint", kept, "--resume", "--rank", "3");
    assertThat(other.status()).isEqualTo(3);
    assertThat(other.sentence()).startsWith("The checkpoint ").contains("rank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--rank x|--rank is 'x'; it must be auto or a whole number",
        "--rank -1|rank is -1; it must be 0 or more",
        "--rank 41|rank is 41, but a 60 × 40 matrix has rank at most 40; ask for 0 to 40",
        "--penalty x|--penalty is 'x'; it must be auto or a number",
        "--holdout 1|--holdout is 1.0; it must be above 0 and below 1, say 0.1",
        "--interval 90|--interval is 90.0; it must be above 0 and below 1, say 0.9",
        "--method svd|--method is 'svd'; it must be one of auto, als, softimpute, scaledgd, gd,"
            + " altmin, hankel, groups, bayes, tucker, hooi, tsvd, cp",
        "--decimal x|decimal is 'x'; it must be a point or a comma",
        "--duplicates first|--duplicates is 'first'; it must be one of refuse, last, mean, sum",
      })
  void settingsThatCannotBeObeyedAreRefusedWithStatusTwo(String more, String sentence)
      throws Exception {
    int before = inside().size();
    String[] words = more.split(" ");
    Ran ran = complete(table, words[0], words[1], "--out", here.resolve("out"));
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(inside()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "empty.csv||empty|bad.csv is empty",
        "header only|user,item,stars\\n|empty|has a header",
        "unparsable number|a,b,c\\nu,i,4\\nu,j,four\\n|not-a-number|line 3, column 'c'",
        "infinite value|a,b,c\\nu,i,4\\nu,j,inf\\n|not-finite|line 3",
        "duplicates|a,b,c\\nu,i,4\\nu,i,5\\nu,j,1\\n|duplicate|say which counts: --duplicates",
        "comma|a;b;c\\nu;i;4,5\\nu;j;5,5\\n|not-a-number|add --decimal ,",
        "two columns|a,b\\nu,i\\n|missing-column|bad.csv has 2 columns",
      })
  void badTablesAreRefusedWithStatusThreeAndNothingIsWritten(
      String what, String text, String kind, String part) throws Exception {
    Path bad =
        Files.writeString(here.resolve("bad.csv"), text == null ? "" : text.replace("\\n", "\n"));
    int before = inside().size();
    Ran ran = complete(bad, "--out", here.resolve("out"), "--json");
    assertThat(ran.status()).as(what + ": " + ran.err()).isEqualTo(3);
    assertThat(ran.sentence().lines()).as(ran.err()).hasSize(1);
    assertThat(ran.sentence()).contains(part);
    assertThat(ran.json().at("/status").asString()).isEqualTo("error");
    assertThat(ran.json().at("/error/kind").asString()).isEqualTo(kind);
    assertThat(ran.json().at("/error/message").asString()).isEqualTo(ran.sentence());
    assertThat(inside()).hasSize(before);
  }

  @Test
  void missingFileFolderAndColumnAreNamed() throws Exception {
    Ran missing = complete(here.resolve("none.csv"));
    assertThat(missing.status()).isEqualTo(3);
    assertThat(missing.sentence()).contains("none.csv");
    Ran folder = complete(here);
    assertThat(folder.status()).isEqualTo(3);
    assertThat(folder.sentence()).contains("is a folder");
    Ran column = complete(table, "--value", "star");
    assertThat(column.status()).isEqualTo(3);
    assertThat(column.sentence()).contains("did you mean 'stars'?");
  }

  @Test
  void existingOutputIsRefusedBeforeAnythingIsRead() throws Exception {
    Path out = Files.createDirectory(here.resolve("out"));
    Ran ran = complete(here.resolve("none.csv"), "--out", out);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence()).contains("exists already");
    Ran under = complete(table, "--out", table.resolve("x"));
    assertThat(under.status()).isEqualTo(2);
    assertThat(under.sentence()).contains("cannot be written");
  }

  @ParameterizedTest
  @CsvSource({"'u,i,4'", "'u,i,4;u,j,5'", "'u,i,4;v,i,5'", "'u,i,3;u,j,3;v,i,3;v,j,3'"})
  void smallestTablesAreCompleted(String lines) throws Exception {
    Path small =
        Files.writeString(here.resolve("small.csv"), "a,b,c\n" + lines.replace(";", "\n") + "\n");
    Ran ran = complete(small, "--out", here.resolve("out"), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rmse/train").asDouble()).isLessThan(1);
  }

  @Test
  void labelsWithQuotesCommasAndMarkupComeThrough() throws Exception {
    Path odd =
        Files.writeString(
            here.resolve("odd.csv"),
            "user,item,stars\n\"O'Neil, \"\"Pat\"\"\",</script><b>,4\n Ünïcode ☃,</script><b>,2\n"
                + "\"O'Neil, \"\"Pat\"\"\",x y,1\n");
    Path out = here.resolve("out");
    assertThat(complete(odd, "--out", out).status()).isZero();
    assertThat(Files.readString(out.resolve("report.html")).contains("</script><b>")).isFalse();
    Ran ran = Ran.command("recommend", "" + out, "--row", "O'Neil, \"Pat\"", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/observed").asInt()).isEqualTo(2);
  }

  @Test
  void damagedModelIsRefused() throws Exception {
    Path out = here.resolve("out");
    assertThat(complete(table, "--out", out).status()).isZero();
    Path arrays = out.resolve("model/model.safetensors");
    byte[] whole = Files.readAllBytes(arrays);
    Files.write(arrays, java.util.Arrays.copyOf(whole, whole.length / 2));
    Ran cut = Ran.command("recommend", "" + out, "--row", "u0");
    assertThat(cut.status()).isEqualTo(3);
    assertThat(cut.sentence().lines()).hasSize(1);
    Files.write(arrays, new byte[] {1, 2, 3});
    assertThat(Ran.command("recommend", "" + out, "--row", "u0").status()).isEqualTo(3);
    assertThat(Ran.command("recommend", "" + here, "--row", "u0").status()).isEqualTo(3);
  }
}
