package org.eckart.linalg;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds OpenBLAS and opens it for the life of the JVM.
 *
 * <p>In this order: the folder (or library file) that {@value #PROPERTY} names, as in an
 * application image that ships the libraries unpacked; the platform's jar of {@code
 * org.bytedeco:openblas} on the class path, whose libraries are copied once into the user's cache
 * folder. JavaCPP itself is never loaded.
 */
final class OpenBlasLibrary {
  static final String PROPERTY = "eckart.openblas";

  /** More than any text that OpenBLAS returns; they end in a zero byte long before. */
  private static final int LONGEST_TEXT = 4096;

  /** OpenBLAS cannot be used here; the message says why. */
  static final class NotLoadedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    NotLoadedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * What the libraries of one platform are called, those first that others need; not every build
   * has all of {@code needed}.
   */
  record Platform(String name, List<String> needed, String openblas) {}

  /** Opened when the first function is bound. */
  private static final class Opened {
    static final SymbolLookup SYMBOLS = open();
    static final Linker LINKER = Linker.nativeLinker();
  }

  private OpenBlasLibrary() {}

  /** Binds a function to which Java arrays are passed in place; it must return in milliseconds. */
  static MethodHandle critical(String name, MemoryLayout... arguments) {
    return Opened.LINKER.downcallHandle(
        symbol(name), FunctionDescriptor.ofVoid(arguments), Linker.Option.critical(true));
  }

