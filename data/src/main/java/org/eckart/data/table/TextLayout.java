package org.eckart.data.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.eckart.core.InputException;

/**
 * How a text table is laid out, judged by its first lines.
 *
 * @param gzip whether the file is compressed
 * @param delimiter what separates fields
 * @param header whether the first line names the columns
 * @param names of the columns; {@code 1}, {@code 2}, … without a header
 * @param columns which are used
 * @param sample the fields of the first data lines
 * @param lineBytes mean length of a sampled line
 */
record TextLayout(
    boolean gzip,
    String delimiter,
    boolean header,
    List<String> names,
    Columns columns,
    List<List<String>> sample,
    double lineBytes) {
  private static final int SAMPLE_BYTES = 1 << 16;
  private static final int SAMPLE_LINES = 100;
  private static final List<String> DELIMITERS = List.of("::", "\t", ";", ",", "|", " ");

  static TextLayout of(Path file, String source, TableOptions options, boolean values) {
    byte[] start;
    boolean gzip;
    try (InputStream in = open(file)) {
      gzip = in instanceof GZIPInputStream;
      start = in.readNBytes(SAMPLE_BYTES);
    } catch (IOException broken) {
      throw new InputException(
          "unreadable", source, source + " cannot be read: " + broken.getMessage(), broken);
    }
    String text = new String(start, StandardCharsets.UTF_8);
    refuseOtherKinds(source, text);
    List<String> lines = lines(text, start.length < SAMPLE_BYTES);
    if (lines.isEmpty()) {
      throw InputException.of(
          "empty", source, "%s is empty; a table needs at least one line", source);
    }
    int needed = values ? 3 : 2;
    String delimiter = delimiter(lines, needed, options);
    List<List<String>> records = new ArrayList<>();
    long bytes = 0;
    for (String line : lines) {
      records.add(split(line, delimiter));
      bytes += line.getBytes(StandardCharsets.UTF_8).length + 1L;
    }
    boolean header = hasHeader(records, options, values);
    List<String> names = header ? records.get(0) : numbers(records.get(0).size());
    Columns columns = Columns.choose(source, names, header, options, values);
    if (header && records.size() == 1) {
      throw InputException.of(
          "empty",
          source,
          "%s has a header (%s) and no data below it",
          source,
          Columns.quoted(names));
    }
    return new TextLayout(
        gzip,
        delimiter,
        header,
        names,
        columns,
        records.subList(header ? 1 : 0, records.size()),
        (double) bytes / lines.size());
  }

  /** The file's text, decompressed if it begins as gzip does. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    byte[] magic = raw.readNBytes(2);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), raw);
    boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(whole, 1 << 16) : whole;
  }

  private static void refuseOtherKinds(String source, String text) {
    if (text.startsWith("PK\u0003\u0004")) {
      throw InputException.of(
          "not-a-table",
          source,
          "%s is a ZIP archive or a spreadsheet; unpack it, or save it as CSV",
          source);
    }
    if (text.indexOf('\0') >= 0) {
      throw InputException.of(
          "not-a-table",
          source,
          "%s is not a text table in UTF-8 (it holds zero bytes); save it as CSV in UTF-8, or name"
              + " Parquet files .parquet",
          source);
    }
  }

  private static List<String> lines(String text, boolean whole) {
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> lines = new ArrayList<>(Arrays.asList(body.split("\r\n|\n|\r", -1)));
    if (!whole && lines.size() > 1) {
      lines.remove(lines.size() - 1);
    }
    lines.removeIf(String::isBlank);
    return lines.subList(0, Math.min(SAMPLE_LINES, lines.size()));
  }

  /** The mark that cuts every sampled line into the same number of fields, and into enough. */
  private static String delimiter(List<String> lines, int needed, TableOptions options) {
    String best = ",";
    long bestScore = -1;
    for (String candidate : DELIMITERS) {
      if (candidate.equals(",") && options.decimal() == ',') {
        continue;
      }
      int first = split(lines.get(0), candidate).size();
      long alike = lines.stream().filter(line -> split(line, candidate).size() == first).count();
      // enough fields first, then how many lines agree; earlier candidates win ties
      long score = first < 2 ? -1 : (first >= needed ? 1000 : 0) + 100 * alike / lines.size();
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }

  private static boolean hasHeader(
      List<List<String>> records, TableOptions options, boolean values) {
    switch (options.header()) {
      case PRESENT:
        return true;
      case ABSENT:
        return false;
      case DETECT:
        break;
    }
    List<String> first = records.get(0);
    for (String wanted :
        Arrays.asList(options.row(), options.column(), options.value(), options.time())) {
      if (wanted != null && !wanted.matches("[0-9]+")) {
        return first.contains(wanted) || first.stream().noneMatch(TextLayout::numeric);
      }
    }
    if (values && first.size() >= 3) {
      int value = options.value() == null ? 2 : Integer.parseInt(options.value()) - 1;
      String text = value < first.size() ? first.get(value) : "";
      return !looksNumeric(text, options) && first.stream().noneMatch(TextLayout::numeric);
    }
    boolean onlyText = first.stream().noneMatch(TextLayout::numeric);
    boolean numbersBelow =
        records.size() > 1 && records.get(1).stream().anyMatch(TextLayout::numeric);
    return onlyText && (numbersBelow || commonNames(first));
  }

  private static boolean looksNumeric(String text, TableOptions options) {
    String bare = text.strip();
    return bare.isEmpty()
        || options.missing().contains(bare)
        || numeric(bare)
        || bare.toLowerCase(Locale.ROOT).matches("[+-]?(na|nan|inf|infinity)");
  }

  /** A number, with either decimal mark. */
  static boolean numeric(String text) {
    return text.strip().matches("[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?");
  }

  private static boolean commonNames(List<String> first) {
    return first.stream()
        .anyMatch(name ->
            name.toLowerCase(Locale.ROOT)
                .matches("row|column|user|item|(user|item|movie|row|col|column)[ _]?id|id"));
  }

  private static List<String> numbers(int count) {
    List<String> names = new ArrayList<>();
    for (int j = 1; j <= count; j++) {
      names.add(Integer.toString(j));
    }
    return names;
  }

  /** The fields of a line; a field in double quotes may hold the delimiter, and "" for a quote. */
  static List<String> split(String line, String delimiter) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    int i = 0;
    while (true) {
      if (i < line.length() && line.charAt(i) == '"') {
        i++;
        while (i < line.length()) {
          if (line.charAt(i) == '"') {
            if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
              i++;
            } else {
              break;
            }
          }
          field.append(line.charAt(i++));
        }
        i++;
      }
      while (i < line.length() && !line.startsWith(delimiter, i)) {
        field.append(line.charAt(i++));
      }
      fields.add(field.toString());
      field.setLength(0);
      if (i >= line.length()) {
        return fields;
      }
      i += delimiter.length();
    }
  }

  /** How the delimiter is called. */
  String format() {
    String name =
        switch (delimiter) {
          case "\t" -> "tabs";
          case "," -> "commas";
          case ";" -> "semicolons";
          case " " -> "spaces";
          case "|" -> "bars";
          default -> delimiter;
        };
    return (gzip ? "gzipped text" : "text") + " separated by " + name;
  }
}
