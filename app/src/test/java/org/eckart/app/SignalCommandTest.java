package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code complete --method hankel} through the command. */
class SignalCommandTest {
  private static final int LENGTH = 160;

  @TempDir Path here;

  private static double truth(int t) {
    return 2 + Math.cos(0.3 * t) + 0.5 * Math.cos(1.1 * t + 1);
  }

  private static boolean isGap(int t) {
    return t % 5 == 3 || (t >= 60 && t < 70);
  }

  @Test
  void aTextSignalComesBackFilled() throws Exception {
    StringBuilder text = new StringBuilder("level\n");
    for (int t = 0; t < LENGTH; t++) {
      text.append(isGap(t) ? (t % 2 == 0 ? "" : "NA") : Double.toString(truth(t))).append('\n');
    }
    Path signal = Files.writeString(here.resolve("level.csv"), text);
    Path out = here.resolve("out");
    Ran ran =
        Ran.command("complete", "" + signal, "--method", "hankel", "--json", "--out", "" + out);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rank").asInt()).isEqualTo(5);
    assertThat(ran.json().at("/result/longestGap").asInt()).isEqualTo(10);
    assertThat(ran.json().at("/outputs/completed").asString()).endsWith("completed.csv");
    List<String> lines = Files.readAllLines(out.resolve("completed.csv"));
    assertThat(lines).hasSize(LENGTH + 1).first().isEqualTo("level");
    for (int t = 0; t < LENGTH; t++) {
      assertThat(Double.parseDouble(lines.get(t + 1))).isCloseTo(truth(t), within(1e-4));
    }
    assertThat(Files.readString(out.resolve("report.html"))).contains("Gaps filled");
  }

  @Test
  void anArrayComesBackAsOne() throws Exception {
    double[] values = new double[LENGTH];
    for (int t = 0; t < LENGTH; t++) {
      values[t] = isGap(t) ? Double.NaN : truth(t);
    }
    Path signal = here.resolve("level.npy");
    Npy.write(signal, new DenseArray(values, new int[] {LENGTH}));
    Path out = here.resolve("out");
    Ran ran =
        Ran.command(
            "complete",
            "" + signal,
            "--method",
            "hankel",
            "--rank",
            "5",
            "--holdout",
            "0.1",
            "--json",
            "--out",
            "" + out);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rmse/test").asDouble()).isLessThan(1e-5);
    assertThat(Npy.read(out.resolve("completed.npy")).shape()).containsExactly(LENGTH);
    assertThat(ran.json().at("/result/rows").asInt()).isEqualTo(LENGTH);
    assertThat(ran.json().at("/result/columns").asInt()).isEqualTo(1);
    assertThat(ran.json().at("/result/mae/train").asDouble()).isLessThan(1e-5);
    assertThat(ran.json().at("/result/mae/test").asDouble()).isLessThan(1e-5);
    assertThat(ran.json().at("/result").has("coverage")).isTrue();
    Path model = Path.of(ran.json().at("/outputs/model").asString());
    Path pairs = here.resolve("pairs.csv");
    Files.writeString(pairs, "sample,column\n65,0\n");
    Ran predicted =
        Ran.command("predict", "" + model, "" + pairs, "--json", "--out", "" + here.resolve("p"));
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.json().at("/result/predictions/0/value").asDouble())
        .isCloseTo(truth(65), within(1e-4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1;2;x;4|level.csv, line 3: \"x\" is not a number",
        "1,5;2,5;3,5|level.csv, line 2: \"2,5\" is not a number",
        "NA;NA;NA;NA|All 4 samples are missing, so there is nothing to go by",
      })
  void signalsThatCannotBeReadAreRefused(String lines, String sentence) throws Exception {
    Path signal = Files.writeString(here.resolve("level.csv"), lines.replace(';', '\n') + "\n");
    Ran ran =
        Ran.command(
            "complete", "" + signal, "--method", "hankel", "--out", here.resolve("no").toString());
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.sentence()).contains(sentence);
    assertThat(here.resolve("no")).doesNotExist();
  }

  @Test
  void whatCannotBeObeyedIsRefused() throws Exception {
    Path signal = Files.writeString(here.resolve("level.csv"), "1\n2\n\n4\n");
    String out = here.resolve("no").toString();
    assertThat(
            Ran.command(
                    "complete", "" + signal, "--method", "hankel", "--penalty", "1", "--out", out)
                .sentence())
        .isEqualTo("--penalty can do nothing with --method hankel; leave it out");
    Path cube = here.resolve("square.npy");
    Npy.write(cube, new DenseArray(new double[6], new int[] {2, 3}));
    Ran ran = Ran.command("complete", "" + cube, "--method", "hankel", "--out", out);
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.sentence()).contains("and a signal has one way; save one row or column of it");
  }
}
