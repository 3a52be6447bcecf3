package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code --method groups} through the command. */
class GroupCommandTest {
  @TempDir Path here;
  private Path table;
  private Path labels;

  /**
   * 120 × 24: two kinds of rows with faint levels of their own in every column; 3 in 10 observed.
   */
  @BeforeEach
  void write() throws Exception {
    Random random = new Random(8);
    double[][] level = new double[24][2];
    double[][] taste = new double[24][2];
    for (int j = 0; j < 24; j++) {
      for (int kind = 0; kind < 2; kind++) {
        level[j][kind] = 0.8 * random.nextGaussian();
        taste[j][kind] = random.nextGaussian();
      }
    }
    StringBuilder text = new StringBuilder("user,item,stars,kind\n");
    for (int i = 0; i < 120; i++) {
      int kind = i % 2;
      double own = random.nextGaussian();
      for (int j = 0; j < 24; j++) {
        double value = 3 + level[j][kind] + own * taste[j][kind];
        if (random.nextDouble() < 0.4) {
          text.append(
              "u%d,i%d,%s,%s%n"
                  .formatted(
                      i, j, value + 0.3 * random.nextGaussian(), kind == 0 ? "even" : "odd"));
        }
      }
    }
    table = Files.writeString(here.resolve("ratings.csv"), text.toString().replace("\r", ""));
    StringBuilder long3 = new StringBuilder("id,family,label\n");
    for (int i = 0; i < 118; i++) { // u118 and u119 have none
      long3.append("u%d,kind,%s\n".formatted(i, i % 2 == 0 ? "even" : "odd"));
      long3.append("u%d,everyone,yes\n".formatted(i));
      long3.append("u%d,own,%d\n".formatted(i, i));
    }
    long3.append("newcomer,kind,even\nu0,rare,only\n");
    labels = Files.writeString(here.resolve("labels.csv"), long3);
  }