  /** Binds a LAPACK function, which may take minutes and returns its {@code info}. */
  static MethodHandle lapack(String name, MemoryLayout... arguments) {
    return Opened.LINKER.downcallHandle(
        symbol(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /** Calls a function that returns a C string. */
  static String text(String name) {
    MethodHandle call =
        Opened.LINKER.downcallHandle(
            symbol(name),
            FunctionDescriptor.of(
                ValueLayout.ADDRESS.withTargetLayout(
                    MemoryLayout.sequenceLayout(LONGEST_TEXT, ValueLayout.JAVA_BYTE))));
    try {
      return ((MemorySegment) call.invokeExact()).getString(0).strip();
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * For what a method handle's signature lets it throw: a checked exception never comes from native
   * code, anything else goes on as it is.
   */
  static RuntimeException impossible(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    return new IllegalStateException("A native call failed in Java", thrown);
  }

  private static MemorySegment symbol(String name) {
    return Opened.SYMBOLS
        .find(name)
        .orElseThrow(
            () -> new NotLoadedException("the OpenBLAS found has no function " + name, null));
  }

  private static SymbolLookup open() {
    Platform platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    String given = System.getProperty(PROPERTY);
    try {
      Path folder;
      if (given == null) {
        folder = unpacked(platform, cacheFolder());
      } else if (Files.isRegularFile(Path.of(given))) {
        return SymbolLookup.libraryLookup(Path.of(given), Arena.global());
      } else {
        folder = Path.of(given);
      }
      for (String file : platform.needed) {
        if (Files.exists(folder.resolve(file))) {
          SymbolLookup.libraryLookup(folder.resolve(file), Arena.global());
        }
      }
      return SymbolLookup.libraryLookup(folder.resolve(platform.openblas), Arena.global());
    } catch (IOException
        | IllegalArgumentException
        | IllegalCallerException // native access is denied to this module
        | UnsatisfiedLinkError failure) {
      String where = given == null ? "" : " (-D" + PROPERTY + "=" + given + ")";
      throw new NotLoadedException(failure.getMessage() + where, failure);
    }
  }

  static Platform platform(String os, String architecture) {
    String system = os.toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64");
    if (!arm && !architecture.equals("amd64") && !architecture.equals("x86_64")) {
      throw new NotLoadedException("there is no OpenBLAS for " + os + " on " + architecture, null);
    }
    String processor = arm ? "arm64" : "x86_64";
    if (system.startsWith("linux")) {
      return new Platform(
          "linux-" + processor,
          List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5"),
          "libopenblas.so.0");
    }
    if (system.startsWith("mac")) {
      return new Platform(
          "macosx-" + processor,
          List.of(
              "libgcc_s.1.1.dylib",
              "libgcc_s.1.dylib",
              "libquadmath.0.dylib",
              "libgfortran.5.dylib"),
          "libopenblas.0.dylib");
    }
    if (system.startsWith("windows") && !arm) {
      return new Platform(
          "windows-x86_64",
          List.of(), // linked in
          "libopenblas.dll");
    }
    throw new NotLoadedException("there is no OpenBLAS for " + os + " on " + architecture, null);
  }

  /** The folder with the platform's libraries: where they lie, or where they were copied. */
  static Path unpacked(Platform platform, Path cache) throws IOException {
    String resources = "org/bytedeco/openblas/" + platform.name + "/";
    URL main = resource(resources + platform.openblas);
    if (main == null) {
      throw new NotLoadedException(
          "org.bytedeco:openblas:"
              + platform.name
              + " is not on the class path; add that jar, or name a folder that holds "
              + platform.openblas
              + " with -D"
              + PROPERTY,
          null);
    }
    if (main.getProtocol().equals("file")) {
      try {
        return Path.of(new URI(main.toString())).resolveSibling("");
      } catch (URISyntaxException odd) {
        throw new IOException(main + " is not a path", odd);
      }
    }
    URLConnection connection = main.openConnection();
    long size = connection.getContentLengthLong();
    long check = connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : size;
    String name =
        "openblas-%s-%08x".formatted(platform.name, check); // another version, another name
    List<String> files = new ArrayList<>(platform.needed);
    files.add(platform.openblas);
    Path kept = cache.resolve(name);
    if (isWhole(kept.resolve(platform.openblas), size)) {
      return kept;
    }
    Path fresh;
    try {
      Files.createDirectories(cache);
      fresh = Files.createTempDirectory(cache, name + "-");
    } catch (
        FileSystemException readOnly) { // a home that cannot be written: copy for this run only
      fresh = Files.createTempDirectory("eckart-");
      fresh.toFile().deleteOnExit();
      for (String file : files) {
        fresh
            .resolve(file)
            .toFile()
            .deleteOnExit(); // registered after the folder, so gone before it
      }
      copy(resources, files, fresh);
      return fresh;
    }
    copy(resources, files, fresh);
    try {
      Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException taken) {
      return another(platform, size, files, kept, fresh, taken);
    }
    return kept;
  }

  /** Another process put the folder there first, or a damaged one stands in the way. */
  private static Path another(
      Platform platform,
      long size,
      List<String> files,
      Path kept,
      Path fresh,
      FileSystemException taken)
      throws IOException {
    if (!(taken instanceof FileAlreadyExistsException) && !Files.exists(kept)) {
      throw taken;
    }
    boolean whole = isWhole(kept.resolve(platform.openblas), size);
    for (String file : files) {
      if (Files.exists(fresh.resolve(file))) {
        if (whole) {
          Files.delete(fresh.resolve(file));
        } else {
          Files.move(fresh.resolve(file), kept.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    Files.delete(fresh);
    return kept;
  }

  private static boolean isWhole(Path file, long size) throws IOException {
    return Files.exists(file) && Files.size(file) == size;
  }

  private static void copy(String resources, List<String> files, Path folder) throws IOException {
    for (String file : files) {
      URL from = resource(resources + file);
      if (from != null) {
        try (InputStream in = from.openStream()) {
          Files.copy(in, folder.resolve(file));
        }
      }
    }
  }

  private static @Nullable URL resource(String name) {
    ClassLoader loader = OpenBlasLibrary.class.getClassLoader();
    return loader == null ? ClassLoader.getSystemResource(name) : loader.getResource(name);
  }

  private static Path cacheFolder() {
    Path home = Path.of(System.getProperty("user.home"));
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String named = System.getenv(system.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (named != null && !named.isBlank() && Path.of(named).isAbsolute()) {
      return Path.of(named, "eckart");
    }
    return system.startsWith("mac")
        ? home.resolve("Library/Caches/eckart")
        : home.resolve(".cache/eckart");
  }
}
