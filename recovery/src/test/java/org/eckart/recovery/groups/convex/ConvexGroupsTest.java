package org.eckart.recovery.groups.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.eckart.recovery.groups.OracleTable.blockPenalty;
import static org.eckart.recovery.groups.OracleTable.sixPenalty;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.eckart.core.CapacityException;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.OracleTable;
import org.eckart.recovery.groups.subspace.Heterogeneity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exact solver against minima that were certified elsewhere to 1e-12, by ADMM and by Condat–Vũ,
 * dual ascent or Davis–Yin, and against closed forms.
 */
class ConvexGroupsTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final OracleTable SEVEN = OracleTable.seven();

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static ConvexGroupsEstimate fit(OracleTable table, GroupPenalty penalty, double gap) {
    ConvexGroupsOptions options = ConvexGroupsOptions.defaults().withMaxIterations(20_000);
    ConvexGroupsEstimate found =
        Run.of(new ConvexGroups(options.withTolerance(gap)))
            .start(problem(table, penalty))
            .estimate();
    assertThat(found.certificate().gap()).isLessThanOrEqualTo(gap);
    assertDualHolds(table, penalty, found);
    return found;
  }

  private static ConvexGroupsProblem problem(OracleTable table, GroupPenalty penalty) {
    return ConvexGroupsProblem.of(table.values(), table.observed(), penalty, TEAM);
  }

  /** The proof, looked through by other means: three sentences about Z, and two about X. */
  private static void assertDualHolds(
      OracleTable table, GroupPenalty penalty, ConvexGroupsEstimate found) {
    Matrix sum = Matrix.zeros(table.values().rows(), table.values().columns());
    for (int g = 0; g < penalty.size(); g++) {
      Matrix z = found.certificate().dual().get(g);
      assertThat(Svd.of(z).s().get(0)).isLessThanOrEqualTo(penalty.threshold(g) * (1 + 1e-12));
      for (int k = 0; k < z.rows(); k++) {
        for (int j = 0; j < z.columns(); j++) {
          int i = penalty.members(g)[k];
          sum.set(i, j, sum.get(i, j) + z.get(k, j));
        }
      }
    }
    double bound = 0;
    double primal = 0;
    double largest = sum.largestMagnitude();
    for (int k = 0; k < sum.array().length; k++) {
      double w = table.observed().array()[k];
      double s = sum.array()[k];
      double y = table.values().array()[k];
      if (w == 0) {
        assertThat(Math.abs(s)).isLessThanOrEqualTo(1e-12 * largest);
      } else {
        bound += s * y - s * s / w / 2;
        primal += w * Math.pow(y - found.x().array()[k], 2) / 2;
      }
    }
    for (int g = 0; g < penalty.size(); g++) {
      primal +=
          penalty.threshold(g) * nuclearNorm(ConvexGroups.rows(found.x(), penalty.members(g)));
    }
    assertThat(found.certificate().lowerBound()).isCloseTo(bound, within(1e-10 * (1 + bound)));
    assertThat(found.certificate().objective()).isCloseTo(primal, within(1e-10 * (1 + primal)));
    assertThat(primal - bound)
        .isLessThanOrEqualTo(found.certificate().gap() * primal + 1e-11 * (1 + primal));
  }

  private static double nuclearNorm(Matrix a) {
    double sum = 0;
    for (double s : Svd.of(a).s().toArray()) {
      sum += s;
    }
    return sum;
  }

  @Test
  void generatorIsTheOneOfTheOracles() {
    SplittableRandom random = new SplittableRandom(42);
    assertThat(random.nextDouble()).isEqualTo(0.7415648787718233);
    random = new SplittableRandom(42);
    assertThat(OracleTable.normal(random)).isCloseTo(0.8822489062222688, within(1e-15));
    assertThat(OracleTable.normal(random)).isCloseTo(-0.4508498757188601, within(1e-15));
    assertThat(SEVEN.values().get(0, 0)).isCloseTo(-0.9000116295759844, within(1e-14));
    assertThat(SEVEN.values().get(29, 19)).isCloseTo(0.36710869798800294, within(1e-14));
    assertThat(SEVEN.entries().count()).isEqualTo(364);
  }

  static Stream<Arguments> minima() {
    OracleTable full = SEVEN.full();
    return Stream.of(
        Arguments.of("O1 soft-impute", SEVEN, GroupPenalty.ofAll(30, 3), 180.309196164),
        Arguments.of("O2 overlapping", SEVEN, sixPenalty(1), 231.152581691),
        Arguments.of(
            "O4 partition",
            SEVEN,
            GroupPenalty.of(30, OracleTable.blocks().subList(1, 4), new double[] {1.6, 2.0, 2.4}),
            180.428066413),
        Arguments.of("O5 merged", SEVEN, blockPenalty(1.7, 0.9, 0.9, 0.9), 187.087031244),
        Arguments.of("O6 empty row and column", SEVEN.without(4, 11), sixPenalty(1), 225.714000183),
        Arguments.of("O9 full", full, blockPenalty(2, 1.5, 1.5, 1.5), 285.597456259),
        Arguments.of("O10 masked", SEVEN, blockPenalty(2, 1.5, 1.5, 1.5), 239.873507085),
        Arguments.of("O12 level 4", SEVEN, sixPenalty(4), 502.880165427),
        Arguments.of("O12 level 2", SEVEN, sixPenalty(2), 370.274268645),
        Arguments.of("O12 level 1/2", SEVEN, sixPenalty(0.5), 135.433867379),
        Arguments.of("O13 full", full, sixPenalty(1), 274.540670089));
  }

  /** Tolerance: three times the certified gap, relative. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("minima")
  void findsTheMinimum(String name, OracleTable table, GroupPenalty penalty, double minimum) {
    ConvexGroupsEstimate found = fit(table, penalty, 1e-8);
    assertThat(found.certificate().objective()).isCloseTo(minimum, within(3e-8 * minimum));
  }

  @Test
  void entriesRanksAndNormsOfTheOverlappingProblem() {
    ConvexGroupsEstimate found = fit(SEVEN, sixPenalty(1), 1e-12);
    assertThat(found.x().get(0, 0)).isCloseTo(-0.650651966, within(1e-6));
    assertThat(found.x().get(29, 19)).isCloseTo(0.176004620, within(1e-6));
    assertThat(found.loss()).isCloseTo(63.787771309, within(1e-5));
    assertThat(found.penalty()).isCloseTo(167.364810383, within(1e-5));
    assertThat(nuclearNorm(found.x())).isCloseTo(39.870414593, within(1e-5));
    assertThat(Svd.of(found.x()).s().first(4).toArray())
        .containsExactly(new double[] {23.80411, 15.73800, 0.29307, 0.03524}, within(1e-4));
    double[] norms = {19.147806907, 21.433739067, 24.188403589, 27.649788526, 28.093440316};
    for (int g = 0; g < norms.length; g++) {
      Matrix rows = ConvexGroups.rows(found.x(), sixPenalty(1).members(g + 1));
      assertThat(nuclearNorm(rows)).isCloseTo(norms[g], within(1e-5));
    }
    assertThat(heterogeneity(found.x(), 1, 4)).isCloseTo(0.146901, within(1e-5)); // O18
    assertThat(heterogeneity(found.x(), 4, 6)).isCloseTo(0.038877, within(1e-5));
    ConvexCertificate kkt = found.certificate(); // O3
    assertThat(kkt.normExcess()).isLessThan(1e-8);
    assertThat(kkt.alignment()).isLessThan(1e-8);
    assertThat(kkt.stationarity()).isLessThan(1e-7);
  }

  private static double heterogeneity(Matrix x, int from, int to) {
    return Heterogeneity.of(x, Matrix.identity(20), OracleTable.six().subList(from, to));
  }

  @Test
  void boundNeverPassesTheObjective() {
    for (double level : new double[] {0.1, 0.5, 1, 4}) {
      ConvexGroups algorithm = new ConvexGroups(ConvexGroupsOptions.defaults());
      ConvexGroupsProblem problem = problem(SEVEN, sixPenalty(level));
      ConvexGroupsState state = algorithm.start(problem);
      double highest = 0;
      while (algorithm.progress(problem, state).end().isEmpty()) {
        state = algorithm.step(problem, state);
        highest = Math.max(highest, state.bound());
        assertThat(highest).isLessThanOrEqualTo(state.objective() * (1 + 1e-13));
      }
    }
  }

  @Test
  void partitionDecouplesIntoSoftImputes() {
    GroupPenalty together =
        GroupPenalty.of(30, OracleTable.blocks().subList(1, 4), new double[] {1.6, 2.0, 2.4});
    assertThat(together.isSeparable()).isTrue();
    Matrix x = fit(SEVEN, together, 1e-13).x();
    double[] tau = {1.6, 2.0, 2.4};
    for (int b = 0; b < 3; b++) {
      OracleTable block =
          new OracleTable(
              SEVEN.values().rows(10 * b, 10 * b + 10), SEVEN.observed().rows(10 * b, 10 * b + 10));
      Matrix alone = fit(block, GroupPenalty.ofAll(10, tau[b]), 1e-13).x();
      assertThat(alone.minus(x.rows(10 * b, 10 * b + 10)).largestMagnitude()).isLessThan(1e-5);
    }
  }

  @Test
  void duplicatesAreMergedAndTheirWeightsAdded() {
    List<int[]> groups = OracleTable.blocks();
    groups.add(1, OracleTable.range(0, 30));
    GroupPenalty twice = GroupPenalty.of(30, groups, new double[] {1, 0.7, 0.9, 0.9, 0.9});
    assertThat(twice.size()).isEqualTo(4);
    assertThat(twice.threshold(0)).isCloseTo(1.7, within(1e-15));
    assertThat(twice.place(1)).isZero();
  }

  @Test
  void rowsAndColumnsWithoutEntriesAreZero() {
    ConvexGroupsEstimate found = fit(SEVEN.without(4, 11), sixPenalty(1), 1e-10);
    for (int j = 0; j < 20; j++) {
      assertThat(Math.abs(found.x().get(4, j))).isLessThan(1e-6);
    }
    for (int i = 0; i < 30; i++) {
      assertThat(Math.abs(found.x().get(i, 11))).isLessThan(1e-6);
    }
  }

  /** O7: block soft-thresholding from the inside out. */
  @Test
  void rankOneNestedClosedForm() {
    SplittableRandom random = new SplittableRandom(11);
    Matrix u = OracleTable.normals(random, 30, 1).scaled(2);
    Matrix v = OracleTable.normals(random, 20, 1);
    v = v.scaled(1 / v.frobeniusNorm());
    OracleTable table = new OracleTable(u.timesTranspose(v), SEVEN.observed()).full();
    double[] inner = {0.9, 1.5, 30};
    Matrix a = u.copy();
    for (int b = 0; b < 3; b++) {
      double norm = u.rows(10 * b, 10 * b + 10).frobeniusNorm();
      for (int i = 10 * b; i < 10 * b + 10; i++) {
        a.set(i, 0, u.get(i, 0) * Math.max(0, 1 - inner[b] / norm));
      }
    }
    a = a.scaled(Math.max(0, 1 - 1.2 / a.frobeniusNorm()));
    assertThat(a.rows(0, 10).frobeniusNorm()).isCloseTo(4.274876384, within(1e-8));
    ConvexGroupsEstimate found = fit(table, blockPenalty(1.2, 0.9, 1.5, 30), 1e-12);
    assertThat(found.certificate().objective()).isCloseTo(45.414892751, within(1e-8));
    assertThat(found.x().minus(a.timesTranspose(v)).largestMagnitude()).isLessThan(1e-6);
  }

  /** O8: orthogonal row spaces decouple with thresholds added. */
  @Test
  void orthogonalRowSpacesClosedForm() {
    Matrix q = Qr.orthonormal(OracleTable.normals(new SplittableRandom(12), 20, 6));
    Matrix y = Matrix.zeros(30, 20);
    Matrix expected = Matrix.zeros(30, 20);
    double[] tau = {0.5, 1, 1.5};
    for (int k = 0; k < 3; k++) {
      Matrix left = OracleTable.normals(new SplittableRandom(13 + k), 10, 2).scaled(2);
      Matrix block = left.timesTranspose(q.columns(2 * k, 2 * k + 2));
      System.arraycopy(block.array(), 0, y.array(), 200 * k, 200);
      Svd svd = Svd.of(block).truncated(2);
      double[] s = svd.s().toArray();
      for (int c = 0; c < 2; c++) {
        s[c] = Math.max(0, s[c] - 0.7 - tau[k]);
      }
      Matrix shrunk = svd.u().columnsScaled(Vector.wrap(s)).timesTranspose(svd.v());
      System.arraycopy(shrunk.array(), 0, expected.array(), 200 * k, 200);
    }
    OracleTable table = new OracleTable(y, SEVEN.observed()).full();
    ConvexGroupsEstimate found = fit(table, blockPenalty(0.7, 0.5, 1, 1.5), 1e-13);
    assertThat(found.certificate().objective()).isCloseTo(48.349491319, within(1e-8));
    assertThat(found.x().minus(expected).largestMagnitude()).isLessThan(1e-6);
  }

  /** O20: D = 116.85112 and P within 5e-5 of it. */
  @Test
  void cellWeights() {
    Matrix weights = SEVEN.observed().copy();
    double sum = 0;
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 20; j++) {
        if (weights.get(i, j) > 0) {
          weights.set(i, j, new SplittableRandom(9000 + 20 * i + j).nextDouble());
          sum += weights.get(i, j);
        }
      }
    }
    assertThat(sum).isCloseTo(186.520385960, within(1e-8));
    OracleTable table = new OracleTable(SEVEN.values(), weights);
    ConvexGroupsEstimate found = fit(table, blockPenalty(1, 0.75, 0.75, 0.75), 1e-8);
    assertThat(found.certificate().objective()).isCloseTo(116.8511, within(5e-5));
    assertThat(found.certificate().lowerBound()).isCloseTo(116.85112, within(2e-5));
  }

  /** O13. */
  @ParameterizedTest
  @CsvSource({"3.7", "1e-150", "1e120"})
  void scalesWithTheData(double c) {
    Matrix x = fit(SEVEN, sixPenalty(1), 1e-6).x(); // the same iterations, but for rounding
    OracleTable larger = new OracleTable(SEVEN.values().scaled(c), SEVEN.observed());
    Matrix scaled =
        Run.of(new ConvexGroups(ConvexGroupsOptions.defaults()))
            .start(problem(larger, sixPenalty(c)))
            .estimate()
            .x();
    assertThat(scaled.scaled(1 / c).minus(x).largestMagnitude()).isLessThan(1e-6);
  }

  @Test
  void turnsWithTheColumnsWhereAllIsObserved() {
    Matrix q = Qr.orthonormal(OracleTable.normals(new SplittableRandom(5), 20, 20));
    OracleTable full = SEVEN.full();
    Matrix x = fit(full, sixPenalty(1), 1e-7).x();
    OracleTable turned = new OracleTable(full.values().times(q), full.observed());
    Matrix other = fit(turned, sixPenalty(1), 1e-7).x();
    assertThat(other.minus(x.times(q)).largestMagnitude()).isLessThan(1e-5);
  }

  @Test
  void largerTablesAgreeWithTheFullDecompositions() {
    OracleTable table = OracleTable.of(3, 60, 45, 4, 0.5, 0.5);
    List<int[]> groups =
        List.of(
            OracleTable.range(0, 60),
            OracleTable.range(0, 35),
            OracleTable.range(35, 60),
            OracleTable.range(10, 50));
    GroupPenalty penalty = GroupPenalty.of(60, groups, new double[] {3, 2, 2, 1.5});
    double quick = fit(table, penalty, 1e-6).certificate().objective();
    double exact = fit(table, penalty, 9e-9).certificate().objective();
    assertThat(quick).isCloseTo(exact, within(2e-6 * exact));
  }

  @Test
  void warmStartsGoOnFromTheLevelBefore() {
    ConvexGroups algorithm = new ConvexGroups(ConvexGroupsOptions.defaults());
    ConvexGroupsProblem strong = problem(SEVEN, sixPenalty(2));
    ConvexGroupsState state = Run.of(algorithm).start(strong).state();
    ConvexGroupsProblem weaker = strong.withPenaltyScaled(0.9);
    ConvexGroupsState next = algorithm.startAt(weaker, state);
    while (algorithm.progress(weaker, next).end().isEmpty()) {
      next = algorithm.step(weaker, next);
    }
    double cold = fit(SEVEN, sixPenalty(1.8), 1e-6).certificate().objective();
    assertThat(algorithm.estimate(weaker, next).certificate().objective())
        .isCloseTo(cold, within(2e-6 * cold));
  }

  @Test
  void refusals() {
    Matrix y = Matrix.zeros(2, 2);
    Matrix w = Matrix.zeros(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConvexGroupsProblem.of(y, w, GroupPenalty.ofAll(2, 1), TEAM))
        .withMessage("There is no observed entry, so nothing can be completed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupPenalty.of(4, List.of(new int[] {0, 1}), new double[] {1}))
        .withMessage(
            "2 of 4 rows are in no group with a weight, so nothing would hold them; add a group of"
                + " all rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupPenalty.of(2, List.of(new int[] {0, 1}), new double[] {0}))
        .withMessage("All weights are 0, so any fill-in would do; give one group a weight");
    assertThatThrownBy(() ->
            new ConvexGroups(new ConvexGroupsOptions(1e-6, 10, 100))
                .start(problem(SEVEN, sixPenalty(1))))
        .isInstanceOf(CapacityException.class)
        .hasMessage(
            "The groups' copies have 1,800 cells, and 100 are allowed; take the factorised solver"
                + " for a table of this size, or raise mostCells");
  }
}
