package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.denoising.DenoisingOptions.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses over many draws, against those that the theory and an independent program give. */
@Tag("statistical")
class DenoisingStatisticsTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final DenoisingOptions OPTIONS = DenoisingOptions.defaults();

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  /**
   * 400 × 800, strengths 3, 2, 1.3 and 0.6, of which the last cannot be seen: asymptotic losses
   * 4.2437 of shrinkage, 5.5917 of the best hard threshold, 6.2892 of truncation at rank 3. The
   * standard error of a mean of 20 draws is 0.018, so 2 % is 4.7 of them: false alarm 3e-6.
   */
  @Test
  void shrinkageLosesWhatItShouldAndLessThanTruncation() {
    double shrunk = 0;
    double hard = 0;
    double truncated = 0;
    double level = 0;
    int draws = 20;
    for (int draw = 0; draw < draws; draw++) {
      Planted planted = Planted.of(400, 800, 100 + draw, 3, 2, 1.3, 0.6);
      DenoisedMatrix found = new Denoising(OPTIONS, TEAM).of(planted.noisy());
      shrunk += planted.loss(found.matrix()) / draws;
      level += found.noiseLevel() / draws;
      hard +=
          planted.loss(new Denoising(OPTIONS.withRule(Rule.RANK), TEAM).of(planted.noisy()).matrix())
              / draws;
      truncated +=
          planted.loss(
                  new Denoising(OPTIONS.withRule(Rule.RANK).withRank(3), TEAM)
                      .of(planted.noisy())
                      .matrix())
              / draws;
    }
    System.out.printf("shrunk %.4f hard %.4f tsvd %.4f level %.5f%n", shrunk, hard, truncated, level);
    assertThat(shrunk).isCloseTo(4.2437, within(0.02 * 4.2437));
    assertThat(hard).isCloseTo(5.5917, within(0.02 * 5.5917));
    assertThat(truncated).isCloseTo(6.2892, within(0.02 * 6.2892));
    // the direction that cannot be seen adds 0.36 / 400 to σ²; standard error 0.0003
    assertThat(level).isCloseTo(1.00045, within(0.0013));
  }

  /**
   * Rows correlated with ρ = 0.6, strengths 8, 5, 3.5 and 2.5: an independent program gave 7.643 for
   * OptShrink, 8.918 for ScreeNOT alone and 289 for the white rule. Standard error 0.02 or so.
   */
  @Test
  void correlatedNoiseIsRemovedWhereTheWhiteRuleFails() {
    double shrunk = 0;
    double hard = 0;
    double white = 0;
    int draws = 10;
    for (int draw = 0; draw < draws; draw++) {
      Matrix signal = Planted.signal(500, 1000, draw, 8, 5, 3.5, 2.5);
      Planted planted =
          new Planted(signal, signal.plus(Planted.autoregressive(500, 1000, 0.6, draw)));
      DenoisingOptions options = OPTIONS.withNoise(new Noise.Correlated());
      DenoisedMatrix found = new Denoising(options, TEAM).of(planted.noisy());
      assertThat(found.rank()).isEqualTo(4);
      shrunk += planted.loss(found.matrix()) / draws;
      hard +=
          planted.loss(new Denoising(options.withRule(Rule.RANK), TEAM).of(planted.noisy()).matrix())
              / draws;
      DenoisedMatrix misled =
          new Denoising(
                  OPTIONS.withNoise(new Noise.WhiteByMedian()).withRule(Rule.RANK), TEAM)
              .of(planted.noisy());
      white += planted.loss(misled.matrix()) / draws;
      assertThat(misled.fit().isWhite()).isFalse();
      assertThat(misled.warnings()).anyMatch(w -> w.startsWith("The noise does not look white"));
    }
    System.out.printf("optshrink %.4f screenot %.4f white %.1f%n", shrunk, hard, white);
    assertThat(shrunk).isCloseTo(7.643, within(0.02 * 7.643));
    assertThat(hard).isCloseTo(8.918, within(0.02 * 8.918));
    assertThat(white).isBetween(250.0, 330.0);
  }

  /** Predicted within 3 % of the mean over 50 draws: 10 standard errors or so. */
  @ParameterizedTest
  @CsvSource({"500, 1000", "1000, 500"})
  void predictedLossIsTheLossThatComes(int rows, int columns) {
    for (Loss loss : new Loss[] {StandardLoss.FROBENIUS, StandardLoss.NUCLEAR}) {
      double predicted = 0;
      double came = 0;
      int draws = 50;
      for (int draw = 0; draw < draws; draw++) {
        double root = Math.sqrt((double) rows / columns); // so that both shapes see the same
        double factor = rows > columns ? root : 1;
        Planted planted =
            Planted.of(rows, columns, draw, 4 * factor, 3 * factor, 2 * factor, 1.3 * factor);
        DenoisedMatrix found =
            new Denoising(OPTIONS.withLoss(loss), TEAM).of(planted.noisy());
        predicted += found.predictedLoss() / draws;
        Matrix difference = found.matrix().minus(planted.signal());
        came +=
            loss == StandardLoss.FROBENIUS
                ? Math.pow(difference.frobeniusNorm(), 2) / draws
                : Arrays.stream(
                            Svd.of(Triplets.ofProduct(stacked(found, planted), identityLike(found, planted)).product())
                                .s()
                                .toArray())
                        .sum()
                    / draws;
      }
      System.out.printf("%s %d %d predicted %.4f came %.4f%n", loss, rows, columns, predicted, came);
      assertThat(predicted).isCloseTo(came, within(0.03 * came));
    }
  }

  private static Matrix stacked(DenoisedMatrix found, Planted planted) {
    return found.matrix().minus(planted.signal());
  }

  private static Matrix identityLike(DenoisedMatrix found, Planted planted) {
    return Matrix.identity(planted.signal().columns());
  }

  @Test
  void scratch() {
    for (double rate : new double[] {0.7, 0.4, 0.2}) {
      double loss = 0;
      double level = 0;
      double pred = 0;
      int draws = 10;
      for (int draw = 0; draw < draws; draw++) {
        Planted planted = Planted.of(500, 1000, draw, 4, 2.5, 1.5, 1);
        Matrix holes = planted.noisy().copy();
        RandomStream random = RandomStream.of(draw, "holes");
        for (int k = 0; k < holes.array().length; k++) {
          if (random.nextUniform() >= rate) {
            holes.array()[k] = Double.NaN;
          }
        }
        DenoisedMatrix found = new Denoising(OPTIONS, TEAM).ofObserved(holes);
        loss += planted.loss(found.matrix()) / draws;
        level += found.noiseLevel() / draws;
        pred += found.predictedLoss() / 1000 / draws;
      }
      System.out.printf("missing %.1f: loss %.3f level %.4f predicted %.3f%n", rate, loss, level, pred);
    }
  }
}