  private Ran complete(Object... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "complete",
                table.toString(),
                "--row",
                "user",
                "--column",
                "item",
                "--value",
                "stars",
                "--method",
                "groups",
                "--json"));
    Stream.of(more).map(Object::toString).forEach(words::add);
    return Ran.command(words.toArray(String[]::new));
  }

  @Test
  void tellsWhatLabelsAreWorthAndServesPredictRecommendAndFoldIn() throws Exception {
    Path out = here.resolve("out");
    Ran ran = complete("--groups", labels, "--holdout", "0.1", "--group-report", "--out", out);
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/labelsHelp").asBoolean()).as(result.at("/verdict").asString()).isTrue();
    assertThat(result.at("/verdict").asString()).startsWith("The labels help");
    assertThat(result.at("/families/0/family").asString()).isEqualTo("kind");
    assertThat(result.at("/rmse/test").asDouble())
        .isLessThan(result.at("/offsetsOnly/rmse/test").asDouble());
    assertThat(result.at("/coverage").asDouble()).isBetween(0.5, 1.0);
    assertThat(result.at("/groups").size()).isEqualTo(3); // everyone, even, odd
    assertThat(result.at("/angles").size()).isEqualTo(3);
    assertThat(result.at("/choice/trials").asInt()).isGreaterThan(5);
    String warnings = ran.json().at("/warnings").toString();
    assertThat(warnings)
        .contains("2 of 121 rows have no label")
        .contains("1 rows have labels and no entry; they are predicted from their labels")
        .contains("groups have fewer than 5 rows and are not fitted on their own: own: ")
        .contains("Family 'own' has 118 labels for 121 rows");
    assertThat(Files.readAllLines(out.resolve("groups.csv")).getFirst())
        .startsWith("family,label,members,observed");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("What the labels are worth")
        .contains("Angles between groups")
        .contains("Error of each group");

    Path pairs =
        Files.writeString(here.resolve("pairs.csv"), "newcomer,i0\nnewcomer,i1\nu3,i1\nzz,i1\n");
    Ran predicted =
        Ran.command("predict", "" + out, "" + pairs, "--out", "" + here.resolve("p"), "--json");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.json().at("/result/unknown").asInt()).isEqualTo(1);
    assertThat(predicted.json().at("/result/predictions/0/upper").isNumber()).isTrue();
    Ran recommended = Ran.command("recommend", "" + out, "--row", "u0", "--top", "3", "--json");
    assertThat(recommended.status()).as(recommended.err()).isZero();
    assertThat(recommended.json().at("/result/recommendations")).hasSize(3);
    Path rows = Files.writeString(here.resolve("rows.csv"), "a,i0,5\na,i1,2\na,i5,4\n");
    for (String[] verb :
        List.of(
            new String[] {"predict", "" + out, "" + pairs, "--interval", "1.5"},
            new String[] {"recommend", "" + out, "--row", "u0", "--interval", "1.5"},
            new String[] {"fold-in", "" + out, "" + rows, "--interval", "1.5"})) {
      Ran refused = Ran.command(verb);
      assertThat(refused.status()).as(verb[0]).isEqualTo(2);
      assertThat(refused.sentence())
          .isEqualTo("--interval is 1.5; it must be above 0 and below 1, say 0.9");
    }
    Path kinds = Files.writeString(here.resolve("kinds.csv"), "id,kind\na,odd\nb,even\n");
    Ran folded =
        Ran.command(
            "fold-in",
            "" + out,
            "" + rows,
            "--groups",
            "" + kinds,
            "--out",
            "" + here.resolve("f"),
            "--json");
    assertThat(folded.status()).as(folded.err()).isZero();
    assertThat(folded.json().at("/result/rows").asInt()).isEqualTo(2);
  }

  @Test
  void labelsCanStandInTheTableItself() {
    Ran ran = complete("--group-columns", "kind", "--rank", "1", "--out", here.resolve("out"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/families/0/groups").asInt()).isEqualTo(2);
  }

  @Test
  void groupsOfColumnsAreFittedTransposed() throws Exception {
    StringBuilder text = new StringBuilder("item,genre\n");
    for (int j = 0; j < 24; j++) {
      text.append("i%d,%s\n".formatted(j, j % 3 == 0 ? "a|b" : "a"));
    }
    Path genres = Files.writeString(here.resolve("genres.csv"), text);
    Path out = here.resolve("out");
    Ran ran =
        complete(
            "--groups",
            genres,
            "--groups-of",
            "columns",
            "--rank",
            "1",
            "--holdout",
            "0.1",
            "--out",
            out);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rows").asInt()).isEqualTo(120);
    assertThat(ran.json().at("/result/columns").asInt()).isEqualTo(24);
    assertThat(ran.json().at("/options/groupsOf").asString()).isEqualTo("columns");
    assertThat(ran.json().at("/warnings").toString()).contains("groups hold all columns");
    List<String> lines = Files.readAllLines(out.resolve("predictions.csv"));
    Path again = here.resolve("again");
    Ran stored =
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
    assertThat(stored.status()).as(stored.err()).isZero();
    assertThat(Files.readAllLines(again.resolve("predictions.csv"))).isEqualTo(lines);
    Path rows = Files.writeString(here.resolve("rows.csv"), "a,i0,5\na,i1,2\n");
    Ran folded =
        Ran.command("fold-in", "" + out, "" + rows, "--out", "" + here.resolve("f"), "--json");
    assertThat(folded.status()).as(folded.err()).isZero();
  }

  @Test
  void goesOnOnlyWithTheLabelsThatItBeganWith() throws Exception {
    Path state = here.resolve("state");
    Object[] begun = {
      "--groups", labels, "--rank", "1", "--max-sweeps", "3", "--checkpoint", state, "--out", "a"
    };
    begun[9] = here.resolve("first");
    assertThat(complete(begun).status()).isZero();
    Path other =
        Files.writeString(
            here.resolve("other.csv"),
            Files.readString(labels).replace("u4,kind,even", "u4,kind,odd"));
    begun = Arrays.copyOf(begun, 11);
    begun[10] = "--resume";
    begun[9] = here.resolve("second");
    assertThat(complete(begun).status()).isZero();
    begun[1] = other;
    begun[9] = here.resolve("third");
    Ran refused = complete(begun);
    assertThat(refused.status()).as(refused.err()).isEqualTo(3);
    assertThat(refused.sentence()).contains(" with labels ");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(complete("--out", here.resolve("a")).sentence())
        .isEqualTo(
            "--method groups needs labels; name their file with --groups, or columns of the table"
                + " with --group-columns");
    assertThat(
            Ran.command(
                    "complete",
                    "" + table,
                    "--row",
                    "user",
                    "--column",
                    "item",
                    "--value",
                    "stars",
                    "--groups",
                    "" + labels,
                    "--out",
                    "" + here.resolve("b"))
                .sentence())
        .isEqualTo("--groups can do nothing without --method groups; add it");
    assertThat(complete("--groups", here.resolve("none.csv"), "--out", here.resolve("c")).err())
        .contains("There is no file");
    assertThat(
            complete("--groups", labels, "--group-columns", "age", "--out", here.resolve("d"))
                .err())
        .contains("has no column 'age'; it has id, family, label");
    Path strange = Files.writeString(here.resolve("strange.csv"), "id,kind\nx,a\ny,b\n");
    Ran ran = complete("--groups", strange, "--rank", "1", "--out", here.resolve("e"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/labelsHelp").asBoolean()).isFalse();
    assertThat(ran.json().at("/result/verdict").asString())
        .isEqualTo("No label could be used, so the plain model was fitted");
  }
}
