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
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private Path scan() {
    RandomStream random = RandomStream.of(4, "scan");
    Matrix signal = random.gaussian(60, 2).timesTranspose(random.gaussian(50, 2));
    Path file = here.resolve("scan.npy");
    Npy.write(file, DenseArray.of(signal.plus(random.gaussian(60, 50))));
    return file;
  }

  /**
   * @param levels whether values are 0 to 3
   */
  private Path table(boolean levels) throws Exception {
    Random random = new Random(2);
    StringBuilder lines = new StringBuilder("row,column,value\n");
    for (int k = 0; k < 40_000; k++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%.3f%n",
              k / 40,
              (k % 40) * 5 + k / 40 % 5,
              levels ? random.nextInt(4) : random.nextGaussian()));
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

  private static final String CHAINS = " --chains 2 --warmup 20 --draws ";

  /** Killed for good, or asked to stop: resumed, it ends with the same bits as if left alone. */
  @ParameterizedTest
  @CsvSource({
    "true, complete table.csv --rank 8 --max-sweeps 150 --tolerance 1e-13",
    "false, complete table.csv --rank 8 --max-sweeps 150 --tolerance 1e-13",
    "true, complete table.csv --method bayes --rank 4" + CHAINS + 100,
    "false, complete table.csv --method bayes --rank 4 --output-kind ordinal" + CHAINS + 60,
    "true, posterior scan.npy --noise 1 --lambda 5 --store 7" + CHAINS + 1000,
    "false, posterior scan.npy --noise 1 --engine npd" + CHAINS + 1000
  })
  void killedRunGoesOnToTheSameBits(boolean forcibly, String words) throws Exception {
    boolean levels = words.contains("ordinal");
    Path input = words.startsWith("complete") ? table(levels) : scan();
    String[] task = words.split(" ");
    task[1] = input.toString();
    Process process =
        start(with(task, "--out", "a", "--checkpoint", "kept", "--checkpoint-every", "0.001s"));
    boolean drawn = words.startsWith("posterior");
    File kept = here.resolve("kept/" + (drawn ? "chains" : "completion") + ".safetensors").toFile();
    waitForStates(process, kept, forcibly && words.contains("--chains") ? 2 : 1);
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
      assertThat(err).contains("go on with: eckart " + task[0]).contains("--resume");
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
    String[] results = {"model/model.safetensors"};
    if (drawn) {
      results = new String[] {"mean.npy", "lower.npy", "upper.npy", "sd.npy", "draws.safetensors"};
    }
    for (String result : results) {
      assertThat(here.resolve("b").resolve(result))
          .hasSameBinaryContentAs(here.resolve("c").resolve(result));
    }
  }

  /** Until the state has been written so often. */
  private static void waitForStates(Process process, File kept, int times) {
    int seen = 0;
    long last = 0;
    while (process.isAlive() && seen < times) {
      long now = kept.lastModified();
      seen += now != last ? 1 : 0;
      last = now;
      Thread.onSpinWait();
    }
  }

  private static String[] with(String[] task, String... more) {
    return Stream.concat(Stream.of(task), Stream.of(more)).toArray(String[]::new);
  }
}
