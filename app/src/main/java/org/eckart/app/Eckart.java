package org.eckart.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The root of the command: its verbs, and how a command line becomes an exit status. */
@Command(
    name = "eckart",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "Recovers matrices that are incomplete or noisy, and says how sure it is.",
    subcommands = {
      DemoCommand.class,
      CompleteCommand.class,
      PredictCommand.class,
      RecommendCommand.class,
      FoldInCommand.class,
      DecomposeCommand.class,
      SenseCommand.class,
      SpectrumCommand.class,
      DenoiseCommand.class,
      SampleCommand.class,
      PosteriorCommand.class,
      DynamicsCommand.class,
      SeparateCommand.class,
      BenchCommand.class,
      InfoCommand.class,
      CompletionScriptCommand.class,
      RehearseCommand.class,
      CommandLine.HelpCommand.class,
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed while running",
      "2:wrong usage",
      "3:bad input data",
      "4:not enough memory or disk",
      "130:interrupted, checkpoint kept"
    },
    footer = {"", "'eckart help VERB' tells more, with an example; start with 'eckart demo'."})
final class Eckart implements Runnable {
  private final Streams streams;
  private final List<String> arguments;

  private Eckart(Streams streams, List<String> arguments) {
    this.streams = streams;
    this.arguments = arguments;
  }

  Streams streams() {
    return streams;
  }

  /** The words of this command after {@code eckart}. */
  List<String> arguments() {
    return arguments;
  }

  /**
   * Runs one command and gives its exit status. Numbers are printed with a decimal point, as they
   * are read, whatever language the machine is set to.
   */
  static int run(Streams streams, String... arguments) {
    Locale own = Locale.getDefault();
    Locale.setDefault(Locale.ROOT);
    try {
      return commandLine(streams, arguments).execute(arguments);
    } finally {
      Locale.setDefault(own);
    }
  }

  static CommandLine commandLine(Streams streams, String... arguments) {
    CommandLine line = new CommandLine(new Eckart(streams, List.of(arguments)));
    line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    line.setExpandAtFiles(false); // a label may begin with @
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(30);
    line.setColorScheme(Help.defaultColorScheme(streams.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setParameterExceptionHandler((wrong, words) -> wrongUsage(streams, wrong, words));
    line.setExecutionExceptionHandler((failure, _, _) -> {
      throw failure;
    });
    for (CommandLine verb : line.getSubcommands().values()) {
      CommandSpec spec = verb.getCommandSpec();
      spec.mixinStandardHelpOptions(true);
      spec.usageMessage().sortOptions(false);
    }
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        new CommandLine(this), "Say what to do: eckart VERB, such as 'eckart demo'");
  }

  private static int wrongUsage(Streams streams, ParameterException wrong, String[] words) {
    String sentence = UsageSentence.of(wrong);
    streams.err().println(sentence);
    if (Arrays.asList(words).contains("--json")) {
      Envelope envelope = new Envelope(wrong.getCommandLine().getCommandSpec().name());
      envelope.error("usage", sentence, "");
      envelope.print(streams.out());
    }
    return ExitStatus.USAGE.code();
  }
}
