package org.eckart.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast reader and DuckDB read the same files and must give the same bits. */
class PlainTablePropertyTest {
  @TempDir Path folder;

  private static void assertSame(ObservedEntries a, ObservedEntries b) {
    assertThat(a.rowLabels()).isEqualTo(b.rowLabels());
    assertThat(a.columnLabels()).isEqualTo(b.columnLabels());
    assertThat(a.rowArray()).isEqualTo(b.rowArray());
    assertThat(a.columnArray()).isEqualTo(b.columnArray());
    assertThat(a.valueArray()).isEqualTo(b.valueArray());
    assertThat(a.hasTime()).isEqualTo(b.hasTime());
    for (int k = 0; a.hasTime() && k < a.count(); k++) {
      assertThat(a.time(k)).isEqualTo(b.time(k));
    }
  }

  /** Gzipped text is not for the fast reader, so the same text goes through DuckDB. */
  private static Path zipped(Path file) throws IOException {
    Path zipped = file.resolveSibling(file.getFileName() + ".gz");
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(file, out);
    }
    return zipped;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void bothReadersGiveTheSameBits(long seed) throws IOException {
    RandomStream random = RandomStream.of(seed, "plain tables");
    String[] delimiters = {",", "\t", " ", "::", ";", "|"};
    String delimiter = delimiters[random.nextInt(delimiters.length)];
    String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
    boolean time = random.nextInt(2) == 0;
    boolean wide = random.nextInt(2) == 0; // ids all over 32 bits, so that codes are hashed
    int count = 1 + random.nextInt(seed <= 2 ? 150_000 : 300); // 150,000 lines are several chunks
    StringBuilder text = new StringBuilder();
    if (random.nextInt(2) == 0) {
      text.append(String.join(delimiter, "user", "item", "rating", "when")).append(end);
    } else {
      text.append(String.join(delimiter, "1", "1", "1", "1")).append(end);
    }
    for (int k = 0; k < count; k++) {
      long row = wide ? (int) random.nextLong() : random.nextInt(40) - 20;
      long column = random.nextInt(1 + random.nextInt(5000));
      text.append(row).append(delimiter).append(column).append(delimiter);
      text.append(number(random)).append(delimiter).append(random.nextInt(1 << 30));
      text.append(k == count - 1 && random.nextInt(2) == 0 ? "" : end);
    }
    Path file = Files.writeString(folder.resolve("plain.csv"), text);
    for (Duplicates rule : new Duplicates[] {Duplicates.LAST, Duplicates.MEAN, Duplicates.SUM}) {
      TableOptions options =
          TableOptions.defaults()
              .withThreads(1 + random.nextInt(3))
              .withDuplicates(rule)
              .withTime(time ? "4" : null);

      Table fast = TableReader.read(TableSource.file(file), options);
      Table general = TableReader.read(TableSource.file(zipped(file)), options);

      assertThat(fast.report().bulk()).as("seed %d is read fast", seed).isTrue();
      assertThat(general.report().bulk()).isFalse();
      assertSame(fast.entries(), general.entries());
      assertThat(fast.report().repeated()).isEqualTo(general.report().repeated());
    }
  }

  private static String number(RandomStream random) {
    return switch (random.nextInt(6)) {
      case 0 -> Integer.toString(random.nextInt(1000) - 500);
      case 1 -> String.format(Locale.ROOT, "%.1f", 10 * random.nextUniform());
      case 2 -> Double.toString(random.nextGaussian());
      case 3 -> String.format(Locale.ROOT, "%.14f", random.nextGaussian());
      case 4 -> String.format(Locale.ROOT, "%.3e", 1e-200 * random.nextGaussian());
      default -> random.nextInt(100) + ".5";
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2,3\n\"1\",3,4\n",
        "1,2,3\n01,2,4\n",
        "1,2,3\n-0,2,4\n",
        "1,2,3\n99999999999,2,4\n",
        "1,2,3\n4294967297,2,4\n",
        "1,2,3\n2147483648,2,4\n",
        "1,2,3\nx,2,4\n",
        "1,2,3\n2,2,+4\n",
        "1,2,3\n2,2, 4\n",
        "1,2,3\n2,2,4.\n",
        "1,2,3\n2,2,.5\n",
        "1,2,3\n2,2,\n",
        "1,2,3\n\n2,2,4\n",
        "1,2,3\n2,2,0.1e-3\n",
        "1,2,3\n+2,2,1\n",
        "1,2,12345678901234567890.125\n2,2,0.1234567890123456789\n",
      })
  void whatIsNotPlainIsReadAsDuckDbReadsIt(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("odd.csv"), text);
    TableOptions options = TableOptions.defaults().withThreads(2);

    Table table = TableReader.read(TableSource.file(file), options);

    assertSame(
        table.entries(), TableReader.read(TableSource.file(zipped(file)), options).entries());
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() throws IOException {
    RandomStream random = RandomStream.of(5, "threads");
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < 200_000; k++) {
      text.append(random.nextInt(300)).append(' ').append(random.nextInt(300)).append(' ');
      text.append(number(random)).append('\n');
    }
    Path file = Files.writeString(folder.resolve("many.txt"), text);
    TableOptions options = TableOptions.defaults().withDuplicates(Duplicates.MEAN);
    ObservedEntries one =
        TableReader.read(TableSource.file(file), options.withThreads(1)).entries();

    for (int threads = 2; threads <= 5; threads++) {
      assertSame(
          one, TableReader.read(TableSource.file(file), options.withThreads(threads)).entries());
    }
  }
}
