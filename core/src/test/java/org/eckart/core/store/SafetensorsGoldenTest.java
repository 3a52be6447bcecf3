package org.eckart.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other implementations and of earlier versions stay readable; see golden.md. */
class SafetensorsGoldenTest {
  @Test
  void readsEveryTypeThatPythonWrites() throws Exception {
    NamedArrays found = Safetensors.read(golden("python-0.8.safetensors"));
    assertThat(found.doubles("doubles"))
        .containsExactly(1.0, -0.0, 1e-150, 1e150, Math.PI, Double.MIN_VALUE);
    assertThat(found.get("doubles").shape()).containsExactly(2, 3);
    assertThat(found.floats("floats")).containsExactly(1, 2.5f, -3, Float.MIN_VALUE);
    assertThat(found.longs("longs")).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
    assertThat(found.get("longs").shape()).containsExactly(1, 2);
    assertThat(found.ints("ints")).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE, 7);
    assertThat(found.floats("half")).containsExactly(1.5f, -2, 65504, 0x1p-24f);
    assertThat(found.floats("brain")).containsExactly(1.5f, -2, Float.POSITIVE_INFINITY, 0x1p-133f);
    assertThat(found.doubles("scalar")).containsExactly(42);
    assertThat(found.get("scalar").shape()).containsExactly(1);
    assertThat(found.get("empty").shape()).containsExactly(0, 5);
    assertThat(found.text("method")).isEqualTo("als");
    assertThat(found.text("note")).isEqualTo("Zürich — \"quoted\" \\ \n ∑");
  }

  @Test
  void writesTheSameBytesAsVersionOne(@TempDir Path folder) throws Exception {
    Path written = folder.resolve("eckart-v1.safetensors");
    Safetensors.write(written, arrays());
    assertThat(written).hasSameBinaryContentAs(golden("eckart-v1.safetensors"));
  }

  @Test
  void headersEndOnAMultipleOfEightBytes(@TempDir Path folder) throws IOException {
    for (int length = 1; length <= 9; length++) {
      Path written = folder.resolve("x.safetensors");
      NamedArrays one = NamedArrays.builder().put("x".repeat(length), new double[] {1}).build();
      Safetensors.write(written, one);
      assertThat(Files.size(written) % 8).isZero();
      assertThat(Safetensors.read(written).doubles("x".repeat(length))).containsExactly(1);
    }
  }

  static NamedArrays arrays() {
    return NamedArrays.builder()
        .put("s", new float[] {3.5f, 0.125f, 0})
        .put("U", new double[] {1, -0.5, 0.25, 1e-300, 3e300, 0}, 3, 2)
        .put("counts", new int[] {-1, Integer.MAX_VALUE})
        .put("ids", new long[] {9007199254740993L}, 1, 1)
        .put("none", new double[0], 0, 2)
        .text("method", "als")
        .text("note", "Zürich \"1\" \\ ∑")
        .build();
  }

  private static Path golden(String name) throws URISyntaxException {
    var resource = SafetensorsGoldenTest.class.getResource(name);
    assertThat(resource).as(name).isNotNull();
    return Path.of(resource.toURI());
  }
}
