package org.eckart.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eckart.core.CapacityException;
import org.eckart.core.InputException;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void chooseName() {
    file = folder.resolve("model.safetensors");
  }

  @Test
  void givesBackEveryBitAlsoAcrossBufferEnds() {
    RandomStream random = RandomStream.of(7, "safetensors test");
    double[] doubles = new double[300_001]; // 2.3 buffers of 1 MiB
    float[] floats = new float[262_145]; // one buffer and one element
    long[] longs = new long[131_072]; // one buffer exactly
    int[] ints = new int[1];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = Double.longBitsToDouble(random.nextLong()); // NaN payloads among them
    }
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat((int) random.nextLong());
    }
    Arrays.setAll(longs, _ -> random.nextLong());
    ints[0] = (int) random.nextLong();
    NamedArrays arrays =
        NamedArrays.builder()
            .put("ints", ints)
            .put("doubles", doubles)
            .put("floats", floats)
            .put("longs", longs, 2, 65_536)
            .text("", "an empty name is a name")
            .build();
    Safetensors.write(file, arrays);
    NamedArrays found = Safetensors.read(file);
    assertThat(found.names()).containsExactly("ints", "doubles", "floats", "longs");
    assertThat(found.ints("ints")).isEqualTo(ints);
    assertThat(found.longs("longs")).isEqualTo(longs);
    assertThat(found.get("longs").shape()).containsExactly(2, 65_536);
    assertThat(bits(found.doubles("doubles"))).isEqualTo(bits(doubles));
    assertThat(bits(found.floats("floats"))).isEqualTo(bits(floats));
    assertThat(found.texts()).isEqualTo(arrays.texts());
  }

  @Test
  void replacesAnOlderFileAndLeavesNothingElse() throws IOException {
    Safetensors.write(file, NamedArrays.builder().put("a", new int[] {1}).build());
    Safetensors.write(file, NamedArrays.builder().put("a", new int[] {2}).build());
    assertThat(Safetensors.read(file).ints("a")).containsExactly(2);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void readsOnlyWhatIsWanted() throws IOException {
    put(
        "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},"
            + "'b':{'dtype':'I32','shape':[1],'data_offsets':[4,8]}}",
        8);
    assertThat(Safetensors.read(file, "b"::equals).ints("b")).containsExactly(0);
    assertThat(Safetensors.read(file, "b"::equals).has("a")).isFalse();
    refuses(
        file
            + ", tensor 'a' has elements of type U8; Eckart reads F64, F32, F16, BF16, I64 and I32,"
            + " so store it as one of these");
  }

  @Test
  void everyTruncationIsRefusedAndTheFirstMissingTensorNamed() throws IOException {
    Safetensors.write(file, SafetensorsGoldenTest.arrays());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> Safetensors.read(file))
          .withMessageStartingWith(file + " is cut short: ")
          .withMessageEndingWith("; copy it again")
          .withMessageContaining(" " + length);
    }
    int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Files.write(file, Arrays.copyOf(whole, 8 + header + 40));
    refuses(
        "%s is cut short: tensor 'U' ends at byte %d, the file at %d; copy it again"
            .formatted(file, 8 + header + 48, 8 + header + 40));
  }

  @Test
  void noFlippedBitOfTheHeaderCrashesTheReader() throws IOException {
    Safetensors.write(file, SafetensorsGoldenTest.arrays());
    byte[] whole = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (int k = 0; k < 8 + header; k++) {
      byte[] spoilt = whole.clone();
      spoilt[k] ^= (byte) (1 << (5 * k % 8)); // one bit of each byte, each place in turn
      Files.write(file, spoilt);
      try {
        Safetensors.read(file); // a changed letter in a name or text is still a good file
      } catch (InputException refused) {
        assertThat(refused).hasMessageStartingWith(file.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'U':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}} | 8 |"
            + ", tensor 'U' of shape [2] and type F64 does not fit its 8 bytes (byte 64 to 72);"
            + " make it again",
        "{'U':{'dtype':'F64','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | 8 |"
            + ", tensor 'U' of shape [4294967296, 4294967296] and type F64 does not fit its 8 bytes"
            + " (byte 88 to 96); make it again",
        "{'U':{'dtype':'F64','shape':[-1,-1],'data_offsets':[0,8]}} | 8 |"
            + ", tensor 'U' has shape [-1, -1]; no length can be below 0; make it again",
        "{'U':{'dtype':'I32','shape':[1],'data_offsets':[8,4]}} | 8 |"
            + ", tensor 'U' has data offsets 8 to 4, which are no place in a file; copy it again",
        "{'U':{'dtype':'I32','shape':[1],'data_offsets':[-4,0]}} | 8 |"
            + ", tensor 'U' has data offsets -4 to 0, which are no place in a file; copy it again",
        "{'U':{'dtype':'I32','shape':[2],'data_offsets':[0,8]},"
            + "'V':{'dtype':'I32','shape':[1],'data_offsets':[4,8]}} | 8 |"
            + ", tensor 'V' begins at byte 124, before tensor 'U' ends at byte 128; make it again",
        "{'U':{'dtype':'I32','shape':[1],'data_offsets':[0,4]},"
            + "'V':{'dtype':'I32','shape':[1],'data_offsets':[8,12]}} | 12 |"
            + " has 4 bytes that belong to no tensor, from byte 124 to tensor 'V'; make it again",
        "{'U':{'dtype':'I32','shape':[1],'data_offsets':[0,4]}} | 12 |"
            + " goes on to byte 76, but tensor 'U', its last part, ends at byte 68; copy it again",
        "{} | 3 | goes on to byte 19, but the header, its last part, ends at byte 16;"
            + " copy it again",
        "{'U':{'dtype':'I32','shape':[1],'data_offsets':[0,4]},"
            + "'U':{'dtype':'I32','shape':[1],'data_offsets':[4,8]}} | 8 |"
            + " has two tensors named 'U'; make it again",
        "{'__metadata__':{'a':'1','a':'2'}} | 0 | has two texts named 'a'; make it again",
        "{'__metadata__':{'a':1}} | 0 |"
            + " has a damaged header: text 'a' is not text (byte 29); copy it again",
        "{'U':{'dtype':'I32','data_offsets':[0,4]}} | 4 |"
            + ", tensor 'U' lacks its shape in the header; copy it again",
        "{'U':{'dtype':'I32','shape':[1],'data_offsets':[4]}} | 4 |"
            + ", tensor 'U' lacks its two data_offsets in the header; copy it again",
        "{'U':{'dtype':'I32','shape':[1.5],'data_offsets':[0,4]}} | 4 |"
            + " has a damaged header: shape of 'U' is not an integer (byte 37); copy it again",
        "[] | 0 | has a damaged header: the header is not a JSON object (byte 8); copy it again",
        "{} {} | 0 | has a damaged header: more JSON follows its end at byte 11; copy it again",
        "{'U':} | 0 | has a damaged header: no readable JSON at byte 13; copy it again,"
            + " or check that it is a safetensors file",
        "{'U':{'dtype':'F8_E4M3','shape':[2],'data_offsets':[0,2]}} | 2 |"
            + ", tensor 'U' has elements of type F8_E4M3; Eckart reads F64, F32, F16, BF16, I64 and"
            + " I32, so store it as one of these",
      })
  void namesWhatIsWrongWithAHeader(String json, int dataBytes, String sentence) throws IOException {
    put(json, dataBytes);
    refuses(file + (sentence.startsWith(",") ? sentence : " " + sentence));
  }

  @Test
  void refusesAHeaderLengthThatNoHeaderHas() throws IOException {
    Files.write(file, "PK\3\4 this is a zip".getBytes(StandardCharsets.UTF_8));
    refuses(
        file
            + " gives its header 7595448452415441744 bytes (bytes 0 to 8), more than the 100000000"
            + " allowed; copy it again, or check that it is a safetensors file");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0});
    refuses(
        file
            + " gives its header 18446744073709551615 bytes (bytes 0 to 8), more than the 100000000"
            + " allowed; copy it again, or check that it is a safetensors file");
  }

  @Test
  void saysWhenThereIsNoFile() {
    refuses(file + " does not exist; check the name");
    file = folder;
    refuses(file + " is a folder, not a safetensors file; name a file in it");
  }

  @Test
  void saysWhenThereIsNoFolderToWriteTo() {
    Path lost = folder.resolve("nowhere").resolve("a.safetensors");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Safetensors.write(lost, SafetensorsGoldenTest.arrays()))
        .withMessage(
            "%s could not be written: the folder %s does not exist; create it first"
                .formatted(lost, lost.getParent()));
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNoOther() throws IOException {
    Files.writeString(file, "old");
    assertThatExceptionOfType(CapacityException.class)
        .isThrownBy(() ->
            AtomicFile.write(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(new byte[100]));
                  throw new IOException("No space left on device");
                }))
        .withMessageMatching(
            ".*model.safetensors could not be written: the disk is full \\([0-9]+ bytes free\\);"
                + " make room, or write elsewhere");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theNameOfTheTextsIsTaken() {
    NamedArrays arrays = NamedArrays.builder().put("__metadata__", new int[1]).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.write(file, arrays))
        .withMessage("An array cannot be named '__metadata__', which safetensors keeps for texts");
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private void refuses(String sentence) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Safetensors.read(file))
        .withMessage(sentence)
        .satisfies(refused -> assertThat(refused.where()).isEqualTo(file.toString()));
  }

  /** A file with this header, its quotes given as ', padded to 8 bytes, and zeros as data. */
  private void put(String json, int dataBytes) throws IOException {
    byte[] header = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    int padded = (header.length + 7) / 8 * 8;
    ByteBuffer all = ByteBuffer.allocate(8 + padded + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(padded).put(header);
    while (all.position() < 8 + padded) {
      all.put((byte) ' ');
    }
    Files.write(file, all.array());
  }
}
