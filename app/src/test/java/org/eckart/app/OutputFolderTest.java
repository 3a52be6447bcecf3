package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir Path here;

  private CommonOptions options(Path out, boolean force) {
    CommonOptions options = new CommonOptions();
    options.out = out;
    options.force = force;
    return options;
  }

  private long count() throws Exception {
    try (Stream<Path> inside = Files.list(here)) {
      return inside.count();
    }
  }

  @Test
  void appearsOnlyWhenPublished() throws Exception {
    Path out = here.resolve("a/b");
    try (OutputFolder folder = OutputFolder.open(out, false)) {
      Files.writeString(folder.resolve("x.txt"), "x");
      assertThat(out).doesNotExist();
      folder.publish();
    }
    assertThat(out.resolve("x.txt")).hasContent("x");
  }

  @Test
  void leavesNothingBehindWhenNotPublished() throws Exception {
    try (OutputFolder folder = OutputFolder.open(here.resolve("out"), false)) {
      Files.createDirectories(folder.resolve("model"));
      Files.writeString(folder.resolve("model/x.txt"), "x");
    }
    assertThat(count()).isZero();
  }

  @Test
  void existingFolderIsRefusedWithoutForce() throws Exception {
    Path out = Files.createDirectory(here.resolve("out"));
    assertThatThrownBy(() -> OutputFolder.choose(options(out, false), "x"))
        .hasMessage(
            "--out "
                + out
                + " exists already; choose another folder, or add --force to replace it");
  }

  @Test
  void forceReplacesWhatEckartWroteAndNothingElse() throws Exception {
    Path out = Files.createDirectory(here.resolve("out"));
    Files.writeString(out.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> OutputFolder.choose(options(out, true), "x"))
        .hasMessageContaining("eckart did not write");
    Files.writeString(out.resolve("run.json"), "{}");
    assertThat(OutputFolder.choose(options(out, true), "x")).isEqualTo(out);
    try (OutputFolder folder = OutputFolder.open(out, true)) {
      Files.writeString(folder.resolve("new.txt"), "n");
      folder.publish();
    }
    assertThat(out.resolve("letter.txt")).doesNotExist();
    assertThat(out.resolve("new.txt")).exists();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void folderUnderAFileCannotBeWritten() throws Exception {
    Path file = Files.writeString(here.resolve("file"), "x");
    assertThatThrownBy(() -> OutputFolder.open(file.resolve("out"), false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("is a file");
  }

  @Test
  void folderIsNamedAfterTheInput() {
    assertThat(OutputFolder.stem("data/ratings.csv.gz")).isEqualTo("ratings");
    assertThat(OutputFolder.stem("my ratings (2).csv")).isEqualTo("my-ratings-2-");
    assertThat(OutputFolder.stem("-")).isEqualTo("stdin");
  }
}
