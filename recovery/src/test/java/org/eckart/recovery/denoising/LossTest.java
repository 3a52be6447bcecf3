package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.spiked.Spike;
import org.eckart.recovery.spiked.SpikedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
  /** The same loss without its closed form. */
  private static Loss numeric(StandardLoss loss) {
    return new Loss() {
      @Override
      public String word() {
        return "numeric";
      }

      @Override
      public double ofBlock(double first, double second) {
        return loss.ofBlock(first, second);
      }

      @Override
      public double scaled(double factor) {
        return loss.scaled(factor);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({ // aspect, value, weights for the Frobenius, operator and nuclear loss, 10 digits
    "0.5, 2, 1.0307764064, 1.3903882032, 0.5625632139",
    "0.5, 3, 2.4551533104, 2.6442433219, 2.1957886360",
    "1, 2.5, 1.5, 2, 1",
    "0.1, 1.5, 0.6403124237, 0.7701562119, 0.3324720719",
    "2, 3, 1.7638342074, 2.2152504370, 1.1686462632",
    "2, 2.5, 0.6403124237, NaN, 0", // thresholded by the nuclear loss alone
  })
  void weights(double aspect, double value, double frobenius, double operator, double nuclear) {
    Spike spike = new SpikedModel(aspect).ofValue(value);
    assertThat(StandardLoss.FROBENIUS.shrunk(spike)).isCloseTo(frobenius, within(1e-9));
    if (!Double.isNaN(operator)) {
      assertThat(StandardLoss.OPERATOR.shrunk(spike)).isCloseTo(operator, within(1e-9));
    }
    assertThat(StandardLoss.NUCLEAR.shrunk(spike)).isCloseTo(nuclear, within(1e-9));
  }

  /** 400 × 800 and strengths 3, 2, 1.3 and 0.6, of which the last is not seen. */
  @Test
  void lossesOfOtherWeightsInTheLimit() {
    SpikedModel model = new SpikedModel(0.5);
    double soft = 0.36;
    double nuclear = 0.6;
    double operator = 0.6;
    for (double strength : new double[] {3, 2, 1.3}) {
      Spike spike = model.ofStrength(strength);
      soft += StandardLoss.FROBENIUS.remaining(spike, spike.value() - model.edge());
      nuclear += StandardLoss.NUCLEAR.remaining(spike, StandardLoss.NUCLEAR.shrunk(spike));
      double left = StandardLoss.OPERATOR.remaining(spike, StandardLoss.OPERATOR.shrunk(spike));
      operator = Math.max(operator, left);
    }
    assertThat(soft).isCloseTo(6.9945, within(5e-5));
    assertThat(nuclear).isCloseTo(5.0525, within(5e-5));
    assertThat(operator).isCloseTo(0.9747, within(5e-5));
  }

  @Test
  void lossesOfTheBestWeights() {
    Spike square = new SpikedModel(1).ofValue(2.5);
    assertThat(StandardLoss.FROBENIUS.remaining(square, 1.5)).isCloseTo(1.75, within(1e-12));
    // x itself, the operator weight as first published, is best for square matrices only
    Spike wide = new SpikedModel(0.5).ofStrength(1.2);
    assertThat(StandardLoss.OPERATOR.remaining(wide, 1.2)).isCloseTo(0.9131, within(5e-5));
    assertThat(StandardLoss.OPERATOR.remaining(wide, StandardLoss.OPERATOR.shrunk(wide)))
        .isCloseTo(0.8917, within(5e-5));
    Spike wider = new SpikedModel(0.1).ofStrength(0.5905);
    assertThat(StandardLoss.OPERATOR.remaining(wider, 0.5905)).isCloseTo(0.6129, within(1e-4));
    assertThat(StandardLoss.OPERATOR.remaining(wider, StandardLoss.OPERATOR.shrunk(wider)))
        .isCloseTo(0.5768, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 2, 7})
  void closedFormsAreTheMinimaFoundNumerically(double aspect) {
    SpikedModel model = new SpikedModel(aspect);
    for (double above : new double[] {1.001, 1.1, 1.6, 4}) {
      Spike spike = model.ofValue(above * model.edge());
      for (StandardLoss loss : StandardLoss.values()) {
        double weight = loss.shrunk(spike);
        double found = numeric(loss).shrunk(spike);
        assertThat(loss.remaining(spike, weight))
            .isCloseTo(
                loss.remaining(spike, found),
                within(2e-8 * spike.value())); // d₁ − d₂ is the root of a rounded difference
        if (loss == StandardLoss.FROBENIUS) { // elsewhere the minimum may be flat or have a corner
          assertThat(found).isCloseTo(weight, within(1e-6 * spike.value()));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 4})
  void schattenNormsAreThoseOfTheBlock(double p) {
    Spike spike = new SpikedModel(0.4).ofStrength(1.3);
    double t = 0.8;
    double cu = spike.leftCosine();
    double cv = spike.rightCosine();
    double su = Math.sqrt(spike.leftSineSquared());
    double sv = Math.sqrt(spike.rightSineSquared());
    Matrix block =
        Matrix.of(
            new double[][] {
              {spike.strength() - t * cu * cv, -t * cu * sv}, {-t * su * cv, -t * su * sv}
            });
    double[] d = Svd.of(block).s().toArray();
    double norm = Math.pow(Math.pow(d[0], p) + Math.pow(d[1], p), 1 / p);
    assertThat(Loss.schatten(p).remaining(spike, t)).isCloseTo(norm, within(1e-12));
    assertThat(Loss.schatten(p).combined(new double[] {norm, 2}))
        .isCloseTo(Math.pow(Math.pow(norm, p) + Math.pow(2, p), 1 / p), within(1e-12));
    double best = Loss.schatten(p).shrunk(spike);
    assertThat(Loss.schatten(p).remaining(spike, best))
        .isLessThanOrEqualTo(Loss.schatten(p).remaining(spike, best * 1.01));
    if (p == 2) {
      assertThat(best).isCloseTo(StandardLoss.FROBENIUS.shrunk(spike), within(1e-6));
    }
  }

  @Test
  void schattenBelowOneIsRefused() {
    assertThatThrownBy(() -> Loss.schatten(0.5))
        .hasMessage(
            "p is 0.5; the Schatten norm needs one from 1 up, and the operator loss stands for"
                + " infinity");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2.3094010768", "0.9, 2.2503408007", "0.75, 2.1560938442", "0.5, 1.9785990538",
    "0.25, 1.7580293771", "0.2, 1.7048151013", "0.1, 1.5816483953", "0.05, 1.5066074107",
    "0.01, 1.4347484457",
  })
  void hardThresholds(double aspect, double threshold) {
    assertThat(HardThreshold.of(new SpikedModel(aspect))).isCloseTo(threshold, within(1e-10));
    assertThat(HardThreshold.of(new SpikedModel(1 / aspect)) * Math.sqrt(aspect))
        .isCloseTo(threshold, within(1e-10));
  }
}
