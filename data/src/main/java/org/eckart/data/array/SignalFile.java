package org.eckart.data.array;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.core.InputException;
import org.eckart.data.text.DelimitedText;

/**
 * A signal as a file holds it: one number after the other, NaN in the gaps.
 *
 * @param header the name in its first line; empty if there is none
 * @param text whether it was a text file
 */
public record SignalFile(double[] values, String header, boolean text) {
  private static final List<String> MISSING = List.of("", "na", "nan", "null", "?");

  /**
   * Reads a .npy, .npz or .safetensors array with one way longer than 1, or a text file with a
   * number on each line; empty lines, NA, NaN and what is said to be are gaps.
   */
  public static SignalFile read(String input, char decimal, List<String> missing) throws IOException {
    if (MatrixReader.isArrayFile(input)) {
      DenseArray array = MatrixReader.readArray(input);
      long longer = Arrays.stream(array.shape()).filter(length -> length > 1).count();
      if (longer > 1) {
        throw InputException.of(
            "not-a-signal",
            input,
            "%s is %s, and a signal has one way; save one row or column of it",
            input,
            array.shapeText());
      }
      return new SignalFile(array.values(), "", false);
    }
    double[] values = new double[1024];
    int count = 0;
    int filled = 0;
    String header = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(DelimitedText.open(Path.of(input)), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String field = line.strip().replaceAll("^\"|\"$", "");
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        if (MISSING.contains(field.toLowerCase(Locale.ROOT)) || missing.contains(field)) {
          values[count++] = Double.NaN;
          filled = field.isEmpty() ? filled : count;
          continue;
        }
        try {
          values[count] = Double.parseDouble(decimal == '.' ? field : field.replace(decimal, '.'));
          count++;
          filled = count;
        } catch (NumberFormatException notOne) {
          if (number > 1) {
            String where = "%s, line %d".formatted(input, number);
            throw InputException.of(
                "not-a-number",
                where,
                "%s: \"%s\" is not a number; a signal has one number on each line, and an empty line"
                    + " or NA where it is missing",
                where,
                field);
          }
          header = field;
        }
      }
    }
    return new SignalFile(Arrays.copyOf(values, filled), header, true); // blank lines at the end go
  }
}
