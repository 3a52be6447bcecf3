package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs on tensors: arrays of three ways and tables with a column for each mode. */
class TensorCommandsTest {
  private static final int[] SHAPE = {12, 9, 7};

  @TempDir Path folder;

  private final double[] truth = new double[12 * 9 * 7];
  private final double[] holes = new double[truth.length];

  @BeforeEach
  void draw() throws IOException {
    RandomStream random = RandomStream.of(1, "tensor commands");
    double[] a = random.gaussian(1, 12).array();
    double[] b = random.gaussian(1, 9).array();
    double[] c = random.gaussian(1, 7).array();
    StringBuilder table = new StringBuilder("time,place,channel,v\n");
    StringBuilder test = new StringBuilder("time,place,channel,v\n");
    for (int e = 0; e < truth.length; e++) {
      int i = e / 63;
      int j = e / 7 % 9;
      int k = e % 7;
      truth[e] = 5 + a[i] * b[j] * c[k] + 0.01 * random.nextGaussian();
      holes[e] = random.nextUniform() < 0.6 ? truth[e] : Double.NaN;
      String line = (2000 + i) + ",p" + j + ",\"c," + k + "\"," + truth[e] + "\n";
      (Double.isNaN(holes[e]) ? test : table).append(line);
    }
    Npy.write(folder.resolve("holes.npy"), new DenseArray(holes, SHAPE));
    Npy.write(folder.resolve("full.npy"), new DenseArray(truth, SHAPE));
    Files.writeString(folder.resolve("table.csv"), table);
    Files.writeString(folder.resolve("test.csv"), test + "1999,p0,\"c,0\",3\n");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void anArrayIsCompletedInItsShape() {
    Ran ran =
        Ran.command(
            "complete",
            path("holes.npy"),
            "--holdout",
            "0.1",
            "--interval",
            "0.9",
            "--json",
            "--out",
            path("out"));
    JsonNode json = ran.json();
    assertThat(ran.status()).isZero();
    assertThat(json.at("/result/rmse/test").asDouble()).isLessThan(0.1);
    assertThat(json.at("/result/rank").size()).isEqualTo(3);
    assertThat(json.at("/result/coverage").asDouble()).isBetween(0.6, 1.0);
    DenseArray completed = Npy.read(folder.resolve("out/completed.npy"));
    assertThat(completed.shape()).isEqualTo(SHAPE);
    double worst = 0;
    for (int e = 0; e < truth.length; e++) {
      if (!Double.isNaN(holes[e])) {
        assertThat(completed.values()[e]).isEqualTo(holes[e]);
      }
      worst = Math.max(worst, Math.abs(completed.values()[e] - truth[e]));
    }
    assertThat(worst).isLessThan(0.5);
    assertThat(Npy.read(folder.resolve("out/lower.npy")).shape()).isEqualTo(SHAPE);
    assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
  }

  @Test
  void aTableIsCompletedAndItsModelPredicts() throws IOException {
    Ran ran =
        Ran.command(
            "complete",
            path("table.csv"),
            "--modes",
            "time,place,channel",
            "--value",
            "v",
            "--test",
            path("test.csv"),
            "--json",
            "--out",
            path("out"));
    assertThat(ran.status()).isZero();
    assertThat(ran.json().at("/result/rmse/test").asDouble()).isLessThan(0.1);
    assertThat(ran.json().at("/warnings").toString()).contains("1 of");
    assertThat(Files.readAllLines(folder.resolve("out/test.csv")).getFirst())
        .isEqualTo("time,place,channel,value,lower,upper");
    Ran again =
        Ran.command(
            "predict",
            path("out/model"),
            path("test.csv"),
            "--value",
            "v",
            "--json",
            "--out",
            path("predicted"));
    assertThat(again.status()).isZero();
    assertThat(again.json().at("/result/rmse").asDouble())
        .isEqualTo(ran.json().at("/result/test/rmse").asDouble());
    assertThat(folder.resolve("predicted/predictions.csv"))
        .hasSameTextualContentAs(folder.resolve("out/test.csv"));
  }

  @Test
  void everyMethodCompletesAndItsModelPredicts() throws IOException {
    int at = 63 * 3 + 7 * 4 + 5;
    Files.writeString(
        folder.resolve("places.csv"),
        "mode 1,mode 2,mode 3,v\n3,4,5,%s\n0,0,0,%s\n11,8,6,%s\n"
            .formatted(truth[at], truth[0], truth[755]));
    for (String method : new String[] {"tucker", "scaledgd", "gd", "hooi", "tsvd", "cp"}) {
      Ran ran =
          Ran.command(
              "complete",
              path("holes.npy"),
              "--method",
              method,
              "--rank",
              "2",
              "--json",
              "--out",
              path(method));
      assertThat(ran.status()).as(method + ": " + ran.err()).isZero();
      double train = ran.json().at("/result/rmse/train").asDouble();
      assertThat(train).as(method).isLessThan(0.02); // noise of 0.01, rank 2 with the mean
      Ran predicted =
          Ran.command(
              "predict",
              path(method + "/model"),
              path("places.csv"),
              "--value",
              "v",
              "--json",
              "--out",
              path(method + "-predicted"));
      assertThat(predicted.status()).as(method + ": " + predicted.err()).isZero();
      assertThat(predicted.json().at("/result/rmse").asDouble()).as(method).isLessThan(0.1);
      assertThat(predicted.json().at("/result/predictions").size()).isEqualTo(3);
      assertThat(predicted.json().at("/result/predictions/0/mode 2").asString()).isEqualTo("4");
      DenseArray completed = Npy.read(folder.resolve(method + "/completed.npy"));
      double value = predicted.json().at("/result/predictions/0/value").asDouble();
      double filled = Double.isNaN(holes[at]) ? completed.values()[at] : value;
      assertThat(value).isCloseTo(filled, Offset.offset(1e-9));
      String made = Files.readString(folder.resolve(method + "/model/run.json"));
      assertThat(made)
          .contains(
              method.equals("scaledgd")
                  ? "tucker-scaledgd"
                  : method.equals("tsvd")
                      ? "tubal-scaledgd"
                      : method.equals("cp")
                          ? "cp-als"
                          : method.equals("gd") ? "tucker-gd" : method);
    }
  }

  @Test
  void predictsEveryLineWithItsCoverage() throws IOException {
    Ran.command("complete", path("holes.npy"), "--quiet", "--out", path("out"));
    Files.writeString(
        folder.resolve("pairs.csv"),
        "mode 1,mode 2,mode 3,v\n3,4,5,%s\n3,4,5,\n1,1,77,2\n".formatted(truth[63 * 3 + 33]));
    Ran ran =
        Ran.command(
            "predict",
            path("out/model"),
            path("pairs.csv"),
            "--value",
            "v",
            "--json",
            "--out",
            path("predicted"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/predicted").asInt()).isEqualTo(2);
    assertThat(ran.json().at("/result/unknown").asInt()).isEqualTo(1);
    assertThat(ran.json().at("/result/coverage").isNumber()).isTrue();
    assertThat(ran.json().at("/result/predictions/1/upper").asDouble())
        .isGreaterThan(ran.json().at("/result/predictions/1/lower").asDouble());
    assertThat(Files.readAllLines(folder.resolve("predicted/predictions.csv"))).hasSize(4);
  }

  /** Ranks above what the modes allow are no default. */
  @Test
  void theDefaultRankFitsSmallTensors() {
    double[] small = new double[64];
    for (int e = 0; e < 64; e++) {
      small[e] = Math.sin(e * e);
    }
    Npy.write(folder.resolve("small.npy"), new DenseArray(small, new int[] {4, 4, 4}));
    for (String method : new String[] {"tucker", "tsvd", "cp"}) {
      Ran ran =
          Ran.command(
              "decompose",
              path("small.npy"),
              "--method",
              method,
              "--json",
              "--out",
              path("small-" + method));
      assertThat(ran.status()).as(method + ": " + ran.err()).isZero();
      assertThat(ran.json().at("/result/residual").asDouble()).isLessThan(0.3);
    }
  }

  @Test
  void decomposesByEveryMethod() {
    for (String method : new String[] {"auto", "tsvd", "cp"}) {
      Ran ran =
          Ran.command(
              "decompose",
              path("full.npy"),
              "--method",
              method,
              "--rank",
              "2",
              "--json",
              "--out",
              path(method));
      assertThat(ran.status()).as(method + ": " + ran.err()).isZero();
      assertThat(ran.json().at("/result/residual").asDouble()).as(method).isLessThan(0.02);
    }
    assertThat(Safetensors.read(folder.resolve("auto/factors.safetensors")).names())
        .contains("core", "factor1", "factor2", "factor3");
  }

  @Test
  void setsGrossErrorsAside() {
    double[] wrong = truth.clone();
    for (int e = 0; e < wrong.length; e += 20) {
      wrong[e] += 9;
    }
    Npy.write(folder.resolve("wrong.npy"), new DenseArray(wrong, SHAPE));
    Ran ran =
        Ran.command("separate", path("wrong.npy"), "--rank", "2", "--json", "--out", path("out"));
    assertThat(ran.status()).as(ran.err()).isZero();
    Ran chosen = Ran.command("separate", path("wrong.npy"), "--json", "--out", path("chosen"));
    assertThat(chosen.status()).as(chosen.err()).isZero();
    assertThat(chosen.json().at("/result/rank").toString()).isEqualTo("[2,2,2]");
    assertThat(chosen.json().at("/result/corrupted").asInt()).isBetween(38, 45);
    double[] outliers = Npy.read(folder.resolve("out/outliers.npy")).values();
    for (int e = 0; e < wrong.length; e += 20) {
      assertThat(outliers[e]).isBetween(8.8, 9.2);
    }
    assertThat(ran.json().at("/result/corrupted").asInt()).isBetween(38, 45); // 38 planted
    Ran auto = Ran.command("separate", path("wrong.npy"), "--json", "--out", path("auto-out"));
    assertThat(auto.status()).as(auto.err()).isZero();
    assertThat(auto.json().at("/result/rank").toString()).isEqualTo("[2,2,2]");
    assertThat(auto.json().at("/result/corrupted").asInt()).isBetween(38, 45);
    assertRefused(
        "--corruption can do nothing with a tensor; leave it out",
        2,
        "separate",
        path("wrong.npy"),
        "--corruption",
        "0.1");
  }

  @Test
  void refusesInOneSentence() {
    assertRefused(
        "--rank has 2 numbers and the tensor 3 modes; give auto, one number, or one a mode",
        2,
        "complete",
        path("holes.npy"),
        "--rank",
        "3,2");
    assertRefused(
        "rank is 8 in mode 3, but a tensor of 12 × 9 × 7 has rank at most 7 there; ask for 1 to 7",
        2,
        "complete",
        path("holes.npy"),
        "--rank",
        "3,3,8");
    assertRefused(
        "--rank is 13, but no mode of this tensor can have a rank above 12; ask for 1 to 12",
        2,
        "complete",
        path("holes.npy"),
        "--rank",
        "13");
    assertRefused(
        "--rank auto is for --method tucker, which chooses it; give this method a number, or one a"
            + " mode",
        2,
        "complete",
        path("holes.npy"),
        "--method",
        "hooi");
    assertRefused(
        "--rank is 2,3; of this method it is one number, 1 or more",
        2,
        "complete",
        path("holes.npy"),
        "--method",
        "cp",
        "--rank",
        "2,3");
    assertRefused(
        "--rank is 1x2; of this method it is one number, 1 or more",
        2,
        "decompose",
        path("full.npy"),
        "--method",
        "tsvd",
        "--rank",
        "1x2");
    assertRefused(
        "--list can do nothing: " + path("full.npy") + " is read as a tensor; leave it out",
        2,
        "separate",
        path("full.npy"),
        "--rank",
        "2",
        "--list",
        "3");
    double[] infinite = truth.clone();
    infinite[63 * 3 + 7 * 4 + 5] = Double.NEGATIVE_INFINITY;
    Npy.write(folder.resolve("infinite.npy"), new DenseArray(infinite, SHAPE));
    for (String verb : new String[] {"complete", "separate", "decompose"}) {
      assertRefused(
          path("infinite.npy")
              + ", entry (3, 4, 5) is -Infinity; entries are finite numbers, or NaN where missing",
          3,
          verb,
          path("infinite.npy"),
          "--rank",
          "2");
    }
    assertRefused(
        "--modes needs --value, the name of the column that holds the values",
        2,
        "complete",
        path("table.csv"),
        "--modes",
        "time,place");
    assertRefused(
        path("table.csv") + " has no column 'when'; it has time, place, channel, v",
        3,
        "complete",
        path("table.csv"),
        "--modes",
        "when,place",
        "--value",
        "v");
    assertRefused(
        path("holes.npy")
            + ": "
            + java.util.Arrays.stream(holes).filter(Double::isNaN).count()
            + " of 756 entries are missing and 'decompose' needs every one; fill them first with"
            + " 'eckart complete'",
        3,
        "decompose",
        path("holes.npy"));
  }

  private void assertRefused(String sentence, int status, String... words) {
    java.util.List<String> all = new java.util.ArrayList<>(java.util.List.of(words));
    all.addAll(java.util.List.of("--out", path("refused")));
    Ran ran = Ran.command(all.toArray(String[]::new));
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(ran.status()).isEqualTo(status);
    assertThat(folder.resolve("refused")).doesNotExist();
  }
}
