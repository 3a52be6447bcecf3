package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.RankOneMeasurements;
import org.eckart.recovery.sensing.TransformMeasurements;
import org.eckart.recovery.sensing.TransformMeasurements.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenseCommandTest {
  private static final int ROWS = 9;
  private static final int COLUMNS = 7;
  private static final int COUNT = 62;
  private static final RandomStream RANDOM = RandomStream.of(1, "sense command");
  private static final Matrix TRUTH =
      RANDOM.gaussian(ROWS, 1).timesTranspose(RANDOM.gaussian(COLUMNS, 1));
  private static final Matrix STACK = RANDOM.gaussian(COUNT, ROWS * COLUMNS);

  @TempDir Path here;

  private Path vector(String name, double... values) {
    Path file = here.resolve(name);
    Npy.write(file, new DenseArray(values, new int[] {values.length}));
    return file;
  }

  private Path stack(int... shape) {
    Path file = here.resolve("a.npy");
    Npy.write(file, new DenseArray(STACK.array(), shape));
    return file;
  }

  private static double[] measured() {
    double[] y = new double[COUNT];
    STACK.multiply(TRUTH.array(), y);
    return y;
  }

  private Ran sense(Path y, String operator, String... more) {
    List<String> words = new ArrayList<>(List.of("sense", "" + y, "--operator", operator));
    words.addAll(List.of("--out", "" + here.resolve("out"), "--json"));
    words.addAll(List.of(more));
    return Ran.command(words.toArray(new String[0]));
  }

  private void assertFound(Ran ran, Matrix truth) {
    assertThat(ran.status()).as(ran.err()).isZero();
    Matrix found = Npy.read(here.resolve("out/estimate.npy")).matrix();
    assertThat(found.minus(truth).frobeniusNorm()).isLessThan(1e-5 * truth.frobeniusNorm());
    assertThat(ran.json().at("/result/rank").asInt()).isEqualTo(1);
    assertThat(ran.json().at("/result/residual").asDouble()).isLessThan(1e-5);
    assertThat(ran.json().at("/result/nuclearNorm").asDouble())
        .isBetween(0.9999 * truth.frobeniusNorm(), 1.0001 * truth.frobeniusNorm());
    assertThat(ran.json().at("/result/iterations").asInt()).isPositive();
    assertThat(here.resolve("out/report.html")).exists();
    assertThat(here.resolve("out/model/run.json")).exists();
    assertThat(Safetensors.read(here.resolve("out/factors.safetensors")).matrix("V").rows())
        .isEqualTo(truth.columns());
  }

  /** What a method does not understand is refused before anything is read. */
  @ParameterizedTest
  @CsvSource({
    "altmin, --step-size, 0.5",
    "robust, --step-size, 0.5",
    "robust, --loss, poisson",
    "gd, --step-rule, trimmed",
    "scaledgd, --outliers, 0.2",
    "altmin, --noise, 0.1",
    "spectral-net, --penalty, 0.1"
  })
  void optionsThatCanDoNothingAreRefused(String method, String option, String value) {
    Ran ran = sense(here.resolve("none.npy"), "none.npy", "--method", method, option, value);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err())
        .contains(option + " can do nothing with --method " + method + "; leave it out");
    Ran unsaid = sense(here.resolve("none.npy"), "none.npy", "--outliers", "0.2");
    assertThat(unsaid.err())
        .contains("--outliers can do nothing without --method robust or quadratic; add one");
  }

  @ParameterizedTest
  @CsvSource({"scaledgd, auto", "scaledgd, 1", "gd, 1", "altmin, 1", "robust, 1"})
  void everyMethodFindsTheMatrix(String method, String rank) {
    Ran ran =
        sense(
            vector("y.npy", measured()),
            "" + stack(COUNT, ROWS, COLUMNS),
            "--method",
            method,
            "--rank",
            rank);
    assertFound(ran, TRUTH);
  }

  @Test
  void aFlatStackNeedsTheShapeOfTheMatrix() throws Exception {
    Path y = here.resolve("y.csv");
    List<String> lines = new ArrayList<>();
    for (double value : measured()) {
      lines.add("" + value);
    }
    Files.write(y, lines);
    Path flat = stack(COUNT, ROWS * COLUMNS);
    assertFound(sense(y, "" + flat, "--rank", "1", "--rows", "9", "--columns", "7"), TRUTH);
    Ran wrong = sense(y, "" + flat, "--rank", "1", "--rows", "9", "--columns", "8", "--force");
    assertThat(wrong.status()).isEqualTo(3);
    assertThat(wrong.sentence())
        .isEqualTo(
            flat
                + " has 63 numbers a measurement, but a 9 × 8 matrix has 72 entries; correct --rows"
                + " and --columns");
    Ran without = sense(y, "" + flat, "--rank", "1", "--force");
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.sentence())
        .isEqualTo("--operator " + flat + " does not say how many rows X has; add --rows");
  }

  @Test
  void aTableOfWeightsIsAnOperator() throws Exception {
    List<String> lines = new ArrayList<>(List.of("measurement,row,column,weight"));
    double[] y = new double[ROWS * COLUMNS - 1];
    for (int k = 0; k < y.length; k++) { // sums of neighbours
      for (int e = k; e <= k + 1; e++) {
        lines.add(k + "," + e / COLUMNS + "," + e % COLUMNS + ",1");
        y[k] += TRUTH.array()[e];
      }
    }
    Path table = here.resolve("a.csv");
    Files.write(table, lines);
    Ran ran = sense(vector("y.npy", y), "" + table, "--rank", "1", "--rows", "9", "--columns", "7");
    assertFound(ran, TRUTH);
  }

  @Test
  void aTransformIsNamedByItsSeed() {
    double[] y = TransformMeasurements.of(Transform.COSINE, ROWS, COLUMNS, 60, 5).measure(TRUTH);
    Ran ran = sense(vector("y.npy", y), "dct:5", "--rank", "1", "--rows", "9", "--columns", "7");
    assertFound(ran, TRUTH);
  }

  @Test
  void quadraticMeasurementsWithOutliers() {
    Matrix a = RandomStream.of(2, "vectors").gaussian(150, 8);
    Matrix left = RandomStream.of(3, "factor").gaussian(8, 1);
    double[] y = RankOneMeasurements.quadratic(a).measure(left, left);
    for (int k = 0; k < 15; k++) {
      y[k] += 100 * (k - 7);
    }
    Path vectors = here.resolve("a.npz");
    SequencedMap<String, DenseArray> arrays = new LinkedHashMap<>();
    arrays.put("a", DenseArray.of(a));
    Npy.write(vectors, arrays);
    Ran ran = sense(vector("y.npy", y), "" + vectors, "--method", "quadratic", "--rank", "1");
    assertFound(ran, left.timesTranspose(left));
    assertThat(ran.json().at("/result/outliers").asInt()).isEqualTo(14);
  }

  @Test
  void whatCannotBeUsedIsRefusedInASentence() {
    String operator = "" + stack(COUNT, ROWS, COLUMNS);
    double[] hole = measured();
    hole[5] = Double.NaN;
    refused(
        3,
        "Measurement 5 (counted from 0) of 62 is NaN; leave it out, together with its row of the"
            + " operator",
        vector("hole.npy", hole),
        operator);
    Path zero = vector("zero.npy", new double[COUNT]);
    refused(
        3,
        "All 62 measurements in "
            + zero
            + " are 0, which X = 0 explains; look whether this is the right file",
        zero,
        operator);
    refused(
        3,
        "There are 3 measurements, but the operator makes 62; give one value for each",
        vector("short.npy", 1, 2, 3),
        operator);
    Path y = vector("y.npy", measured());
    refused(
        2,
        "rank is 8, but a 9 × 7 matrix has rank at most 7; ask for 1 to 7",
        y,
        operator,
        "--rank",
        "8");
    refused(
        2,
        "62 measurements cannot fix the 63 free numbers of a 9 × 7 matrix of rank 7; measure more,"
            + " or ask for rank 6 or less",
        y,
        operator,
        "--rank",
        "7");
    refused(
        2,
        "--method is 'guess'; it must be one of scaledgd, gd, altmin, robust, quadratic,"
            + " spectral-net, nuclear",
        y,
        operator,
        "--method",
        "guess");
    assertThat(here.resolve("out")).doesNotExist();
  }

  private void refused(int status, String sentence, Path y, String operator, String... more) {
    Ran ran = sense(y, operator, more);
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.json().at("/status").asString()).isEqualTo("error");
  }

  @Test
  void aStepSizeThatDivergesIsHalvedAndNoted() {
    Ran ran =
        sense(
            vector("y.npy", measured()),
            "" + stack(COUNT, ROWS, COLUMNS),
            "--rank",
            "1",
            "--step-size",
            "8");
    assertFound(ran, TRUTH);
    assertThat(ran.json().at("/result/halvings").asInt()).isPositive();
    assertThat(ran.json().at("/warnings/0").asString())
        .startsWith("The step size diverged and was halved ");
  }

  @Test
  void explainDoesNothing() {
    Ran ran = sense(vector("y.npy", measured()), "" + stack(COUNT, ROWS, COLUMNS), "--explain");
    assertThat(ran.status()).isZero();
    assertThat(ran.err()).contains("Would find a 9 × 7 matrix from 62 measurements by scaledgd");
    assertThat(here.resolve("out")).doesNotExist();
  }
}
