package org.eckart.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with a column for each mode of a tensor. */
class TensorTableTest {
  private static final List<String> MODES = List.of("time", "place", "channel");
  private static final TableOptions OPTIONS = TableOptions.defaults();

  @TempDir Path folder;

  private TableSource.File file(String text) throws IOException {
    Path path = folder.resolve("table.csv");
    Files.writeString(path, text);
    return new TableSource.File(path);
  }

  @Test
  void integersAreInOrderTextsAsTheyCome() throws IOException {
    ObservedTensor read =
        TensorTable.read(
            file(
                """
                time,place,channel,v
                10,z,c,1.5
                9,y,c,-2
                10,y,"a,b",NA
                -3,x,"a,b",4e1
                """),
            MODES,
            "v",
            OPTIONS);
    assertThat(read.shape()).containsExactly(3, 3, 2);
    assertThat(read.labels(0).get(0)).isEqualTo("-3");
    assertThat(read.labels(0).get(2)).isEqualTo("10");
    assertThat(read.labels(1).get(0)).isEqualTo("z");
    assertThat(read.labels(2).get(1)).isEqualTo("a,b");
    assertThat(read.valueArray()).containsExactly(1.5, -2, 40);
    assertThat(read.indexArray(0)).containsExactly(2, 1, 0);
    assertThat(read.indexArray(1)).containsExactly(0, 1, 2);
  }

  @Test
  void repeatedPlacesCountAsTheOptionsSay() throws IOException {
    TableSource.File twice = file("time,place,channel,v\n1,a,c,2\n2,a,c,7\n1,a,c,4\n");
    assertThatThrownBy(() -> TensorTable.read(twice, MODES, "v", OPTIONS))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "has 2 values at (1, a, c); say which counts: duplicates last, mean or sum");
    assertThat(
            TensorTable.read(twice, MODES, "v", OPTIONS.withDuplicates(Duplicates.LAST))
                .valueArray())
        .containsExactly(4, 7);
    assertThat(
            TensorTable.read(twice, MODES, "v", OPTIONS.withDuplicates(Duplicates.MEAN))
                .valueArray())
        .containsExactly(3, 7);
    assertThat(
            TensorTable.read(twice, MODES, "v", OPTIONS.withDuplicates(Duplicates.SUM))
                .valueArray())
        .containsExactly(6, 7);
  }

  /**
   * As many places as records, in their order: repeated ones, unknown ones, some without a value.
   */
  @Test
  void placesAreThoseOfEveryLine() throws IOException {
    TableSource.File table = file("time,place,channel,v\n1,a,c,2\n2,b,c,\n1,a,c,4\n1,q,c,5\n");
    List<Labels> labels =
        List.of(Labels.of(new long[] {1, 2}), Labels.of("b", "a"), Labels.of("c"));
    TensorTable.Places places = TensorTable.places(table, MODES, "v", labels, OPTIONS);
    assertThat(places.values()).containsExactly(2, Double.NaN, 4, 5);
    assertThat(places.index()[1]).containsExactly(1, 0, 1, -1);
    assertThat(places.ids().get(1)).containsExactly("a", "b", "a", "q");
    assertThat(places.isKnown(3)).isFalse();
    TensorTable.Places bare = TensorTable.places(table, MODES, null, labels, OPTIONS);
    assertThat(bare.values()).hasSize(4).containsOnly(Double.NaN);
    assertThat(bare.index()[0]).containsExactly(0, 1, 0, 0);
  }

  @Test
  void everyRecordNeedsItsIds() throws IOException {
    List<Labels> labels = List.of(Labels.numbered(3), Labels.of("a"), Labels.of("c"));
    for (String id : new String[] {"", "\"\"", "  "}) {
      TableSource.File table = file("time,place,channel,v\n1,a,c,2\n2," + id + ",c,3\n");
      String sentence = "column 'place' is empty in record 2; give every record an id";
      assertThatThrownBy(() -> TensorTable.places(table, MODES, null, labels, OPTIONS))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(sentence);
      assertThatThrownBy(() -> TensorTable.places(table, MODES, "v", labels, OPTIONS))
          .hasMessageEndingWith(sentence);
      assertThatThrownBy(() -> TensorTable.read(table, MODES, "v", OPTIONS))
          .hasMessageEndingWith(sentence);
    }
  }

  @Test
  void refusesWhatIsNoNumberAndWhatIsEmpty() throws IOException {
    TableSource.File wrong = file("time,place,channel,v\n1,a,c,2\n2,b,c,lots\n");
    assertThatThrownBy(() -> TensorTable.read(wrong, MODES, "v", OPTIONS))
        .hasMessageEndingWith(
            "column 'v': \"lots\" at (2, b, c) is not a finite number; correct it, or add 'lots'"
                + " to missing");
    TableSource.File empty = file("time,place,channel,v\n1,a,c,NA\n2,b,c,\n");
    assertThatThrownBy(() -> TensorTable.read(empty, MODES, "v", OPTIONS))
        .hasMessageEndingWith("table.csv holds no value in column 'v'");
    List<Labels> labels = List.of(Labels.numbered(3), Labels.of("a"), Labels.of("c"));
    TableSource.File none = file("time,place,channel,v\n");
    assertThat(TensorTable.places(none, MODES, "v", labels, OPTIONS).count()).isZero();
  }
}
