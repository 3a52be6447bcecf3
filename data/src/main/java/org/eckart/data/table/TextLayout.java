package org.eckart.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.eckart.core.InputException;
import org.eckart.data.text.DelimitedText;

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
 * @param linedUp whether columns are lined up with several blanks
 */
record TextLayout(
    boolean gzip,
    String delimiter,
    boolean header,
    List<String> names,
    Columns columns,
    List<List<String>> sample,
    double lineBytes,
    boolean linedUp) {
  private static final int SAMPLE_BYTES = 1 << 16;
  private static final int SAMPLE_LINES = 100;

  static TextLayout of(Path file, String source, TableOptions options, boolean values) {
    byte[] start;
    boolean gzip;
    try (InputStream in = DelimitedText.open(file)) {
      gzip = in instanceof GZIPInputStream;
      start = in.readNBytes(SAMPLE_BYTES);
    } catch (IOException broken) {
      throw new InputException(
          "unreadable", source, source + " cannot be read: " + broken.getMessage(), broken);
    }
    String text = new String(start, StandardCharsets.UTF_8);
    DelimitedText.refuseOtherKinds(source, text);
    List<String> lines = lines(text, start.length < SAMPLE_BYTES);
    if (lines.isEmpty()) {
      throw InputException.of(
          "empty", source, "%s is empty; a table needs at least one line", source);
    }
    int needed = values ? 3 : 2;
    List<String> single = lines.stream().map(DelimitedText::singleBlanks).toList();
    String delimiter = DelimitedText.delimiter(single, needed, options.decimal());
    boolean linedUp = delimiter.equals(" ") && !single.equals(lines);
    if (linedUp) {
      lines = single;
    } else {
      delimiter = DelimitedText.delimiter(lines, needed, options.decimal());
    }
    List<List<String>> records = new ArrayList<>();
    long bytes = 0;
    for (String line : lines) {
      records.add(DelimitedText.split(line, delimiter));
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
        (double) bytes / lines.size(),
        linedUp);
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
        return first.contains(wanted) || first.stream().noneMatch(DelimitedText::isNumber);
      }
    }
    if (values && first.size() >= 3) {
      int value = options.value() == null ? 2 : Integer.parseInt(options.value()) - 1;
      String text = value < first.size() ? first.get(value) : "";
      return !looksNumeric(text, options) && first.stream().noneMatch(DelimitedText::isNumber);
    }
    boolean onlyText = first.stream().noneMatch(DelimitedText::isNumber);
    boolean numbersBelow =
        records.size() > 1 && records.get(1).stream().anyMatch(DelimitedText::isNumber);
    return onlyText && (numbersBelow || commonNames(first));
  }

  private static boolean looksNumeric(String text, TableOptions options) {
    String bare = text.strip();
    return bare.isEmpty()
        || options.missing().contains(bare)
        || DelimitedText.isNumber(bare)
        || bare.toLowerCase(Locale.ROOT).matches("[+-]?(na|nan|inf|infinity)");
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
