package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Identities of the exact posterior at any size, from integration by parts, on whole draws. Each at
 * 4 Monte Carlo errors: of nine, one false alarm in 1,800 seeds; seeds are fixed. Q is the polar
 * factor of X, the noise is 1.
 */
@Tag("statistical")
class SteinStatisticsTest {
  /** Traces over stored draws of what the identities say has mean 0. */
  private record Identities(
      double[][] first,
      double[][] secondA,
      double[][] secondB,
      double[][] third,
      double[][] fourth) {
    static Identities of(Posterior draws, Matrix y, double rate) {
      int n = y.rows();
      int m = y.columns();
      double[][][] all = new double[5][draws.chains()][draws.stored()];
      for (int c = 0; c < draws.chains(); c++) {
        for (int t = 0; t < draws.stored(); t++) {
          Matrix x = Matrix.wrap(n, m, draws.stored(c, t));
          Svd svd = Svd.of(x);
          Matrix q = svd.u().timesTranspose(svd.v());
          Matrix apart = x.minus(y);
          double pull = Energies.inner(q, apart);
          double norm = Energies.nuclearNorm(svd);
          all[0][c][t] = rate * norm + Energies.inner(x, apart) - n * m;
          all[1][c][t] = rate * q.get(0, 0) + apart.get(0, 0);
          all[2][c][t] = rate * q.get(n - 1, m / 2) + apart.get(n - 1, m / 2);
          all[3][c][t] = Energies.inner(apart, apart) + rate * pull - n * m;
          double repulsion = 0;
          for (int i = 0; i < n; i++) {
            double s = svd.s().get(i);
            repulsion += (m - n) / s;
            for (int j = 0; j < i; j++) {
              repulsion += 2 / (s + svd.s().get(j));
            }
          }
          all[4][c][t] = rate * n + pull - repulsion;
        }
      }
      return new Identities(all[0], all[1], all[2], all[3], all[4]);
    }
  }

  private static void assertZero(double[][] trace, double wanted) {
    Diagnostic found = Diagnostic.of(trace);
    assertThat(found.mcse()).isLessThan(wanted);
    assertThat(found.mean()).isCloseTo(0, within(4 * found.mcse()));
  }

  private static Identities run(Matrix y, double rate, int draws) {
    NuclearPosterior found =
        OracleData.run(
            NuclearProblem.of(y, 1),
            NuclearOptions.of(Engine.SPECTRAL, Penalty.of(rate))
                .withSchedule(Schedule.of(300, draws).withStored(draws)));
    return Identities.of(found.draws(), y, rate);
  }

  /** The first to 0.15 % of nm. The fourth has a term more where n = m. */
  @Test
  void holdOnThirtyByThirty() {
    Identities found = run(OracleData.b30().seen(), 5, 700);
    assertZero(found.first, 1.35);
    assertZero(found.secondA, 0.05);
    assertZero(found.secondB, 0.05);
    assertZero(found.third, 2);
  }

  @Test
  void holdOnAWideMatrix() {
    RandomStream random = RandomStream.of(8, "stein");
    Matrix y = random.gaussian(4, 2).timesTranspose(random.gaussian(7, 2));
    Identities found = run(y.plus(random.gaussian(4, 7)), 2, 4000);
    assertZero(found.first, 0.15);
    assertZero(found.secondA, 0.03);
    assertZero(found.secondB, 0.03);
    assertZero(found.third, 0.15);
    assertZero(found.fourth, 0.06);
  }
}
