package org.eckart.data.array;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringTokenizer;
import org.eckart.core.InputException;
import org.eckart.core.store.AtomicFile;
import org.eckart.data.text.DelimitedText;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Matrix Market files ({@code .mtx}, gzip or not): coordinate or array; real, integer or pattern;
 * general, symmetric or skew-symmetric. Complex ones are refused. Symmetric halves are filled up.
 *
 * <p>Source: Boisvert, Pozo &amp; Remington, The Matrix Market Exchange Formats, NISTIR 5935
 * (1996).
 */
public final class MatrixMarket {
  private static final long MOST = Integer.MAX_VALUE - 8;

  private final String source;
  private final BufferedReader lines;
  private long line;
  private boolean array;
  private boolean pattern;
  private int mirror; // 0 general, 1 symmetric, −1 skew-symmetric

  private MatrixMarket(String source, BufferedReader lines) {
    this.source = source;
    this.lines = lines;
  }

  /** Reads a file. */
  public static CoordinateMatrix read(Path path) {
    String source = String.valueOf(path.getFileName());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(DelimitedText.open(path), StandardCharsets.UTF_8))) {
      MatrixMarket reader = new MatrixMarket(source, lines);
      return reader.read();
    } catch (NoSuchFileException absent) {
      throw new InputException(
          "missing-file", path.toString(), "There is no file " + path + "; check the path", absent);
    } catch (EOFException cut) {
      throw new InputException(
          "damaged-file", source, source + " is cut short; copy it again", cut);
    } catch (IOException failed) {
      throw new InputException(
          "unreadable", source, source + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  private CoordinateMatrix read() throws IOException {
    header(lines.readLine());
    line = 1;
    String size = next();
    if (size == null) {
      throw wrong("the file ends before the line with the sizes");
    }
    StringTokenizer sizes = new StringTokenizer(size);
    int wanted = array ? 2 : 3;
    if (sizes.countTokens() != wanted) {
      throw wrong(
          "\""
              + size.strip()
              + "\" is not the "
              + (array ? "two" : "three")
              + " sizes expected here");
    }
    int rows = whole(sizes.nextToken(), 0, Integer.MAX_VALUE, "rows");
    int columns = whole(sizes.nextToken(), 0, Integer.MAX_VALUE, "columns");
    if (mirror != 0 && rows != columns) {
      throw wrong("a symmetric matrix cannot be " + rows + " × " + columns);
    }
    if (array) {
      return dense(rows, columns);
    }
    return coordinates(rows, columns, whole(sizes.nextToken(), 0, MOST, "entries"));
  }

  private void header(@Nullable String first) {
    line = 1;
    String[] words =
        first == null ? new String[0] : first.toLowerCase(Locale.ROOT).strip().split("\\s+");
    if (words.length != 5
        || !words[0].equals("%%matrixmarket")
        || !words[1].equals("matrix")
        || !words[2].matches("coordinate|array")) {
      throw wrong(
          "a Matrix Market file begins with '%%MatrixMarket matrix coordinate real general' or the"
              + " like");
    }
    array = words[2].equals("array");
    pattern = words[3].equals("pattern");
    if (!words[3].matches("real|double|integer|pattern") || (array && pattern)) {
      throw wrong(
          "entries are of type '" + words[3] + "', and only real, integer and pattern are read");
    }
    mirror =
        switch (words[4]) {
          case "general" -> 0;
          case "symmetric" -> 1;
          case "skew-symmetric" -> -1;
          default ->
              throw wrong(
                  "symmetry is '"
                      + words[4]
                      + "', and only general, symmetric and skew-symmetric"
                      + " are read");
        };
  }

  /** The next line that is neither comment nor blank. */
  private @Nullable String next() throws IOException {
    String text = lines.readLine();
    line++;
    while (text != null && (text.isBlank() || text.startsWith("%"))) {
      text = lines.readLine();
      line++;
    }
    return text;
  }

  private CoordinateMatrix coordinates(int rows, int columns, int count) throws IOException {
    int room = mirror == 0 ? count : (int) Math.min(MOST, 2L * count);
    int start = Math.min(room, 1 << 20); // grows with what is there, not with what is claimed
    int[] row = new int[start];
    int[] column = new int[start];
    double[] value = new double[start];
    int size = 0;
    for (int k = 0; k < count; k++) {
      String text = next();
      if (text == null) {
        throw wrong("the file ends after " + k + " of " + count + " entries");
      }
      StringTokenizer words = new StringTokenizer(text);
      if (words.countTokens() != (pattern ? 2 : 3)) {
        throw wrong(
            "\""
                + text.strip()
                + "\" is not "
                + (pattern ? "row and column" : "row, column and value"));
      }
      int i = whole(words.nextToken(), 1, rows, "rows") - 1;
      int j = whole(words.nextToken(), 1, columns, "columns") - 1;
      double v = pattern ? 1 : number(words.nextToken());
      if (size + 2 > row.length) {
        int more = (int) Math.min(MOST, Math.max(size + 2L, row.length * 2L));
        row = Arrays.copyOf(row, more);
        column = Arrays.copyOf(column, more);
        value = Arrays.copyOf(value, more);
      }
      row[size] = i;
      column[size] = j;
      value[size++] = v;
      if (mirror != 0 && i != j) {
        row[size] = j;
        column[size] = i;
        value[size++] = mirror * v;
      }
    }
    end(count);
    return new CoordinateMatrix(
        rows,
        columns,
        Arrays.copyOf(row, size),
        Arrays.copyOf(column, size),
        Arrays.copyOf(value, size),
        false);
  }

  private CoordinateMatrix dense(int rows, int columns) throws IOException {
    long all = (long) rows * columns;
    if (all > MOST) {
      throw wrong(
          "a dense " + rows + " × " + columns + " matrix has too many entries for one array");
    }
    Matrix matrix = Matrix.zeros(rows, columns);
    long read = 0;
    for (int j = 0; j < columns; j++) {
      for (int i = mirror == 0 ? 0 : mirror > 0 ? j : j + 1; i < rows; i++) {
        String text = next();
        if (text == null) {
          throw wrong(
              "the file ends after "
                  + read
                  + " numbers of a "
                  + rows
                  + " × "
                  + columns
                  + " matrix");
        }
        double v = number(text.strip());
        matrix.set(i, j, v);
        if (mirror != 0 && i != j) {
          matrix.set(j, i, mirror * v);
        }
        read++;
      }
    }
    end(read);
    return CoordinateMatrix.of(matrix);
  }

  private void end(long count) throws IOException {
    String more = next();
    if (more != null) {
      throw wrong("there is more after the " + count + " entries that line 2 or so announces");
    }
  }

  private int whole(String word, long least, long most, String what) {
    if (word.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(word);
      if (number >= least && number <= most) {
        return (int) number;
      }
    }
    throw wrong(
        "\"" + word + "\" is not a whole number from " + least + " to " + most + " (" + what + ")");
  }

  private double number(String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException odd) {
      throw wrong("\"" + word + "\" is not a number");
    }
  }

  private InputException wrong(String what) {
    String where = source + ", line " + line;
    return new InputException("matrix-market", where, where + ": " + what, null);
  }

  /** Writes the entries given, as {@code coordinate real general}. */
  public static void write(Path path, CoordinateMatrix matrix) {
    AtomicFile.write(
        path,
        channel -> {
          StringBuilder text = new StringBuilder("%%MatrixMarket matrix coordinate real general\n");
          text.append(matrix.rows()).append(' ').append(matrix.columns()).append(' ');
          text.append(matrix.value().length).append('\n');
          for (int k = 0; k < matrix.value().length; k++) {
            text.append(matrix.row()[k] + 1).append(' ').append(matrix.column()[k] + 1);
            text.append(' ').append(matrix.value()[k]).append('\n');
            flush(channel, text, 1 << 16);
          }
          flush(channel, text, 0);
        });
  }

  /** Writes a dense matrix, as {@code array real general}. */
  public static void write(Path path, Matrix matrix) {
    AtomicFile.write(
        path,
        channel -> {
          StringBuilder text = new StringBuilder("%%MatrixMarket matrix array real general\n");
          text.append(matrix.rows()).append(' ').append(matrix.columns()).append('\n');
          for (int j = 0; j < matrix.columns(); j++) {
            for (int i = 0; i < matrix.rows(); i++) {
              text.append(matrix.get(i, j)).append('\n');
              flush(channel, text, 1 << 16);
            }
          }
          flush(channel, text, 0);
        });
  }

  private static void flush(FileChannel channel, StringBuilder text, int beyond)
      throws IOException {
    if (text.length() < beyond) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    text.setLength(0);
  }
}
