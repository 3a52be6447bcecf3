package org.eckart.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks: answers to {@code out}, all else to {@code err}.
 *
 * @param terminal true if {@code err} is a terminal, where a line may be written over
 * @param colour true if {@code err} and {@code out} take colour
 */
record Streams(PrintStream out, PrintStream err, boolean terminal, boolean colour) {
  /**
   * The streams of the process. The launcher says in {@code ECKART_TERMINAL} whether standard error
   * is a terminal, which Java itself can only tell of standard output.
   */
  static Streams ofProcess(Map<String, String> environment) {
    String told = environment.get("ECKART_TERMINAL");
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean terminal =
        !dumb && (told != null ? told.equals("1") : System.console() != null && isTerminal());
    boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Streams(
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        terminal,
        colour);
  }

  private static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }
}
