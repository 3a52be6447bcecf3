package org.eckart.recovery.tucker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decomposition and separation of dense tensors. */
class DenseTuckerTest {
  private static Tensor noisy(Tucker truth, double noise) {
    Tensor y = truth.tensor();
    RandomStream random = RandomStream.of(8, "noise");
    for (int i = 0; i < y.array().length; i++) {
      y.array()[i] += noise * random.nextGaussian();
    }
    return y;
  }

  @Test
  void hosvdAndHooiOfExactRank() {
    Tucker truth = PlantedTensors.normal(new int[] {8, 7, 6, 5}, new int[] {2, 3, 2, 2}, 1);
    assertThat(Hosvd.of(truth.tensor(), 2, 3, 2, 2).relativeError(truth)).isLessThan(1e-7);
    TuckerFit fit =
        Run.of(new Hooi(HooiOptions.ranks(2, 3, 2, 2))).start(truth.tensor()).estimate();
    assertThat(fit.model().relativeError(truth)).isLessThan(1e-7);
  }

  /** Never worse than the higher-order SVD, whose error is within √N of the best. */
  @Test
  void hooiImprovesOnHosvd() {
    Tensor y = noisy(PlantedTensors.normal(new int[] {9, 8, 7}, new int[] {2, 2, 2}, 2), 1.5);
    double start = Hosvd.of(y, 2, 2, 2).tensor().minus(y).frobeniusNorm();
    TuckerFit fit = Run.of(new Hooi(HooiOptions.ranks(2, 2, 2))).start(y).estimate();
    double end = fit.model().tensor().minus(y).frobeniusNorm();
    assertThat(end).isLessThan(start);
    assertThat(Math.sqrt(2 * fit.loss())).isCloseTo(end, Offset.offset(1e-9 * end));
    double norm = fit.model().frobeniusNorm(); // a projection: ‖Y‖² = ‖X‖² + ‖Y − X‖²
    assertThat(norm * norm + end * end)
        .isCloseTo(Math.pow(y.frobeniusNorm(), 2), Offset.offset(1e-6 * norm * norm));
  }

