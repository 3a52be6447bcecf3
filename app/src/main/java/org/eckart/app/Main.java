package org.eckart.app;

/** Starts {@code eckart}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    Streams streams = Streams.ofProcess(System.getenv());
    int status = Eckart.run(streams, arguments);
    streams.out().flush();
    streams.err().flush();
    System.exit(status);
  }
}
