package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code --explain} tells memory and time and leaves nothing. */
class PlanTest {
  @TempDir Path here;

  @BeforeEach
  void write() throws Exception {
    RandomStream random = RandomStream.of(1, "plan");
    npy("matrix.npy", random.gaussian(20, 12).array(), 20, 12);
    npy("stack.npy", random.gaussian(60, 48).array(), 60, 8, 6);
    npy("y.npy", random.gaussian(60, 1).array(), 60);
    StringBuilder signal = new StringBuilder();
    StringBuilder table = new StringBuilder("row,column,value\n");
    for (int t = 0; t < 120; t++) {
      signal.append(t % 5 == 3 ? "NA" : Math.sin(0.3 * t)).append('\n');
      table.append(t % 15).append(',').append(t / 15).append(',').append(t % 4).append('\n');
    }
    Files.writeString(here.resolve("signal.csv"), signal);
    Files.writeString(here.resolve("table.csv"), table);
    Files.writeString(here.resolve("pairs.csv"), "row,column\n3,4\n99,2\n");
    Files.writeString(here.resolve("more.csv"), "row,column,value\n99,4,1\n99,2,3\n");
  }

  private void npy(String name, double[] values, int... shape) {
    Npy.write(here.resolve(name), new DenseArray(values, shape));
  }

  private JsonNode explained(String command) {
    String words = command.replaceAll("(\\w+\\.(npy|csv)|MODEL)", here + "/$1");
    Ran ran = Ran.command((words + " --json --explain --out " + here.resolve("no")).split(" "));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(here.resolve("no")).doesNotExist();
    return ran.json().get("result");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "denoise matrix.npy",
        "denoise matrix.npy --patches --noise 1",
        "separate matrix.npy",
        "sense y.npy --operator stack.npy --rank 1",
        "posterior matrix.npy --noise 1 --draws 50",
        "spectrum matrix.npy",
        "decompose matrix.npy --rank 2",
        "decompose matrix.npy --rank 2 --method krylov",
        "complete signal.csv --method hankel",
        "complete signal.csv --method hankel --rank 2",
        "sample --rows 4 --columns 3 --draws 50"
      })
  void tellsMemoryAndTime(String command) {
    JsonNode result = explained(command);
    assertThat(result.at("/memoryMiB").isNumber()).isTrue();
    assertThat(result.at("/seconds/least").asDouble()).isPositive();
    assertThat(result.at("/seconds/most").asDouble())
        .isGreaterThanOrEqualTo(result.at("/seconds/least").asDouble());
  }

  @Test
  void tellsThemOfAModelToo() {
    Ran fitted =
        Ran.command(
            "complete", "" + here.resolve("table.csv"), "--rank", "1", "--out", here + "/MODEL");
    assertThat(fitted.status()).as(fitted.err()).isZero();
    for (String verb : new String[] {"predict MODEL pairs.csv", "fold-in MODEL more.csv"}) {
      JsonNode result = explained(verb);
      assertThat(result.at("/memoryMiB").isNumber()).isTrue();
      assertThat(result.at("/seconds/most").asDouble()).isPositive();
    }
  }

  @Test
  void aRunThatHasNotTheMemoryIsNotTried() {
    Plan plan = Plan.ofRun(Long.MAX_VALUE, new Refusing(), "nothing", 1);
    assertThat(plan.leastSeconds()).isNaN();
    assertThat(plan.words()).startsWith("about ").endsWith(" MiB");
  }

  /** A method that must not be started. */
  private static final class Refusing
      implements org.eckart.core.run.Algorithm<String, String, String> {
    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public Record options() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String start(String problem) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String step(String problem, String state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public org.eckart.core.run.Progress progress(String problem, String state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String estimate(String problem, String state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public org.eckart.core.store.NamedArrays save(String state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String load(String problem, org.eckart.core.store.NamedArrays saved) {
      throw new UnsupportedOperationException();
    }
  }
}
