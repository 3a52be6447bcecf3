package org.eckart.app;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The library names settings; who sits at a command line types flags, where the verb has them. */
final class FlagWords {
  /**
   * Words of the library in place of which a command line says others.
   *
   * @param flag that the verb must have; where it needs a value, with one
   * @param without what is said by verbs that lack it
   */
  private record Words(Pattern library, String flag, String with, String without) {
    static Words of(String library, String flag, String with, String without) {
      return new Words(Pattern.compile(library), flag, with, without);
    }
  }

  private static final List<Words> ALL =
      List.of(
          Words.of("set decimal to ,", "--decimal", "add --decimal ,", "write a point"),
          Words.of(
              "decimal is set to a comma here",
              "--decimal",
              "--decimal is a comma here",
              "a comma is the decimal mark here"),
          Words.of("add it to missing", "--missing", "add it to --missing", "write NA"),
          Words.of(", or add '(.*)' to missing", "--missing", ", or add '$1' to --missing", ""),
          Words.of(
              "say which counts: duplicates last, mean or sum",
              "--duplicates",
              "say which counts: --duplicates last, mean or sum",
              "leave one of them"),
          Words.of("without resuming", "--resume", "without --resume", "without resuming"),
          Words.of("or allow overwriting", "--force", "or add --force", "or move it away"),
          Words.of(
              "choose a channel, (\\d+ to \\d+), or save it in grey",
              "--channel",
              "choose one with --channel, $1, or save it in grey",
              "save it in grey, or one channel by itself"));

  private FlagWords() {}

  /** The sentence with flags of the verb in place of settings. */
  static String in(String sentence, CommandSpec verb) {
    String said = sentence;
    for (Words words : ALL) {
      said = words.library.matcher(said).replaceAll(has(verb, words) ? words.with : words.without);
    }
    return said;
  }

  private static boolean has(CommandSpec verb, Words words) {
    OptionSpec option = verb.findOption(words.flag);
    // 'denoise --missing' says that entries are missing at random and takes no text
    return option != null && (!words.flag.equals("--missing") || option.arity().max() > 0);
  }
}
