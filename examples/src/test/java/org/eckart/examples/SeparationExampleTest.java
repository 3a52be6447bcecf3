package org.eckart.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    String said = printed.toString(StandardCharsets.UTF_8);
    Matcher found =
        Pattern.compile(
                "rank 3, .*error (\\S+) grey levels\\s+moving pixels: (\\S+) % of \\d+ found, (\\d+)"
                    + " others flagged\\s*",
                Pattern.DOTALL)
            .matcher(said);
    assertThat(found.matches()).as(said).isTrue();
    assertThat(Double.parseDouble(found.group(1))).isLessThan(1); // the noise has 2 grey levels
    assertThat(Double.parseDouble(found.group(2))).isGreaterThan(99);
    assertThat(Integer.parseInt(found.group(3))).isLessThan(100);
    assertThat(GreyImage.read(picture).columns()).isEqualTo(396);
  }
}
