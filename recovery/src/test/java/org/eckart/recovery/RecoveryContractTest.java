package org.eckart.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.PlantedEntries;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.choice.GroupCompletion;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.eckart.recovery.groups.choice.GroupProblem;
import org.eckart.recovery.groups.convex.ConvexGroups;
import org.eckart.recovery.groups.convex.ConvexGroupsOptions;
import org.eckart.recovery.groups.convex.ConvexGroupsProblem;
import org.eckart.recovery.groups.factor.GroupAls;
import org.eckart.recovery.groups.factor.GroupAlsOptions;
import org.eckart.recovery.groups.factor.GroupAlsProblem;
import org.eckart.recovery.groups.factor.LatentGroups;
import org.eckart.recovery.groups.factor.LatentOptions;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.ScaledOptions;
import org.eckart.recovery.robustpca.ScaledRobustPca;
import org.eckart.recovery.robustpca.StagedOptions;
import org.eckart.recovery.robustpca.StagedRobustPca;
import org.eckart.recovery.robustsensing.RobustSensing;
import org.eckart.recovery.robustsensing.RobustSensingOptions;
import org.eckart.recovery.sensing.AlternatingOptions;
import org.eckart.recovery.sensing.AlternatingSensing;
import org.eckart.recovery.sensing.MeasurementProblems;
import org.eckart.recovery.sensing.Sensing;
import org.eckart.recovery.sensing.SensingOptions;
import org.eckart.recovery.sensing.SensingOptions.Direction;
import org.eckart.recovery.sensing.UnknownRankOptions;
import org.eckart.recovery.sensing.UnknownRankSensing;
import org.eckart.recovery.softimpute.SoftImpute;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.eckart.recovery.softimpute.SoftImputeProblem;
import org.eckart.recovery.spectralnet.NetProblems;
import org.eckart.recovery.spectralnet.NuclearMinimisation;
import org.eckart.recovery.spectralnet.NuclearOptions;
import org.eckart.recovery.spectralnet.SpectralNet;
import org.eckart.recovery.spectralnet.SpectralNetOptions;
import org.junit.jupiter.api.AfterAll;

