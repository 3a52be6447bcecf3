package org.eckart.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.eckart.core.CapacityException;
import org.eckart.core.InputException;
import org.eckart.core.RunException;

/**
 * Files that appear whole or not at all: the bytes go to a temporary file in the same folder, reach
 * the disk, and then take the name in one step. Whoever reads sees the old file or the new one,
 * also after a kill or a power cut; a failed write leaves neither a half file nor the temporary
 * one.
 */
public final class AtomicFile {
  /** Puts the content into the open temporary file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /** Writes these bytes as above. */
  public static void write(Path path, byte[] bytes) {
    write(path, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /**
   * Writes a file, replacing one of that name.
   *
   * @throws CapacityException if the disk is full
   * @throws InputException if the folder does not exist or may not be written
   * @throws RunException if the thread is interrupted while it writes; it stays interrupted
   */
  public static void write(Path path, Content content) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw InputException.of(
          "unwritable", path.toString(), "%s is a folder, not a file; choose another name", path);
    }
    Path temporary = folder.resolve("." + path.getFileName() + "." + unique() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      moveInto(temporary, path);
      forceFolder(folder);
    } catch (ClosedByInterruptException interrupted) {
      throw new RunException(
          path
              + " was not written, since the thread was interrupted; what stood there is as it was",
          interrupted);
    } catch (IOException failure) {
      throw explained(path, folder, failure);
    } finally {
      deleteIfLeft(temporary);
    }
  }

  /** Writes all that remains in the buffer. */
  static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String unique() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }

  private static void moveInto(Path temporary, Path path) throws IOException {
    try {
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the new name itself durable; Windows cannot open folders and needs no such step. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      return; // the file is whole and in place; only its survival of a power cut is less certain
    }
  }

  private static void deleteIfLeft(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      return; // the failure that matters is already on its way to the caller
    }
  }

  private static RuntimeException explained(Path path, Path folder, IOException failure) {
    if (isDiskFull(failure)) {
      return new CapacityException(
          path
              + " could not be written: the disk is full ("
              + free(folder)
              + " bytes free); make room, or write elsewhere",
          failure);
    }
    String why =
        switch (failure) {
          case NoSuchFileException _ -> "the folder " + folder + " does not exist; create it first";
          case AccessDeniedException _ -> "the folder " + folder + " may not be written to";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default -> String.valueOf(failure.getMessage());
        };
    return new InputException(
        "unwritable", path.toString(), path + " could not be written: " + why, failure);
  }

  /** The JDK has no exception of its own for a full disk; these are the system's words for it. */
  static boolean isDiskFull(IOException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("no space left")
        || words.contains("not enough space")
        || words.contains("disk quota exceeded")
        || words.contains("disk full");
  }

  private static String free(Path folder) {
    try {
      return Long.toString(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException _) {
      return "unknown";
    }
  }
}
