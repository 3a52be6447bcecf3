package org.eckart.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that NumPy wrote; golden.py beside them says how. */
class NpyTest {
  @TempDir Path folder;

  static Path golden(String name) {
    try {
      return Path.of(Objects.requireNonNull(NpyTest.class.getResource(name)).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "f8-c,0.5",
    "f8-fortran,0.5",
    "f8-big-endian,0.5",
    "f4,0.5",
    "f2,0.5",
    "i1,0",
    "u1,0",
    "i2,0",
    "u2,0",
    "i4,0",
    "u4,0",
    "i8,0",
    "u8,0",
    "i4-big-endian,0"
  })
  void everyElementTypeAndOrderGivesTheSameNumbers(String file, double half) {
    DenseArray array = Npy.read(golden(file + ".npy"));

    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values())
        .containsExactly(half, 1 + half, 2 + half, 10 + half, 11 + half, 12 + half);
  }

  @Test
  void booleansNumbersAndEmptyArraysAreRead() {
    assertThat(Npy.read(golden("b1.npy")).values()).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(Npy.read(golden("number.npy")).shape()).isEmpty();
    assertThat(Npy.read(golden("number.npy")).values()).containsExactly(7.25);
    assertThat(Npy.read(golden("empty.npy")).shape()).containsExactly(0, 4);
  }

  @Test
  void fortranOrderOfThreeWaysIsTurned() {
    DenseArray array = Npy.read(golden("three-way-fortran.npy"));

    assertThat(array.shape()).containsExactly(2, 3, 4);
    assertThat(array.values()).isEqualTo(IntStream.range(0, 24).asDoubleStream().toArray());
    assertThat(array.shapeText()).isEqualTo("2 × 3 × 4");
  }

  @Test
  void archivesHoldSeveral() {
    assertThat(Npy.names(golden("several.npz"))).containsExactly("real", "whole");
    assertThat(Npy.read(golden("several.npz"), "whole").values())
        .containsExactly(0, 1, 2, 10, 11, 12);
    assertThat(Npy.read(golden("one.npz"), "only").values()[5]).isEqualTo(12.5);
    assertThatThrownBy(() -> Npy.read(golden("several.npz"), "x"))
        .isInstanceOf(InputException.class)
        .hasMessage(golden("several.npz") + " holds no array 'x'; it has [real, whole]");
  }

  @Test
  void whatIsNoRealNumberIsRefused() {
    assertThatThrownBy(() -> Npy.read(golden("objects.npy")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            golden("objects.npy")
                + " holds elements of type '|O', and only real numbers, integers and booleans are"
                + " read (loading objects would run code); convert it with array.astype(float)");
    assertThatThrownBy(() -> Npy.read(golden("complex.npy")))
        .hasMessage(
            golden("complex.npy")
                + " holds elements of type '<c16', and only real numbers, integers and booleans are"
                + " read; convert it with array.astype(float)");
    assertThatThrownBy(() -> Npy.read(golden("structured.npy")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds elements of type [('a', '<f8'), ('b', '<i4')], and only");
    assertThatThrownBy(() -> Npy.read(golden("large-integer.npy")))
        .hasMessage(
            golden("large-integer.npy")
                + " holds the integer 9007199254740993, which no double equals; are these ids rather"
                + " than values?");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] good = Files.readAllBytes(golden("f8-c.npy"));
    Path file = folder.resolve("x.npy");
    Files.write(file, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is cut short; write it again with numpy.save");
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> Npy.read(file))
        .hasMessage(
            file + " holds more bytes than its header says; write it again with numpy.save");
    Files.writeString(file, "row,column\n");
    assertThatThrownBy(() -> Npy.read(file))
        .hasMessage(file + " does not begin as a .npy file does; write it again with numpy.save");
    byte[] huge =
        new String(good, StandardCharsets.ISO_8859_1)
            .replace("(2, 3), }  ", "(99999, 99999), }")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, huge);
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(InputException.class);
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(InputException.class);
    }
    Path absent = folder.resolve("absent.npy");
    assertThatThrownBy(() -> Npy.read(absent))
        .hasMessage("There is no file " + absent + "; check the path");
  }

  @Test
  void whatIsWrittenIsByteForByteWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("x.npy");
    Npy.write(file, Npy.read(golden("f8-c.npy")));

    assertThat(file).hasSameBinaryContentAs(golden("f8-c.npy"));
    Npy.write(file, Npy.read(golden("number.npy")));
    assertThat(file).hasSameBinaryContentAs(golden("number.npy"));
    Npy.write(file, Npy.read(golden("empty.npy")));
    assertThat(file).hasSameBinaryContentAs(golden("empty.npy"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyShapeComesBackBitForBit(long seed) {
    RandomStream random = RandomStream.of(seed, "npy");
    int[] shape = new int[1 + random.nextInt(4)];
    int length = 1;
    for (int w = 0; w < shape.length; w++) {
      shape[w] = 1 + random.nextInt(20);
      length *= shape[w];
    }
    double[] values = new double[length];
    for (int k = 0; k < length; k++) {
      values[k] = random.nextGaussian() * Math.pow(10, random.nextInt(300) - 150);
    }
    values[0] = Double.NaN;
    SequencedMap<String, DenseArray> arrays = new LinkedHashMap<>();
    arrays.put("a", new DenseArray(values, shape));
    arrays.put("b", DenseArray.of(Matrix.identity(3)));
    Path npy = folder.resolve("x.npy");
    Path npz = folder.resolve("x.npz");
    Npy.write(npy, new DenseArray(values, shape));
    Npy.write(npz, arrays);

    assertThat(Npy.read(npy).values()).isEqualTo(values);
    assertThat(Npy.read(npy).shape()).isEqualTo(shape);
    assertThat(Npy.names(npz)).isEqualTo(List.of("a", "b"));
    assertThat(Npy.read(npz, "a").values()).isEqualTo(values);
    assertThat(Npy.read(npz, "b").matrix().array()).isEqualTo(Matrix.identity(3).array());
  }
}
