package org.eckart.recovery;

import java.util.stream.Stream;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.PlantedEntries;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.ScaledOptions;
import org.eckart.recovery.robustpca.ScaledRobustPca;
import org.eckart.recovery.robustpca.StagedOptions;
import org.eckart.recovery.robustpca.StagedRobustPca;
import org.eckart.recovery.softimpute.SoftImpute;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.eckart.recovery.softimpute.SoftImputeProblem;
import org.junit.jupiter.api.AfterAll;

/** Every method of this module, and the promises that each must keep. */
class RecoveryContractTest extends AlgorithmContract {
  private static final Parallel TEAM = Parallel.of(2);
  private static final SoftImputeOptions SOFT = SoftImputeOptions.defaults().withMaxSteps(20);
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
            softProblems()));
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
