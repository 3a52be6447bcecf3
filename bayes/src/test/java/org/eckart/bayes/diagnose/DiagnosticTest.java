package org.eckart.bayes.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
  /** ArviZ 0.23.4 on the same chains; its numbers have eight figures. */
  private static final double PUBLISHED = 1e-5;

  @Test
  void agreesWithArvizOnAnAutoregression() {
    Diagnostic found = Diagnostic.of(chains());
    assertThat(found.bulkEss()).isCloseTo(264.313481, within(PUBLISHED));
    assertThat(found.tailEss()).isCloseTo(477.140921, within(PUBLISHED));
    assertThat(found.meanEss()).isCloseTo(264.173980, within(PUBLISHED));
    assertThat(found.rhat()).isCloseTo(1.01258959, within(PUBLISHED));
    assertThat(found.mcse()).isCloseTo(0.02755247, within(PUBLISHED));
    assertThat(Diagnostic.bulkEss(chains())).isEqualTo(found.bulkEss());
  }

  @Test
  void agreesWithArvizWhenOneChainIsElsewhere() {
    double[][] chains = chains();
    Arrays.setAll(chains[3], t -> chains[3][t] + 0.5);
    Diagnostic found = Diagnostic.of(chains);
    assertThat(found.bulkEss()).isCloseTo(29.894391, within(PUBLISHED));
    assertThat(found.tailEss()).isCloseTo(299.439281, within(PUBLISHED));
    assertThat(found.meanEss()).isCloseTo(29.825111, within(PUBLISHED));
    assertThat(found.rhat()).isCloseTo(1.12158002, within(PUBLISHED));
    assertThat(found.hasConverged(4)).isFalse();
  }

  @Test
  void ranksDoNotMindAMonotoneChange() {
    double[][] chains = chains();
    for (double[] chain : chains) {
      Arrays.setAll(chain, t -> Math.exp(3 * chain[t]));
    }
    Diagnostic found = Diagnostic.of(chains);
    assertThat(found.bulkEss()).isCloseTo(264.313481, within(PUBLISHED));
    assertThat(found.meanEss()).isCloseTo(422.191651, within(PUBLISHED));
  }

  /** An AR(1) with coefficient a has τ = (1 + a)/(1 − a). 4 × 50,000 draws: 4 % is over 4 sd. */
  @Test
  void findsTheEffectiveSizeOfAnAutoregression() {
    for (double a : new double[] {0, 0.5, 0.9, -0.5}) {
      RandomStream random = RandomStream.of(3, "autoregression");
      double[][] chains = new double[4][50_000];
      for (double[] chain : chains) {
        double x = random.nextGaussian() / Math.sqrt(1 - a * a);
        for (int t = 0; t < chain.length; t++) {
          chain[t] = x;
          x = a * x + random.nextGaussian();
        }
      }
      double expected = 200_000 * (1 - a) / (1 + a);
      Diagnostic found = Diagnostic.of(chains);
      assertThat(found.meanEss()).isCloseTo(expected, within(0.06 * expected));
      assertThat(found.bulkEss()).isCloseTo(expected, within(0.06 * expected));
      assertThat(found.rhat()).isLessThan(1.005);
    }
  }

  @Test
  void autocovarianceIsItsDefinition() {
    RandomStream random = RandomStream.of(1, "covariance");
    for (int length : new int[] {2, 3, 5, 16, 33}) {
      double[][] chains = new double[3][length];
      for (double[] chain : chains) {
        Arrays.setAll(chain, _ -> 5 + random.nextGaussian());
      }
      double[] found = Autocovariance.mean(chains);
      for (int lag = 0; lag < length; lag++) {
        double sum = 0;
        for (double[] chain : chains) {
          double mean = Arrays.stream(chain).average().orElseThrow();
          for (int t = 0; t + lag < length; t++) {
            sum += (chain[t] - mean) * (chain[t + lag] - mean);
          }
        }
        assertThat(found[lag]).isCloseTo(sum / (3 * length), within(1e-13));
      }
    }
  }

  @Test
  void saysInWordsWhatIsUndefined() {
    assertThat(Diagnostic.of(new double[][] {{2, 2, 2, 2}, {2, 2, 2, 2}}).undefined())
        .hasValue("all draws are 2.0");
    assertThat(Diagnostic.of(new double[][] {{1, 2, 3}}).undefined())
        .hasValue("a chain has 3 draws and at least 4 are needed to compare its halves");
    assertThat(Diagnostic.of(new double[][] {{1, Double.NaN, 3, 4}}).undefined())
        .hasValue("draw 2 of chain 1 is NaN");
    assertThat(Diagnostic.of(new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}}).hasConverged(2))
        .isFalse();
    assertThatThrownBy(() -> Diagnostic.of(new double[][] {{1, 2}, {1}}))
        .hasMessage("Chains to diagnose have 2 and 1 draws; cut them to the same length");
  }

  /** −0 and 0 are one value, and tie. */
  @Test
  void zeroHasNoSign() {
    double[][] signed = {{-0.0, 1, 0, 2, -0.0, 3, -1, 0}};
    double[][] plain = {{0, 1, 0, 2, 0, 3, -1, 0}};
    assertThat(Diagnostic.of(signed)).isEqualTo(Diagnostic.of(plain));
  }

  @Test
  void scaleMakesNoDifference() {
    Diagnostic plain = Diagnostic.of(chains());
    for (double scale : new double[] {1e-300, 1e-12, 1e12, 1e300}) {
      double[][] chains = chains();
      for (double[] chain : chains) {
        Arrays.setAll(chain, t -> scale * chain[t]);
      }
      Diagnostic found = Diagnostic.of(chains);
      assertThat(found.rhat()).isCloseTo(plain.rhat(), within(1e-12));
      assertThat(found.meanEss()).isCloseTo(plain.meanEss(), within(1e-8));
      assertThat(found.mcse() / scale).isCloseTo(plain.mcse(), within(1e-12));
    }
  }

  /** Four chains of an AR(1) with coefficient 0.8, by a linear congruential generator. */
  private static double[][] chains() {
    long state = 12345;
    double[][] chains = new double[4][500];
    for (double[] chain : chains) {
      double x = 0;
      for (int t = 0; t < 500; t++) {
        state = (1103515245 * state + 12345) % (1L << 31);
        x = 0.8 * x + (state / (double) (1L << 31) - 0.5);
        chain[t] = x;
      }
    }
    return chains;
  }
}
