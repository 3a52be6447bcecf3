package org.eckart.core.store;

import static org.eckart.linalg.Check.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.core.store.NamedArrays.NamedArray;
import org.eckart.core.store.SafetensorsHeader.Place;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Safetensors files: plain arrays with names, and a little text. Reading one runs no code, and
 * Python, Rust and others read the same file.
 *
 * <p>The format: eight bytes with the length of a JSON header (little-endian), the header, and the
 * arrays one after another in C order, little-endian. {@code double}, {@code float}, {@code long}
 * and {@code int} arrays are stored as F64, F32, I64 and I32 and come back bit for bit; F16 and
 * BF16 are widened to {@code float} when read. The arrays of eight-byte elements come first, so
 * that each array is aligned for a memory map.
 *
 * <p>Source: the format's description at <a
 * href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>, version 0.8.
 */
public final class Safetensors {
  /** The most elements that a Java array holds. */
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8L;

  private static final int BUFFER_BYTES = 1 << 20;

  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort BITS16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Safetensors() {}

  /**
   * Writes arrays and texts; the file appears whole or not at all, and replaces one of that name.
   *
   * @throws org.eckart.core.CapacityException if the disk is full; nothing is left behind
   * @throws InputException if the folder does not exist or may not be written to
   */
  public static void write(Path path, NamedArrays arrays) {
    List<String> order = storageOrder(arrays);
    byte[] header = header(arrays, order);
    AtomicFile.write(
        path,
        channel -> {
          ByteBuffer buffer =
              ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          buffer.putLong(header.length).flip();
          AtomicFile.writeFully(channel, buffer);
          AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
          for (String name : order) {
            writeValues(channel, buffer, arrays.get(name).values());
          }
        });
  }

  /**
   * Reads all arrays and texts. An array stored without a shape (a single number) has shape (1).
   *
   * @throws InputException in one sentence with file and bytes, if anything about the file is not
   *     as the format says, or an array is of a type other than F64, F32, F16, BF16, I64 and I32
   */
  public static NamedArrays read(Path path) {
    return read(path, _ -> true);
  }

