package org.eckart.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
  /** Eigenvalues 3 and 1: each step brings the eigenvector nearer by a factor 3. */
  private static final Matrix A = Matrix.of(new double[][] {{2, 1}, {1, 2}});

  private static final PowerIteration.Options OPTIONS = new PowerIteration.Options(100, 1e-12, 5);

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void noInterruptIsLeftBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void runsToTheAnswerAndKeepsTheTrace() {
    var outcome = Run.of(new PowerIteration(OPTIONS)).start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(outcome.estimate().value()).isCloseTo(3, within(1e-11));
    assertThat(outcome.trace()).hasSize(outcome.steps() + 1);
    assertThat(outcome.trace().getLast().measures())
        .containsEntry("value", outcome.state().value())
        .containsEntry("change", outcome.state().change());
    assertThat(outcome.trace().getFirst().step()).isZero();
  }

  @Test
  void saysThatTheLimitOfStepsCameFirst() {
    var outcome = Run.of(new PowerIteration(new PowerIteration.Options(3, 0, 5))).start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.STEPS);
    assertThat(outcome.steps()).isEqualTo(3);
  }

  @Test
  void tellsTimeSpentAndLeft() {
    List<RunStatus> seen = new ArrayList<>();
    var outcome =
        Run.of(new Slow(new PowerIteration.Options(10, 0, 5)))
            .clock(nanos::get)
            .listener(seen::add)
            .start(A);
    assertThat(outcome.seconds()).isEqualTo(10);
    assertThat(seen).hasSize(11);
    assertThat(seen.getFirst().left()).isEmpty();
    assertThat(seen.get(4).method()).isEqualTo("power");
    assertThat(seen.get(4).elapsed()).hasSeconds(4);
    assertThat(seen.get(4).left()).hasValue(Duration.ofSeconds(6));
    assertThat(outcome.trace().get(4).seconds()).isEqualTo(4);
  }

  @Test
  void stopsAfterTheStepThatPassesTheTimeLimitAndPromisesNoMoreThanThat() {
    List<RunStatus> seen = new ArrayList<>();
    var outcome =
        Run.of(new Slow(new PowerIteration.Options(10, 0, 5)))
            .clock(nanos::get)
            .timeLimit(Duration.ofMillis(2500))
            .listener(seen::add)
            .start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.DEADLINE);
    assertThat(outcome.steps()).isEqualTo(3);
    assertThat(seen.get(2).left()).hasValue(Duration.ofMillis(500));
    assertThat(outcome.estimate().value()).isNotZero();
  }

  @Test
  void aTimeLimitOfNothingStillAnswers() {
    var outcome = Run.of(new PowerIteration(OPTIONS)).timeLimit(Duration.ZERO).start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.DEADLINE);
    assertThat(outcome.steps()).isZero();
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(Run.of(new PowerIteration(OPTIONS)).timeLimit(longest).start(A).reason())
        .isEqualTo(StopReason.SETTLED);
  }

  @Test
  void goesOnFromACheckpointToTheSameBits() {
    Path file = folder.resolve("run.safetensors");
    var whole = Run.of(new Slow(OPTIONS)).clock(nanos::get).start(A);
    var base = Run.of(new Slow(OPTIONS)).clock(nanos::get).checkpoint(file).seed(5).data("f00d");
    var first = base.timeLimit(Duration.ofSeconds(4)).start(A);
    assertThat(first.steps()).isEqualTo(4);
    var second = base.resume().start(A);
    assertThat(second.state()).isEqualTo(whole.state());
    assertThat(second.estimate()).isEqualTo(whole.estimate());
    assertThat(second.trace()).isEqualTo(whole.trace());
    assertThat(second.seconds()).isEqualTo(whole.seconds());
    var third = base.resume().start(A);
    assertThat(third.state()).as("resumed after its end").isEqualTo(whole.state());
    assertThat(third.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(third.trace()).isEqualTo(whole.trace());
  }

  @Test
  void writesCheckpointsAtTheIntervalAndAtTheEnd() {
    List<Integer> keptAfter = new ArrayList<>();
    Run.of(new Slow(new PowerIteration.Options(8, 0, 5)))
        .clock(nanos::get)
        .checkpoint(folder.resolve("run.safetensors"))
        .checkpointEvery(Duration.ofSeconds(3))
        .listener(
            new RunListener() {
              private int steps;

              @Override
              public void stepped(RunStatus status) {
                steps = status.progress().steps();
              }

              @Override
              public void kept(Path checkpoint) {
                keptAfter.add(steps);
              }
            })
        .start(A);
    assertThat(keptAfter).containsExactly(3, 6, 8);
  }

  @Test
  void aCheckpointIsAPlainSafetensorsFile() {
    Path file = folder.resolve("run.safetensors");
    Run.of(new PowerIteration(new PowerIteration.Options(2, 0, 5))).checkpoint(file).start(A);
    NamedArrays found = Safetensors.read(file);
    assertThat(found.names())
        .contains("state.direction", "state.steps", "trace.step", "trace.measure.value");
    assertThat(found.text("eckart.checkpoint"))
        .startsWith(
            "{\"format\":1,\"maker\":{\"method\":\"power\",\"options\":\"{\\\"maxSteps\\\":2,");
  }

  @Test
  void refusesTheCheckpointOfAnotherRun() throws IOException {
    Path file = folder.resolve("run.safetensors");
    var base = Run.of(new PowerIteration(OPTIONS)).checkpoint(file).seed(5).data("f00d");
    base.start(A);
    String checkpoint = "The checkpoint " + file;
    refuses(
        Run.of(new PowerIteration(new PowerIteration.Options(100, 1e-9, 5)))
            .checkpoint(file)
            .seed(5)
            .data("f00d"),
        checkpoint
            + " was made with tolerance 1.0E-12 and this run has tolerance 1.0E-9;"
            + " go on with tolerance 1.0E-12, or start anew without resuming");
    refuses(
        base.seed(6),
        checkpoint
            + " was made with seed 5 and this run has seed 6; go on with seed 5, or start anew"
            + " without resuming");
    refuses(
        base.data("cafe"),
        checkpoint
            + " was made of data f00d and this run has data cafe; go on with the same data, or"
            + " start anew without resuming");
    PowerIteration renamed =
        new PowerIteration(OPTIONS) {
          @Override
          public String name() {
            return "lanczos";
          }
        };
    refuses(
        Run.of(renamed).checkpoint(file).seed(5).data("f00d"),
        checkpoint
            + " was made by 'power' and this run is 'lanczos'; go on with 'power', or start anew"
            + " without resuming");
    Safetensors.write(file, NamedArrays.builder().put("x", new int[1]).build());
    refuses(base, file + " is no checkpoint of a run; name the file that a run wrote");
    Files.delete(file);
    refuses(
        base,
        "There is no checkpoint "
            + file
            + " to go on from; check the name, or start anew without resuming");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.of(new PowerIteration(OPTIONS)).resume().start(A))
        .withMessage("resume needs a checkpoint to go on from; name its file");
  }

  private static void refuses(Run<Matrix, ?, ?> run, String sentence) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> run.resume().start(A))
        .withMessage(sentence);
  }

  @Test
  void stopsAtTheFirstNumberThatIsNotFiniteAndKeepsTheStateBefore() {
    Path file = folder.resolve("run.safetensors");
    PowerIteration spoilt =
        new PowerIteration(OPTIONS) {
          @Override
          public State step(Matrix a, State state) {
            State next = super.step(a, state);
            return next.steps() < 4
                ? next
                : new State(next.steps(), next.direction(), Double.NaN, 1);
          }
        };
    var good = Run.of(new PowerIteration(new PowerIteration.Options(3, 0, 5))).start(A);
    assertThatExceptionOfType(RunException.class)
        .isThrownBy(() -> Run.of(spoilt).checkpoint(file).start(A))
        .withMessage(
            "Step 4 of 'power' gave value NaN, after %s at step 3; the state of step 3 is in %s",
            good.state().value(), file);
    assertThat(Safetensors.read(file).doubles("state.direction"))
        .isEqualTo(good.state().direction().toArray());
    assertThatExceptionOfType(RunException.class)
        .isThrownBy(() -> Run.of(spoilt).start(A))
        .withMessageEndingWith("at step 3; name a checkpoint to keep the last good state");
  }

  @Test
  void aStepThatFailsLeavesTheLastStateOnDisk() {
    Path file = folder.resolve("run.safetensors");
    IllegalStateException cause = new IllegalStateException("broken");
    PowerIteration failing =
        new PowerIteration(OPTIONS) {
          @Override
          public State step(Matrix a, State state) {
            if (state.steps() == 2) {
              throw cause;
            }
            return super.step(a, state);
          }
        };
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Run.of(failing).checkpoint(file).start(A))
        .isSameAs(cause);
    assertThat(Safetensors.read(file).ints("state.steps")).containsExactly(2);
  }

  @Test
  void anInterruptCancelsTheRunAndIsUsedUp() {
    Path file = folder.resolve("run.safetensors");
    var outcome =
        Run.of(new PowerIteration(OPTIONS))
            .checkpoint(file)
            .listener(status -> interruptAt(status, 2))
            .start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.CANCELLED);
    assertThat(outcome.steps()).isEqualTo(2);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(Safetensors.read(file).ints("state.steps")).containsExactly(2);
  }

  @Test
  void aFirstInterruptDuringAnIntermediateCheckpointIsNoFailure() {
    Path file = folder.resolve("run.safetensors");
    PowerIteration interruptedInSave =
        new PowerIteration(OPTIONS) {
          @Override
          public NamedArrays save(State state) {
            if (state.steps() == 3) {
              Thread.currentThread().interrupt();
            }
            return super.save(state);
          }
        };
    var outcome =
        Run.of(interruptedInSave)
            .clock(nanos::get)
            .checkpoint(file)
            .checkpointEvery(Duration.ZERO)
            .start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.CANCELLED);
    assertThat(Safetensors.read(file).ints("state.steps")).containsExactly(3);
  }

  @Test
  void aSecondInterruptBreaksOffTheLastCheckpointAndStaysSet() {
    Path file = folder.resolve("run.safetensors");
    PowerIteration interruptedAgain =
        new PowerIteration(OPTIONS) {
          @Override
          public NamedArrays save(State state) {
            Thread.currentThread().interrupt();
            return super.save(state);
          }
        };
    assertThatExceptionOfType(RunException.class)
        .isThrownBy(() ->
            Run.of(interruptedAgain)
                .checkpoint(file)
                .listener(status -> interruptAt(status, 2))
                .start(A))
        .withMessage(
            file
                + " was not written, since the thread was interrupted; what stood there is as it"
                + " was");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theHandleEndsARunWithinAStepThatLooksForInterruption() {
    Cancellation handle = new Cancellation();
    PowerIteration attentive =
        new PowerIteration(OPTIONS) {
          @Override
          public State step(Matrix a, State state) {
            if (state.steps() == 2) {
              handle.cancel();
            }
            if (Thread.currentThread().isInterrupted()) {
              throw new CancellationException();
            }
            return super.step(a, state);
          }
        };
    var outcome = Run.of(attentive).cancelledBy(handle).start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.CANCELLED);
    assertThat(outcome.steps()).isEqualTo(2);
    assertThat(handle.isCancelled()).isTrue();
    assertThat(Run.of(new PowerIteration(OPTIONS)).cancelledBy(handle).start(A).steps()).isZero();
  }

  @Test
  void aRunThatSettledPassesALateInterruptOn() {
    var outcome =
        Run.of(new PowerIteration(new PowerIteration.Options(2, 0, 5)))
            .checkpoint(folder.resolve("run.safetensors"))
            .listener(status -> interruptAt(status, 2))
            .start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.STEPS);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aHandleThatCancelsTooLateLeavesNoInterruptBehind() {
    Cancellation handle = new Cancellation();
    var outcome =
        Run.of(new PowerIteration(new PowerIteration.Options(2, 0, 5)))
            .cancelledBy(handle)
            .listener(status -> {
              if (status.progress().steps() == 2) {
                handle.cancel();
              }
            })
            .start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.STEPS);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** Once after the last step, once while the answer is computed by threads that look for it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandleThatCancelsTooLateCostsNoAnswer(boolean during) {
    Cancellation handle = new Cancellation();
    AtomicInteger asked = new AtomicInteger();
    PowerIteration attentive =
        new PowerIteration(new PowerIteration.Options(2, 0, 5)) {
          @Override
          public Estimate estimate(Matrix a, State state) {
            if (asked.incrementAndGet() == 1 && during) {
              handle.cancel();
            }
            if (Thread.currentThread().isInterrupted()) {
              throw new CancellationException();
            }
            return super.estimate(a, state);
          }
        };
    var outcome =
        Run.of(attentive)
            .cancelledBy(handle)
            .listener(status -> {
              if (status.progress().steps() == 2 && !during) {
                handle.cancel();
              }
            })
            .start(A);
    assertThat(outcome.reason()).isEqualTo(StopReason.STEPS);
    assertThat(asked.get()).isEqualTo(during ? 2 : 1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void checkpointsThatTakeLongAreWrittenLessOften() {
    List<Long> keptAt = new ArrayList<>();
    Run.of(new Slow(new PowerIteration.Options(30, -1, 5)))
        .clock(nanos::get)
        .checkpoint(folder.resolve("run.safetensors"))
        .checkpointEvery(Duration.ZERO)
        .listener(
            new RunListener() {
              @Override
              public void stepped(RunStatus status) {}

              @Override
              public void kept(Path checkpoint) {
                nanos.addAndGet(1_000_000_000L); // as if the disk had taken a second
                keptAt.add(nanos.get() / 1_000_000_000L);
              }
            })
        .start(A);
    assertThat(keptAt)
        .containsExactly(2L, 23L, 33L); // 20 s of work lie between; the last is the end
  }

  @Test
  void settingsDoNotChangeTheRunTheyWereMadeFrom() {
    var base = Run.of(new PowerIteration(OPTIONS));
    var unused = base.timeLimit(Duration.ZERO);
    assertThat(unused).isNotSameAs(base);
    assertThat(base.start(A).reason()).isEqualTo(StopReason.SETTLED);
  }

  private static void interruptAt(RunStatus status, int steps) {
    if (status.progress().steps() == steps) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a second a step by this test's clock. */
  private final class Slow extends PowerIteration {
    Slow(Options options) {
      super(options);
    }

    @Override
    public State step(Matrix a, State state) {
      nanos.addAndGet(1_000_000_000L);
      return super.step(a, state);
    }
  }

  @Test
  void theExampleItselfIsRight() {
    var state = new PowerIteration.State(3, Vector.of(1, 0), 2, 1);
    assertThat(new PowerIteration(OPTIONS).step(A, state).value()).isEqualTo(2);
    assertThat(new PowerIteration(OPTIONS).step(A, state).direction().get(1))
        .isCloseTo(1 / Math.sqrt(5), within(1e-15));
  }
}
