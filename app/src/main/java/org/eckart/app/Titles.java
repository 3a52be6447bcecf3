package org.eckart.app;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eckart.core.InputException;

/**
 * What people call the columns of a matrix: a CSV file whose first two columns are an id and its
 * title. Used where people read labels; data keep their ids.
 */
final class Titles {
  private final Map<String, String> titles;

  private Titles(Map<String, String> titles) {
    this.titles = titles;
  }

  /** No titles: an id is its own. */
  static Titles none() {
    return new Titles(Map.of());
  }

  /** Reads a CSV file with a header, gzip or not. */
  static Titles read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  static Titles read(InputStream stream, String name) throws IOException {
    BufferedInputStream start = new BufferedInputStream(stream);
    start.mark(2);
    boolean gzip = start.read() == 0x1f && start.read() == 0x8b;
    start.reset();
    InputStream text = gzip ? new GZIPInputStream(start) : start;
    Map<String, String> titles = new HashMap<>();
    try (Reader reader =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16)) {
      boolean header = true;
      for (List<String> record = record(reader);
          !record.isEmpty();
          header = false, record = record(reader)) {
        if (record.size() < 2) {
          throw InputException.of(
              "fields",
              name,
              "%s has a line with one field ('%s'); titles need an id and a title in each",
              name,
              record.getFirst());
        }
        if (!header) {
          titles.put(record.get(0), record.get(1));
        }
      }
    }
    return new Titles(titles);
  }

  /** The title of an id, or the id itself. */
  String of(String id) {
    return titles.getOrDefault(id, id);
  }

  boolean areThere() {
    return !titles.isEmpty();
  }

  /**
   * The fields of the next line that is not blank; none at the end. A quoted field may hold lines.
   */
  private static List<String> record(Reader reader) throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (quoted) {
        if (c == '"') {
          reader.mark(1);
          if (reader.read() == '"') {
            field.append('"');
          } else {
            reader.reset();
            quoted = false;
          }
        } else {
          field.append((char) c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\n') {
        if (any) {
          break;
        }
      } else if (c != '\r' && c != '\uFEFF') {
        field.append((char) c);
      }
      any |= c != '\n' && c != '\r';
    }
    if (any) {
      fields.add(field.toString());
    }
    return fields;
  }
}