  /** Reads the texts and those arrays whose names are wanted; the whole header is checked. */
  public static NamedArrays read(Path path, Predicate<String> wanted) {
    String file = path.toString();
    if (Files.isDirectory(path)) {
      throw InputException.of(
          "not-a-file", file, "%s is a folder, not a safetensors file; name a file in it", file);
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long bytes = channel.size();
      long headerBytes = headerLength(file, channel, bytes);
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
      byte[] json = map.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE);
      SafetensorsHeader header = SafetensorsHeader.parse(file, json, bytes);
      NamedArrays.Builder arrays = NamedArrays.builder();
      header.texts().forEach(arrays::text);
      for (Place place : header.places().values()) {
        if (wanted.test(place.name())) {
          readValues(file, map, place, arrays);
        }
      }
      return arrays.build();
    } catch (NoSuchFileException missing) {
      throw new InputException(
          "missing-file", file, file + " does not exist; check the name", missing);
    } catch (ClosedByInterruptException interrupted) {
      throw new RunException(file + " was not read, since the thread was interrupted", interrupted);
    } catch (IOException failure) {
      throw new InputException(
          "unreadable", file, file + " could not be read: " + failure.getMessage(), failure);
    } catch (InternalError shrunk) { // how the JVM reports a map whose file became shorter
      throw new InputException(
          "damaged-file", file, file + " was changed while it was read; read it again", shrunk);
    }
  }

  private static long headerLength(String file, FileChannel channel, long bytes)
      throws IOException {
    if (bytes < 8) {
      throw InputException.of(
          "damaged-file",
          file,
          "%s is cut short: the length of its header takes bytes 0 to 8, the file ends at %d;"
              + " copy it again",
          file,
          bytes);
    }
    ByteBuffer first = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    while (first.hasRemaining() && channel.read(first, first.position()) >= 0) {}
    long length = first.getLong(0);
    if (length < 0 || length > SafetensorsHeader.MAX_BYTES) {
      throw InputException.of(
          "damaged-file",
          file,
          "%s gives its header %s bytes (bytes 0 to 8), more than the %d allowed; copy it again, or"
              + " check that it is a safetensors file",
          file,
          Long.toUnsignedString(length),
          SafetensorsHeader.MAX_BYTES);
    }
    if (length > bytes - 8) {
      throw InputException.of(
          "damaged-file",
          file,
          "%s is cut short: its header ends at byte %d, the file at %d; copy it again",
          file,
          8 + length,
          bytes);
    }
    return length;
  }

  private static void readValues(
      String file, MemorySegment map, Place place, NamedArrays.Builder arrays) {
    ElementType type = ElementType.named(place.type());
    if (type == null) {
      throw InputException.of(
          "unsupported-type",
          file,
          "%s, tensor '%s' has elements of type %s; Eckart reads F64, F32, F16, BF16, I64 and I32,"
              + " so store it as one of these",
          file,
          place.name(),
          place.type());
    }
    long bytes = place.end() - place.begin();
    long elements = bytes / type.bytes;
    int[] shape = new int[place.shape().length];
    boolean fits = elements <= MAX_ELEMENTS;
    for (int way = 0; way < shape.length; way++) {
      shape[way] = (int) place.shape()[way];
      fits &= shape[way] == place.shape()[way];
    }
    if (!fits) {
      throw InputException.of(
          "too-large",
          file,
          "%s, tensor '%s' has %d elements (byte %d to %d), an array here at most %d; split it",
          file,
          place.name(),
          elements,
          place.begin(),
          place.end(),
          MAX_ELEMENTS);
    }
    int count = (int) elements;
    long begin = place.begin();
    switch (type) {
      case F64 -> {
        double[] values = new double[count];
        MemorySegment.copy(map, F64, begin, values, 0, count);
        arrays.put(place.name(), values, shape);
      }
      case F32 -> {
        float[] values = new float[count];
        MemorySegment.copy(map, F32, begin, values, 0, count);
        arrays.put(place.name(), values, shape);
      }
      case I64 -> {
        long[] values = new long[count];
        MemorySegment.copy(map, I64, begin, values, 0, count);
        arrays.put(place.name(), values, shape);
      }
      case I32 -> {
        int[] values = new int[count];
        MemorySegment.copy(map, I32, begin, values, 0, count);
        arrays.put(place.name(), values, shape);
      }
      case F16, BF16 -> arrays.put(place.name(), widened(map, type, begin, count), shape);
    }
  }

  private static float[] widened(MemorySegment map, ElementType type, long begin, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      short bits = map.get(BITS16, begin + 2L * i);
      values[i] =
          type == ElementType.F16
              ? Float.float16ToFloat(bits)
              : Float.intBitsToFloat(bits << 16); // BF16 is the upper half of a float
    }
    return values;
  }

  /** Eight-byte elements first, otherwise in the order given. */
  private static List<String> storageOrder(NamedArrays arrays) {
    List<String> order = new ArrayList<>(arrays.names());
    order.sort(Comparator.comparingInt(name -> -ElementType.of(arrays.get(name).values()).bytes));
    return order;
  }

  private static byte[] header(NamedArrays arrays, List<String> order) {
    Map<String, Long> begin = new HashMap<>();
    long end = 0;
    for (String name : order) {
      begin.put(name, end);
      end += bytes(arrays.get(name).values());
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator =
        SafetensorsHeader.JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      generator.writeStartObject();
      if (!arrays.texts().isEmpty()) {
        generator.writeObjectPropertyStart(SafetensorsHeader.TEXTS);
        arrays.texts().forEach(generator::writeStringProperty);
        generator.writeEndObject();
      }
      for (String name : arrays.names()) {
        check(
            !name.equals(SafetensorsHeader.TEXTS),
            "An array cannot be named '%s', which safetensors keeps for texts",
            name);
        NamedArray array = arrays.get(name);
        long from = begin.getOrDefault(name, 0L);
        generator.writeObjectPropertyStart(name);
        generator.writeStringProperty("dtype", ElementType.of(array.values()).name());
        generator.writeName("shape");
        generator.writeArray(array.shape(), 0, array.shape().length);
        generator.writeName("data_offsets");
        generator.writeArray(new long[] {from, from + bytes(array.values())}, 0, 2);
        generator.writeEndObject();
      }
      generator.writeEndObject();
    }
    while (json.size() % 8 != 0) {
      json.write(' ');
    }
    check(
        json.size() <= SafetensorsHeader.MAX_BYTES,
        "The header would have %d bytes and safetensors allows %d; store long texts elsewhere",
        json.size(),
        SafetensorsHeader.MAX_BYTES);
    return json.toByteArray();
  }

  private static long bytes(Object values) {
    return (long) java.lang.reflect.Array.getLength(values) * ElementType.of(values).bytes;
  }

  private static void writeValues(FileChannel channel, ByteBuffer buffer, Object values)
      throws IOException {
    int width = ElementType.of(values).bytes;
    int length = java.lang.reflect.Array.getLength(values);
    int most = BUFFER_BYTES / width;
    for (int from = 0, count; from < length; from += count) {
      count = Math.min(most, length - from);
      buffer.clear();
      switch (values) {
        case double[] v -> buffer.asDoubleBuffer().put(v, from, count);
        case float[] v -> buffer.asFloatBuffer().put(v, from, count);
        case long[] v -> buffer.asLongBuffer().put(v, from, count);
        case int[] v -> buffer.asIntBuffer().put(v, from, count);
        default -> throw new IllegalStateException("NamedArrays holds " + values.getClass());
      }
      buffer.limit(count * width);
      AtomicFile.writeFully(channel, buffer);
    }
  }
}
