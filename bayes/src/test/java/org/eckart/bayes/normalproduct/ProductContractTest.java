package org.eckart.bayes.normalproduct;

import java.util.stream.Stream;
import org.eckart.bayes.chain.Schedule;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.AlgorithmContract;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.AfterAll;

/** Every form of the normal product, and the promises that each must keep. */
class ProductContractTest extends AlgorithmContract {
  private static final Parallel TEAM = Parallel.of(2);
  private static final Schedule SHORT = Schedule.of(20, 12).withChains(2).withStored(3);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    ProductOptions tables = ProductOptions.defaults().withSchedule(SHORT);
    ProductOptions plain = ProductOptions.plain(new Noise.Learned()).withSchedule(SHORT);
    ProductOptions ordinal = tables.withOutput(Output.ORDINAL);
    return Stream.of(
        Enrolled.of("normal product", () -> new ProductCompletion(tables), problems(tables)),
        Enrolled.of("of a matrix", () -> new ProductCompletion(plain), problems(plain)),
        Enrolled.of(
            "one chain on all threads",
            () -> new ProductCompletion(tables.withSchedule(SHORT.withChains(1))),
            problems(tables.withSchedule(SHORT.withChains(1)))),
        Enrolled.of(
            "with features",
            () -> new ProductCompletion(plain),
            Problems.ofEntries()
                .as(
                    entries ->
                        ProductProblem.of(entries, plain, TEAM)
                            .withRowFeatures(features(entries.rows()))
                            .withColumnFeatures(features(entries.columns())),
                    ProductContractTest::fingerprint)),
        Enrolled.of(
            "ordinal",
            () -> new ProductCompletion(ordinal),
            // where all values are equal there is no order to learn, and that is refused
            Problems.ofEntries()
                .without("1 × 1", "zero", "constant")
                .as(
                    entries -> ProductProblem.of(rounded(entries), ordinal, TEAM),
                    ProductContractTest::fingerprint)));
  }

  private static Features features(int rows) {
    return Features.of(RandomStream.of(2, "features").gaussian(rows, 3));
  }

  private static ObservedEntries rounded(ObservedEntries entries) {
    double[] value = new double[entries.count()];
    for (int k = 0; k < value.length; k++) {
      value[k] = Math.round(entries.value(k));
    }
    return ObservedEntries.of(
        entries.rowLabels(),
        entries.columnLabels(),
        entries.rowArray(),
        entries.columnArray(),
        value);
  }

  private static Problems<ProductProblem> problems(ProductOptions options) {
    return Problems.ofEntries()
        .as(entries -> ProductProblem.of(entries, options, TEAM), ProductContractTest::fingerprint);
  }

  private static Fingerprint fingerprint(ProductProblem problem) {
    return Fingerprint.of(
        Matrix.wrap(1, problem.observed(), problem.byRow().value())); // the only data it holds
  }
}
