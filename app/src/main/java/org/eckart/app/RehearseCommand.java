package org.eckart.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code eckart rehearse}, used when the program is built: runs what users run, once and small, so
 * that the JVM can keep the classes and profiles of it for later starts.
 */
@Command(name = "rehearse", hidden = true, description = "Runs what users run, for the AOT cache.")
final class RehearseCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Streams streams = new Streams(nowhere, nowhere, false, false);
    int status = Eckart.run(streams, "info");
    status = Math.max(status, Eckart.run(streams, "info", "--json"));
    status = Math.max(status, Eckart.run(streams, "help", "info"));
    return status;
  }
}
