package org.eckart.recovery.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of the closed form, computed with NumPy by an independent rule of 4000 to 8000 equal
 * angles with pole subtraction; they are given to 10 digits.
 */
class GradientFlowTest {
  private static final double DIGITS =
      1e-9; // ten digits after the point, and a rounding of the last

  private static GradientFlow flow(double c, double strength, double left, double right) {
    return GradientFlow.of(new RankOneProblem(c, strength, left, right, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0.75,1.5,0.3,0.15,0.5,0.4302046922,0.3623717801,0.9714578450",
    "0.75,1.5,0.3,0.15,1,0.5607113139,0.5188281900,1.4948140461",
    "0.75,1.5,0.3,0.15,2,0.7159703300,0.6806183384,1.8914773289",
    "0.75,1.5,0.3,0.15,5,0.8013888456,0.7687024815,2.0687664824",
    "0.75,1.5,0.3,0.15,10,0.8012959305,0.7697101249,2.0812161908",
    "0.75,1.5,0.3,0.15,20,0.7994303686,0.7680617632,2.0816641023",
    "0.75,0.3,0.3,0.15,1,0.2679480238,0.1674415549,1.2011213142",
    "0.75,0.3,0.3,0.15,5,0.1340210061,0.0906174728,1.7190815728",
    "0.75,0.3,0.3,0.15,20,0.0540114686,0.0380742623,1.8287246029",
    "2.5,2,0.2,-0.4,0.5,-0.1315611639,-0.3496929709,1.4670630207",
    "2.5,2,0.2,-0.4,2,-0.5375281752,-0.6438634884,2.5468405437",
    "2.5,2,0.2,-0.4,10,-0.7209744204,-0.8224787697,2.8500282650",
    "0.5,1.5,0.211,-0.121,0.5,0.1670130404,0.0153979707,0.6748576165",
    "0.5,1.5,0.211,-0.121,5,0.7471811651,0.6807333414,1.8782474570",
    "0.5,1.5,0.211,-0.121,20,0.8587303037,0.7899041001,1.9930406576",
    "0.5,1e-6,0.3,0.15,3,0.1641101040,0.0438576060,1.4663360112",
    "0.5,1.5,0.3,0.15,1e6,0.8587046858,0.7898934256,1.9930434572",
  })
  void overlapsAndRayleighQuotient(
      double c, double strength, double a, double b, double t, double u, double v, double r) {
    CurvePoint found = flow(c, strength, a, b).at(t);
    assertThat(found.left()).isCloseTo(u, within(DIGITS));
    assertThat(found.right()).isCloseTo(v, within(DIGITS));
    assertThat(found.rayleigh()).isCloseTo(r, within(DIGITS));
  }

  @ParameterizedTest
  @CsvSource({
    "0.9,0.364418476106",
    "0.93,0.398529663838",
    "0.9306048591020996,0.399220572994",
    "0.931,0.399671942736",
    "0.95,0.421357466917",
  })
  void nearTheThresholdNoDigitIsLost(double strength, double left) {
    assertThat(flow(0.75, strength, 0.3, 0.15).at(20).left()).isCloseTo(left, within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.75, 0.99, 1, 1.01, 2.5, 1e-4, 1e4})
  void measuresHaveTheirMasses(double c) {
    double threshold = Math.sqrt(Math.sqrt(c));
    for (double strength :
        new double[] {0, 0.3, 1.5, 3, threshold, 0.999 * threshold, (1 + 1e-12) * threshold, 1e5}) {
      SpikeLaw law = new SpikeLaw(c, strength);
      EdgeGrid grid = new EdgeGrid(c, 1, law.poleAngle());
      double square = strength * strength;
      double theta = law.detectable() ? law.outlier() * law.outlier() : 0;
      assertThat(sum(grid.left()) + grid.leftZero()).isCloseTo(1, within(1e-12));
      assertThat(sum(grid.right()) + grid.rightZero()).isCloseTo(1, within(1e-12));
      assertThat(sum(grid.left(law)) + grid.leftZero(law) + law.seen().leftSquared())
          .isCloseTo(1, within(1e-12));
      assertThat(sum(grid.right(law)) + grid.rightZero(law) + law.seen().rightSquared())
          .isCloseTo(1, within(1e-12));
      assertThat(sum(grid.cross(law)) + strength * law.weight())
          .isCloseTo(strength, within(1e-12 * Math.max(1, strength)));
      assertThat(moment(grid, grid.left(law)) + theta * law.seen().leftSquared())
          .isCloseTo(square + 1, within(1e-11 * (square + 1)));
      assertThat(moment(grid, grid.right(law)) + theta * law.seen().rightSquared())
          .isCloseTo(square + c, within(1e-11 * (square + c)));
    }
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    return sum;
  }

  private static double moment(EdgeGrid grid, double[] weights) {
    double sum = 0;
    for (int j = 0; j < grid.size; j++) {
      sum += grid.x[j] * weights[j];
    }
    return sum;
  }

  @Test
  void atomsAreThoseOfTheSingularVectors() {
    RankOneProblem problem = new RankOneProblem(0.75, 1.5, 0.3, 0.15, 1);
    assertThat(problem.limit().left()).isCloseTo(0.7993052539, within(1e-10));
    assertThat(problem.limit().right()).isCloseTo(0.7679476478, within(1e-10));
    assertThat(problem.largestValue()).isCloseTo(2.0816659995, within(1e-10));
    assertThat(problem.bulkEdge()).isCloseTo(1.8660254038, within(1e-10));
  }

  @Test
  void theVolterraEquationHolds() {
    // Q = ∫cosh(√x t) dν_u solves Q = ∫cosh dμ + λ² ∫₀ᵗ k(t − s) Q(s) ds; values by that equation
    SpikeLaw law = new SpikeLaw(0.75, 1.5);
    EdgeGrid grid = new EdgeGrid(0.75, 4, law.poleAngle());
    double[] weights = grid.left(law);
    double[] expected = {3.2483056040, 22.7980021, 174.4629064, 1367.1609373};
    for (int t = 1; t <= 4; t++) {
      double sum = law.seen().leftSquared() * Math.cosh(law.outlier() * t);
      for (int j = 0; j < grid.size; j++) {
        sum += weights[j] * Math.cosh(grid.root[j] * t);
      }
      assertThat(sum / expected[t - 1]).isCloseTo(1, within(1e-9));
    }
  }

  /** Then nothing but noise is found, and what is found of it is its edge. */
  @Test
  void startsWithoutAlignmentTendToTheEdge() {
    for (double strength : new double[] {0.3, 1.5, -1.5}) {
      RankOneProblem problem = new RankOneProblem(0.5, strength, 0, 0, 2);
      assertThat(problem.infeasible()).isTrue();
      assertThat(problem.limit().left()).isZero();
      assertThat(problem.limit().rayleigh()).isEqualTo(2 * (1 + Math.sqrt(0.5)));
      double late = GradientFlow.of(problem).at(1000).rayleigh();
      assertThat(problem.limit().rayleigh() - late).isBetween(0.0, 2e-3);
    }
  }

  @Test
  void fromTheInfeasibleRatioNothingIsLearned() {
    RankOneProblem any = new RankOneProblem(0.5, 1.5, 1, 0.4, 1);
    double critical = 0.4 * any.infeasibleRatio();
    assertThat(critical).isCloseTo(-0.36794648440312, within(1e-14));
    for (double left : new double[] {critical, -0.36794648440312}) {
      RankOneProblem problem = new RankOneProblem(0.5, 1.5, left, 0.4, 1);
      assertThat(problem.infeasible()).isTrue();
      assertThat(problem.limit().left()).isZero();
      assertThat(problem.limit().rayleigh()).isEqualTo(problem.bulkEdge());
      GradientFlow flow = GradientFlow.of(problem);
      assertThat(flow.at(5).left()).isCloseTo(-0.0166568, within(1e-7));
      assertThat(flow.at(50).left()).isCloseTo(-0.00286506, within(1e-8));
      assertThat(flow.at(400).left()).isCloseTo(-0.000600, within(1e-6));
      double edge = problem.bulkEdge();
      assertThat((edge - flow.at(50).rayleigh()) * 50).isCloseTo(0.74880, within(1e-5));
      assertThat((edge - flow.at(400).rayleigh()) * 400).isCloseTo(0.74985, within(1e-5));
    }
    for (double sign : new double[] {-1, 1}) {
      CurvePoint late = flow(0.5, 1.5, critical + sign * 1e-6, 0.4).at(60);
      assertThat(late.left()).isCloseTo(sign * 0.858705, within(1e-4));
      assertThat(late.right()).isCloseTo(sign * 0.789893, within(1e-4));
    }
    assertThat(flow(0.5, 1.5, critical + 1e-3, 0.4).at(20).left())
        .isCloseTo(0.825767, within(1e-6));
    assertThat(flow(0.5, 1.5, critical - 1e-3, 0.4).at(20).left())
        .isCloseTo(-0.828870, within(1e-6));
  }

  @Test
  void overlapsDecayByTheirPowers() {
    double below = slope(flow(0.5, 0.6, 0.3, 0.15));
    assertThat(below).isCloseTo(-0.7437, within(1e-4));
    GradientFlow critical = flow(0.75, Math.pow(0.75, 0.25), 0.3, 0.15);
    assertThat(slope(critical)).isCloseTo(-0.2489, within(1e-4));
    double gapBelow = 1 + Math.sqrt(0.5) - flow(0.5, 0.6, 0.3, 0.15).at(3200).rayleigh();
    assertThat(3200 * gapBelow).isCloseTo(0.74948, within(1e-5));
    assertThat(3200 * (1 + Math.sqrt(0.75) - critical.at(3200).rayleigh()))
        .isCloseTo(0.25076, within(1e-5));
    assertThat(new RankOneProblem(0.5, 0.6, 0.3, 0.15, 1).decay())
        .isEqualTo(new DecayRate(0, -0.75, 0.75));
    assertThat(new RankOneProblem(0.75, Math.pow(0.75, 0.25), 0.3, 0.15, 1).decay())
        .isEqualTo(new DecayRate(0, -0.25, 0.25));
    RankOneProblem above = new RankOneProblem(0.75, 1.5, 0.3, 0.15, 1);
    assertThat(above.decay().exponential()).isCloseTo(0.2156405957, within(1e-9));
  }

  private static double slope(GradientFlow flow) {
    List<CurvePoint> two = flow.curve(1600, 3200);
    return Math.log(two.get(1).left() / two.get(0).left()) / Math.log(2);
  }

  @Test
  void hugeStrengthsDoNotOverflow() {
    CurvePoint found = flow(0.5, 1e6, 0.3, 0.15).at(3);
    assertThat(1 - found.left()).isCloseTo(2.5e-13, within(2e-15)); // rounding of two square roots
    assertThat(1 - found.right()).isCloseTo(5e-13, within(2e-15));
    assertThat(found.rayleigh()).isCloseTo(1000000.00000075, within(1e-8));
  }

  @Test
  void stoppingInTimeBeatsTheLimit() {
    CurvePoint weak = flow(0.75, 1, 0.3, 0.15).best();
    CurvePoint strong = flow(0.75, 1.5, 0.3, 0.15).best();
    assertThat(weak.left()).isGreaterThan(0.5).isLessThan(0.5077); // the best left alone is 0.5076
    assertThat(strong.left()).isCloseTo(0.8031, within(2e-3));
    assertThat(strong.lossShare())
        .isLessThan(new RankOneProblem(0.75, 1.5, 0.3, 0.15, 1).limit().lossShare());
    double time = flow(0.75, 1.5, 0.3, 0.15).firstReaching(0.7).orElseThrow();
    CurvePoint there = flow(0.75, 1.5, 0.3, 0.15).at(time);
    assertThat(Math.min(there.left(), there.right())).isCloseTo(0.7, within(1e-9));
    assertThat(flow(0.75, 1.5, 0.3, 0.15).firstReaching(0.9)).isEmpty();
    assertThat(flow(0.75, 1.5, 0.3, 0.15).firstReaching(0.1)).hasValue(0);
  }

  @Test
  void noFilterDoesBetterThanTheOracle() {
    assertThat(OracleFilter.of(new RankOneProblem(0.75, 1, 0.3, 0.15, 1)).left())
        .isCloseTo(0.5447, within(5e-5));
    assertThat(OracleFilter.of(new RankOneProblem(0.75, 1.5, 0.3, 0.15, 1)).left())
        .isCloseTo(0.8092, within(5e-5));
    assertThat(OracleFilter.of(new RankOneProblem(0.75, 0.3, 0.3, 0.15, 1)).left())
        .isCloseTo(0.3050, within(5e-5));
  }

  @Test
  void theWeakerOfTwoSpikesIsLearnedFirstAndThenForgotten() {
    GradientFlow flow =
        GradientFlow.of(
            0.8, List.of(new AlignedSpike(2, 0.05, 0.05), new AlignedSpike(1.6, 0.3, 0.3)));
    double[] times = {1, 2, 4, 6, 10, 15};
    double[] strong = {0.1609, 0.2551, 0.4407, 0.6362, 0.8502, 0.8874};
    double[] weak = {0.6646, 0.7599, 0.7158, 0.5750, 0.2415, 0.0597};
    List<CurvePoint> first = flow.curveOf(0, times);
    List<CurvePoint> second = flow.curveOf(1, times);
    for (int k = 0; k < times.length; k++) {
      assertThat(first.get(k).left()).isCloseTo(strong[k], within(1e-4));
      assertThat(second.get(k).left()).isCloseTo(weak[k], within(1e-4));
    }
  }

  @Test
  void theNormGrowsByTheRayleighQuotient() {
    GradientFlow flow = flow(0.75, 1.5, 0.3, -0.2);
    double h = 1e-4; // central difference: error h²/6 of a third derivative of order 1
    for (double t : new double[] {0.5, 2, 9}) {
      double slope = (flow.logNorm(t + h) - flow.logNorm(t - h)) / (2 * h);
      assertThat(slope / 2).isCloseTo(flow.at(t).rayleigh(), within(1e-7));
    }
  }

  @Test
  void aRandomStartTakesAsLongAsPredicted() {
    assertThat(RandomStart.medianTime(600, 800, 1.5, 0.9)).isCloseTo(9.15, within(2e-2));
    assertThat(RandomStart.medianTime(600, 800, 1.5, 0.99)).isCloseTo(13.5, within(5e-2));
    assertThat(RandomStart.medianTime(600, 800, 1.2, 0.9)).isCloseTo(21.9, within(5e-2));
    assertThat(RandomStart.medianTime(600, 800, 1.2, 0.99)).isCloseTo(36.0, within(5e-2));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new RankOneProblem(0.5, 1, 1.2, 0, 1))
        .hasMessage("alignLeft is 1.2; it is the cosine between start and signal, from -1 to 1");
    assertThatThrownBy(() -> new RankOneProblem(0.5, 1, 0, Double.NaN, 1))
        .hasMessage("alignRight is NaN; it is the cosine between start and signal, from -1 to 1");
    assertThatThrownBy(() -> new RankOneProblem(0.5, 1, 0, 0, 0))
        .hasMessage(
            "noiseLevel is 0.0; it must be above 0, since without noise there is nothing to"
                + " predict");
    assertThatThrownBy(() -> new RankOneProblem(0, 1, 0, 0, 1))
        .hasMessage("aspectRatio is 0.0; rows over columns must lie between 1e-12 and 1e12");
    assertThatThrownBy(() -> flow(0.5, 1, 0.1, 0.1).at(-1))
        .hasMessage("A time is -1.0; it must be a number from 0 to 1e100");
    assertThatThrownBy(() -> RandomStart.medianTime(100, 100, 0.9, 0.9))
        .hasMessage(
            "strength is 0.9, and up to 1.0 nothing is learned however long one waits; give a"
                + " stronger signal");
  }
}
