package org.eckart.data.duck;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Locale;
import org.eckart.core.CapacityException;
import org.eckart.core.InputException;

/** Parquet files that appear whole or not at all, from what a query gives. */
public final class ParquetFile {
  private ParquetFile() {}

  /**
   * Writes the rows of a query, replacing a file of that name.
   *
   * @throws CapacityException if the disk is full
   * @throws InputException if the file may not be written
   */
  public static void write(Duck duck, String query, Path path) throws SQLException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw InputException.of(
          "unwritable", path.toString(), "%s is a folder, not a file; choose another name", path);
    }
    Path temporary =
        folder.resolve(
            "."
                + path.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + Long.toHexString(System.nanoTime())
                + ".part");
    try {
      Files.createFile(temporary); // the operating system's own words if that may not be
      duck.execute(
          "copy ("
              + query
              + ") to "
              + Duck.literal(temporary.toString())
              + " (format parquet, compression zstd)");
      try {
        Files.move(
            temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException notHere) {
        Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (SQLException failed) {
      if (isDiskFull(failed)) {
        throw diskFull(path, failed);
      }
      throw failed;
    } catch (IOException failed) {
      throw unwritable(path, failed);
    } finally {
      deleteIfLeft(temporary);
    }
  }

  /** What a failed write means, in one sentence. */
  public static RuntimeException unwritable(Path path, IOException failed) {
    if (isDiskFull(failed)) {
      return diskFull(path, failed);
    }
    Path folder = path.toAbsolutePath().getParent();
    String why =
        switch (failed) {
          case NoSuchFileException absent ->
              "the folder " + folder + " does not exist; create it first";
          case AccessDeniedException denied -> "the folder " + folder + " may not be written to";
          default -> String.valueOf(failed.getMessage());
        };
    return new InputException(
        "unwritable", path.toString(), path + " could not be written: " + why, failed);
  }

  private static CapacityException diskFull(Path path, Exception failed) {
    return new CapacityException(
        path + " could not be written: the disk is full; make room, or write elsewhere", failed);
  }

  private static boolean isDiskFull(Exception failed) {
    String words = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("no space left")
        || words.contains("not enough space")
        || words.contains("disk quota exceeded")
        || words.contains("disk full");
  }

  private static void deleteIfLeft(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException left) {
      temporary.toFile().deleteOnExit();
    }
  }
}