/** Every method of this module, and the promises that each must keep. */
class RecoveryContractTest extends AlgorithmContract {
  private static final Parallel TEAM = Parallel.of(2);
  private static final SpectralNetOptions NET = SpectralNetOptions.defaults().withMaxSteps(45);
  private static final SoftImputeOptions SOFT = SoftImputeOptions.defaults().withMaxSteps(20);
  private static final SensingOptions SENSED = SensingOptions.rank(1).withMaxSteps(30);
  private static final GroupOptions GROUPS =
      GroupOptions.defaults().withRank(1).withPenalty(0.3).withMaxSweeps(8);
  private static final GroupAlsOptions ALS = GroupAlsOptions.rank(2).withMaxSweeps(12);
  private static final LatentOptions LATENT = LatentOptions.rank(2).withMaxSweeps(12);
  private static final ConvexGroupsOptions CONVEX =
      ConvexGroupsOptions.defaults().withTolerance(1e-5).withMaxIterations(100);
  private static final CompletionOptions LEARNED = CompletionOptions.defaults().withMaxSweeps(12);
  private static final CompletionOptions FIXED = LEARNED.withRank(1).withPenalty(0.7);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    return Stream.of(
        Enrolled.of("completion", () -> new Completion(LEARNED), problems(LEARNED)),
        Enrolled.of("completion, fixed penalty", () -> new Completion(FIXED), problems(FIXED)),
        Enrolled.of("groups", () -> new GroupCompletion(GROUPS), groupProblems()),
        Enrolled.of("group-als", () -> new GroupAls(ALS), alsProblems()),
        Enrolled.of("latent-groups", () -> new LatentGroups(LATENT), alsProblems()),
        Enrolled.of("convex-groups", () -> new ConvexGroups(CONVEX), convexProblems()),
        Enrolled.of(
            "robust PCA",
            () -> new StagedRobustPca(StagedOptions.defaults().withMaxSteps(60)),
            matrices()),
        Enrolled.of(
            "robust PCA, published",
            () -> new ScaledRobustPca(ScaledOptions.of(1, 0.1).withMaxSteps(30)),
            matrices()),
        Enrolled.of("soft-impute", () -> new SoftImpute(SOFT), softProblems()),
        Enrolled.of(
            "soft-impute, fixed penalty",
            () -> new SoftImpute(SOFT.withPenalty(0.8)),
            softProblems()),
        Enrolled.of(
            "soft-impute, no offsets",
            () -> new SoftImpute(SOFT.withoutOffsets().withRankCap(1)),
            softProblems()),
        Enrolled.of("spectral-net", () -> new SpectralNet(NET), NetProblems.all(TEAM)),
        Enrolled.of(
            "spectral-net, two layers",
            () -> new SpectralNet(NET.withWidths(2, 2).withStepSize(0.01)),
            NetProblems.all(TEAM)),
        Enrolled.of(
            "nuclear",
            () -> new NuclearMinimisation(NuclearOptions.defaults().withMaxSteps(40)),
            NetProblems.all(TEAM)),
        Enrolled.of("sensing", () -> new Sensing(SENSED), MeasurementProblems.all(TEAM)),
        Enrolled.of(
            "sensing, plain",
            () -> new Sensing(SENSED.withDirection(Direction.PLAIN)),
            MeasurementProblems.all(TEAM)),
        Enrolled.of(
            "sensing, alternating",
            () -> new AlternatingSensing(AlternatingOptions.rank(1).withMaxSteps(8)),
            MeasurementProblems.all(TEAM)),
        Enrolled.of(
            "sensing, rank unknown",
            () -> new UnknownRankSensing(UnknownRankOptions.defaults().withMaxSteps(60)),
            MeasurementProblems.all(TEAM)),
        Enrolled.of(
            "sensing, robust",
            () -> new RobustSensing(RobustSensingOptions.rank(1).withMaxSteps(30)),
            MeasurementProblems.all(TEAM)),
        TensorEnrolment.tucker(TEAM),
        TensorEnrolment.tuckerOfGivenRank(TEAM),
        TensorEnrolment.scaledTucker(TEAM),
        TensorEnrolment.hooi(),
        TensorEnrolment.robustTucker(),
        TensorEnrolment.tubal(),
        TensorEnrolment.cp());
  }

  /** All rows, and those of even number. */
  private static List<int[]> sets(int rows) {
    int[] even = new int[(rows + 1) / 2];
    Arrays.setAll(even, k -> 2 * k);
    return List.of(GroupPenalty.every(rows), even);
  }

  private static GroupPenalty penalty(int rows) {
    return GroupPenalty.of(rows, sets(rows), new double[] {0.8, 0.5});
  }

  private static Problems<GroupProblem> groupProblems() {
    return Problems.ofEntries()
        .as(
            entries ->
                GroupProblem.of(
                    entries,
                    Groups.of(
                        entries.rows(),
                        List.of(new Groups.Group("half", "even", sets(entries.rows()).get(1)))),
                    TEAM),
            problem -> Fingerprint.of(problem.entries()));
  }

  private static Problems<GroupAlsProblem> alsProblems() {
    return Problems.ofEntries()
        .as(
            entries -> GroupAlsProblem.of(ObservedCells.of(entries, TEAM), penalty(entries.rows())),
            problem ->
                Fingerprint.of(problem.cells().sparse(problem.cells().byRow().value()).toDense()));
  }

  private static Problems<ConvexGroupsProblem> convexProblems() {
    return Problems.ofEntries()
        .as(
            entries -> ConvexGroupsProblem.of(entries, penalty(entries.rows()), TEAM),
            problem -> Fingerprint.of(Matrix.zeros(problem.rows(), problem.columns())));
  }

  private static Problems<RobustPcaProblem> matrices() {
    return Problems.ofMatrices()
        .as(
            matrix -> // NaN is a missing entry here, so the 2 × 2 problem is made infinite
            RobustPcaProblem.of(
                    matrix.rows() == 2 ? matrix.scaled(Double.POSITIVE_INFINITY) : matrix, TEAM),
            problem -> Fingerprint.of(problem.values()));
  }

  private static Problems<SoftImputeProblem> softProblems() {
    return Problems.ofEntries()
        .as(
            entries -> SoftImputeProblem.of(entries, TEAM),
            problem -> Fingerprint.of(problem.entries()));
  }

  private static Problems<CompletionProblem> problems(CompletionOptions options) {
    return Problems.ofEntries()
        .and("large enough to hold some out", () -> PlantedEntries.of(40, 30, 400, 2, 0.5, 5))
        .as(
            entries -> CompletionProblem.of(entries, options, TEAM),
            problem -> Fingerprint.of(problem.entries()));
  }
}
