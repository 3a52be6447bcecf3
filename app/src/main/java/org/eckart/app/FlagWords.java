package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** The library names settings; who sits at a command line types flags. */
final class FlagWords {
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("set decimal to ,", "add --decimal ,");
    WORDS.put("decimal is set to a comma here", "--decimal is a comma here");
    WORDS.put("add it to missing", "add it to --missing");
    WORDS.put("' to missing", "' to --missing");
    WORDS.put("say which counts: duplicates", "say which counts: --duplicates");
    WORDS.put("start anew without resuming", "start anew without --resume");
    WORDS.put("or allow overwriting", "or add --force");
  }

  private FlagWords() {}

  /** The sentence with flags in place of settings. */
  static String in(String sentence) {
    String said = sentence;
    for (Map.Entry<String, String> word : WORDS.entrySet()) {
      said = said.replace(word.getKey(), word.getValue());
    }
    return said;
  }
}
