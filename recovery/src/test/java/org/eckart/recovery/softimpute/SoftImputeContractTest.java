package org.eckart.recovery.softimpute;

import java.util.stream.Stream;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Parallel;
import org.junit.jupiter.api.AfterAll;

/** Soft-impute keeps the promises of every algorithm, with λ given and with λ chosen. */
class SoftImputeContractTest extends AlgorithmContract {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    Problems<SoftImputeProblem> problems =
        Problems.ofEntries()
            .as(
                entries -> SoftImputeProblem.of(entries, TEAM),
                problem -> Fingerprint.of(problem.entries()));
    SoftImputeOptions options = SoftImputeOptions.defaults().withMaxSteps(20);
    return Stream.of(
        Enrolled.of("soft-impute", () -> new SoftImpute(options), problems),
        Enrolled.of("soft-impute with λ", () -> new SoftImpute(options.withPenalty(0.8)), problems),
        Enrolled.of(
            "soft-impute without offsets",
            () -> new SoftImpute(options.withoutOffsets().withRankCap(1)),
            problems));
  }
}
