package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "inof|There is no verb 'inof'; did you mean 'eckart info'?",
        "info --jsn|'eckart info' has no option '--jsn'; did you mean '--json'?",
        "info --treads=2|'eckart info' has no option '--treads'; did you mean '--threads'?",
        "info --frobnicate|'eckart info' has no option '--frobnicate'; see 'eckart help info'",
        "info a.csv|'eckart info' cannot use 'a.csv': it has all its inputs already",
        "info --seed x|--seed is 'x'; it must be a whole number",
        "info --threads 0|--threads is 0; it must be 1 or more",
        "info --max-time soon|--max-time: 'soon' is not a time; say 90s, 10m or 1h30m",
        "info --resume|--resume needs the folder to go on from; add --checkpoint with the folder of"
            + " the run",
        "info --checkpoint c|'eckart info' is one short step, so --checkpoint can do nothing; leave"
            + " it out",
        "completion fish|There is no script for 'fish'; ask for bash or zsh; see 'eckart help"
            + " completion'",
      })
  void wrongUsageIsOneSentenceAndStatusTwo(String line, String sentence) {
    Ran ran = Ran.command(line.split(" "));
    assertThat(ran.sentence()).isEqualTo(sentence);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void unknownVerbWithoutALikeOneListsThem() {
    assertThat(Ran.command("zzzzzz").sentence())
        .startsWith("There is no verb 'zzzzzz'; the verbs are demo, complete, ");
  }

  @Test
  void nothingAtAllSaysHowToStart() {
    Ran ran = Ran.command();
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.sentence())
        .isEqualTo("Say what to do: eckart VERB, such as 'eckart demo'; see 'eckart help'");
  }

  @Test
  void wrongUsageIsAnEnvelopeWhereJsonIsAskedFor() {
    Ran ran = Ran.command("info", "--json", "--sed", "3");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.json().at("/status").asString()).isEqualTo("error");
    assertThat(ran.json().at("/error/kind").asString()).isEqualTo("usage");
    assertThat(ran.json().at("/error/message").asString()).isEqualTo(ran.sentence());
  }

  @Test
  void everyVerbHasHelpThatEndsWithAnExample() {
    CommandLine line = Eckart.commandLine(Streams.ofProcess(java.util.Map.of()));
    for (CommandLine verb : line.getSubcommands().values()) {
      if (!verb.getCommandSpec().usageMessage().hidden() && !verb.getCommandName().equals("help")) {
        Ran ran = Ran.command(verb.getCommandName(), "--help");
        assertThat(ran.status()).isZero();
        assertThat(ran.out().stripTrailing().lines().toList().getLast())
            .as("help of %s", verb.getCommandName())
            .contains("eckart " + verb.getCommandName());
        assertThat(Ran.command("help", verb.getCommandName()).out()).isEqualTo(ran.out());
      }
    }
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertThat(Ran.command("--version").out().strip()).matches("eckart \\d+\\.\\d+\\.\\d+");
  }

  @Test
  void completionScriptKnowsTheVerbs() {
    Ran ran = Ran.command("completion", "bash");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("#!/usr/bin/env bash").contains("info").contains("--max-time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dynamics --rows 40 --columns 50 --strength 1.5 --align-left 0.3 --align-right 0.1",
        "sample --rows 3 --columns 4 --lambda 0.75 --draws 100",
        "complete ratings.csv --rank 1 --holdout 0.2",
        "denoise ratings.csv --rank 1",
        "spectrum ratings.csv",
        "decompose ratings.csv"
      })
  void numbersAreTheSameInEveryLanguage(String command) throws Exception {
    StringBuilder table = new StringBuilder("user,film,stars\n");
    for (int k = 0; k < 1200; k++) {
      table.append(k % 60).append(',').append(k / 60).append(',').append(k % 7 + 0.25).append('\n');
    }
    Path file = Files.writeString(folder.resolve("ratings.csv"), table);
    String[] words = (command.replace("ratings.csv", "" + file) + " --out PLACE").split(" ");
    Locale own = Locale.getDefault();
    try {
      words[words.length - 1] = "" + folder.resolve("plain");
      Locale.setDefault(Locale.ROOT);
      Ran plain = Ran.command(words);
      assertThat(plain.status()).as(plain.err()).isZero();
      words[words.length - 1] = "" + folder.resolve("german");
      Locale.setDefault(Locale.GERMANY);
      Ran german = Ran.command(words);
      assertThat(timeless(german.out())).isEqualTo(timeless(plain.out()));
      assertThat(timeless(german.err())).isEqualTo(timeless(plain.err()));
      assertThat(Locale.getDefault()).isEqualTo(Locale.GERMANY);
    } finally {
      Locale.setDefault(own);
    }
  }

  private String timeless(String said) {
    return said.replaceAll("(plain|german)", "PLACE").replaceAll("[0-9]+[.][0-9]+ s\\b", "TIME");
  }

  @Test
  void envelopeHasEveryPromisedKey() {
    Ran ran = Ran.command("info", "--json", "--seed", "7");
    assertThat(ran.json().propertyNames())
        .containsExactly(
            "verb",
            "status",
            "version",
            "seed",
            "threads",
            "seconds",
            "input",
            "options",
            "result",
            "warnings",
            "outputs");
    assertThat(ran.json().at("/seed").asLong()).isEqualTo(7);
    assertThat(ran.json().at("/seconds").propertyNames()).containsExactly("read", "fit", "write");
    assertThat(ran.err()).isEmpty();
  }
}
