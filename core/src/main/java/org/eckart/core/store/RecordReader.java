package org.eckart.core.store;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eckart.core.InputException;
import org.jspecify.annotations.Nullable;

/** A {@link JsonTree} as a value of a declared type; {@code where} names the field in sentences. */
final class RecordReader {
  private RecordReader() {}

  static @Nullable Object read(@Nullable Object tree, Type declared, String where) {
    Class<?> type = RecordJson.raw(declared);
    if (type == Optional.class) {
      return Optional.ofNullable(read(tree, RecordJson.argument(declared, 0), where));
    } else if (type == OptionalInt.class) {
      return tree == null ? OptionalInt.empty() : OptionalInt.of(integer(tree, where));
    } else if (type == OptionalLong.class) {
      return tree == null
          ? OptionalLong.empty()
          : OptionalLong.of(expect(Long.class, tree, "an integer", where));
    } else if (type == OptionalDouble.class) {
      return tree == null ? OptionalDouble.empty() : OptionalDouble.of(number(tree, where));
    } else if (tree == null) {
      if (type.isPrimitive()) {
        throw refused("%s is empty; it must be given", where);
      }
      return null;
    }
    if (type == Object.class) {
      return tree;
    } else if (type == int.class || type == Integer.class) {
      return integer(tree, where);
    } else if (type == long.class || type == Long.class) {
      return expect(Long.class, tree, "an integer", where);
    } else if (type == double.class || type == Double.class) {
      return number(tree, where);
    } else if (type == float.class || type == Float.class) {
      return (float) number(tree, where);
    } else if (type == boolean.class || type == Boolean.class) {
      return expect(Boolean.class, tree, "true or false", where);
    } else if (type == String.class) {
      return expect(String.class, tree, "text", where);
    } else if (type == Duration.class || type == Instant.class) {
      return time(type, expect(String.class, tree, "a time as ISO 8601 writes it", where), where);
    } else if (type.isEnum()) {
      return constant(type, expect(String.class, tree, "one of the words", where), where);
    } else if (type.isRecord()) {
      return record(expect(Map.class, tree, "an object", where), type, where);
    } else if (type.isSealed()) {
      return permitted(expect(Map.class, tree, "an object", where), type, where);
    } else if (type.isArray()) {
      return array(expect(List.class, tree, "a list", where), type.getComponentType(), where);
    } else if (List.class.isAssignableFrom(type)) {
      List<@Nullable Object> items = new ArrayList<>();
      for (Object item : expect(List.class, tree, "a list", where)) {
        items.add(read(item, RecordJson.argument(declared, 0), where));
      }
      return Collections.unmodifiableList(items);
    } else if (Map.class.isAssignableFrom(type)) {
      LinkedHashMap<String, @Nullable Object> items = new LinkedHashMap<>();
      for (Object entry : expect(Map.class, tree, "an object", where).entrySet()) {
        String name = (String) ((Map.Entry<?, ?>) entry).getKey();
        Type wanted = RecordJson.argument(declared, 1);
        items.put(name, read(((Map.Entry<?, ?>) entry).getValue(), wanted, where + "." + name));
      }
      return Collections.unmodifiableSequencedMap(items);
    }
    throw new IllegalStateException("RecordJson holds no " + declared);
  }

  private static Object record(Map<?, ?> fields, Class<?> type, String where) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    List<String> known = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      known.add(name);
      if (!fields.containsKey(name)) {
        throw refused("%s lacks the field '%s'", where, name);
      }
      types[i] = components[i].getType();
      values[i] = read(fields.get(name), components[i].getGenericType(), where + "." + name);
    }
    for (Object name : fields.keySet()) {
      if (!known.contains(name)) {
        throw refused("%s has a field '%s'; it knows %s", where, name, String.join(", ", known));
      }
    }
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.trySetAccessible();
      return canonical.newInstance(values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof IllegalArgumentException unfit) {
        throw new InputException("not-allowed", where, where + ": " + unfit.getMessage(), unfit);
      }
      throw new IllegalStateException(type.getName() + " failed at its start", thrown);
    } catch (ReflectiveOperationException hidden) {
      throw new IllegalStateException(
          type.getName() + " cannot be made; make it public and export its package", hidden);
    }
  }

  private static Object permitted(Map<?, ?> fields, Class<?> type, String where) {
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(fields);
    Object kind = rest.remove(RecordJson.KIND);
    for (Class<?> one : type.getPermittedSubclasses()) {
      if (one.getSimpleName().equals(kind)) {
        return record(rest, one, where);
      }
    }
    throw refused(
        "%s is of kind '%s'; known are %s",
        where,
        String.valueOf(kind),
        Arrays.stream(type.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ")));
  }

  private static Object array(List<?> items, Class<?> type, String where) {
    Object array = Array.newInstance(type, items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, read(items.get(i), type, where));
    }
    return array;
  }

  private static int integer(Object tree, String where) {
    long value = expect(Long.class, tree, "an integer", where);
    if (value != (int) value) {
      throw refused("%s is %s; it must be between -2147483648 and 2147483647", where, value);
    }
    return (int) value;
  }

  private static double number(Object tree, String where) {
    return switch (tree) {
      case Double x -> x;
      case Long n -> n;
      case String x when x.equals("NaN") -> Double.NaN;
      case String x when x.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String x when x.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default -> throw refused("%s is %s, not a number", where, tree);
    };
  }

  private static Object time(Class<?> type, String text, String where) {
    try {
      return type == Duration.class ? Duration.parse(text) : Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw refused("%s is %s, not a time as ISO 8601 writes it", where, text);
    }
  }

  private static Object constant(Class<?> type, String name, String where) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw refused("%s is %s; it must be one of %s", where, name, words(type));
  }

  private static String words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name())
        .collect(Collectors.joining(", "));
  }

  private static <T> T expect(Class<T> type, Object tree, String words, String where) {
    if (!type.isInstance(tree)) {
      throw refused("%s is %s, not %s", where, tree, words);
    }
    return type.cast(tree);
  }

  @com.google.errorprone.annotations.FormatMethod
  private static InputException refused(
      @com.google.errorprone.annotations.FormatString String sentence, Object... arguments) {
    return InputException.of("not-allowed", String.valueOf(arguments[0]), sentence, arguments);
  }
}
