package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code --loss} through the command. */
class OutcomeCommandTest {
  @TempDir Path here;

  /** 50 × 30 of rank 1 on the log-odds, half of it observed: yes where a coin says so. */
  private Path yesAndNo() throws Exception {
    Random random = new Random(8);
    double[] left = random.doubles(50, -3, 3).toArray();
    double[] right = random.doubles(30, -2, 2).toArray();
    StringBuilder text = new StringBuilder("user,item,liked\n");
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 30; j++) {
        double p = 1 / (1 + Math.exp(-left[i] * right[j]));
        if (random.nextBoolean()) {
          text.append("u" + i + ",i" + j + "," + (random.nextDouble() < p ? 1 : 0) + "\n");
        }
      }
    }
    return Files.writeString(here.resolve("liked.csv"), text);
  }

  @Test
  void predictsProbabilitiesAndKeepsThemInItsModel() throws Exception {
    Path table = yesAndNo();
    Path out = here.resolve("out");
    Ran ran =
        Ran.command(
            "complete",
            "" + table,
            "--loss",
            "logistic",
            "--holdout",
            "0.2",
            "--json",
            "--out",
            "" + out);
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/loss").asString()).isEqualTo("logistic");
    assertThat(result.at("/rank").asInt()).isPositive();
    assertThat(result.at("/logLoss/test").asDouble()).isBetween(0.2, 0.66); // a coin costs 0.693
    assertThat(result.at("/logLoss/train").asDouble()).isBetween(0.1, 0.66);
    assertThat(result.at("/rankPath/0/rank").asInt()).isZero();
    assertThat(Files.readString(out.resolve("report.html"))).contains("log loss");

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
    assertThat(best.json().at("/result/recommendations/0/value").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void valuesOutsideTheDomainAreNamed() throws Exception {
    Path table =
        Files.writeString(here.resolve("counts.csv"), "site,species,count\na,x,2\nb,x,0.5\n");
    Ran ran =
        Ran.command(
            "complete", "" + table, "--loss", "poisson", "--out", here.resolve("no").toString());
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.sentence())
        .isEqualTo(
            "The entry at row 'b', column 'x' is 0.5, but the Poisson loss takes counts 0, 1, 2, …;"
                + " choose another loss");
    assertThat(here.resolve("no")).doesNotExist();
  }

  @Test
  void methodsThatHaveALossOfTheirOwnAreRefused() throws Exception {
    Path table = yesAndNo();
    String out = here.resolve("no").toString();
    assertThat(
            Ran.command("complete", "" + table, "--loss", "huber", "--method", "als", "--out", out)
                .sentence())
        .isEqualTo(
            "--loss huber has a method of its own, so --method als can do nothing; leave it out");
    assertThat(
            Ran.command(
                    "complete", "" + table, "--loss", "huber", "--interval", "0.8", "--out", out)
                .sentence())
        .isEqualTo("--loss huber has no intervals, so --interval can do nothing; leave it out");
  }
}
