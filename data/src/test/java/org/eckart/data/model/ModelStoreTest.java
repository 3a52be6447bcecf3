package org.eckart.data.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.NamedArrays;
import org.eckart.data.table.LabelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final Set<String> KINDS = Set.of("completion");
  private static final Labels ROWS = Labels.of("Ünï, \"x\"", "b", " b");
  private static final Labels COLUMNS = Labels.of(-5L, 30000000000L);

  @TempDir Path folder;

  private static StoredModel model(Labels rows, Labels columns) {
    NamedArrays arrays =
        NamedArrays.builder()
            .put("leftFactor", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .put("rightFactor", new double[] {1, 2, 3, Math.PI}, 2, 2)
            .build();
    return new StoredModel(
        "completion",
        arrays,
        List.of("leftFactor"),
        List.of("rightFactor"),
        rows,
        columns,
        "{\"seed\": 1, \"options\": {\"rank\": [2, {\"a\": \"}\"}]}}");
  }

  private Path written() {
    Path path = folder.resolve("model");
    ModelStore.write(path, model(ROWS, COLUMNS), false);
    return path;
  }

  private void refused(Path path, String kind, String message) {
    assertThatThrownBy(() -> ModelStore.read(path, KINDS))
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessage(message);
  }

  private static void assertSame(StoredModel a, StoredModel b) {
    assertThat(a.kind()).isEqualTo(b.kind());
    assertThat(a.rows()).isEqualTo(b.rows());
    assertThat(a.columns()).isEqualTo(b.columns());
    assertThat(a.rowArrays()).isEqualTo(b.rowArrays());
    assertThat(a.columnArrays()).isEqualTo(b.columnArrays());
    assertThat(a.arrays().floats("leftFactor")).isEqualTo(b.arrays().floats("leftFactor"));
    assertThat(a.arrays().doubles("rightFactor")).isEqualTo(b.arrays().doubles("rightFactor"));
    assertThat(a.provenance()).isEqualTo(b.provenance());
  }

  @Test
  void aModelComesBackAsItWas() throws IOException {
    Path path = written();

    assertSame(ModelStore.read(path, KINDS), model(ROWS, COLUMNS));
    try (Stream<Path> files = Files.list(path)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.safetensors", "rows.parquet", "columns.parquet", "run.json");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void plainNumbersNeedNoFile() {
    Path path = folder.resolve("numbered");
    StoredModel numbered = model(Labels.numbered(3), Labels.numbered(2));
    ModelStore.write(path, numbered, false);

    StoredModel read = ModelStore.read(path, KINDS);

    assertSame(read, numbered);
    assertThat(read.rows().areNumbered()).isTrue();
    assertThat(path.resolve("rows.parquet")).doesNotExist();
  }

  @Test
  void anExistingFolderIsReplacedOnlyWhenToldAndOnlyIfItHoldsAModel() throws IOException {
    Path path = written();
    assertThatThrownBy(() -> ModelStore.write(path, model(ROWS, COLUMNS), false))
        .isInstanceOf(InputException.class)
        .hasMessage(path + " exists already; choose another name, or allow overwriting");

    StoredModel numbered = model(Labels.numbered(3), Labels.numbered(2));
    ModelStore.write(path, numbered, true);
    assertSame(ModelStore.read(path, KINDS), numbered);
    assertThat(path.resolve("rows.parquet")).doesNotExist();

    Path thesis = Files.createDirectory(folder.resolve("thesis"));
    Files.writeString(thesis.resolve("chapter1.tex"), "…");
    assertThatThrownBy(() -> ModelStore.write(thesis, numbered, true))
        .hasMessage(
            thesis
                + " holds other things than a model and is not overwritten; choose another name");
    assertThat(thesis.resolve("chapter1.tex")).exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(path, thesis);
    }
  }

  @Test
  void aFailedWriteLeavesNothing() throws IOException {
    Path nowhere = folder.resolve("absent").resolve("model");
    assertThatThrownBy(() -> ModelStore.write(nowhere, model(ROWS, COLUMNS), false))
        .isInstanceOf(InputException.class)
        .hasMessage(
            nowhere
                + " could not be written: the folder "
                + folder.resolve("absent")
                + " does not exist; create it first");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Path absent = folder.resolve("absent");
    refused(absent, "missing-file", "There is no model folder " + absent + "; check the path");
    Path file = Files.writeString(folder.resolve("file"), "x");
    refused(file, "not-a-model", file + " is a file, and a model is a folder; name that folder");
    refused(
        folder,
        "missing-file",
        folder.resolve("run.json")
            + " is not there, so "
            + folder
            + " is no whole model; copy the model folder again");
  }

  @Test
  void missingAndDamagedFilesAreRefused() throws IOException {
    Path path = written();
    Path rows = path.resolve("rows.parquet");
    Files.delete(rows);
    refused(
        path,
        "missing-file",
        rows + " is not there, so " + path + " is no whole model; copy the model folder again");
    Files.writeString(rows, "not parquet at all");
    assertThatThrownBy(() -> ModelStore.read(path, KINDS))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(rows + " cannot be read: ");
    LabelFile.write(rows, Labels.of("only", "two"));
    refused(
        path,
        "contradiction",
        rows + " has 2 labels, but run.json says 3 rows; the files are of different models");
  }

  @Test
  void aTruncatedArrayFileIsRefused() throws IOException {
    Path path = written();
    Path arrays = path.resolve("model.safetensors");
    try (FileChannel channel = FileChannel.open(arrays, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 8);
    }

    assertThatThrownBy(() -> ModelStore.read(path, KINDS))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(arrays.toString());
  }

  private void edit(Path path, String from, String to) throws IOException {
    Path run = path.resolve("run.json");
    String text = Files.readString(run);
    assertThat(text).contains(from);
    Files.writeString(run, text.replace(from, to));
  }

  @Test
  void contradictionsAndStrangersAreRefused() throws IOException {
    Path path = written();
    Path run = path.resolve("run.json");
    edit(path, "\"kind\": \"completion\"", "\"kind\": \"spectral\"");
    refused(
        path,
        "unknown-kind",
        path
            + " holds a model of kind 'spectral', and this needs 'completion'; name another model");
    edit(path, "\"kind\": \"spectral\"", "\"kind\": \"completion\"");
    edit(path, "\"rowArrays\": [\"leftFactor\"]", "\"rowArrays\": [\"rightFactor\"]");
    refused(
        path,
        "contradiction",
        path
            + ": array 'rightFactor' is for 2 rows, but run.json says 3; the files are of different"
            + " models");
    edit(path, "[\"rightFactor\"],\n  \"col", "[\"bias\"],\n  \"col");
    refused(
        path,
        "contradiction",
        path
            + " lacks the array 'bias' in model.safetensors that run.json names; the files are of"
            + " different models");
    edit(path, "\"formatVersion\": 1", "\"formatVersion\": 2");
    refused(
        path,
        "newer-format",
        run
            + " has format version 2, and this Eckart knows versions up to 1; read it with a newer"
            + " Eckart");
    edit(path, "\"eckart-model\"", "\"other\"");
    refused(
        path,
        "damaged-file",
        run + " does not say \"format\": \"eckart-model\"; copy the model folder again");
    Files.writeString(run, "{\"format\": ");
    assertThatThrownBy(() -> ModelStore.read(path, KINDS))
        .hasMessageStartingWith(run + " is not JSON: ")
        .hasMessageEndingWith("; copy the model folder again");
  }

  @Test
  void fieldsOfLaterVersionsArePassedOver() throws IOException {
    Path path = written();
    edit(path, "\"rows\": 3", "\"later\": {\"a\": [1, [2]]}, \"rows\": 3");

    assertSame(ModelStore.read(path, KINDS), model(ROWS, COLUMNS));
  }

  @Test
  void arraysMustFitTheLabelsBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> model(Labels.numbered(4), COLUMNS))
        .hasMessage("Array 'leftFactor' is for 3 rows, but there are labels for 4");
  }

  @Test
  void warmingUpIsHarmless() {
    ModelStore.warmUp();
    ModelStore.warmUp();
    assertThat(folder).isEmptyDirectory();
  }
}
