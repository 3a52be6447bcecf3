package org.eckart.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.eckart.core.InputException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The header of a safetensors file: where each tensor lies, and the texts. {@link #parse} believes
 * nothing that it has not checked; all byte positions in its sentences count from the start of the
 * file.
 */
final class SafetensorsHeader {
  /** The cap of the format's reference reader, which keeps a damaged length from asking for RAM. */
  static final int MAX_BYTES = 100_000_000;

  /** The name under which the header holds the texts. */
  static final String TEXTS = "__metadata__";

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_BYTES)
                  .maxNameLength(MAX_BYTES)
                  .build())
          .build();

  /**
   * One tensor as the header describes it.
   *
   * @param type name of the element type, also of those that cannot be read here
   * @param begin first byte, counted from the start of the file
   * @param end byte after the last
   */
  record Place(String name, String type, long[] shape, long begin, long end) {}

  private final String file;
  private final long dataStart;
  private final SequencedMap<String, Place> places = new LinkedHashMap<>();
  private final SequencedMap<String, String> texts = new LinkedHashMap<>();

  private SafetensorsHeader(String file, long dataStart) {
    this.file = file;
    this.dataStart = dataStart;
  }

  SequencedMap<String, Place> places() {
    return places;
  }

  SequencedMap<String, String> texts() {
    return texts;
  }

  /**
   * Reads and checks a header.
   *
   * @param file the name for sentences
   * @param json the header's bytes, which in the file begin at byte 8
   * @param fileBytes the length of the whole file
   */
  static SafetensorsHeader parse(String file, byte[] json, long fileBytes) {
    SafetensorsHeader header = new SafetensorsHeader(file, 8L + json.length);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      header.read(parser);
    } catch (JacksonException broken) {
      long at = broken.getLocation() == null ? -1 : broken.getLocation().getByteOffset();
      throw new InputException(
          "damaged-file",
          file,
          file
              + " has a damaged header: no readable JSON "
              + (at < 0 ? "in bytes 8 to " + (8L + json.length) : "at byte " + (8 + at))
              + "; copy it again, or check that it is a safetensors file",
          broken);
    }
    header.checkLayout(fileBytes);
    return header;
  }

  private void read(JsonParser parser) {
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "the header");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "'" + name + "'");
      if (name.equals(TEXTS)) {
        readTexts(parser);
      } else if (places.put(name, readPlace(parser, name)) != null) {
        throw damaged("%s has two tensors named '%s'; make it again", file, name);
      }
    }
    if (parser.nextToken() != null) {
      throw damaged(
          "%s has a damaged header: more JSON follows its end at byte %d; copy it again",
          file, position(parser));
    }
  }

  private void readTexts(JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      expect(parser, parser.nextToken(), JsonToken.VALUE_STRING, "text '" + name + "'");
      if (texts.put(name, parser.getString()) != null) {
        throw damaged("%s has two texts named '%s'; make it again", file, name);
      }
    }
  }

  private Place readPlace(JsonParser parser, String name) {
    String type = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> {
          expect(parser, parser.currentToken(), JsonToken.VALUE_STRING, "dtype of '" + name + "'");
          type = parser.getString();
        }
        case "shape" -> shape = readLongs(parser, "shape of '" + name + "'");
        case "data_offsets" -> offsets = readLongs(parser, "data_offsets of '" + name + "'");
        default -> parser.skipChildren();
      }
    }
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw damaged(
          "%s, tensor '%s' lacks %s in the header; copy it again",
          file,
          name,
          type == null ? "its dtype" : shape == null ? "its shape" : "its two data_offsets");
    }
    if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > Long.MAX_VALUE - dataStart) {
      throw damaged(
          "%s, tensor '%s' has data offsets %d to %d, which are no place in a file; copy it again",
          file, name, offsets[0], offsets[1]);
    }
    return new Place(name, type, shape, dataStart + offsets[0], dataStart + offsets[1]);
  }

  private long[] readLongs(JsonParser parser, String what) {
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY, what);
    long[] values = new long[4];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = parser.getLongValue();
    }
    return Arrays.copyOf(values, count);
  }

  private void expect(JsonParser parser, @Nullable JsonToken found, JsonToken wanted, String what) {
    if (found != wanted) {
      throw damaged(
          "%s has a damaged header: %s is not %s (byte %d); copy it again",
          file, what, words(wanted), position(parser));
    }
  }

  private static String words(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "a JSON object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "text";
      default -> "an integer";
    };
  }

  private static long position(JsonParser parser) {
    return 8 + Math.max(0, parser.currentTokenLocation().getByteOffset());
  }

  /** No gaps, no overlaps, sizes as shapes say, and an end that is the file's end. */
  private void checkLayout(long fileBytes) {
    List<Place> inOrder = new ArrayList<>(places.values());
    inOrder.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    String before = "the header";
    long end = dataStart;
    for (Place place : inOrder) {
      checkSize(place);
      if (place.begin() < end) {
        throw damaged(
            "%s, tensor '%s' begins at byte %d, before %s ends at byte %d; make it again",
            file, place.name(), place.begin(), before, end);
      }
      if (place.begin() > end) {
        throw damaged(
            "%s has %d bytes that belong to no tensor, from byte %d to tensor '%s'; make it again",
            file, place.begin() - end, end, place.name());
      }
      if (place.end() > fileBytes) {
        throw damaged(
            "%s is cut short: tensor '%s' ends at byte %d, the file at %d; copy it again",
            file, place.name(), place.end(), fileBytes);
      }
      before = "tensor '" + place.name() + "'";
      end = place.end();
    }
    if (end < fileBytes) {
      throw damaged(
          "%s goes on to byte %d, but %s, its last part, ends at byte %d; copy it again",
          file, fileBytes, before, end);
    }
  }

  private void checkSize(Place place) {
    long elements = 1;
    boolean overflow = false;
    for (long way : place.shape()) {
      if (way < 0) {
        throw damaged(
            "%s, tensor '%s' has shape %s; no length can be below 0; make it again",
            file, place.name(), Arrays.toString(place.shape()));
      }
      overflow |= Math.multiplyHigh(elements, way) != 0 || elements * way < 0;
      elements *= way;
    }
    ElementType type = ElementType.named(place.type());
    long bytes = place.end() - place.begin();
    if (overflow || (type != null && (bytes % type.bytes != 0 || bytes / type.bytes != elements))) {
      throw damaged(
          "%s, tensor '%s' of shape %s and type %s does not fit its %d bytes (byte %d to %d);"
              + " make it again",
          file,
          place.name(),
          Arrays.toString(place.shape()),
          place.type(),
          bytes,
          place.begin(),
          place.end());
    }
  }

  @com.google.errorprone.annotations.FormatMethod
  private InputException damaged(
      @com.google.errorprone.annotations.FormatString String sentence, Object... arguments) {
    return InputException.of("damaged-file", file, sentence, arguments);
  }
}
