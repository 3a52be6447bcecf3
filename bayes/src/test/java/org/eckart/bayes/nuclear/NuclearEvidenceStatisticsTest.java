package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.eckart.bayes.chain.Schedule;
import org.eckart.core.run.Cancellation;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Evidence against quadrature and closed forms, at 4 standard errors and 2e-4 for the rule of the
 * path: a false alarm once in 16,000 seeds for each number; seeds are fixed.
 */
@Tag("statistical")
class NuclearEvidenceStatisticsTest {
  private static List<NuclearEvidence> run(NuclearProblem problem, int draws, double... lambdas) {
    try (Parallel parallel = Parallel.of(2)) {
      return NuclearEvidence.of(
          problem, lambdas, Schedule.of(200, draws), parallel, new Cancellation());
    }
  }

  private static void assertLog(NuclearEvidence found, double expected, double wanted) {
    assertThat(found.error()).isLessThan(wanted);
    assertThat(found.log()).isCloseTo(expected, within(4 * found.error() + 2e-4));
  }

  /** log p(Y) = −6.186404 by quadrature over the radii of the core, at λ/γ = 1.5, γ = 0.5. */
  @Test
  void agreesWithQuadratureAtTwoByTwo() {
    NuclearProblem problem =
        NuclearProblem.of(Matrix.of(new double[][] {{2, 0.3}, {-0.4, 0.5}}), 0.5);
    List<NuclearEvidence> found = run(problem, 4000, 0.3, 0.75);
    assertLog(found.get(1), -6.186404, 0.006);
  }

  /**
   * p(y | λ) of one entry, in closed form: (λ/2γ) e^{λ²/2} (e^{−λy/γ} Φ(y/γ − λ) + e^{λy/γ} Φ(−y/γ
   * − λ)).
   */
  @Test
  void agreesWithTheLaplaceLawOfOneEntry() {
    NuclearProblem problem = NuclearProblem.of(Matrix.of(new double[][] {{3}}), 2);
    for (NuclearEvidence found : run(problem, 4000, 0.5, 1, 2)) {
      double l = found.lambda();
      double y = 1.5;
      var normal = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);
      double sum =
          Math.exp(-l * y) * normal.cumulativeProbability(y - l)
              + Math.exp(l * y) * normal.cumulativeProbability(-y - l);
      assertLog(found, Math.log(l / 4 * Math.exp(l * l / 2) * sum), 0.01);
    }
  }

  /** As λ grows the prior closes in on 0, and p(Y | λ) comes near N(Y; 0, γ²). */
  @Test
  void comesToTheNoiseAlone() {
    Matrix y = RandomStream.of(3, "evidence").gaussian(4, 3).scaled(0.7);
    double square = y.frobeniusNorm() * y.frobeniusNorm() / 0.25;
    double alone = -0.5 * square - 6 * Math.log(2 * Math.PI * 0.25);
    NuclearEvidence last =
        run(NuclearProblem.of(y, 0.5), 500, 1, 2, 4, 8, 16, 32, 64, 128).getLast();
    // what is left is of the order of (nm/λ)² (‖Y‖² / γ² nm − 1) / 2
    assertThat(last.log()).isCloseTo(alone, within(4 * last.error() + 0.02));
  }

  @Test
  void refusesInWords() {
    NuclearProblem holes =
        NuclearProblem.of(Matrix.of(new double[][] {{1, Double.NaN}, {2, 3}}), 1);
    assertThatThrownBy(() -> run(holes, 50, 1))
        .hasMessage("The evidence needs complete data, and 1 of 4 entries are missing");
    NuclearProblem problem = NuclearProblem.of(Matrix.of(new double[][] {{1}}), 1);
    assertThatThrownBy(() -> run(problem, 50, 2, 1))
        .hasMessage("lambda 2 is 1.0; they must be above 0 and increase");
  }
}
