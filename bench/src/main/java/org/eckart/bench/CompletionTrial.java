package org.eckart.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.store.Safetensors;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionFit;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.CompletionState;
import tools.jackson.databind.json.JsonMapper;

/**
 * One fit in a JVM of its own, from a text file to a stored model, so that start and compilation
 * count: MODE TRAIN TEST MODEL RANK SWEEPS TARGET THREADS. Prints one JSON object.
 *
 * <p>Modes: {@code probe} finds how many sweeps bring the test error to the target and times
 * nothing; {@code timed} makes that many sweeps over all entries and looks at no test entry unless
 * TEST is a file; {@code settled} runs with the defaults until the fit settles.
 */
final class CompletionTrial {
  private CompletionTrial() {}

  public static void main(String[] arguments) {
    Path train = Path.of(arguments[1]);
    String test = arguments[2];
    Path model = Path.of(arguments[3]);
    int rank = arguments[4].equals("auto") ? 0 : Integer.parseInt(arguments[4]);
    int sweeps = Integer.parseInt(arguments[5]);
    double target = Double.parseDouble(arguments[6]);
    int threads = Integer.parseInt(arguments[7]);
    Map<String, Object> answer = new LinkedHashMap<>();
    try (Parallel parallel = Parallel.of(threads)) {
      switch (arguments[0]) {
        case "probe" ->
            probe(
                read(train, threads), read(Path.of(test), threads), rank, target, parallel, answer);
        case "timed" ->
            fit(train, test, model, sweepsOnly(rank, sweeps), threads, parallel, answer);
        case "settled" -> fit(train, test, model, toTheEnd(rank), threads, parallel, answer);
        default -> throw new IllegalArgumentException("There is no mode " + arguments[0]);
      }
    }
    System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
  }

  private static CompletionOptions sweepsOnly(int rank, int sweeps) {
    return CompletionOptions.defaults().withRank(rank).withHoldOut(0).withMaxSweeps(sweeps);
  }

  private static CompletionOptions toTheEnd(int rank) {
    CompletionOptions defaults = CompletionOptions.defaults();
    return rank == 0 ? defaults : defaults.withRank(rank);
  }

  static ObservedEntries read(Path file, int threads) {
    TableOptions options =
        TableOptions.defaults().withHeader(TableOptions.Header.ABSENT).withThreads(threads);
    return TableReader.read(TableSource.file(file), options).entries();
  }

  private static void fit(
      Path train,
      String test,
      Path store,
      CompletionOptions options,
      int threads,
      Parallel parallel,
      Map<String, Object> answer) {
    long start = System.nanoTime();
    Thread.ofPlatform().daemon().start(() -> Completion.warmUp(options)); // as the command does
    ObservedEntries entries = read(train, threads);
    long readEnd = System.nanoTime();
    CompletionProblem problem = CompletionProblem.of(entries, options, parallel);
    Outcome<CompletionState, CompletionFit> outcome =
        Run.of(new Completion(options)).start(problem);
    long fitEnd = System.nanoTime();
    CompletionModel model = outcome.estimate().model();
    Safetensors.write(store, model.save());
    long writeEnd = System.nanoTime();
    answer.put("read", (readEnd - start) * 1e-9);
    answer.put("fit", (fitEnd - readEnd) * 1e-9);
    answer.put("write", (writeEnd - fitEnd) * 1e-9);
    answer.put("sweeps", outcome.estimate().sweeps());
    answer.put("rank", model.rank());
    if (!test.equals("-")) {
      answer.put("testRmse", testRmse(model, read(Path.of(test), threads)));
    }
  }

  /**
   * Every number of sweeps is judged as a run of just so many would end: from the state before, one
   * step under options that make it the last.
   */
  private static void probe(
      ObservedEntries train,
      ObservedEntries test,
      int rank,
      double target,
      Parallel parallel,
      Map<String, Object> answer) {
    Completion endless = new Completion(sweepsOnly(rank, CompletionOptions.MAX_SWEEPS));
    CompletionProblem problem = CompletionProblem.of(train, endless.options(), parallel);
    CompletionState state = endless.start(problem);
    List<Double> errors = new ArrayList<>();
    for (int sweeps = 1; sweeps <= CompletionOptions.MAX_SWEEPS; sweeps++) {
      Completion last = new Completion(sweepsOnly(rank, sweeps));
      CompletionFit fit = last.estimate(problem, last.step(problem, state));
      errors.add(testRmse(fit.model(), test));
      if (errors.getLast() <= target) {
        answer.put("sweeps", sweeps);
        break;
      }
      state = endless.step(problem, state);
    }
    answer.put("testRmse", errors);
  }

  /** Over the test entries; those of rows or columns never seen count too, by their offsets. */
  static double testRmse(CompletionModel model, ObservedEntries test) {
    int[] row = places(test.rowLabels(), model.rowLabels());
    int[] column = places(test.columnLabels(), model.columnLabels());
    double squares = 0;
    for (int k = 0; k < test.count(); k++) {
      double e = test.value(k) - model.predict(row[test.row(k)], column[test.column(k)]);
      squares += e * e;
    }
    return Math.sqrt(squares / test.count());
  }

  private static int[] places(Labels from, Labels to) {
    int[] place = new int[from.size()];
    for (int i = 0; i < place.length; i++) {
      place[i] = to.indexOf(from.get(i));
    }
    return place;
  }
}
