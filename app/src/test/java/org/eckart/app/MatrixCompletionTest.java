package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code complete} of a matrix file: the holes are filled and nothing else changes. */
class MatrixCompletionTest {
  private static final int M = 40;
  private static final int N = 30;

  @TempDir Path here;

  /** Rank 2 with noise 0.05. */
  private static double[] whole() {
    Random random = new Random(4);
    double[][] factor = new double[M + N][2];
    for (double[] one : factor) {
      one[0] = random.nextGaussian();
      one[1] = random.nextGaussian();
    }
    double[] values = new double[M * N];
    for (int k = 0; k < values.length; k++) {
      double[] a = factor[k / N];
      double[] b = factor[M + k % N];
      values[k] = 2 + a[0] * b[0] + a[1] * b[1] + 0.05 * random.nextGaussian();
    }
    return values;
  }

  /** The same with 3 of 10 entries missing. */
  private static double[] holed() {
    Random random = new Random(6);
    double[] values = whole();
    for (int k = 0; k < values.length; k++) {
      values[k] = random.nextInt(10) < 3 ? Double.NaN : values[k];
    }
    return values;
  }

  private static String text(double[] values, String delimiter) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < values.length; k++) {
      text.append(Double.isNaN(values[k]) ? (k % 2 == 0 ? "" : "NA") : "" + values[k]);
      text.append(k % N == N - 1 ? "\n" : delimiter);
    }
    return text.toString();
  }

  private String write(String kind) throws Exception {
    Path file = here.resolve("in." + kind);
    double[] values = holed();
    switch (kind) {
      case "npy" -> Npy.write(file, new DenseArray(values, new int[] {M, N}));
      case "npz" -> {
        SequencedMap<String, DenseArray> arrays = new LinkedHashMap<>();
        arrays.put("other", new DenseArray(new double[] {1}, new int[] {1}));
        arrays.put("x", new DenseArray(values, new int[] {M, N}));
        Npy.write(file, arrays);
        return file + ":x";
      }
      case "csv" -> Files.writeString(file, text(values, ","));
      case "tsv" -> Files.writeString(file, text(values, "\t"));
      case "mtx" -> {
        StringBuilder lines = new StringBuilder();
        int count = 0;
        for (int k = 0; k < values.length; k++) {
          if (!Double.isNaN(values[k])) {
            lines.append((k / N + 1) + " " + (k % N + 1) + " " + values[k] + "\n");
            count++;
          }
        }
        Files.writeString(
            file,
            "%%MatrixMarket matrix coordinate real general\n"
                + M
                + " "
                + N
                + " "
                + count
                + "\n"
                + lines);
      }
      default -> throw new IllegalArgumentException(kind);
    }
    return file.toString();
  }

  private Ran complete(Object... words) {
    return Ran.command(
        Stream.concat(Stream.of("complete"), Stream.of(words).map(Object::toString))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"npy", "npz", "csv", "tsv", "mtx"})
  void holesAreFilledAndObservedEntriesKeepTheirBits(String kind) throws Exception {
    Path out = here.resolve("out");
    Ran ran = complete(write(kind), "--interval", "0.9", "--out", out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().at("/result/rows").asInt()).isEqualTo(M);
    assertThat(ran.json().at("/result/columns").asInt()).isEqualTo(N);
    for (String name : List.of("completed", "lower", "upper", "model", "report")) {
      assertThat(Path.of(ran.json().at("/outputs/" + name).asString())).exists();
    }
    DenseArray completed = Npy.read(out.resolve("completed.npy"));
    DenseArray lower = Npy.read(out.resolve("lower.npy"));
    DenseArray upper = Npy.read(out.resolve("upper.npy"));
    assertThat(completed.shape()).containsExactly(M, N);
    double[] whole = whole();
    double[] holed = holed();
    double squares = 0;
    int filled = 0;
    int inside = 0;
    for (int k = 0; k < holed.length; k++) {
      if (Double.isNaN(holed[k])) {
        squares += Math.pow(completed.values()[k] - whole[k], 2);
        filled++;
        inside += lower.values()[k] <= whole[k] && whole[k] <= upper.values()[k] ? 1 : 0;
      } else {
        assertThat(completed.values()[k]).isEqualTo(holed[k]);
        assertThat(lower.values()[k]).isEqualTo(holed[k]);
        assertThat(upper.values()[k]).isEqualTo(holed[k]);
      }
    }
    assertThat(Math.sqrt(squares / filled)).isLessThan(0.12); // noise is 0.05, the spread 1.5
    assertThat((double) inside / filled).isBetween(0.8, 1.0);
  }

  @Test
  void softimputeFillsTooAndBoundsAreWrittenOnlyWhenAskedFor() throws Exception {
    Path out = here.resolve("out");
    Ran ran = complete(write("npy"), "--method", "softimpute", "--holdout", "0.1", "--out", out);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Npy.read(out.resolve("completed.npy")).values()).doesNotContain(Double.NaN);
    assertThat(out.resolve("predictions.csv")).exists();
    assertThat(out.resolve("lower.npy")).doesNotExist();
    double[] completed = Npy.read(out.resolve("completed.npy")).values();
    double[] holed = holed(); // entries held out of the fit were observed all the same
    for (int k = 0; k < holed.length; k++) {
      assertThat(Double.isNaN(holed[k]) || completed[k] == holed[k]).isTrue();
    }
  }

  @Test
  void textIsATableOrAMatrixByItsColumnsOrAsToldTo() throws Exception {
    Path three = Files.writeString(here.resolve("three.csv"), "1,2,3\n4,5,6\n7,8,\n1,9,2\n");
    Ran table = complete(three, "--json", "--out", here.resolve("a"));
    assertThat(table.status()).as(table.err()).isZero();
    assertThat(table.json().at("/result/observed").asInt()).isEqualTo(3);
    Ran matrix = complete(three, "--matrix", "--json", "--out", here.resolve("b"));
    assertThat(matrix.status()).as(matrix.err()).isZero();
    assertThat(matrix.json().at("/result/rows").asInt()).isEqualTo(4);
    assertThat(matrix.json().at("/result/observed").asInt()).isEqualTo(11);
    Path wide = Files.writeString(here.resolve("wide.csv"), "1,2,3,4,5\n4,5,6,7,8\n2,2,3,4,9\n");
    Ran forced = complete(wide, "--table", "--json", "--out", here.resolve("c"));
    assertThat(forced.status()).as(forced.err()).isZero();
    assertThat(forced.json().at("/result/observed").asInt()).isEqualTo(3);
    Ran named = complete(wide, "--row", "1", "--json", "--out", here.resolve("d"));
    assertThat(named.json().at("/result/observed").asInt()).isEqualTo(3);
    Path words = Files.writeString(here.resolve("w.csv"), "u,i,r,t,c\na,b,3,4,x\na,c,6,7,y\n");
    Ran told = complete(words, "--out", here.resolve("e"));
    assertThat(told.status()).isEqualTo(3);
    assertThat(told.sentence())
        .endsWith(
            "; if this is a table of entries, name its columns with --row, --column, --value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--row 1|--row can do nothing: @ is read as a matrix; leave it out",
        "--duplicates last|--duplicates can do nothing: @ is read as a matrix; leave it out",
        "--table|--table can do nothing: @ is a matrix; leave it out",
        "--matrix --table|--matrix and --table contradict each other; leave one of them out",
      })
  void optionsThatCanDoNothingAreRefused(String more, String sentence) throws Exception {
    String file = write("npy");
    Ran ran = complete(Stream.concat(Stream.of(file), Stream.of(more.split(" "))).toArray());
    assertThat(ran.sentence()).isEqualTo(sentence.replace("@", file));
    assertThat(ran.status()).isEqualTo(2);
  }

  @Test
  void emptyMatricesAndThoseBeyondMemoryAreRefusedInOneSentence() throws Exception {
    Path empty = here.resolve("empty.npy");
    Npy.write(empty, new DenseArray(new double[] {Double.NaN, Double.NaN}, new int[] {2, 1}));
    Ran none = complete(empty, "--out", here.resolve("out"));
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.sentence()).contains("has no entry that is known");
    Path large =
        Files.writeString(
            here.resolve("large.mtx"),
            "%%MatrixMarket matrix coordinate real general\n2000000 1000000 1\n1 1 3.5\n");
    Ran beyond = complete(large, "--out", here.resolve("out"));
    assertThat(beyond.status()).as(beyond.err()).isEqualTo(4);
    assertThat(beyond.sentence().lines()).hasSize(1);
    assertThat(beyond.sentence())
        .startsWith("The completed 2,000,000 × 1,000,000 matrix takes 15,258,789 MiB, and ");
    assertThat(here.resolve("out")).doesNotExist();
  }
}
