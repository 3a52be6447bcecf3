package org.eckart.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxImagesTest {
  @TempDir Path here;

  /** Two images of 2 × 3, with pixels 0, 1, 2, … 254, 255 among them. */
  private static byte[] file(int mark) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 12);
    bytes.putInt(mark).putInt(2).putInt(2).putInt(3);
    bytes.put(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 128, (byte) 254, (byte) 255});
    return bytes.array();
  }

  @Test
  void imagesAreReadPlainAndZipped() throws Exception {
    Path plain = Files.write(here.resolve("a-idx3-ubyte"), file(0x803));
    Path zipped = here.resolve("a-idx3-ubyte.gz");
    try (OutputStream to = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      to.write(file(0x803));
    }
    for (Path path : List.of(plain, zipped)) {
      assertThat(IdxImages.read(path, 0, 2)).hasSize(2);
      Matrix second = IdxImages.read(path, 1, 1).getFirst();
      assertThat(second.rows()).isEqualTo(2);
      assertThat(second.array()).containsExactly(6, 7, 8, 128, 254, 255);
    }
  }

  @Test
  void otherFilesAreRefused() throws Exception {
    Path labels = Files.write(here.resolve("labels"), file(0x801));
    assertThatThrownBy(() -> IdxImages.read(labels, 0, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            labels
                + " does not begin like a file of images in IDX form; name the file of images, not"
                + " that of labels");
    Path images = Files.write(here.resolve("images"), file(0x803));
    assertThatThrownBy(() -> IdxImages.read(images, 1, 2))
        .hasMessage(images + " has 2 images, so there are no images 1 to 2; count from 0");
    Path cut = Files.write(here.resolve("cut"), java.util.Arrays.copyOf(file(0x803), 20));
    assertThatThrownBy(() -> IdxImages.read(cut, 0, 1))
        .hasMessage(cut + " is cut short; copy it again");
  }
}
