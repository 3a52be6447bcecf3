package org.eckart.core.store;

import java.io.StringWriter;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.eckart.core.InputException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Records as JSON and back: options, provenance, splits. Needs no annotations and no library beyond
 * a JSON tokenizer, since data binding costs a short command half a second of class loading.
 *
 * <p>A record becomes an object with one field a component, in order. Components may be numbers,
 * booleans, strings, enums, {@link Duration} and {@link Instant} (ISO 8601), {@code Optional…}
 * (null if empty), lists, arrays, maps with text keys, records, {@code Object} for any JSON, and
 * sealed interfaces whose permitted types are records: these gain a first field {@value #KIND} with
 * the record's simple name. Doubles that are not finite are the texts {@code "NaN"}, {@code
 * "Infinity"} and {@code "-Infinity"}. Numbers come back bit for bit. Records in a named module
 * must be public and their package exported.
 */
public final class RecordJson {
  /** The field that says which record of a sealed interface an object is. */
  static final String KIND = "kind";

  /** Stands for a field that one of two records lacks. */
  private static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "nothing";
        }
      };

  private RecordJson() {}

  /** One line of JSON. */
  public static String write(Record value) {
    return write(value, ObjectWriteContext.empty());
  }

  /** The same over several lines, for files that people read. */
  public static String writeIndented(Record value) {
    return write(
        value,
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        });
  }

  /**
   * The record that {@link #write} wrote.
   *
   * @throws InputException if the text is not JSON, or a field is missing, unknown, of the wrong
   *     kind or refused by the record itself
   */
  public static <R extends Record> R read(String json, Class<R> type) {
    return record(parse(json, type.getSimpleName()), type);
  }

  /** The record's fields as JSON has them: numbers, texts, booleans, lists, maps and null. */
  public static SequencedMap<String, @Nullable Object> fields(Record value) {
    SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (parse(write(value), value.getClass().getSimpleName()) instanceof Map<?, ?> tree) {
      tree.forEach((name, field) -> fields.put((String) name, field));
    }
    return Collections.unmodifiableSequencedMap(fields);
  }

  /** The record with these {@link #fields}; refused as by {@link #read}. */
  public static <R extends Record> R record(@Nullable Object fields, Class<R> type) {
    String name = type.getSimpleName();
    Object value = RecordReader.read(fields, type, name);
    if (value == null) {
      throw new InputException("not-allowed", name, name + " is empty; it must be given", null);
    }
    return type.cast(value);
  }

  /**
   * A field in which two records differ.
   *
   * @param field its name, with dots into nested records
   * @param first what the first has, as JSON has it; {@code nothing} where it lacks the field
   * @param second what the second has
   */
  public record Difference(String field, String first, String second) {}

  /** The fields in which two records written here differ, in the order of the first. */
  public static List<Difference> differences(String first, String second) {
    List<Difference> found = new ArrayList<>();
    compare("", parse(first, "The first"), parse(second, "The second"), found);
    return found;
  }

  private static void compare(
      String field, @Nullable Object first, @Nullable Object second, List<Difference> found) {
    if (first instanceof Map<?, ?> a && second instanceof Map<?, ?> b) {
      Set<Object> names = new LinkedHashSet<>(a.keySet());
      names.addAll(b.keySet());
      for (Object name : names) {
        compare(
            field.isEmpty() ? name.toString() : field + "." + name,
            a.containsKey(name) ? a.get(name) : ABSENT,
            b.containsKey(name) ? b.get(name) : ABSENT,
            found);
      }
    } else if (!Objects.equals(first, second)) {
      found.add(new Difference(field, String.valueOf(first), String.valueOf(second)));
    }
  }

  private static @Nullable Object parse(String json, String what) {
    try (JsonParser parser = SafetensorsHeader.JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      Object tree = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new InputException("not-json", "", what + " goes on after its end", null);
      }
      return tree;
    } catch (JacksonException broken) {
      throw new InputException(
          "not-json", "", what + " is not readable JSON: " + broken.getOriginalMessage(), broken);
    }
  }

  private static String write(Record value, ObjectWriteContext context) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = SafetensorsHeader.JSON.createGenerator(context, text)) {
      writeRecord(out, value, false);
    }
    return text.toString();
  }

  private static void writeRecord(JsonGenerator out, Record value, boolean withKind) {
    out.writeStartObject();
    if (withKind) {
      out.writeStringProperty(KIND, value.getClass().getSimpleName());
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      out.writeName(component.getName());
      writeValue(out, component(value, component), component.getGenericType());
    }
    out.writeEndObject();
  }

  private static @Nullable Object component(Record value, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.trySetAccessible();
      return accessor.invoke(value);
    } catch (ReflectiveOperationException hidden) {
      throw new IllegalStateException(
          value.getClass().getName() + " cannot be read; make it public and export its package",
          hidden);
    }
  }

  private static void writeValue(JsonGenerator out, @Nullable Object value, Type declared) {
    switch (value) {
      case null -> out.writeNull();
      case Optional<?> o -> writeValue(out, o.orElse(null), argument(declared, 0));
      case OptionalInt o -> writeValue(out, o.isPresent() ? o.getAsInt() : null, int.class);
      case OptionalLong o -> writeValue(out, o.isPresent() ? o.getAsLong() : null, long.class);
      case OptionalDouble o ->
          writeValue(out, o.isPresent() ? o.getAsDouble() : null, double.class);
      case Integer n -> out.writeNumber(n);
      case Long n -> out.writeNumber(n);
      case Double x when Double.isFinite(x) -> out.writeNumber(x);
      case Float x when Float.isFinite(x) -> out.writeNumber(x);
      case Boolean b -> out.writeBoolean(b);
      case Enum<?> e -> out.writeString(e.name());
      case String _, Duration _, Instant _, Double _, Float _ -> out.writeString(value.toString());
      case Record r -> writeRecord(out, r, raw(declared).isInterface());
      case List<?> list -> {
        out.writeStartArray();
        list.forEach(item -> writeValue(out, item, argument(declared, 0)));
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((name, item) -> {
          out.writeName((String) name);
          writeValue(out, item, argument(declared, 1));
        });
        out.writeEndObject();
      }
      default -> {
        if (!value.getClass().isArray()) {
          throw new IllegalStateException("RecordJson holds no " + value.getClass().getName());
        }
        out.writeStartArray();
        for (int i = 0; i < Array.getLength(value); i++) {
          writeValue(out, Array.get(value, i), value.getClass().getComponentType());
        }
        out.writeEndArray();
      }
    }
  }

  /** The type argument of a list, map or Optional. */
  static Type argument(Type declared, int index) {
    return declared instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[index]
        : Object.class;
  }

  /** The class behind a type. */
  static Class<?> raw(Type declared) {
    return switch (declared) {
      case Class<?> type -> type;
      case ParameterizedType parameterized -> raw(parameterized.getRawType());
      default -> throw new IllegalStateException("RecordJson holds no " + declared);
    };
  }
}
