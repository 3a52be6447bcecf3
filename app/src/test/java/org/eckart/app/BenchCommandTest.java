package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eckart bench} with a program in place of the one that measures. */
class BenchCommandTest {
  /** Says what it was told, one ratio, and fails with seed 13. */
  private static final String PROGRAM =
      """
      package org.eckart.bench;
      public final class Main {
        public static void main(String[] words) throws Exception {
          System.err.println("measuring " + String.join(" ", words));
          if (String.join(" ", words).contains("--seed 13")) {
            System.err.println("The peer gave another answer");
            System.exit(1);
          }
          java.nio.file.Files.writeString(
              java.nio.file.Path.of(words[3]).resolve("svd.txt"), "the table\\n");
          System.out.println("{\\"verb\\": \\"bench\\", \\"seed\\": 7, \\"input\\": {\\"rows\\": 3},"
              + "\\"warnings\\": [\\"a note\\"], \\"result\\": {\\"machine\\": {\\"cores\\": \\"2\\"},"
              + "\\"measurements\\": [{\\"task\\": \\"t\\", \\"program\\": \\"Eckart\\","
              + "\\"quantity\\": \\"time\\", \\"unit\\": \\"s\\", \\"median\\": 1, \\"min\\": 1, \\"max\\": 2}],"
              + "\\"ratios\\": [{\\"task\\": \\"t\\", \\"peer\\": \\"Slowpoke\\", \\"eckart\\": \\"Eckart\\","
              + "\\"quantity\\": \\"time (s)\\", \\"median\\": 2.5}],"
              + "\\"absent\\": [{\\"peer\\": \\"Nobody\\", \\"why\\": \\"not installed\\"}]}}");
        }
      }
      """;

  @TempDir Path here;

  private void install() throws Exception {
    Path source = Files.writeString(here.resolve("Main.java"), PROGRAM);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", here.toString(), source.toString());
    assertThat(status).isZero();
    Path lib = Files.createDirectories(here.resolve("image/lib/bench"));
    try (OutputStream file = Files.newOutputStream(lib.resolve("bench.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("org/eckart/bench/Main.class"));
      jar.write(Files.readAllBytes(here.resolve("org/eckart/bench/Main.class")));
    }
    System.setProperty("eckart.image", here.resolve("image").toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("eckart.image");
  }

  @Test
  void withoutANameTheBenchmarksAreListed() {
    Ran ran = Ran.command("bench");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines().map(line -> line.split(" ")[0]))
        .startsWith("completion", "svd")
        .contains(
            "scaledgd", "groups", "tensors", "dynamics", "spectralnet", "denoise", "robustpca")
        .endsWith("jmh");
    assertThat(Ran.command("bench", "--json").json().at("/result/benchmarks/svd").isString())
        .isTrue();
  }

  @Test
  void runsTheProgramAndKeepsWhatItFound() throws Exception {
    install();
    Path out = here.resolve("out");
    Ran ran = Ran.command("bench", "svd", "--quick", "--out", "" + out, "--json", "--threads", "1");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("measuring svd --json --out").contains("--threads 1 --quick");
    assertThat(ran.json().at("/verb").asString()).isEqualTo("bench");
    assertThat(ran.json().at("/status").asString()).isEqualTo("done");
    assertThat(ran.json().at("/seed").asInt()).isEqualTo(7);
    assertThat(ran.json().at("/input/rows").asInt()).isEqualTo(3);
    assertThat(ran.json().at("/result/ratios/0/median").asDouble()).isEqualTo(2.5);
    assertThat(ran.json().at("/warnings/0").asString()).isEqualTo("a note");
    for (String output : new String[] {"table", "measurements", "report", "run"}) {
      assertThat(Path.of(ran.json().at("/outputs/" + output).asString())).exists();
    }
    assertThat(Files.readString(out.resolve("report.html"))).contains("Slowpoke", "not installed");
    Ran text = Ran.command("bench", "svd", "--out", "" + here.resolve("b"));
    assertThat(text.out()).contains("the table");
  }

  @Test
  void failuresAreToldInOneSentenceAndLeaveNothing() throws Exception {
    Ran unknown = Ran.command("bench", "sdv");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.sentence())
        .startsWith("There is no benchmark 'sdv'; there are completion, svd, ")
        .endsWith(", jmh");
    Ran nowhere = Ran.command("bench", "svd", "--out", "" + here.resolve("out"));
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.sentence()).contains("./eckart bench NAME");
    install();
    Ran failed =
        Ran.command("bench", "svd", "--seed", "13", "--quiet", "--out", "" + here.resolve("out"));
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.sentence())
        .isEqualTo(
            "The benchmark ended with status 1; the last it said: The peer gave another answer");
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void aSeedIsRefusedWhereDataAreFixed() {
    Ran ran = Ran.command("bench", "scaledgd", "--seed", "3", "--explain");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo(
            "--seed can do nothing with the benchmark 'scaledgd', whose data are fixed; leave it"
                + " out");
    assertThat(Ran.command("bench", "svd", "--seed", "3", "--explain").status()).isZero();
  }
}
