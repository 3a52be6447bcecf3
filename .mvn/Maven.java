import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Puts the Maven named in {@code .mvn/maven.properties} under the user's {@code .m2/wrapper} folder, once, and prints its
 * home. It comes from the repository that the build's dependencies come from: the mirror of {@code central} in the user's
 * {@code settings.xml}, {@code MVNW_REPOURL}, or Maven Central. Run by {@code mvnw} with the JDK alone, so that nothing
 * else need be installed.
 */
final class Maven {
  public static void main(String[] arguments) throws Exception {
    Properties wanted = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      wanted.load(in);
    }
    String version = wanted.getProperty("version");
    Path user = Path.of(System.getProperty("user.home"), ".m2");
    Path home = user.resolve("wrapper/dists/eckart/apache-maven-" + version);
    if (!Files.exists(home.resolve("bin/mvn"))) {
      String file =
          repository(user.resolve("settings.xml"), wanted)
              + "/org/apache/maven/apache-maven/%1$s/apache-maven-%1$s-bin.zip".formatted(version);
      System.err.println("Fetching Maven " + version + " (once)");
      unpack(fetch(file, wanted.getProperty("sha512")), home);
    }
    System.out.println(home);
  }

  private static String repository(Path settings, Properties wanted) throws IOException {
    String named = System.getenv("MVNW_REPOURL");
    if (named != null && !named.isBlank()) {
      return named.replaceAll("/+$", "");
    }
    if (Files.exists(settings)) {
      Matcher mirror =
          Pattern.compile("<mirror>(.*?)</mirror>", Pattern.DOTALL).matcher(Files.readString(settings));
      while (mirror.find()) {
        String of = element(mirror.group(1), "mirrorOf");
        if (of.equals("*") || of.equals("central") || of.startsWith("external:*")) {
          return element(mirror.group(1), "url").replaceAll("/+$", "");
        }
      }
    }
    return wanted.getProperty("repository");
  }

  private static String element(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">\\s*(.*?)\\s*</" + name + ">", Pattern.DOTALL).matcher(xml);
    return found.find() ? found.group(1) : "";
  }

  private static Path fetch(String address, String sha512) throws Exception {
    Path zip = Files.createTempFile("maven", ".zip");
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    IOException last = null;
    for (int attempt = 1; attempt <= 3; attempt++) {
      try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
        HttpResponse<Path> answer = client.send(request, HttpResponse.BodyHandlers.ofFile(zip));
        if (answer.statusCode() != 200) {
          throw new IOException(address + " answered " + answer.statusCode());
        }
        String got =
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(zip)));
        if (!got.equals(sha512)) {
          throw new IOException(address + " has SHA-512 " + got + ", expected " + sha512);
        }
        return zip;
      } catch (IOException e) {
        last = e;
      }
    }
    System.err.println(
        "Maven could not be fetched ("
            + last
            + "); check the network, or set MVNW_REPOURL to a repository you can reach");
    System.exit(1);
    throw last;
  }

  /** Unpacks beside {@code home} and renames, so that an interrupted run leaves no half Maven behind. */
  private static void unpack(Path zip, Path home) throws IOException {
    Files.createDirectories(home.getParent());
    Path fresh = Files.createTempDirectory(home.getParent(), "unpacking");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        String inside = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path target = fresh.resolve(inside).normalize();
        if (!target.startsWith(fresh)) {
          throw new IOException("The Maven archive names a file outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(in, target);
        }
      }
    }
    fresh.resolve("bin/mvn").toFile().setExecutable(true, false);
    Files.deleteIfExists(zip);
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(home.resolve("bin/mvn"))) { // another build may have put it there meanwhile
        throw e;
      }
    }
  }
}
