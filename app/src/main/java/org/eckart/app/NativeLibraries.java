package org.eckart.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes the native libraries out of the jars of a built program, once, so that no start has to:
 * DuckDB's would otherwise be copied into the temporary folder (60 MB) by every command that reads
 * a table, OpenBLAS's into the user's cache.
 *
 * <p>Run by the launcher after the build, with the folder of jars as the argument. DuckDB looks
 * beside its own jar once that holds no library; OpenBLAS is found through {@code
 * -Deckart.openblas}.
 */
final class NativeLibraries {
  private static final String DUCKDB = "libduckdb_java.so_";
  private static final String OPENBLAS = "org/bytedeco/openblas/";

  private NativeLibraries() {}

  /** Unpacks in the folder named first. */
  public static void main(String[] arguments) throws IOException {
    unpack(Path.of(arguments[0]));
  }

  static void unpack(Path jars) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "{duckdb,openblas}*.jar")) {
      for (Path jar : found) {
        if (String.valueOf(jar.getFileName()).startsWith("duckdb")) {
          duckDb(jar, DUCKDB + duckDbPlatform());
        } else {
          openBlas(jar, jars.resolve("openblas"));
        }
      }
    }
  }

  /** The wanted library beside the jar, and the jar without any. */
  private static void duckDb(Path jar, String wanted) throws IOException {
    Path bare = jar.resolveSibling(jar.getFileName() + ".bare");
    boolean moved = false;
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(bare);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (Enumeration<? extends ZipEntry> all = from.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        try (InputStream in = from.getInputStream(entry)) {
          if (entry.getName().equals(wanted)) {
            Files.copy(in, jar.resolveSibling(wanted), StandardCopyOption.REPLACE_EXISTING);
            moved = true;
          } else if (!entry.getName().startsWith(DUCKDB)) {
            ZipEntry kept = new ZipEntry(entry.getName());
            kept.setTime(entry.getTime());
            to.putNextEntry(kept);
            in.transferTo(to);
          }
        }
      }
    }
    if (moved) {
      Files.move(bare, jar, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(bare); // another platform: the driver finds its own way
    }
  }

  private static void openBlas(Path jar, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (ZipFile from = new ZipFile(jar.toFile())) {
      for (Enumeration<? extends ZipEntry> all = from.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        String file = name.substring(name.lastIndexOf('/') + 1);
        boolean library = file.contains(".so") || file.contains(".dylib") || file.endsWith(".dll");
        if (!entry.isDirectory() && name.startsWith(OPENBLAS) && library && !file.contains("jni")) {
          try (InputStream in = from.getInputStream(entry)) {
            Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
    Files.delete(jar);
  }

  private static String duckDbPlatform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    if (system.startsWith("mac")) {
      return "osx_universal";
    }
    return (system.startsWith("windows") ? "windows_" : "linux_") + processor;
  }
}
