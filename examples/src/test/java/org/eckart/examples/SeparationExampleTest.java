package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eckart.data.image.GreyImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparationExampleTest {
  @Test
  void theBackgroundIsFoundAndDrawn(@TempDir Path folder) {
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Path picture = folder.resolve("video.png");
    try {
      SeparationExample.main(new String[] {picture.toString()});
    } finally {
      System.setOut(screen);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("rank 3, ");
    assertThat(GreyImage.read(picture).columns()).isEqualTo(396);
  }
}
