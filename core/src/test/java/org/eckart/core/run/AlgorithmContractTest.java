package org.eckart.core.run;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eckart.core.run.PowerIteration.Options;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;

/** The contract accepts a sound algorithm, and refuses each fault it is there to find. */
class AlgorithmContractTest extends AlgorithmContract {
  private static final Options OPTIONS = new Options(40, 1e-9, 1);

  @Override
  protected Stream<Enrolled<?, ?, ?>> enrolled() {
    return Stream.of(
        Enrolled.of("power", Sound::new, Problems.ofSymmetricMatrices()),
        Enrolled.threaded("power-threads", _ -> new Sound(), Problems.ofSymmetricMatrices()),
        Enrolled.of("power-cancelled", Attentive::new, Problems.ofSymmetricMatrices()));
  }

  @Test
  void aStartWithoutSeedIsFound() {
    AtomicInteger starts = new AtomicInteger();
    refuses(
        () -> new PowerIteration(new Options(40, 1e-9, starts.incrementAndGet())),
        Promises::sameBits,
        "bits at step 0 of two runs with the same seed");
  }

  @Test
  void aThreadThatMattersIsFound() {
    Enrolled<Matrix, ?, ?> method =
        Enrolled.threaded(
            "broken",
            threads -> new PowerIteration(new Options(40, 1e-9, threads)),
            Problems.ofSymmetricMatrices());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Promises.sameThreads(method, random()))
        .withMessageContaining("bits at step 0 of 1 and 2 threads");
  }

  @Test
  void aStateThatForgetsOnItsWayThroughAFileIsFound() {
    refuses(
        () ->
            new Sound() {
              @Override
              public State load(Matrix a, NamedArrays saved) {
                State whole = super.load(a, saved);
                return new State(whole.steps(), whole.direction(), whole.value(), 0.5);
              }
            },
        Promises::resumes,
        "progress of the state stored at step 0");
    refuses(
        () ->
            new Sound() {
              private int memory; // which no state holds

              @Override
              public State step(Matrix a, State state) {
                State next = super.step(a, state);
                return new State(next.steps(), next.direction(), next.value() + memory++, 1);
              }
            },
        Promises::resumes,
        "after a resume at step");
  }

  @Test
  void aSwallowedInterruptIsFound() {
    refuses(
        () ->
            new Sound() {
              @Override
              public State step(Matrix a, State state) {
                Thread.interrupted();
                return super.step(a, state);
              }
            },
        Promises::heedsInterrupts,
        "interrupt still set after a whole step");
    refuses(
        () ->
            new Sound() {
              @Override
              public State step(Matrix a, State state) {
                State next = super.step(a, state);
                return Thread.currentThread().isInterrupted()
                    ? new State(next.steps(), state.direction(), next.value(), next.change())
                    : next;
              }
            },
        Promises::heedsInterrupts,
        "bits of an interrupted step");
  }

  @Test
  void aChangedProblemIsFound() {
    refuses(
        () ->
            new Sound() {
              @Override
              public State step(Matrix a, State state) {
                a.set(0, 0, a.get(0, 0) * (1 + 1e-15));
                return super.step(a, state);
              }
            },
        Promises::leavesTheProblem,
        "fingerprint of the problem after a run");
  }

  @Test
  void aChangedStateIsFound() {
    refuses(InPlace::new, Promises::leavesTheState, "bits of the state that step 1 was given");
  }

  @Test
  void aMeasureThatIsNotFiniteIsFound() {
    refuses(
        () ->
            new Sound() {
              @Override
              public Progress progress(Matrix a, State state) {
                Progress p = super.progress(a, state);
                return new Progress(
                    p.steps(),
                    p.expectedSteps(),
                    Progress.measures("change", 1 / (1 - state.change())),
                    p.end());
              }
            },
        Promises::comesToAnEnd,
        "change of step 0 of 40: change");
  }

  @Test
  void wrongCountsAndEndlessRunsAreFound() {
    refuses(
        () ->
            new Sound() {
              @Override
              public State step(Matrix a, State state) {
                State next = super.step(a, state);
                return new State(next.steps() + 1, next.direction(), next.value(), next.change());
              }
            },
        Promises::comesToAnEnd,
        "number of steps");
    refuses(
        () -> new PowerIteration(new Options(Integer.MAX_VALUE, -1, 1)),
        Promises::comesToAnEnd,
        "number of steps without an end");
  }

  @Test
  void takingNanIsFound() {
    Enrolled<Matrix, ?, ?> method =
        Enrolled.of(
            "broken",
            () ->
                new Sound() {
                  @Override
                  public State start(Matrix a) {
                    return new State(0, Vector.of(new double[a.rows()]), 0, 1);
                  }
                },
            Problems.ofSymmetricMatrices());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Promises.notFiniteIsRefused(method))
        .withMessageContaining("what a start on NaN throws");
  }

  @Test
  void optionsThatDoNotComeBackAreFound() {
    record Array(double[] penalties) {} // compared by identity
    Enrolled<Matrix, ?, ?> method =
        Enrolled.of(
            "broken",
            () -> new WithOptions(new Array(new double[] {1})),
            Problems.ofSymmetricMatrices());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Promises.optionsGoThroughJson(method))
        .withMessageContaining("options after JSON");
  }

  private static void refuses(
      Supplier<Algorithm<Matrix, PowerIteration.State, PowerIteration.Estimate>> broken,
      BiConsumer<Enrolled<Matrix, PowerIteration.State, PowerIteration.Estimate>, Supplier<Matrix>>
          promise,
      String words) {
    var method = Enrolled.of("broken", broken, Problems.ofSymmetricMatrices());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> promise.accept(method, random()))
        .withMessageContaining(words);
  }

  private static Supplier<Matrix> random() {
    return Problems.ofSymmetricMatrices().byName().get("random");
  }

  private static class Sound extends PowerIteration {
    Sound() {
      super(OPTIONS);
    }
  }

  /** Gives up within the step. */
  private static final class Attentive extends Sound {
    @Override
    public State step(Matrix a, State state) {
      if (Thread.interrupted()) {
        throw new CancellationException();
      }
      return super.step(a, state);
    }
  }

  /** Writes the new direction over the old one. */
  private static final class InPlace extends Sound {
    private double[] storage = {};

    @Override
    public State start(Matrix a) {
      State start = super.start(a);
      storage = start.direction().toArray();
      return new State(0, Vector.wrap(storage), start.value(), start.change());
    }

    @Override
    public State step(Matrix a, State state) {
      State next = super.step(a, state);
      System.arraycopy(next.direction().toArray(), 0, storage, 0, storage.length);
      return new State(next.steps(), Vector.wrap(storage), next.value(), next.change());
    }
  }

  /** The same iteration with other options on its label. */
  private record WithOptions(Record options)
      implements Algorithm<Matrix, PowerIteration.State, PowerIteration.Estimate> {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public PowerIteration.State start(Matrix a) {
      return new Sound().start(a);
    }

    @Override
    public PowerIteration.State step(Matrix a, PowerIteration.State state) {
      return new Sound().step(a, state);
    }

    @Override
    public Progress progress(Matrix a, PowerIteration.State state) {
      return new Sound().progress(a, state);
    }

    @Override
    public PowerIteration.Estimate estimate(Matrix a, PowerIteration.State state) {
      return new Sound().estimate(a, state);
    }

    @Override
    public NamedArrays save(PowerIteration.State state) {
      return new Sound().save(state);
    }

    @Override
    public PowerIteration.State load(Matrix a, NamedArrays saved) {
      return new Sound().load(a, saved);
    }
  }
}
