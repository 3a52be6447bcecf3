package org.eckart.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.Safetensors;
import org.eckart.data.array.MatrixOptions.Names;
import org.eckart.data.duck.Duck;
import org.eckart.data.image.GreyImage;
import org.eckart.linalg.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixReaderTest {
  private static final MatrixOptions OPTIONS = MatrixOptions.defaults();
  private static final double NAN = Double.NaN;

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private LabelledMatrix read(String name, String text) throws IOException {
    return MatrixReader.read(file(name, text), OPTIONS);
  }

  private static Matrix matrix(double[]... rows) {
    return Matrix.of(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "1,2,NA/,5,6/§numbered§numbered",
        "1 2 nan/ NaN   5 6/§numbered§numbered",
        "a;b;c/1;2;/NA;5;6/§numbered§a b c",
        ",a,b,c/x,1,2,/y,,5,6/§x y§a b c",
        "a,b,c/x,1,2,/y,,5,6/§x y§a b c",
        "gene,a,b,c/x,1,2,/y,,5,6/§x y§a b c",
        "x,1,2,/y,,5,6/§x y§numbered",
      })
  void namesAreDetected(String text, String rows, String columns) throws IOException {
    LabelledMatrix read = read("m.csv", text.replace('/', '\n'));

    assertThat(read.values().array()).containsExactly(1, 2, NAN, NAN, 5, 6);
    assertThat(read.rows())
        .isEqualTo(rows.equals("numbered") ? Labels.numbered(2) : Labels.of(rows.split(" ")));
    assertThat(read.columns())
        .isEqualTo(columns.equals("numbered") ? Labels.numbered(3) : Labels.of(columns.split(" ")));
    assertThat(read.missing()).isEqualTo(2);
  }

  @Test
  void namesAreAsTold() throws IOException {
    String path = file("m.csv", "id,2001,2002\n7,1,2\n8,3,4\n");
    MatrixOptions told = new MatrixOptions(Names.PRESENT, Names.PRESENT, '.', List.of(), false);

    LabelledMatrix read = MatrixReader.read(path, told);

    assertThat(read.values().array()).containsExactly(1, 2, 3, 4);
    assertThat(read.rows()).isEqualTo(Labels.of("7", "8"));
    assertThat(read.columns()).isEqualTo(Labels.of("2001", "2002"));
  }

  @Test
  void theEntriesThatAreThereAreObserved() throws IOException {
    LabelledMatrix read = read("m.csv", ",a,b\nx,,2\ny,,\nz,,6\n");

    ObservedEntries entries = read.observed();
    LabelledMatrix kept = read.withoutEmpty();

    assertThat(entries.count()).isEqualTo(2);
    assertThat(entries.rowArray()).containsExactly(0, 2);
    assertThat(entries.columnArray()).containsExactly(1, 1);
    assertThat(entries.valueArray()).containsExactly(2, 6);
    assertThat(kept)
        .isEqualTo(
            new LabelledMatrix(
                matrix(new double[] {2}, new double[] {6}), Labels.of("x", "z"), Labels.of("b")));
  }

  @Test
  void badTextIsNamedWithItsPlace() throws IOException {
    assertThatThrownBy(() -> read("m.csv", "a,b\n1,2\n\n3,4;5\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "m.csv, line 4, column 'b': \"4;5\" is not a finite number; if it stands for a missing"
                + " entry, add it to missing");
    assertThatThrownBy(() -> read("m.csv", "1;2\n3;4,5\n"))
        .hasMessage(
            "m.csv, line 2, column 2: \"4,5\" is not a finite number; if the comma is the decimal"
                + " mark, set decimal to ,");
    assertThatThrownBy(() -> read("m.csv", "1,2\n3,inf\n"))
        .hasMessageStartingWith("m.csv, line 2, column 2: \"inf\" is not a finite number");
    assertThatThrownBy(() -> read("m.csv", "1,2\n3,4\n5\n"))
        .hasMessage(
            "m.csv, line 3 has 1 fields where 2 were expected; put a text that holds the separator"
                + " into double quotes");
    assertThatThrownBy(() -> read("m.csv", "x,1\ny,2\n\nx,3\n"))
        .hasMessage("m.csv has two rows named 'x' (lines 1 and 4); names must differ");
    assertThatThrownBy(() -> read("m.csv", "a,a\n1,2\n"))
        .hasMessage("m.csv has two columns named 'a'; names must differ");
    assertThatThrownBy(() -> read("m.csv", ""))
        .hasMessage("m.csv is empty; a matrix needs at least one line");
    assertThatThrownBy(() -> read("m.csv", "a,b\n"))
        .hasMessage("m.csv has a header and no row below it");
  }

  @Test
  void decimalCommasAndOtherMissingTexts() throws IOException {
    String path = file("m.csv", "1,5;-\n2;3,25\n");
    LabelledMatrix read =
        MatrixReader.read(
            path, new MatrixOptions(Names.DETECT, Names.DETECT, ',', List.of("-"), false));

    assertThat(read.values().array()).containsExactly(1.5, NAN, 2, 3.25);
  }

  @Test
  void oneNumberIsAMatrix() throws IOException {
    assertThat(read("m.csv", "3.5").values().array()).containsExactly(3.5);
    assertThat(read("m.csv", "1\n2\n").values().rows()).isEqualTo(2);
  }

  @Test
  void arraysAreReadByName() throws IOException {
    assertThat(MatrixReader.read(NpyTest.golden("f8-c.npy").toString(), OPTIONS).values().array())
        .containsExactly(0.5, 1.5, 2.5, 10.5, 11.5, 12.5);
    String several = NpyTest.golden("several.npz").toString();
    assertThat(MatrixReader.read(several + ":whole", OPTIONS).values().get(1, 2)).isEqualTo(12);
    assertThat(MatrixReader.read(NpyTest.golden("one.npz").toString(), OPTIONS).values().columns())
        .isEqualTo(3);
    assertThatThrownBy(() -> MatrixReader.read(several, OPTIONS))
        .isInstanceOf(InputException.class)
        .hasMessage(several + " holds real, whole; name one behind a colon");
    String three = NpyTest.golden("three-way-fortran.npy").toString();
    assertThatThrownBy(() -> MatrixReader.read(three, OPTIONS))
        .hasMessage(three + " is an array of 3 ways (2 × 3 × 4), and a matrix has two");
    Path tensors = folder.resolve("w.safetensors");
    Safetensors.write(
        tensors,
        NamedArrays.builder()
            .put("a", new float[] {1.5f, 2, 3, 4}, 2, 2)
            .put("b", new long[] {7, 8}, 1, 2)
            .build());
    assertThat(MatrixReader.read(tensors + ":a", OPTIONS).values().array())
        .containsExactly(1.5, 2, 3, 4);
    assertThat(MatrixReader.readArray(tensors + ":b").values()).containsExactly(7, 8);
    assertThatThrownBy(() -> MatrixReader.readArray(tensors + ":c"))
        .hasMessage(tensors + " holds no array 'c'; it has a, b");
  }

  @Test
  void infiniteEntriesAreRefused() {
    Path path = folder.resolve("scan.npy");
    Npy.write(
        path,
        DenseArray.of(matrix(new double[] {1, 2}, new double[] {3, Double.NEGATIVE_INFINITY})));

    assertThatThrownBy(() -> MatrixReader.read(path.toString(), OPTIONS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            path
                + ", entry (1, 1) is -Infinity; entries must be finite, or NaN where they are"
                + " missing");
  }

  @Test
  void wideParquetHasOneTextColumnAtMost() throws Exception {
    Path path = folder.resolve("wide.parquet");
    try (Duck duck = Duck.open(1)) {
      duck.execute(
          "copy (select * from (values ('x', 1, 2.5::double, true), ('y', null, 'nan'::double,"
              + " false)) t(gene, a, b, c)) to '"
              + path
              + "' (format parquet)");
    }

    LabelledMatrix read = MatrixReader.read(path.toString(), OPTIONS);

    assertThat(read.values().array()).containsExactly(1, 2.5, 1, NAN, NAN, 0);
    assertThat(read.rows()).isEqualTo(Labels.of("x", "y"));
    assertThat(read.columns()).isEqualTo(Labels.of("a", "b", "c"));
  }

  @Test
  void marketEntriesNotGivenAreMissing() throws IOException {
    String path =
        file("m.mtx", "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 0\n2 1 5\n");

    assertThat(MatrixReader.read(path, OPTIONS).values().array()).containsExactly(NAN, 0, 5, NAN);
  }

  @Test
  void imagesAreMatrices() {
    Path path = folder.resolve("i.png");
    Matrix pixels = matrix(new double[] {0, 65535, 7}, new double[] {1, 2, 3});
    GreyImage.write(path, pixels, GreyImage.Depth.BITS_16);

    assertThat(MatrixReader.read(path.toString(), OPTIONS).values().array())
        .isEqualTo(pixels.array());
    assertThat(MatrixReader.isArrayFile("a.npz:x")).isTrue();
    assertThat(MatrixReader.isArrayFile("ratings.csv")).isFalse();
  }
}
