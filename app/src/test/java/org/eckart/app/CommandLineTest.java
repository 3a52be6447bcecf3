package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
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
        "info --resume|--resume needs the folder to go on from; add --checkpoint with the folder of the run",
        "info --checkpoint c|'eckart info' is one short step, so --checkpoint can do nothing; leave it out",
        "completion fish|There is no script for 'fish'; ask for bash or zsh; see 'eckart help completion'",
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
