package org.eckart.bayes.chain;

import java.util.stream.Stream;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.junit.jupiter.api.AfterAll;

/** Chains of any sampler keep the promises of an algorithm; here of one that is simple. */
class ChainsContractTest extends AlgorithmContract {
  private static final Schedule SHORT = Schedule.of(20, 40).withChains(3).withStored(4);
  private static final Parallel ALONE = Parallel.of(1);
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeams() {
    ALONE.close();
    TEAM.close();
  }

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    Problems<Matrix> problems = Problems.ofMatrices().as(matrix -> matrix, Fingerprint::of);
    return Stream.of(
        Enrolled.threaded(
            "chains",
            threads -> new Chains<>(new Autoregression(SHORT), threads == 1 ? ALONE : TEAM),
            problems),
        Enrolled.threaded(
            "chains until enough",
            threads ->
                new Chains<>(
                    new Autoregression(Schedule.of(20, 400).withThin(2).withEnough(100)),
                    threads == 1 ? ALONE : TEAM),
            problems));
  }
}
