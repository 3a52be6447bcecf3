package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBlasLibraryTest {
  private static final OpenBlasLibrary.Platform PLATFORM =
      OpenBlasLibrary.platform(System.getProperty("os.name"), System.getProperty("os.arch"));

  @TempDir Path cache;

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void librariesAreCopiedOnceAndFoundAgain() throws IOException {
    Path first = OpenBlasLibrary.unpacked(PLATFORM, cache);
    Path library = first.resolve(PLATFORM.openblas());
    Object copied = Files.getLastModifiedTime(library);
    assertThat(first).hasParent(cache);
    assertThat(OpenBlasLibrary.unpacked(PLATFORM, cache)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(copied);
    assertThat(in(cache)).containsExactly(first);
  }

  @Test
  void aCopyThatWasCutShortIsReplaced() throws IOException {
    Path library = OpenBlasLibrary.unpacked(PLATFORM, cache).resolve(PLATFORM.openblas());
    long size = Files.size(library);
    Files.write(library, new byte[1000]);
    assertThat(OpenBlasLibrary.unpacked(PLATFORM, cache).resolve(PLATFORM.openblas()))
        .isEqualTo(library)
        .hasSize(size);
    assertThat(in(cache)).containsExactly(library.getParent());
  }

  @Test
  void severalThatStartAtOnceEndWithOneCopy() throws IOException {
    var found = ConcurrentHashMap.<Path>newKeySet();
    try (Parallel parallel = Parallel.of(4)) {
      parallel.forEachBlock(
          4,
          block -> {
            try {
              found.add(OpenBlasLibrary.unpacked(PLATFORM, cache));
            } catch (IOException failure) {
              throw new IllegalStateException(failure);
            }
          });
    }
    assertThat(found).hasSize(1);
    assertThat(in(cache)).containsExactlyElementsOf(found);
  }

  @Test
  void aCacheThatCannotBeWrittenIsReplacedByAFolderForThisRun() throws IOException {
    Path file = Files.createFile(cache.resolve("a file, not a folder"));
    Path found = OpenBlasLibrary.unpacked(PLATFORM, file.resolve("cache"));
    assertThat(found.resolve(PLATFORM.openblas())).exists();
    for (Path copied : in(found)) {
      Files.delete(copied);
    }
    Files.delete(found);
  }

  @Test
  void aMachineWithoutOpenBlasIsNamed() {
    assertThatThrownBy(() -> OpenBlasLibrary.platform("Linux", "riscv64"))
        .isInstanceOf(OpenBlasLibrary.NotLoadedException.class)
        .hasMessage("there is no OpenBLAS for Linux on riscv64");
    assertThatThrownBy(() ->
            OpenBlasLibrary.unpacked(
                new OpenBlasLibrary.Platform("beos-x86", List.of(), "libopenblas.so"), cache))
        .isInstanceOf(OpenBlasLibrary.NotLoadedException.class)
        .hasMessage(
            "org.bytedeco:openblas:beos-x86 is not on the class path; add that jar, or name a"
                + " folder that holds libopenblas.so with -Deckart.openblas");
  }
}
