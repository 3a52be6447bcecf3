package org.eckart.core.run;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every algorithm promises, tried on every method that is enrolled. A module's tests extend
 * this once, and a new method joins with one line:
 *
 * <pre>{@code
 * class RecoveryContractTest extends AlgorithmContract {
 *   @Override
 *   protected Stream<Enrolled<?, ?, ?>> enrolled() {
 *     return Stream.of(
 *         Enrolled.threaded("row-pcg", n -> new RowPcg(OPTIONS, n), Problems.ofEntries()),
 *         Enrolled.of("soft-impute", () -> new SoftImpute(SOFT), Problems.ofEntries()));
 *   }
 * }
 * }</pre>
 *
 * <p>The promises themselves are in {@link Promises}.
 */
public abstract class AlgorithmContract {
  /** The methods that are tried, one a line. */
  protected abstract Stream<Enrolled<?, ?, ?>> enrolled();

  @TestFactory
  Stream<DynamicNode> everyMethodKeepsItsPromises() {
    return enrolled().map(AlgorithmContract::testsOf);
  }

  private static <P, S, E> DynamicNode testsOf(Enrolled<P, S, E> method) {
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(
        dynamicTest("options through JSON and back", () -> Promises.optionsGoThroughJson(method)));
    tests.add(dynamicTest("NaN refused", () -> Promises.notFiniteIsRefused(method)));
    for (Map.Entry<String, Supplier<P>> one : method.problems().byName().entrySet()) {
      Supplier<P> problem = one.getValue();
      tests.add(
          dynamicContainer(
              one.getKey(),
              List.of(
                  dynamicTest("comes to an end", () -> Promises.comesToAnEnd(method, problem)),
                  dynamicTest("same seed same bits", () -> Promises.sameBits(method, problem)),
                  dynamicTest(
                      "threads make no difference", () -> Promises.sameThreads(method, problem)),
                  dynamicTest(
                      "resumed from any state, same bits", () -> Promises.resumes(method, problem)),
                  dynamicTest(
                      "cancelled within a step", () -> Promises.heedsInterrupts(method, problem)),
                  dynamicTest(
                      "problem untouched", () -> Promises.leavesTheProblem(method, problem)),
                  dynamicTest(
                      "given state untouched", () -> Promises.leavesTheState(method, problem)))));
    }
    return dynamicContainer(method.name(), tests);
  }
}
