package org.eckart.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.eckart.core.EckartException;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.core.store.Safetensors;

/**
 * The promises of {@link Algorithm}, each as a check that fails with a sentence. A state is
 * compared by what {@link Algorithm#save} makes of it, bit for bit.
 */
final class Promises {
  /** Of longer runs, so many states are kept and gone on from, spread over the run. */
  private static final int STATES_RESUMED = 7;

  /** No method that is enrolled with small problems needs more steps. */
  private static final int TOO_MANY_STEPS = 20_000;

  private Promises() {}

  static void optionsGoThroughJson(Enrolled<?, ?, ?> method) {
    Record options = method.algorithm().options();
    String json = RecordJson.write(options);
    Record found = RecordJson.read(json, options.getClass());
    assertThat(found).as("options after JSON: %s", json).isEqualTo(options);
    assertThat(RecordJson.write(found)).isEqualTo(json);
    assertThat(method.algorithm().name()).as("name of the method").matches("[a-z][a-z0-9-]*");
  }

  static <P, S, E> void notFiniteIsRefused(Enrolled<P, S, E> method) {
    Throwable thrown =
        catchThrowable(() -> method.algorithm().start(method.problems().notFinite().get()));
    assertThat(thrown)
        .as("what a start on NaN throws")
        .isInstanceOfAny(IllegalArgumentException.class, EckartException.class);
  }

  static <P, S, E> void comesToAnEnd(Enrolled<P, S, E> method, Supplier<P> problem) {
    Algorithm<P, S, E> algorithm = method.algorithm();
    P data = problem.get();
    int step = 0;
    for (S state : states(algorithm, data)) {
      Progress progress = algorithm.progress(data, state);
      assertThat(progress.steps()).as("number of steps").isEqualTo(step++);
      assertThat(progress.expectedSteps())
          .as("most steps expected at step %d", progress.steps())
          .isGreaterThanOrEqualTo(progress.steps());
      progress
          .measures()
          .forEach((name, value) -> assertThat(value).as("%s of %s", name, progress).isFinite());
      assertThat(algorithm.estimate(data, state)).as("estimate at step %d", step).isNotNull();
    }
  }

  static <P, S, E> void sameBits(Enrolled<P, S, E> method, Supplier<P> problem) {
    assertSameStates(
        method.algorithm(), method.algorithm(), problem, "two runs with the same seed");
  }

  static <P, S, E> void sameThreads(Enrolled<P, S, E> method, Supplier<P> problem) {
    if (method.threaded()) {
      assertSameStates(
          method.byThreads().apply(1), method.byThreads().apply(2), problem, "1 and 2 threads");
    }
  }

  private static <P, S, E> void assertSameStates(
      Algorithm<P, S, E> one, Algorithm<P, S, E> other, Supplier<P> problem, String what) {
    List<S> first = states(one, problem.get());
    List<S> second = states(other, problem.get());
    assertThat(second.size()).as("number of states of %s", what).isEqualTo(first.size());
    for (int k = 0; k < first.size(); k++) {
      assertThat(bits(other, second.get(k)))
          .as("bits at step %d of %s", k, what)
          .isEqualTo(bits(one, first.get(k)));
    }
  }

  static <P, S, E> void resumes(Enrolled<P, S, E> method, Supplier<P> problem) {
    Algorithm<P, S, E> whole = method.algorithm();
    P data = problem.get();
    List<S> states = states(whole, data);
    int stride = Math.max(1, states.size() / STATES_RESUMED);
    for (int from = 0; from < states.size(); from += stride) {
      NamedArrays stored = throughAFile(whole.save(states.get(from)));
      Algorithm<P, S, E> other = method.algorithm();
      P again = problem.get();
      S state = other.load(again, stored);
      assertThat(other.progress(again, state))
          .as("progress of the state stored at step %d", from)
          .isEqualTo(whole.progress(data, states.get(from)));
      for (int k = from; k < states.size(); k++) {
        assertThat(bits(other, state))
            .as("bits at step %d after a resume at step %d", k, from)
            .isEqualTo(bits(whole, states.get(k)));
        if (k + 1 < states.size()) {
          state = other.step(again, state);
        }
      }
    }
  }

  /** Interrupted in mid-step, it gives up by the agreed exception or ends the step rightly. */
  static <P, S, E> void heedsInterrupts(Enrolled<P, S, E> method, Supplier<P> problem) {
    Algorithm<P, S, E> algorithm = method.algorithm();
    P data = problem.get();
    S start = algorithm.start(data);
    if (algorithm.progress(data, start).end().isPresent()) {
      return;
    }
    Fingerprint uninterrupted = bits(algorithm, algorithm.step(data, start));
    Thread.currentThread().interrupt();
    try {
      S next = algorithm.step(data, start);
      assertThat(Thread.interrupted()).as("interrupt still set after a whole step").isTrue();
      assertThat(bits(algorithm, next)).as("bits of an interrupted step").isEqualTo(uninterrupted);
    } catch (CancellationException _) {
      // the step gave up, as it may
    } finally {
      Thread.interrupted();
    }
  }

  static <P, S, E> void leavesTheProblem(Enrolled<P, S, E> method, Supplier<P> problem) {
    Algorithm<P, S, E> algorithm = method.algorithm();
    P data = problem.get();
    Fingerprint before = method.problems().fingerprint().apply(data);
    List<S> states = states(algorithm, data);
    algorithm.estimate(data, states.getLast());
    algorithm.load(data, algorithm.save(states.getLast()));
    assertThat(method.problems().fingerprint().apply(data))
        .as("fingerprint of the problem after a run")
        .isEqualTo(before);
  }

  static <P, S, E> void leavesTheState(Enrolled<P, S, E> method, Supplier<P> problem) {
    Algorithm<P, S, E> algorithm = method.algorithm();
    P data = problem.get();
    S state = algorithm.start(data);
    for (int k = 0; algorithm.progress(data, state).end().isEmpty(); k++) {
      Fingerprint before = bits(algorithm, state);
      S next = algorithm.step(data, state);
      algorithm.estimate(data, state);
      assertThat(bits(algorithm, state))
          .as("bits of the state that step %d was given", k + 1)
          .isEqualTo(before);
      state = next;
    }
  }

  /** All states from the start to the end that the algorithm itself says. */
  private static <P, S, E> List<S> states(Algorithm<P, S, E> algorithm, P problem) {
    List<S> states = new ArrayList<>();
    S state = algorithm.start(problem);
    states.add(state);
    while (algorithm.progress(problem, state).end().isEmpty()) {
      state = algorithm.step(problem, state);
      states.add(state);
      assertThat(states.size()).as("number of steps without an end").isLessThan(TOO_MANY_STEPS);
    }
    return states;
  }

  private static <S> Fingerprint bits(Algorithm<?, S, ?> algorithm, S state) {
    return Fingerprint.of(algorithm.save(state));
  }

  private static NamedArrays throughAFile(NamedArrays state) {
    try {
      Path file = Files.createTempFile("contract", ".safetensors");
      try {
        Safetensors.write(file, state);
        return Safetensors.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
