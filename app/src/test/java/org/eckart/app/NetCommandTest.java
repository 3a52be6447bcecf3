package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code eckart sense} by the methods that need no rank. */
class NetCommandTest {
  private static final int N = 8;

  @TempDir Path here;

  private static Matrix truth() {
    RandomStream random = RandomStream.of(1, "truth");
    return random.gaussian(N, 1).timesTranspose(random.gaussian(N, 1));
  }

  /** Writes y and the operator, and runs. */
  private Ran sense(Matrix stack, String... more) {
    double[] y = new double[stack.rows()];
    stack.multiply(truth().array(), y);
    Path values = here.resolve("y.npy");
    Path operator = here.resolve("a.npy");
    Npy.write(values, DenseArray.of(Matrix.wrap(1, y.length, y)));
    Npy.write(operator, DenseArray.of(stack));
    List<String> words =
        new ArrayList<>(
            List.of(
                "sense",
                "" + values,
                "--operator",
                "" + operator,
                "--rows",
                "" + N,
                "--columns",
                "" + N,
                "--out",
                "" + here.resolve("o"),
                "--json"));
    words.addAll(List.of(more));
    return Ran.command(words.toArray(String[]::new));
  }

  private static Matrix gaussian(int count) {
    return RandomStream.of(2, "stack").gaussian(count, N * N);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spectral-net", "nuclear"})
  void aMatrixOfRankOneIsFoundFromFewMeasurements(String method) {
    Ran ran = sense(gaussian(40), "--method", method);
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode result = ran.json().at("/result");
    assertThat(result.at("/residual").asDouble()).isLessThan(0.01);
    assertThat(result.at("/nuclearNorm").asDouble())
        .isBetween(0.98 * truth().frobeniusNorm(), 1.02 * truth().frobeniusNorm());
    assertThat(result.at("/effectiveRank").asDouble()).isLessThan(1.2);
    assertThat(result.at("/certificate").asDouble()).isBetween(0.0, 0.1);
    assertThat(result.at("/iterations").asInt()).isPositive();
    Matrix found = Npy.read(here.resolve("o/estimate.npy")).matrix();
    assertThat(found.minus(truth()).frobeniusNorm()).isLessThan(0.05 * truth().frobeniusNorm());
    assertThat(here.resolve("o/report.html")).exists();
  }

  @Test
  void measurementsThatDoNotCommuteHaveNoClosedForm() {
    Ran ran = sense(gaussian(40), "--method", "spectral-net", "--closed-form", "--max-steps", "50");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/sharedFrame").asBoolean()).isFalse();
    assertThat(ran.json().at("/warnings").toString())
        .contains("The measurements do not share their singular vectors (0.")
        .contains("there is no closed form; the network was trained in full");
  }

  @Test
  void measurementsThatCommuteAreTold() {
    RandomStream random = RandomStream.of(3, "frame");
    Matrix left = Qr.orthonormal(random.gaussian(N, N));
    Matrix right = Qr.orthonormal(random.gaussian(N, N));
    Matrix stack = Matrix.zeros(20, N * N);
    for (int k = 0; k < 20; k++) {
      Vector c = Vector.wrap(random.gaussian(1, N).array());
      double[] a = left.columnsScaled(c).timesTranspose(right).array();
      System.arraycopy(a, 0, stack.array(), k * N * N, N * N);
    }
    Ran ran = sense(stack, "--method", "spectral-net", "--closed-form", "--max-steps", "20000");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/sharedFrame").asBoolean()).isTrue();
    assertThat(ran.json().at("/warnings").toString()).doesNotContain("closed form");
  }

  @Test
  void aSigmoidIsRefused() {
    Ran ran = sense(gaussian(40), "--method", "spectral-net", "--activation", "sigmoid");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo(
            "function is SIGMOID, which is not odd: it would bend a missing direction to 0.5; take"
                + " tanh");
  }

  @Test
  void aRankIsRefused() {
    Ran ran = sense(gaussian(40), "--method", "nuclear", "--rank", "2");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo("--method nuclear finds the rank by itself; leave --rank out, or take scaledgd");
  }
}
