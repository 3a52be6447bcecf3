package org.eckart.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.eckart.core.InputException;

/**
 * A matrix on standard input. It is kept in a file while the command works, since files have kinds.
 */
final class StandardInput {
  /** Enough to tell one kind from another. */
  private static final int START = 4096;

  private StandardInput() {}

  /**
   * The input as it was named, or for {@code -} a file with what standard input holds, under the
   * ending that its first bytes call for; text without a mark is CSV, or TSV where its first line
   * has a tab.
   */
  static String file(String input) throws IOException {
    if (!input.equals("-")) {
      return input;
    }
    InputStream in = new BufferedInputStream(System.in, START);
    if (start(in, 2).equals("\u001f\u008b")) {
      in = new BufferedInputStream(new GZIPInputStream(in), START);
    }
    String start = start(in, START);
    if (start.isEmpty()) {
      throw InputException.of(
          "empty",
          "standard input",
          "Standard input is empty; pipe a matrix into it, or name a file");
    }
    Path folder = Files.createTempDirectory("eckart-");
    Path file = folder.resolve("stdin" + ending(start));
    folder.toFile().deleteOnExit(); // after what is in it: the last named goes first
    file.toFile().deleteOnExit();
    Files.copy(in, file);
    return file.toString();
  }

  /** The first bytes, one a character; the stream is left at its beginning. */
  private static String start(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] bytes = in.readNBytes(length);
    in.reset();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String ending(String start) {
    if (start.startsWith("\u0093NUMPY")) {
      return ".npy";
    } else if (start.startsWith("PK\u0003\u0004")) {
      return ".npz";
    } else if (start.startsWith("\u0089PNG")) {
      return ".png";
    } else if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return ".tif";
    } else if (start.startsWith("PAR1")) {
      return ".parquet";
    } else if (start.startsWith("%%MatrixMarket")) {
      return ".mtx";
    } else if (start.length() > 8 && start.charAt(8) == '{' && start.charAt(7) == '\0') {
      return ".safetensors"; // eight bytes that say how long its header is
    }
    return start.lines().findFirst().orElse("").contains("\t") ? ".tsv" : ".csv";
  }
}
