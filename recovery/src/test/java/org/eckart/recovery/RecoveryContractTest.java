package org.eckart.recovery;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.PlantedEntries;
import org.eckart.recovery.factored.FactoredCompletion;
import org.eckart.recovery.factored.FactoredMethod;
import org.eckart.recovery.factored.FactoredOptions;
import org.eckart.recovery.factored.FactoredProblem;
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
import org.eckart.recovery.hankel.HankelCompletion;
import org.eckart.recovery.hankel.HankelOptions;
import org.eckart.recovery.hankel.HankelProblem;
import org.eckart.recovery.hankel.Signal;
import org.eckart.recovery.loss.LossCompletion;
import org.eckart.recovery.loss.LossKind;
import org.eckart.recovery.loss.LossOptions;
import org.eckart.recovery.loss.LossProblem;
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
  private static final FactoredOptions SCALED =
      FactoredOptions.of(FactoredMethod.SCALED).withRank(1).withMaxSteps(40);
  private static final LossOptions COUNTS = LossOptions.of(LossKind.POISSON).withMaxSweeps(8);
  private static final LossOptions YES_NO = LossOptions.of(LossKind.LOGISTIC).withMaxSweeps(8);
  private static final LossOptions WILD =
      LossOptions.of(LossKind.HUBER).withRank(1).withPenalty(0.5).withMaxSweeps(8);
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
        Enrolled.of("scaledgd", () -> new FactoredCompletion(SCALED), factoredProblems()),
        Enrolled.of(
            "scaledgd, rank to be found",
            () -> new FactoredCompletion(FactoredOptions.of(FactoredMethod.SCALED)),
            factoredProblems()),
        Enrolled.of(
            "altmin",
            () -> new FactoredCompletion(FactoredOptions.of(FactoredMethod.ALTERNATING)),
            factoredProblems()),
        Enrolled.of(
            "counts",
            () -> new LossCompletion(COUNTS),
            lossProblems(COUNTS, v -> Math.rint(v * v))),
        Enrolled.of(
            "yes and no",
            () -> new LossCompletion(YES_NO),
            lossProblems(YES_NO, v -> v > 3 ? 1 : 0)),
        Enrolled.of("huber", () -> new LossCompletion(WILD), lossProblems(WILD, v -> v)),
        Enrolled.of(
            "hankel",
            () -> new HankelCompletion(HankelOptions.defaults().withMaxSteps(30)),
            signalProblems()),
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
        TensorEnrolment.robustTuckerOfUnknownRank(),
        TensorEnrolment.tubal(),
        TensorEnrolment.robustTubal(),
        TensorEnrolment.scaledCp(),
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

  /** But for one that has fewer entries than a matrix of rank 1 has free numbers: refused. */
  private static Problems<FactoredProblem> factoredProblems() {
    return Problems.ofEntries()
        .without("wide, with empty rows")
        .as(
            entries -> FactoredProblem.of(entries, TEAM),
            problem -> Fingerprint.of(problem.entries()));
  }

  /** The entries, turned into values that the loss can take. */
  private static Problems<LossProblem> lossProblems(
      LossOptions options, DoubleUnaryOperator toDomain) {
    return Problems.ofEntries()
        .as(
            entries ->
                LossProblem.of(
                    ObservedEntries.of(
                        entries.rowLabels(),
                        entries.columnLabels(),
                        entries.rowArray(),
                        entries.columnArray(),
                        Arrays.stream(entries.valueArray()).map(toDomain).toArray()),
                    options,
                    TEAM),
            problem -> Fingerprint.of(problem.entries()));
  }

  /** Rows of the entries problems as signals would be short; these have gaps, and one has none. */
  private static Problems<HankelProblem> signalProblems() {
    SequencedMap<String, Supplier<Signal>> all = new LinkedHashMap<>();
    all.put("shortest", () -> Signal.ofReal(1, Double.NaN, 2));
    all.put("zero", () -> Signal.ofReal(new double[12]));
    all.put("constant", () -> Signal.ofReal(5, 5, 5, Double.NaN, 5, 5));
    all.put("wave", () -> wave(60, 0));
    all.put("complex wave", () -> wave(41, 1));
    return new Problems<>(
            all,
            () -> Signal.ofReal(1, Double.POSITIVE_INFINITY, 2, 3),
            RecoveryContractTest::print)
        .as(signal -> HankelProblem.of(signal, TEAM), problem -> print(problem.known()));
  }

  private static Signal wave(int length, double imaginary) {
    double[] re = new double[length];
    double[] im = new double[length];
    for (int t = 0; t < length; t++) {
      re[t] = t % 7 == 3 ? Double.NaN : Math.cos(0.7 * t) + 0.5 * Math.cos(1.9 * t);
      im[t] = imaginary * Math.sin(0.7 * t);
    }
    return new Signal(re, im);
  }

  private static Fingerprint print(Signal signal) {
    return Fingerprint.of(
        NamedArrays.builder().put("re", signal.re()).put("im", signal.im()).build());
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
