package org.eckart.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void anUnknownBenchmarkIsWrongUsage() {
    assertThat(run("completon")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "There is no benchmark 'completon'; usage: bench NAME [--json] [--out DIR] [--seed N]"
                + " [--threads N] [--quick]; NAME is one of "
                + String.join(", ", BenchOptions.NAMES));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  /** The command lists them without this program, which it need not have built. */
  @Test
  void theCommandNamesTheSame() throws Exception {
    Matcher named =
        Pattern.compile("BENCHMARKS\\.put\\(\\s*\"(\\w+)\"")
            .matcher(
                Files.readString(Path.of("../app/src/main/java/org/eckart/app/BenchCommand.java")));
    assertThat(named.results().map(one -> one.group(1)))
        .containsExactlyInAnyOrderElementsOf(BenchOptions.NAMES);
  }

  @Test
  void noNameIsWrongUsage() {
    assertThat(run("--quick")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("bench needs the name");
  }

  @Test
  void aNumberThatIsNoneIsNamed() {
    assertThat(run("svd", "--threads", "two")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("--threads is 'two'; it must be an integer from 1 to 4096");
  }

  @Test
  void optionsAreReadInAnyOrder() {
    BenchOptions options =
        BenchOptions.parse(List.of("--json", "svd", "--seed", "-3", "--out", "results", "--quick"));
    assertThat(options.name()).isEqualTo("svd");
    assertThat(options.seed()).isEqualTo(-3);
    assertThat(options.out()).isEqualTo(Path.of("results"));
    assertThat(options.json()).isTrue();
    assertThat(options.quick()).isTrue();
  }

  @Test
  void furtherArgumentsGoToTheMicroBenchmarks() {
    BenchOptions options = BenchOptions.parse(List.of("jmh", "--quick", "Dot", "-p", "length=16"));
    assertThat(options.further()).containsExactly("Dot", "-p", "length=16");
  }

  @Test
  void theAnswerIsOneObjectWithTheStableKeys() {
    Sheet sheet = new Sheet();
    sheet.seconds("fit", "Eckart", "whole process", 2, 1, 4);
    sheet.seconds("fit", "Peer 1.0", "whole process", 3, 3, 4);
    sheet.add("fit", "Eckart", "test RMSE", "", 0.78);
    sheet.absent("Other", "it is not on the PATH");
    sheet.note("a note");
    BenchOptions options = BenchOptions.parse(List.of("completion", "--threads", "2"));
    JsonNode answer =
        JsonMapper.builder()
            .build()
            .readTree(Main.json(options, Map.of("cores", 2), Map.of("rows", 9), sheet, 5));
    assertThat(answer.propertyNames())
        .containsExactly(
            "verb",
            "status",
            "seed",
            "threads",
            "seconds",
            "input",
            "options",
            "result",
            "warnings",
            "outputs");
    assertThat(answer.get("verb").asString()).isEqualTo("bench");
    assertThat(answer.get("input").get("rows").asInt()).isEqualTo(9);
    JsonNode result = answer.get("result");
    assertThat(result.propertyNames())
        .containsExactly("machine", "measurements", "ratios", "absent");
    JsonNode own = result.get("measurements").get(0);
    assertThat(own.propertyNames())
        .containsExactly(
            "task", "program", "quantity", "unit", "median", "min", "max", "repetitions", "values");
    assertThat(own.get("median").asDouble()).isEqualTo(2);
    JsonNode ratio = result.get("ratios").get(0);
    assertThat(result.get("ratios").size()).isEqualTo(1);
    assertThat(ratio.get("peer").asString()).isEqualTo("Peer 1.0");
    assertThat(ratio.get("median").asDouble()).isCloseTo(1.5, within(1e-15)); // of 1.5, 3 and 1
    assertThat(ratio.get("min").asDouble()).isEqualTo(1);
    assertThat(ratio.get("max").asDouble()).isEqualTo(3);
    assertThat(result.get("absent").get(0).get("why").asString()).contains("PATH");
    assertThat(answer.get("warnings").get(0).asString()).isEqualTo("a note");
  }

  @Test
  void noRatioIsMadeOfErrorsOrOfTimesBelowTheClock() {
    Sheet sheet = new Sheet();
    sheet.add("fit", "Eckart", "test RMSE", "", 0.78);
    sheet.add("fit", "Peer", "test RMSE", "", 0.79);
    sheet.seconds("fit", "Eckart", "solve", 0, 1);
    sheet.seconds("fit", "Peer", "solve", 1, 1);
    sheet.cpuSeconds("fit", "Eckart", "solve", Double.NaN);
    assertThat(sheet.ratios()).isEmpty();
    assertThat(sheet.measurements()).hasSize(4);
  }

  @Test
  void aSpreadOfAnEvenNumberHasTheMiddleAsMedian() {
    assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(2.5, 1, 4, 4));
    assertThat(Spread.of(3, 1, 2).toString()).isEqualTo("2.0000 (1.0000–3.0000)");
  }
}
