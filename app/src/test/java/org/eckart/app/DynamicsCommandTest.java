package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DynamicsCommandTest {
  @TempDir Path here;

  private Ran dynamics(String... more) {
    List<String> words =
        new ArrayList<>(List.of("dynamics", "--out", here.resolve("o").toString()));
    words.addAll(List.of(more));
    return Ran.command(words.toArray(String[]::new));
  }

  private static String[] problem(
      int rows, int columns, String strength, String left, String right, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--rows",
                "" + rows,
                "--columns",
                "" + columns,
                "--strength",
                strength,
                "--align-left",
                left,
                "--align-right",
                right));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void predictionAndSimulationStandSideBySide() throws Exception {
    Ran ran =
        dynamics(
            problem(
                75,
                100,
                "1.5",
                "0.3",
                "0.15",
                "--until",
                "5",
                "--points",
                "11",
                "--simulate",
                "6",
                "--json"));
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/threshold").asDouble()).isCloseTo(0.9306048591, within(1e-9));
    assertThat(result.at("/limit/left").asDouble()).isCloseTo(0.7993052539, within(1e-9));
    assertThat(result.at("/limit/right").asDouble()).isCloseTo(0.7679476478, within(1e-9));
    assertThat(result.at("/infeasibleRatio").asDouble())
        .isCloseTo(-Math.sqrt(3 / 3.25), within(1e-12));
    assertThat(result.at("/curve")).hasSize(11);
    assertThat(result.at("/curve/10/t").asDouble()).isEqualTo(5);
    assertThat(result.at("/curve/10/left").asDouble()).isCloseTo(0.8013888456, within(1e-9));
    assertThat(result.at("/curve/10/right").asDouble()).isCloseTo(0.7687024815, within(1e-9));
    assertThat(result.at("/simulation/draws").asInt()).isEqualTo(6);
    assertThat(result.at("/simulation/curve")).hasSize(11);
    Path curve = here.resolve("o/curve.csv");
    assertThat(ran.json().at("/outputs/curve").asString()).endsWith("curve.csv");
    assertThat(Files.readAllLines(curve))
        .hasSize(12)
        .first()
        .isEqualTo(
            "t,left,right,rayleigh,simulatedLeft,simulatedLeftSd,simulatedRight,simulatedRightSd");
    assertThat(here.resolve("o/report.html")).exists();
  }

  @ParameterizedTest
  @CsvSource({"descent,0.7173333534,0.6832848371", "power,0.7527243984,0.7397771115"})
  void stepsOfFiniteSizeAreFollowedExactly(String method, double left, double right) {
    List<String> more =
        new ArrayList<>(List.of("--method", method, "--until", "5", "--simulate", "0", "--json"));
    if (method.equals("descent")) {
      more.addAll(List.of("--step", "0.5"));
    }
    Ran ran = dynamics(problem(75, 100, "1.5", "0.3", "0.15", more.toArray(String[]::new)));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/curve")).hasSize(6);
    assertThat(ran.json().at("/result/curve/5/left").asDouble()).isCloseTo(left, within(1e-9));
    assertThat(ran.json().at("/result/curve/5/right").asDouble()).isCloseTo(right, within(1e-9));
    assertThat(ran.json().at("/result/simulation").isMissingNode()).isTrue();
  }

  @Test
  void noiseIsAUnit() {
    Ran ran =
        dynamics(
            problem(
                75,
                100,
                "3",
                "0.3",
                "0.15",
                "--noise",
                "2",
                "--until",
                "2.5",
                "--points",
                "2",
                "--simulate",
                "0",
                "--json"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/threshold").asDouble()).isCloseTo(1.8612097182, within(1e-9));
    assertThat(ran.json().at("/result/curve/1/left").asDouble())
        .isCloseTo(0.8013888456, within(1e-9));
  }

  @Test
  void theThresholdAndTheInfeasibleRatioAreSaid() {
    Ran at = dynamics(problem(100, 100, "1", "0.3", "0.3", "--simulate", "0", "--json"));
    assertThat(at.status()).as(at.err()).isZero();
    assertThat(at.json().at("/warnings/0").asString())
        .isEqualTo(
            "The strength is exactly at the threshold 1: the overlaps tend to 0, as slowly as"
                + " t^(-1/4)");
    assertThat(at.json().at("/result/limit/left").asDouble()).isZero();
    Ran infeasible =
        dynamics(
            problem(
                50,
                100,
                "1.5",
                "-0.36794648440312",
                "0.4",
                "--simulate",
                "0",
                "--json",
                "--force"));
    assertThat(infeasible.status()).as(infeasible.err()).isZero();
    assertThat(infeasible.json().at("/result/infeasible").asBoolean()).isTrue();
    assertThat(infeasible.json().at("/result/limit/right").asDouble()).isZero();
    assertThat(infeasible.json().at("/warnings/0").asString())
        .startsWith("The alignments are at the infeasible ratio -0.9199");
  }

  @Test
  void oneByOneIsASketch() {
    Ran ran = dynamics(problem(1, 1, "2", "1", "1", "--json"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/simulation/draws").asInt()).isEqualTo(20);
    Ran apart = dynamics(problem(1, 1, "2", "0.5", "1", "--json", "--force"));
    assertThat(apart.status()).as(apart.err()).isZero();
    assertThat(apart.json().at("/result/simulation").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--align-left|1.2|--align-left is 1.2; it is the cosine between start and signal, from -1"
            + " to 1",
        "--align-right|NaN|--align-right is NaN; it is the cosine between start and signal, from -1"
            + " to 1",
        "--noise|0|--noise is 0.0; it must be above 0, since without noise there is nothing to"
            + " predict",
        "--noise|-1|--noise is -1.0; it must be above 0, since without noise there is nothing to"
            + " predict",
        "--rows|0|--rows is 0 and --columns 10; a matrix needs at least one of each",
        "--simulate|1|--simulate is 1; a spread needs 2 draws or more, and 0 is no simulation",
        "--points|1|--points is 1; it must be from 2 to 1000000",
        "--step|0.5|--step can do nothing without --method descent; add it",
        "--until|-1|--until is -1.0; it must be a time from 0 to 1e100, or up to a million steps",
      })
  void whatCannotBeIsRefused(String option, String value, String sentence) {
    List<String> words =
        new ArrayList<>(List.of(problem(10, 10, "1.5", "0.3", "0.2", "--noise", "1")));
    int at = words.indexOf(option);
    if (at >= 0) {
      words.set(at + 1, value);
    } else {
      words.addAll(List.of(option, value));
    }
    Ran ran = dynamics(words.toArray(String[]::new));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(here.resolve("o")).doesNotExist();
  }
}
