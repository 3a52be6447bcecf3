package org.eckart.bayes.nuclear;

import java.util.function.Function;
import java.util.stream.Stream;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Schedule;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.junit.jupiter.api.AfterAll;

/** Every engine of this room, and the promises that each must keep. */
class NuclearContractTest extends AlgorithmContract {
  private static final Parallel ALONE = Parallel.of(1);
  private static final Parallel TEAM = Parallel.of(2);
  private static final Schedule SHORT = Schedule.of(20, 12).withChains(2).withStored(3);

  @AfterAll
  static void endTheTeams() {
    ALONE.close();
    TEAM.close();
  }

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    return Stream.of(
        of("jg", Engine.SPECTRAL, Penalty.of(2), 0),
        of("jg, lambda learned", Engine.SPECTRAL, Penalty.learned(), 0),
        of("jg, entries missing", Engine.SPECTRAL, Penalty.learned(), 3),
        of("hmc", Engine.HAMILTONIAN, Penalty.of(2), 3),
        of("npd", Engine.NORMAL_PRODUCT, Penalty.learned(), 3),
        of("pmala", Engine.PROXIMAL, Penalty.of(2), 0),
        of("svd-gibbs", Engine.SVD_GIBBS, Penalty.of(2), 0),
        of("svd-langevin", Engine.SVD_LANGEVIN, Penalty.of(2), 0),
        Enrolled.threaded(
            "prior",
            threads ->
                new Chains<>(
                    new PriorSampler(new PriorOptions(2, SHORT)), threads == 1 ? ALONE : TEAM),
            Problems.ofMatrices()
                .as(
                    NuclearContractTest::shape,
                    shape -> Fingerprint.of(Matrix.zeros(shape.rows(), shape.columns())))));
  }

  private static PriorSampler.Shape shape(Matrix matrix) {
    boolean wrong = Double.isNaN(matrix.largestMagnitude());
    return new PriorSampler.Shape(wrong ? 0 : matrix.rows(), matrix.columns());
  }

  /**
   * @param every so many-th entry is left out; 0 for none
   */
  private static Enrolled<?, ?, ?> of(String name, Engine engine, Penalty penalty, int every) {
    NuclearOptions options = NuclearOptions.of(engine, penalty).withSchedule(SHORT);
    Function<Matrix, NuclearProblem> form =
        matrix -> {
          Matrix seen = matrix.copy();
          double[] a = seen.array();
          for (int k = 0; k < a.length; k++) {
            if (Double.isNaN(a[k])) {
              a[k] = Double.POSITIVE_INFINITY; // NaN is an entry not seen; this is what is refused
            } else if (every > 0 && k % every == 1) {
              a[k] = Double.NaN;
            }
          }
          return NuclearProblem.of(seen, 1);
        };
    return Enrolled.threaded(
        name,
        threads -> new Chains<>(NuclearSampler.of(options), threads == 1 ? ALONE : TEAM),
        Problems.ofMatrices().as(form, problem -> Fingerprint.of(problem.y())));
  }
}
