package org.eckart.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.duck.Duck;
import org.eckart.data.duck.ParquetFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableWriterTest {
  private static final Predictions PREDICTIONS =
      new Predictions(
          Labels.of("a, \"b\"", " c", "d\ne"),
          Labels.of(7L, 30000000000L),
          new int[] {0, 1, 2},
          new int[] {1, 0, 0},
          new double[] {1.0 / 3, Double.NaN, -1e-300},
          new double[] {0.25, 0, -1},
          new double[] {0.5, 1, 1});

  @TempDir Path folder;

  @Test
  void csvIsQuotedWhereItMustBe() throws IOException {
    Path path = folder.resolve("p.csv");
    TableWriter.write(path, PREDICTIONS);

    assertThat(Files.readString(path))
        .isEqualTo(
            """
            row,column,value,lower,upper
            "a, ""b\""",30000000000,0.3333333333333333,0.25,0.5
            " c",7,,0.0,1.0
            "d
            e",7,-1.0E-300,-1.0,1.0
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.csv", "p.tsv", "p.parquet"})
  void whatIsWrittenIsReadBackBitForBit(String name) {
    Path path = folder.resolve(name);
    TableWriter.write(path, PREDICTIONS);

    Table read =
        TableReader.read(
            TableSource.file(path), TableOptions.defaults().withColumns("row", "column", "value"));

    ObservedEntries entries = read.entries();
    assertThat(read.report().missing()).isEqualTo(1);
    assertThat(entries.rowLabels()).isEqualTo(Labels.of(" c", "a, \"b\"", "d\ne"));
    assertThat(entries.columnLabels()).isEqualTo(Labels.of(7L, 30000000000L));
    assertThat(entries.valueArray()).containsExactly(1.0 / 3, -1e-300);
  }

  @Test
  void probabilitiesHaveAColumnForEachLevel() throws IOException {
    Path path = folder.resolve("p.csv");
    Probabilities likely =
        new Probabilities(
            Labels.of("a", "b"),
            Labels.of(7L),
            new int[] {0, 1},
            new int[] {0, 0},
            new double[] {0.5, 1, 1e300},
            new double[] {0.25, 0.5, 0.25, 0, 1, 0});
    TableWriter.write(path, likely);
    assertThat(Files.readString(path))
        .isEqualTo("row,column,0.5,1,1.0E300\na,7,0.25,0.5,0.25\nb,7,0.0,1.0,0.0\n");

    Path parquet = folder.resolve("p.parquet");
    TableWriter.write(parquet, likely);
    Table read =
        TableReader.read(
            TableSource.file(parquet), TableOptions.defaults().withColumns("row", "column", "0.5"));
    assertThat(read.entries().valueArray()).containsExactly(0.25, 0);
    assertThatThrownBy(() ->
            new Probabilities(
                Labels.of("a"),
                Labels.of("b"),
                new int[1],
                new int[1],
                new double[] {1, 2},
                new double[1]))
        .hasMessage("1 rows, 1 columns and 1 probabilities of 2 levels do not make a table");
  }

  @Test
  void withoutIntervalsThereAreThreeColumns() throws IOException {
    Path path = folder.resolve("p.tsv");
    TableWriter.write(
        path,
        new Predictions(
            Labels.numbered(1),
            Labels.numbered(1),
            new int[] {0},
            new int[] {0},
            new double[] {2},
            null,
            null));

    assertThat(Files.readString(path)).isEqualTo("row\tcolumn\tvalue\n0\t0\t2.0\n");
  }

  @Test
  void otherFormatsAndFoldersThatAreNotThereAreRefused() throws IOException {
    Path odd = folder.resolve("p.xlsx");
    assertThatThrownBy(() -> TableWriter.write(odd, PREDICTIONS))
        .isInstanceOf(InputException.class)
        .hasMessage(odd + ": a table is written as .csv, .tsv or .parquet; name it so");
    for (String name : new String[] {"p.csv", "p.parquet"}) {
      Path nowhere = folder.resolve("absent").resolve(name);
      assertThatThrownBy(() -> TableWriter.write(nowhere, PREDICTIONS))
          .isInstanceOf(InputException.class)
          .hasMessage(
              nowhere
                  + " could not be written: the folder "
                  + folder.resolve("absent")
                  + " does not exist; create it first");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFullDiskIsSaidInOneSentence() {
    assertThat(ParquetFile.unwritable(Path.of("model"), new IOException("No space left on device")))
        .hasMessage("model could not be written: the disk is full; make room, or write elsewhere");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000})
  void labelsComeBack(int size) throws IOException {
    long[] numbers = new long[size];
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (i - 7L) * 12345678901L;
      texts[i] = "ä " + (size - i);
    }
    Path path = folder.resolve("labels.parquet");

    LabelFile.write(path, Labels.of(numbers));
    assertThat(LabelFile.read(path)).isEqualTo(Labels.of(numbers));
    LabelFile.write(path, Labels.of(texts));
    assertThat(LabelFile.read(path)).isEqualTo(Labels.of(texts));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void labelFilesThatRepeatAreRefused() throws Exception {
    Path path = folder.resolve("labels.parquet");
    try (Duck duck = Duck.open(1)) {
      ParquetFile.write(
          duck,
          "select * from (values (0::integer, 'a'), (1::integer, 'a')) t(position, label)",
          path);
    }

    assertThatThrownBy(() -> LabelFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessage(
            path
                + " does not give one label, and a different one, to each position; copy it again, or"
                + " write the model anew");
  }
}
