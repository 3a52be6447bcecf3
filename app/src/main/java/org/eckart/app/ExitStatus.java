package org.eckart.app;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.eckart.core.CapacityException;
import org.eckart.core.InputException;
import org.eckart.core.RunException;
import picocli.CommandLine;

/** How a command ended; the numbers are a promise to scripts. */
enum ExitStatus {
  DONE(0),
  FAILED(1),
  USAGE(2),
  INPUT(3),
  CAPACITY(4),
  INTERRUPTED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The status that goes with a failure. */
  static ExitStatus of(Throwable failure) {
    return switch (failure) {
      case CommandLine.ParameterException _ -> USAGE;
      case UsageException _, IllegalArgumentException _ -> USAGE;
      case InputException _ -> INPUT;
      case CapacityException _, OutOfMemoryError _ -> CAPACITY;
      case RunException _ -> FAILED;
      case IOException io -> isFull(io) ? CAPACITY : FAILED;
      default -> FAILED;
    };
  }

  /** True if the disk, or the user's share of it, is full. */
  static boolean isFull(IOException failure) {
    String reason =
        failure instanceof FileSystemException of ? of.getReason() : failure.getMessage();
    return reason != null
        && (reason.contains("No space left")
            || reason.contains("Disk quota exceeded")
            || reason.contains("not enough space"));
  }
}
