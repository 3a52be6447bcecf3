package org.eckart.data.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.eckart.core.InputException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The {@code run.json} of a model folder.
 *
 * @param rowLabels {@code rows.parquet}, or {@code numbered} for 0, 1, …
 * @param columnLabels likewise
 */
record RunJson(
    int formatVersion,
    String kind,
    int rows,
    int columns,
    String rowLabels,
    String columnLabels,
    List<String> rowArrays,
    List<String> columnArrays,
    String provenance) {
  /** The version that this code writes; it reads all up to it. */
  static final int VERSION = 1;

  static final String FORMAT = "eckart-model";
  static final String NUMBERED = "numbered";

  private static final JsonFactory JSON = JsonFactory.builder().build();

  String write() {
    return """
    {
      "format": "%s",
      "formatVersion": %d,
      "kind": %s,
      "rows": %d,
      "columns": %d,
      "rowLabels": "%s",
      "columnLabels": "%s",
      "rowArrays": %s,
      "columnArrays": %s,
      "provenance": %s
    }
    """
        .formatted(
            FORMAT,
            VERSION,
            quoted(kind),
            rows,
            columns,
            rowLabels,
            columnLabels,
            quoted(rowArrays),
            quoted(columnArrays),
            provenance.strip());
  }

  private static String quoted(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(RunJson::quoted).toList()) + "]";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** True if the text is one JSON object and nothing else. */
  static boolean isObject(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (JacksonException broken) {
      return false;
    }
  }

  /** Reads and checks; unknown fields are passed over, so that later versions may add some. */
  static RunJson read(String file, String json) {
    SequencedMap<String, Object> fields = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(file, "does not hold a JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        fields.put(name, value(parser, json));
      }
    } catch (JacksonException broken) {
      throw new InputException(
          "damaged-file",
          file,
          file + " is not JSON: " + broken.getOriginalMessage() + "; copy the model folder again",
          broken);
    }
    if (!FORMAT.equals(fields.get("format"))) {
      throw damaged(file, "does not say \"format\": \"" + FORMAT + "\"");
    }
    int version = number(file, fields, "formatVersion");
    if (version > VERSION) {
      throw InputException.of(
          "newer-format",
          file,
          "%s has format version %d, and this Eckart knows versions up to %d; read it with a newer"
              + " Eckart",
          file,
          version,
          VERSION);
    }
    return new RunJson(
        version,
        text(file, fields, "kind"),
        number(file, fields, "rows"),
        number(file, fields, "columns"),
        text(file, fields, "rowLabels"),
        text(file, fields, "columnLabels"),
        texts(file, fields, "rowArrays"),
        texts(file, fields, "columnArrays"),
        String.valueOf(fields.getOrDefault("provenance", "{}")));
  }

  /** A text, a number, a list of texts, or the JSON itself of anything else. */
  private static Object value(JsonParser parser, String json) {
    JsonToken token = parser.nextToken();
    int from = (int) parser.currentTokenLocation().getCharOffset();
    switch (token) {
      case VALUE_STRING:
        return parser.getString();
      case VALUE_NUMBER_INT:
        return parser.getLongValue();
      case START_ARRAY:
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          texts.add(parser.getString());
          parser.skipChildren();
        }
        return texts;
      default:
        parser.skipChildren();
        return json.substring(from, (int) parser.currentLocation().getCharOffset());
    }
  }

  private static int number(String file, SequencedMap<String, Object> fields, String name) {
    if (fields.get(name) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw damaged(file, "has no whole number '" + name + "'");
  }

  private static String text(String file, SequencedMap<String, Object> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw damaged(file, "has no text '" + name + "'");
  }

  private static List<String> texts(String file, SequencedMap<String, Object> fields, String name) {
    @Nullable Object value = fields.get(name);
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object text : list) {
        texts.add(String.valueOf(text));
      }
      return texts;
    }
    throw damaged(file, "has no list '" + name + "'");
  }

  private static InputException damaged(String file, String what) {
    return InputException.of(
        "damaged-file", file, "%s %s; copy the model folder again", file, what);
  }
}
