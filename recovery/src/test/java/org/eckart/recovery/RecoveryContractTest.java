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

/** Every method of this module, and the promises that each must keep. */
class RecoveryContractTest extends AlgorithmContract {
  private static final CompletionOptions LEARNED = CompletionOptions.defaults().withMaxSweeps(12);
  private static final CompletionOptions FIXED = LEARNED.withRank(1).withPenalty(0.7);

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    return Stream.of(
        Enrolled.of("completion", () -> new Completion(LEARNED), problems(LEARNED)),
        Enrolled.of("completion, fixed penalty", () -> new Completion(FIXED), problems(FIXED)));
  }

  private static Problems<CompletionProblem> problems(CompletionOptions options) {
    Parallel parallel = Parallel.of(2);
    return Problems.ofEntries()
        .and("large enough to hold some out", () -> PlantedEntries.of(40, 30, 400, 2, 0.5, 5))
        .as(
            entries -> CompletionProblem.of(entries, options, parallel),
            problem -> Fingerprint.of(problem.entries()));
  }
}
