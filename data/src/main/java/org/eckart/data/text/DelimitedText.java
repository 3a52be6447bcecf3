package org.eckart.data.text;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.eckart.core.InputException;

/** Lines of fields: how they are opened, told apart and taken apart. */
public final class DelimitedText {
  private static final List<String> DELIMITERS = List.of("::", "\t", ";", ",", "|", " ");

  private DelimitedText() {}

  /** The file's text, decompressed if it begins as gzip does. */
  public static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    byte[] magic = raw.readNBytes(2);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), raw);
    boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(whole, 1 << 16) : whole;
  }

  /**
   * A copy in which fields have one blank between them and none around, for tables whose columns
   * are lined up with blanks. Lines keep their numbers.
   */
  public static void copyWithSingleBlanks(Path from, Path to) throws IOException {
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(open(from), StandardCharsets.UTF_8));
        BufferedWriter copy = Files.newBufferedWriter(to)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.write(singleBlanks(line));
        copy.write('\n');
      }
    }
  }

  /** One blank for several, none around; a line with quotes stays as it is. */
  public static String singleBlanks(String line) {
    return line.indexOf('"') >= 0 ? line : line.strip().replaceAll(" +", " ");
  }

  /** Refuses what begins as a spreadsheet or holds zero bytes. */
  public static void refuseOtherKinds(String source, String text) {
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

  /** The mark that cuts every sampled line into the same number of fields, and into enough. */
  public static String delimiter(List<String> lines, int needed, char decimal) {
    String best = ",";
    long bestScore = -1;
    for (String candidate : DELIMITERS) {
      if (candidate.equals(",") && decimal == ',') {
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

  /** A number, with either decimal mark. */
  public static boolean isNumber(String text) {
    return text.strip().matches("[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?");
  }

  /** The fields of a line; a field in double quotes may hold the delimiter, and "" for a quote. */
  public static List<String> split(String line, String delimiter) {
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
}
