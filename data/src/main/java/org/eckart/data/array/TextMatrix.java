package org.eckart.data.array;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.data.text.DelimitedText;
import org.eckart.linalg.Matrix;

/** A dense matrix as text: a line for each row, gzip or not. */
final class TextMatrix {
  private static final int SAMPLE = 100;

  private final String source;
  private final MatrixOptions options;
  private final List<String> rowNames = new ArrayList<>();
  private final List<Integer> rowLines = new ArrayList<>();
  private String delimiter = ",";
  private boolean header;
  private boolean named;
  private int fields;
  private List<String> columnNames = List.of();
  private double[] values = new double[1024];
  private int rows;
  private int columns;

  private TextMatrix(String source, MatrixOptions options) {
    this.source = source;
    this.options = options;
  }

  static LabelledMatrix read(Path path, MatrixOptions options) throws IOException {
    TextMatrix reader = new TextMatrix(String.valueOf(path.getFileName()), options);
    try (BufferedReader lines = open(path)) {
      reader.layOut(lines);
    }
    try (BufferedReader lines = open(path)) {
      reader.fill(lines);
    }
    return reader.matrix();
  }

  /** Fields in each of the first lines. */
  static int columns(Path path) throws IOException {
    List<String> sample = new ArrayList<>();
    try (BufferedReader lines = open(path)) {
      for (String line = lines.readLine();
          line != null && sample.size() < SAMPLE;
          line = lines.readLine()) {
        if (!line.isBlank()) {
          sample.add(line);
        }
      }
    }
    return sample.isEmpty()
        ? 0
        : DelimitedText.split(sample.get(0), DelimitedText.delimiter(sample, 2, '.')).size();
  }

  private static BufferedReader open(Path path) throws IOException {
    return new BufferedReader(
        new InputStreamReader(DelimitedText.open(path), StandardCharsets.UTF_8), 1 << 16);
  }

  private void layOut(BufferedReader lines) throws IOException {
    List<String> sample = new ArrayList<>();
    for (String line = lines.readLine();
        line != null && sample.size() < SAMPLE;
        line = lines.readLine()) {
      DelimitedText.refuseOtherKinds(source, line);
      if (!line.isBlank()) {
        sample.add(sample.isEmpty() && line.startsWith("\uFEFF") ? line.substring(1) : line);
      }
    }
    if (sample.isEmpty()) {
      throw InputException.of(
          "empty", source, "%s is empty; a matrix needs at least one line", source);
    }
    delimiter = DelimitedText.delimiter(sample, 2, options.decimal());
    List<List<String>> records = sample.stream().map(this::split).toList();
    List<String> first = records.get(0);
    List<List<String>> below = records.subList(1, records.size());
    boolean textFirst = below.stream().anyMatch(record -> isText(record.get(0)));
    boolean corner = first.get(0).isBlank();
    boolean shorter = !below.isEmpty() && first.size() == below.get(0).size() - 1;
    header =
        switch (options.header()) {
          case PRESENT -> true;
          case ABSENT -> false;
          case DETECT ->
              first.stream().skip(1).anyMatch(this::isText)
                  || (isText(first.get(0)) && (first.size() == 1 || !textFirst))
                  || shorter;
        };
    named =
        switch (options.rowNames()) {
          case PRESENT -> true;
          case ABSENT -> false;
          case DETECT ->
              textFirst
                  || (header && (shorter || (corner && first.size() > 1)))
                  || (!header && isText(first.get(0)));
        };
    if (header && below.isEmpty()) {
      throw InputException.of("empty", source, "%s has a header and no row below it", source);
    }
    fields = (header ? below.get(0) : first).size();
    columns = fields - (named ? 1 : 0);
    if (header) {
      columnNames = first.size() == columns ? first : first.subList(named ? 1 : 0, first.size());
    }
    if (columns < 1) {
      throw InputException.of(
          "empty", source, "%s has row names and no numbers beside them", source);
    }
  }

  /** Fields; blanks that stand together separate only once. */
  private List<String> split(String line) {
    return delimiter.equals(" ")
        ? Arrays.asList(line.strip().split("\\s+"))
        : DelimitedText.split(line, delimiter);
  }

  private boolean isMissing(String text) {
    String bare = text.strip();
    return bare.isEmpty()
        || bare.equalsIgnoreCase("NA")
        || bare.equalsIgnoreCase("NaN")
        || options.missing().contains(bare);
  }

  private boolean isText(String text) {
    return !isMissing(text)
        && !DelimitedText.isNumber(text)
        && !text.strip().toLowerCase(Locale.ROOT).matches("[+-]?inf(inity)?");
  }

  private void fill(BufferedReader lines) throws IOException {
    boolean first = header;
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() && (fields > 1 || delimiter.equals(" "))) {
        continue;
      }
      if (first) {
        first = false;
        continue;
      }
      String text = rows == 0 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      row(split(text), number);
    }
  }

  private void row(List<String> record, int line) {
    if (record.size() != fields) {
      throw InputException.of(
          "fields",
          source + ", line " + line,
          "%s, line %d has %d fields where %d were expected; put a text that holds the separator"
              + " into double quotes",
          source,
          line,
          record.size(),
          fields);
    }
    long needed = (long) (rows + 1) * columns;
    if (needed > Integer.MAX_VALUE - 8) {
      throw InputException.of(
          "too-large",
          source,
          "%s has more entries than one array holds; split it by rows",
          source);
    }
    if (needed > values.length) {
      values =
          Arrays.copyOf(
              values, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, values.length * 2L)));
    }
    int from = named ? 1 : 0;
    for (int j = 0; j < columns; j++) {
      values[rows * columns + j] = number(record.get(from + j), line, j);
    }
    if (named) {
      rowNames.add(record.get(0));
      rowLines.add(line);
    }
    rows++;
  }

  private double number(String text, int line, int column) {
    if (isMissing(text)) {
      return Double.NaN;
    }
    String bare = text.strip();
    if (DelimitedText.isNumber(bare) && bare.indexOf(options.decimal() == '.' ? ',' : '.') < 0) {
      double number = Double.parseDouble(bare.replace(',', '.'));
      if (Double.isFinite(number)) {
        return number;
      }
    }
    String where =
        source
            + ", line "
            + line
            + ", column "
            + (header ? "'" + columnNames.get(column) + "'" : Integer.toString(column + 1));
    String hint =
        bare.matches("[+-]?[0-9]*,[0-9]+")
            ? "; if the comma is the decimal mark, set decimal to ,"
            : "; if it stands for a missing entry, add it to missing";
    throw InputException.of(
        "not-a-number", where, "%s: \"%s\" is not a finite number%s", where, bare, hint);
  }

  private LabelledMatrix matrix() {
    Matrix matrix = Matrix.wrap(rows, columns, Arrays.copyOf(values, rows * columns));
    return new LabelledMatrix(
        matrix,
        named ? distinct(rowNames, "rows", rowLines) : Labels.numbered(rows),
        header ? distinct(columnNames, "columns", List.of()) : Labels.numbered(columns));
  }

  private Labels distinct(List<String> names, String what, List<Integer> lines) {
    Map<String, Integer> seen = new HashMap<>();
    for (int k = 0; k < names.size(); k++) {
      Integer before = seen.putIfAbsent(names.get(k), k);
      if (before != null) {
        throw InputException.of(
            "duplicate",
            source,
            "%s has two %s named '%s'%s; names must differ",
            source,
            what,
            names.get(k),
            lines.isEmpty() ? "" : " (lines " + lines.get(before) + " and " + lines.get(k) + ")");
      }
    }
    return Labels.of(names.toArray(new String[0]));
  }
}
