package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class UsageSentence {
  private UsageSentence() {}

  static String of(ParameterException wrong) {
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    String verb = command.parent() == null ? "" : command.name();
    String see = verb.isEmpty() ? "; see 'eckart help'" : "; see 'eckart help " + verb + "'";
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().getFirst(), wrong.getCommandLine(), verb);
    }
    if (wrong instanceof MissingParameterException missing) {
      String names =
          missing.getMissing().stream()
              .map(UsageSentence::name)
              .distinct()
              .collect(Collectors.joining(" and "));
      return "'eckart " + verb + "' needs " + names + see;
    }
    ArgSpec argument = wrong.getArgSpec();
    if (argument != null && wrong.getValue() != null) {
      return value(argument, wrong.getValue(), wrong);
    }
    String first = wrong.getMessage() == null ? "This cannot be read" : firstLine(wrong);
    return first.replaceFirst("[.;]$", "") + see;
  }

  private static String unmatched(String word, CommandLine line, String verb) {
    if (verb.isEmpty() && !word.startsWith("-")) {
      List<String> verbs =
          line.getSubcommands().entrySet().stream()
              .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
              .map(java.util.Map.Entry::getKey)
              .toList();
      return "There is no verb '"
          + word
          + "'; "
          + Nearest.to(word, verbs)
              .map(near -> "did you mean 'eckart " + near + "'?")
              .orElse("the verbs are " + String.join(", ", verbs));
    }
    String of = verb.isEmpty() ? "'eckart'" : "'eckart " + verb + "'";
    if (word.startsWith("-") && word.length() > 1) {
      String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      List<String> options = new ArrayList<>();
      for (OptionSpec spec : line.getCommandSpec().options()) {
        options.addAll(Arrays.asList(spec.names()));
      }
      return of
          + " has no option '"
          + option
          + "'; "
          + Nearest.to(option, options)
              .map(near -> "did you mean '" + near + "'?")
              .orElse("see 'eckart help" + (verb.isEmpty() ? "'" : " " + verb + "'"));
    }
    return of + " cannot use '" + word + "': it has all its inputs already";
  }

  private static String value(ArgSpec argument, String value, ParameterException wrong) {
    Class<?> type = argument.typeInfo().getType();
    String name = name(argument);
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return name + " is '" + value + "'; it must be a whole number";
    }
    if (type == double.class || type == Double.class) {
      return name + " is '" + value + "'; it must be a number";
    }
    if (type.isEnum()) {
      String allowed =
          Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
              .map(c -> c.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      return name + " is '" + value + "'; it must be one of " + allowed;
    }
    String reason = firstLine(wrong);
    int colon = reason.indexOf(": ");
    return name + ": " + (colon < 0 ? reason : reason.substring(colon + 2));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String firstLine(ParameterException wrong) {
    return Objects.requireNonNullElse(wrong.getMessage(), "")
        .lines()
        .findFirst()
        .orElse("This cannot be read");
  }
}
