package org.eckart.core.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The element types of safetensors that can be read here, under the format's own names. */
enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4);

  private static final Map<String, ElementType> BY_NAME = new HashMap<>();

  static {
    for (ElementType type : values()) {
      BY_NAME.put(type.name(), type);
    }
  }

  /** Bytes an element. */
  final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  static @Nullable ElementType named(String name) {
    return BY_NAME.get(name);
  }

  /** The type in which an array of {@link NamedArrays} is stored. */
  static ElementType of(Object values) {
    return switch (values) {
      case double[] _ -> F64;
      case float[] _ -> F32;
      case long[] _ -> I64;
      case int[] _ -> I32;
      default -> throw new IllegalStateException("NamedArrays holds " + values.getClass());
    };
  }
}
