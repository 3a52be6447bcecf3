package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process of its own: exit status, streams, and a run that is killed. */
class ProcessTest {
  @TempDir Path here;

  private Process start(String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.eckart.app.Main"));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words)
        .directory(here.toFile())
        .redirectOutput(here.resolve("out.txt").toFile())
        .redirectError(here.resolve("err.txt").toFile())
        .start();
  }

  private Path table() throws Exception {
    Random random = new Random(2);
    StringBuilder lines = new StringBuilder("row,column,value\n");
    for (int k = 0; k < 40_000; k++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%.3f%n",
              k / 40,
              (k % 40) * 5 + k / 40 % 5,
              random.nextGaussian()));
    }
    return Files.writeString(here.resolve("table.csv"), lines);
  }

  @Test
  void badInputEndsWithStatusThreeAndOneSentence() throws Exception {
    Process process = start("complete", "none.csv", "--json");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
    assertThat(Files.readString(here.resolve("out.txt"))).startsWith("{").contains("\"error\"");
    assertThat(
            Files.readAllLines(here.resolve("err.txt")).stream()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules")))
        .containsExactly("There is no file none.csv; check the path");
  }

  /** Killed for good, or asked to stop: resumed, it ends with the same bits as if left alone. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void killedRunGoesOnToTheSameBits(boolean forcibly) throws Exception {
    String[] task = {
      "complete", table().toString(), "--rank", "8", "--max-sweeps", "150", "--tolerance", "1e-13"
    };
    Process process =
        start(with(task, "--out", "a", "--checkpoint", "kept", "--checkpoint-every", "0.001s"));
    File kept = here.resolve("kept/completion.safetensors").toFile();
    while (process.isAlive() && !kept.exists()) {
      Thread.onSpinWait();
    }
    if (forcibly) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String err = Files.readString(here.resolve("err.txt"));
    assertThat(here.resolve("a")).as(err).doesNotExist();
    if (!forcibly) {
      assertThat(process.exitValue()).as(err).isEqualTo(130);
      assertThat(err).contains("go on with: eckart complete").contains("--resume");
      try (Stream<Path> inside = Files.list(here)) {
        assertThat(inside.filter(path -> path.toString().contains("partial"))).isEmpty();
      }
    }
    Ran resumed =
        Ran.command(
            with(
                task,
                "--out",
                "" + here.resolve("b"),
                "--checkpoint",
                "" + here.resolve("kept"),
                "--resume"));
    assertThat(resumed.status()).as(resumed.err()).isZero();
    Ran whole = Ran.command(with(task, "--out", "" + here.resolve("c")));
    assertThat(whole.status()).as(whole.err()).isZero();
    assertThat(here.resolve("b/model/model.safetensors"))
        .hasSameBinaryContentAs(here.resolve("c/model/model.safetensors"));
  }

  private static String[] with(String[] task, String... more) {
    return Stream.concat(Stream.of(task), Stream.of(more)).toArray(String[]::new);
  }
}
