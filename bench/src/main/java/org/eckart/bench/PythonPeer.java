package org.eckart.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Python process with SciPy and scikit-learn, asked for one thing at a time, so that its runs and
 * Eckart's can take turns.
 */
final class PythonPeer implements AutoCloseable {
  private static final String SCRIPT = "svd_peers.py";

  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;
  private final Path complaints;

  private PythonPeer(Process process, Path complaints) {
    this.process = process;
    this.to = process.outputWriter(StandardCharsets.UTF_8);
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.complaints = complaints;
  }

  /** The Python on the path, if it has NumPy, with the peers for singular values. */
  static Optional<PythonPeer> start(Path folder, int threads) throws IOException {
    return start(folder, threads, SCRIPT);
  }

  /**
   * The Python on the path, if it has NumPy.
   *
   * @param program beside this class, which answers to {@code peers}
   */
  static Optional<PythonPeer> start(Path folder, int threads, String program) throws IOException {
    Optional<Path> python = ChildProcess.onPath("python3");
    if (python.isEmpty()) {
      return Optional.empty();
    }
    Path script = folder.resolve(program);
    try (InputStream in =
        Objects.requireNonNull(PythonPeer.class.getResourceAsStream(program), program)) {
      Files.write(script, in.readAllBytes());
    }
    Path complaints = folder.resolve("python.err");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(python.get().toString(), script.toString(), folder.toString()))
            .redirectError(complaints.toFile());
    for (String variable : List.of("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")) {
      builder.environment().put(variable, Integer.toString(threads));
    }
    PythonPeer peer = new PythonPeer(builder.start(), complaints);
    try {
      peer.ask("peers");
      return Optional.of(peer);
    } catch (IOException noNumpy) {
      peer.close();
      return Optional.empty();
    }
  }

  /** The answer to one line of the script's small language. */
  JsonNode ask(String line) throws IOException {
    String answer;
    try {
      to.write(line);
      to.newLine();
      to.flush();
      answer = from.readLine();
    } catch (IOException gone) {
      throw new IOException("Python ended: " + lastComplaint(), gone);
    }
    if (answer == null) {
      throw new IOException("Python ended: " + lastComplaint());
    }
    return JsonMapper.builder().build().readTree(answer);
  }

  private String lastComplaint() throws IOException {
    List<String> lines = Files.readAllLines(complaints);
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }

  @Override
  public void close() throws IOException {
    try {
      to.close(); // the script ends with its input
    } catch (IOException ended) {
      process.destroy();
    }
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
    from.close();
  }
}
