package org.eckart.app;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a command leaves behind; it appears complete or not at all. Everything is written
 * into a hidden folder beside it, which {@link #publish} renames; closed before that, also by
 * Ctrl-C, it disappears.
 */
final class OutputFolder implements AutoCloseable {
  private static final String RECORD = "run.json";

  private final Path target;
  private final Path partial;
  private final boolean replace;
  private final Thread cleaner;
  private boolean published;

  private OutputFolder(Path target, Path partial, boolean replace) {
    this.target = target;
    this.partial = partial;
    this.replace = replace;
    this.cleaner = new Thread(() -> deleteQuietly(partial), "eckart-clean");
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Where a command will write: {@code --out}, or else a folder in the working directory that is
   * not there yet, named after the verb and its input.
   *
   * @throws UsageException if the folder exists and may not be replaced
   */
  static Path choose(CommonOptions options, String name) {
    Path out = options.out;
    if (out == null) {
      Path free = Path.of("eckart-" + name);
      for (int k = 2; Files.exists(free); k++) {
        free = Path.of("eckart-" + name + "-" + k);
      }
      return free;
    }
    if (Files.exists(out)) {
      if (!options.force) {
        throw new UsageException(
            "--out %s exists already; choose another folder, or add --force to replace it", out);
      }
      if (!isReplaceable(out)) {
        throw new UsageException(
            "--out %s holds something that eckart did not write, so --force will not replace it;"
                + " choose another folder",
            out);
      }
    }
    return out;
  }

  /** The name of an input without its folder and endings, for a folder named after it. */
  static String stem(String input) {
    String name = input.equals("-") ? "stdin" : String.valueOf(Path.of(input).getFileName());
    int dot = name.indexOf('.', 1);
    return (dot < 0 ? name : name.substring(0, dot)).replaceAll("[^\\p{L}\\p{N}_-]+", "-");
  }

  /** Starts writing a folder; its parents are made where they are missing. */
  static OutputFolder open(Path target, boolean replace) {
    Path whole = target.toAbsolutePath().normalize();
    Path parent = Objects.requireNonNullElse(whole.getParent(), whole);
    try {
      Files.createDirectories(parent);
      String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
      Path partial =
          Files.createDirectory(parent.resolve("." + whole.getFileName() + "-partial-" + unique));
      return new OutputFolder(whole, partial, replace);
    } catch (IOException e) {
      throw new UsageException(
          "--out %s cannot be written (%s); choose a folder where you may write",
          target, reason(e, parent));
    }
  }

  /** A place inside the folder while it is being written. */
  Path resolve(String name) {
    return partial.resolve(name);
  }

  /** Where that place will be once the folder is published. */
  Path published(String name) {
    return target.resolve(name);
  }

  /** Makes the folder appear. */
  void publish() throws IOException {
    Path old = null;
    if (Files.exists(target)) {
      if (!replace) {
        throw new UsageException(
            "--out %s appeared while this command was at work; choose another folder", target);
      }
      old = partial.resolveSibling(partial.getFileName() + "-old");
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    published = true;
    if (old != null) {
      deleteQuietly(old);
    }
  }

  @Override
  public void close() {
    if (!published) {
      deleteQuietly(partial);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) { // on the way out already: then the hook itself is at work
      return;
    }
  }

  private static boolean isReplaceable(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    if (Files.exists(folder.resolve(RECORD))) {
      return true;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static String reason(IOException failure, Path parent) {
    if (Files.exists(parent) && !Files.isDirectory(parent)) {
      return "'" + parent + "' is a file";
    }
    @Nullable String message = failure.getMessage();
    return failure instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : Objects.requireNonNullElse(message, failure.getClass().getSimpleName());
  }

  static void deleteQuietly(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      System.getLogger(OutputFolder.class.getName())
          .log(System.Logger.Level.DEBUG, "An unfinished folder stays behind: " + folder, e);
    }
  }
}
