package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import javax.imageio.ImageIO;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sentence tells of flags that the verb has, and of none that it lacks. */
class FlagWordsTest {
  @TempDir Path here;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "complete --matrix|if it stands for a missing entry, add it to --missing",
        "spectrum|if it stands for a missing entry, write NA",
        "denoise --missing|if it stands for a missing entry, write NA",
        "separate --missing ?|if it stands for a missing entry, add it to --missing"
      })
  void missingEntriesAreNamedByVerbsThatReadNames(String command, String end) throws Exception {
    Path matrix = Files.writeString(here.resolve("m.csv"), "1,2,3,4,5\n1,x,3,4,5\n1,2,3,4,6\n");
    assertThat(said(command, matrix)).endsWith(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "denoise|choose one with --channel, 0 to 2, or save it in grey",
        "spectrum|save it in grey, or one channel by itself"
      })
  void aChannelIsChosenWhereItCanBe(String command, String end) throws Exception {
    Path picture = here.resolve("colours.png");
    ImageIO.write(new BufferedImage(8, 9, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    assertThat(said(command, picture)).endsWith(end);
  }

  @Test
  void aTensorInAnArchiveIsNotSaidToBeNoInput() {
    Path archive = here.resolve("t.npz");
    SequencedMap<String, DenseArray> arrays = new LinkedHashMap<>();
    arrays.put("t", new DenseArray(new double[8], new int[] {2, 2, 2}));
    Npy.write(archive, arrays);
    assertThat(said("complete", Path.of(archive + ":t")))
        .endsWith(
            "and a matrix has two; save a tensor as .npy by itself, and fill a signal by --method"
                + " hankel");
  }

  private String said(String command, Path input) {
    String[] words = (command + " " + input + " --out " + here.resolve("out")).split(" ");
    Ran ran = Ran.command(words);
    assertThat(ran.status()).as(ran.err()).isEqualTo(3);
    return ran.sentence();
  }
}