  @Test
  void hooiFillsWhatIsMissing() {
    Tucker truth = PlantedTensors.normal(new int[] {10, 9, 8}, new int[] {2, 2, 2}, 3);
    Tensor y = truth.tensor();
    RandomStream random = RandomStream.of(1, "holes");
    for (int i = 0; i < y.array().length; i++) {
      y.array()[i] = random.nextUniform() < 0.2 ? Double.NaN : y.array()[i];
    }
    HooiOptions options = HooiOptions.ranks(2, 2, 2).withTolerance(1e-10).withMaxSteps(500);
    TuckerFit fit = Run.of(new Hooi(options)).start(y).estimate();
    assertThat(fit.model().relativeError(truth)).isLessThan(1e-6);
    y.array()[3] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> new Hooi(options).start(y))
        .hasMessage("The tensor holds -Infinity; entries are numbers, or NaN if missing");
  }

  /** Condition, part corrupted and size of the corruption make no difference. */
  @ParameterizedTest
  @CsvSource({"1, 0.1, 1", "20, 0.1, 100", "20, 0.3, 100", "20, 0.3, 1", "100, 0.3, 10"})
  void separatesGrossErrors(double kappa, double part, double amplitude) {
    Tucker truth = PlantedTensors.portable(40, 2, kappa, new PlantedTensors.Portable(12));
    Tensor y = ScaledTuckerTest.corrupted(truth, part, amplitude, 2);
    RobustTucker algorithm = new RobustTucker(RobustTuckerOptions.ranks(2, 2, 2));
    RobustTuckerEstimate found = Run.of(algorithm).start(y).estimate();
    assertThat(found.settled()).isTrue();
    assertThat(found.model().relativeError(truth)).isLessThan(1e-7);
    assertThat(found.steps()).isLessThan(140);
    Tensor clean = truth.tensor();
    Tensor outliers = found.outliers(y);
    for (int i = 0; i < clean.array().length; i++) {
      assertThat(outliers.array()[i])
          .isCloseTo(y.array()[i] - clean.array()[i], Offset.offset(1e-6));
    }
    assertThat(found.isDoubtful()).isFalse();
  }

  @Test
  void separatesDespiteNoiseAndHoles() {
    Tucker truth = PlantedTensors.normal(new int[] {30, 25, 20}, new int[] {2, 2, 2}, 4);
    Tensor clean = noisy(truth, 0.05);
    Tensor y = clean.copy();
    RandomStream random = RandomStream.of(6, "outliers");
    int wrong = 0;
    for (int i = 0; i < y.array().length; i++) {
      if (random.nextUniform() < 0.1) {
        y.array()[i] += 5 + random.nextUniform();
        wrong++;
      } else if (random.nextUniform() < 0.1) {
        y.array()[i] = Double.NaN;
      }
    }
    RobustTuckerEstimate found =
        Run.of(new RobustTucker(RobustTuckerOptions.ranks(2, 2, 2))).start(y).estimate();
    assertThat(found.corrupted()).isBetween(wrong - 5L, wrong + 30L); // 4 sd: 1 in 16,000 entries
    assertThat(found.noise()).isCloseTo(0.05, Offset.offset(0.006));
    assertThat(found.model().relativeError(truth)).isLessThan(0.01);
  }

  /** Planted ranks, gross errors, holes and noise; none of it told. */
  @ParameterizedTest
  @CsvSource({
    "30 25 20, 2 3 4, 0.1, 0, 0",
    "30 25 20, 2 3 4, 0.1, 0.3, 0.05",
    "30 30 30, 1 1 1, 0.2, 0.1, 0.1",
    "40 20 10, 5 4 3, 0.1, 0.2, 0.02",
    "12 14 10 8, 2 2 3 2, 0.1, 0.1, 0.05",
    "50 40 3, 3 3 3, 0.1, 0, 0", // a mode that its directions fill
    "60 40 3, 2 2 3, 0.1, 0.1, 0.05",
    "20 20 20 4, 2 2 2 2, 0.1, 0.2, 0.1"
  })
  void ranksAreFound(String sizes, String planted, double wild, double holes, double noise) {
    int[] shape = Arrays.stream(sizes.split(" ")).mapToInt(Integer::parseInt).toArray();
    int[] ranks = Arrays.stream(planted.split(" ")).mapToInt(Integer::parseInt).toArray();
    Tucker truth = PlantedTensors.normal(shape, ranks, 7);
    Tensor y = noise > 0 ? noisy(truth, noise) : truth.tensor();
    RandomStream random = RandomStream.of(8, "wild entries and holes");
    for (int i = 0; i < y.array().length; i++) {
      if (random.nextUniform() < wild) {
        y.array()[i] += 20 * (random.nextUniform() - 0.5);
      }
      if (random.nextUniform() < holes) {
        y.array()[i] = Double.NaN;
      }
    }
    RobustTuckerEstimate found =
        Run.of(new RobustTucker(RobustTuckerOptions.defaults())).start(y).estimate();
    assertThat(found.model().ranks()).isEqualTo(ranks);
    assertThat(found.settled()).isTrue();
    assertThat(found.model().relativeError(truth)).isLessThan(noise > 0 ? 0.4 * noise : 1e-6);
  }

  /** Noise, errors of one sign, whose mean is a direction too, and holes. */
  @ParameterizedTest
  @CsvSource({"0, 0.1, 0, 1", "0.05, 0.1, 0.2, 1", "0.05, 0.05, 0, 2", "0.5, 0.1, 0.1, 4"})
  void errorsOfOneSignAreNoDirection(double noise, double wrong, double missing, long seed) {
    int[] ranks = {3, 2, 4};
    Tucker truth = PlantedTensors.normal(new int[] {30, 25, 20}, ranks, seed);
    Tensor y = noise > 0 ? noisy(truth, noise) : truth.tensor();
    RandomStream random = RandomStream.of(seed, "holes and errors");
    for (int i = 0; i < y.array().length; i++) {
      y.array()[i] += random.nextUniform() < wrong ? 5 + 5 * random.nextUniform() : 0;
      y.array()[i] = random.nextUniform() < missing ? Double.NaN : y.array()[i];
    }
    RobustTuckerEstimate found =
        Run.of(new RobustTucker(RobustTuckerOptions.defaults())).start(y).estimate();
    RobustTuckerEstimate told =
        Run.of(new RobustTucker(RobustTuckerOptions.ranks(ranks))).start(y).estimate();
    assertThat(found.model().ranks()).isEqualTo(ranks);
    assertThat(found.model().relativeError(truth))
        .isLessThan(1.1 * told.model().relativeError(truth) + 1e-6);
  }

  /** The weakest direction a twentieth of the strongest, and a third of the entries wild. */
  @ParameterizedTest
  @CsvSource({"1, 0.1, 1", "20, 0.1, 100", "20, 0.3, 10"})
  void ranksOfIllConditionedTensorsAreFound(double kappa, double part, double amplitude) {
    Tucker truth = PlantedTensors.portable(40, 2, kappa, new PlantedTensors.Portable(12));
    Tensor y = ScaledTuckerTest.corrupted(truth, part, amplitude, 2);
    RobustTuckerEstimate found =
        Run.of(new RobustTucker(RobustTuckerOptions.defaults())).start(y).estimate();
    assertThat(found.model().ranks()).containsExactly(2, 2, 2);
    assertThat(found.model().relativeError(truth)).isLessThan(1e-6);
  }

  @Test
  void noiseAloneHasNoMoreThanTheLeastRank() {
    Tensor y = Tensor.wrap(RandomStream.of(3, "noise").gaussian(1, 6000).array(), 20, 15, 20);
    RobustTuckerEstimate found =
        Run.of(new RobustTucker(RobustTuckerOptions.defaults())).start(y).estimate();
    assertThat(found.model().ranks()).containsExactly(1, 1, 1);
  }

  /**
   * Also where the last mode's channels differ in size and the tensor is four times the sample:
   * every fourth entry would be of one channel. Of 200,000 entries the median is known to 0.5 %.
   */
  @Test
  void theMedianIsThatOfAllChannels() {
    Tucker one = PlantedTensors.normal(new int[] {500, 400, 4}, new int[] {2, 2, 2}, 7);
    Matrix last = one.factor(2).copy();
    for (int j = 0; j < 2; j++) {
      last.set(0, j, 1e-3 * last.get(0, j));
    }
    Tucker truth = new Tucker(one.core(), List.of(one.factor(0), one.factor(1), last));
    Tensor y = ScaledTuckerTest.corrupted(truth, 0.05, 20, 3);
    double[] sizes = Arrays.stream(y.array()).map(Math::abs).sorted().toArray();
    assertThat(RobustTucker.median(y))
        .isCloseTo(sizes[sizes.length / 2], Offset.offset(0.03 * sizes[sizes.length / 2]));
  }

  @Test
  void degenerateTensors() {
    RobustTucker robust = new RobustTucker(RobustTuckerOptions.ranks(1, 1, 1));
    assertThat(Run.of(robust).start(Tensor.zeros(3, 4, 5)).estimate().model().frobeniusNorm())
        .isZero();
    Tensor one = Tensor.wrap(new double[] {-2}, 1, 1, 1);
    assertThat(Run.of(robust).start(one).estimate().model().at(0, 0, 0))
        .isCloseTo(-2, Offset.offset(1e-6));
    assertThat(Hosvd.of(one, 1, 1, 1).at(0, 0, 0)).isEqualTo(-2);
    Tensor missing = Tensor.wrap(new double[] {Double.NaN, Double.NaN}, 1, 1, 2);
    assertThatThrownBy(() -> robust.start(missing))
        .hasMessage("There is no known entry in a 1 × 1 × 2 tensor, so nothing can be separated");
  }

  @Test
  void blocksAreCutFromTheWhole() {
    Tucker x = PlantedTensors.normal(new int[] {5, 6, 7}, new int[] {2, 2, 2}, 5);
    Tensor block = x.block(new int[] {1, 0, 6}, new int[] {3, 2, 7});
    assertThat(block.shape()).containsExactly(2, 2, 1);
    assertThat(block.get(1, 1, 0)).isCloseTo(x.at(2, 1, 6), Offset.offset(1e-13));
    assertThat(x.truncated(2, 2, 2).relativeError(x)).isLessThan(1e-14);
  }
}
