package org.eckart.app;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code eckart completion}: the script that lets a shell complete verbs and options. */
@Command(
    name = "completion",
    description = "Prints a script with which bash or zsh completes verbs and options.",
    footer = {"", "Example:", "  source <(eckart completion bash)"})
final class CompletionScriptCommand implements Runnable {
  @Spec @Nullable CommandSpec spec;
  @ParentCommand @Nullable Eckart root;

  @Parameters(paramLabel = "SHELL", defaultValue = "bash", description = "bash or zsh")
  String shell = "bash";

  @Override
  public void run() {
    if (!shell.toLowerCase(Locale.ROOT).matches("bash|zsh")) {
      throw new picocli.CommandLine.ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "There is no script for '" + shell + "'; ask for bash or zsh");
    }
    Objects.requireNonNull(root)
        .streams()
        .out()
        .print(AutoComplete.bash("eckart", Objects.requireNonNull(spec).parent().commandLine()));
  }
}
