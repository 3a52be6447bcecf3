package org.eckart.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
  /** As mf-train prints it. */
  private static final List<String> TABLE =
      List.of(
          "iter      tr_rmse      va_rmse          obj",
          "   0       1.0108       0.9157   7.7988e+06",
          "   1       0.9118       0.7780   6.9321e+06",
          "   2       0.8721       0.7790   6.8110e+06");

  @Test
  void passesOfLibmfAreCountedFromOne() {
    assertThat(LibmfPeer.passesTo(TABLE, 0.778)).isEqualTo(2);
    assertThat(LibmfPeer.passesTo(TABLE, 0.95)).isEqualTo(1);
    assertThat(LibmfPeer.passesTo(TABLE, 0.7)).isZero();
    assertThat(LibmfPeer.lowestTestRmse(TABLE)).isEqualTo(0.778);
  }

  @Test
  void aCommandThatIsNotOnThePathIsAbsent() {
    assertThat(ChildProcess.onPath("no-such-command-here")).isEmpty();
  }

  @Test
  void fitsOfSparkAreFoundAmongItsOtherLines() {
    assertThat(SparkPeer.fits(List.of("WARN something", "fit 19.2500 rmse 0.783100", "bye")))
        .containsExactly(new SparkPeer.Fit(19.25, 0.7831));
  }

  @Test
  void aFailedProgramGivesItsLastWord() throws IOException {
    ChildProcess.Finished ended =
        ChildProcess.run(
            ChildProcess.java("64m", "org.eckart.bench.NoSuchClass", List.of()), Map.of());
    assertThat(ended.status()).isEqualTo(1);
    assertThatThrownBy(() -> ended.succeeded("The trial"))
        .hasMessageStartingWith("The trial ended with status 1: ");
  }

  @Test
  void arraysComeBackAsTheyWent(@TempDir Path folder) throws IOException {
    Matrix a = Matrix.of(new double[][] {{1, 2, 3}, {4, 5, -1e-300}});
    Path file = folder.resolve("a.npy");
    NpyArray.write(file, a.array(), 2, 3);
    assertThat(java.nio.file.Files.size(file)).isEqualTo(128 + 48);
    assertThat(NpyArray.matrix(file, 2, 3).array()).isEqualTo(a.array());
    assertThatThrownBy(() -> NpyArray.matrix(file, 3, 2))
        .hasMessageContaining("doubles of shape (3,2) were expected");
  }

  @Test
  void aWrongTripletHasAResidual() {
    SparseMatrix a = SvdInputs.sparse(40, 30, 600, 1);
    Svd svd = Svd.of(a.toDense()).truncated(5);
    double right = SvdBenchmark.residual(a, svd.u(), svd.s().toArray(), svd.v());
    assertThat(right).isLessThan(70 * Math.ulp(1.0));
    double[] wrong = svd.s().toArray().clone();
    wrong[4] *= 1 + 1e-6;
    assertThat(SvdBenchmark.residual(a, svd.u(), wrong, svd.v())).isGreaterThan(1e-7);
  }

  @Test
  void plantedDirectionsStandOutOfTheDenseMatrix() {
    Matrix a = SvdInputs.dense(300, 200, 1);
    double[] s = Svd.of(a).s().toArray();
    double noiseEdge = 0.5 * (Math.sqrt(300) + Math.sqrt(200));
    assertThat(s[0]).isBetween(0.6 * Math.sqrt(60_000), 1.6 * Math.sqrt(60_000));
    assertThat(s[25]).isGreaterThan(noiseEdge);
    assertThat(s[60]).isLessThan(1.1 * noiseEdge);
  }
}
