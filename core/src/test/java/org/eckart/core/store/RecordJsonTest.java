package org.eckart.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.eckart.linalg.Check.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eckart.core.InputException;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {
  sealed interface Rank {
    record Auto() implements Rank {}

    record Fixed(int rank) implements Rank {}
  }

  enum Loss {
    SQUARED,
    HUBER
  }

  record Everything(
      int steps,
      long seed,
      double tolerance,
      float step,
      boolean centred,
      String name,
      Loss loss,
      Duration limit,
      Instant begun,
      Optional<String> note,
      OptionalInt a,
      OptionalLong b,
      OptionalDouble c,
      List<Rank> ranks,
      Map<String, Double> weights,
      Rank rank,
      Settings inner) {}

  record Settings(int rank, double penalty) {
    Settings {
      check(rank >= 1, "rank is %d; it must be 1 or more", rank);
    }
  }

  record Path(double[] penalties, int[][] groups) {}

  private static final Everything FULL =
      new Everything(
          7,
          Long.MIN_VALUE,
          1e-10,
          0.1f,
          true,
          "Zürich \"1\"\n",
          Loss.HUBER,
          Duration.ofMillis(1500),
          Instant.parse("2026-11-22T06:00:00.123Z"),
          Optional.of("x"),
          OptionalInt.of(3),
          OptionalLong.of(1L << 60),
          OptionalDouble.of(-0.0),
          List.of(new Rank.Auto(), new Rank.Fixed(4)),
          Map.of("row", Double.POSITIVE_INFINITY),
          new Rank.Fixed(9),
          new Settings(2, 0.5));

  private static final Everything EMPTY =
      new Everything(
          0,
          0,
          Double.NaN,
          Float.NEGATIVE_INFINITY,
          false,
          "",
          Loss.SQUARED,
          Duration.ZERO,
          Instant.EPOCH,
          Optional.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty(),
          List.of(),
          Map.of(),
          new Rank.Auto(),
          new Settings(1, 0));

  @Test
  void everyKindOfComponentComesBack() {
    for (Everything record : List.of(FULL, EMPTY)) {
      assertThat(RecordJson.read(RecordJson.write(record), Everything.class)).isEqualTo(record);
      assertThat(RecordJson.read(RecordJson.writeIndented(record), Everything.class))
          .isEqualTo(record);
    }
    Path path = new Path(new double[] {3, 0.1}, new int[][] {{1, 2}, {}});
    Path found = RecordJson.read(RecordJson.write(path), Path.class);
    assertThat(found.penalties()).containsExactly(3, 0.1);
    assertThat(found.groups()).isDeepEqualTo(new int[][] {{1, 2}, {}});
  }

  @Test
  void readsLikeTheRecord() {
    assertThat(RecordJson.write(new Settings(2, 0.5))).isEqualTo("{\"rank\":2,\"penalty\":0.5}");
    assertThat(RecordJson.write(FULL))
        .contains("\"ranks\":[{\"kind\":\"Auto\"},{\"kind\":\"Fixed\",\"rank\":4}]")
        .contains("\"limit\":\"PT1.5S\"")
        .contains("\"weights\":{\"row\":\"Infinity\"}")
        .contains("\"loss\":\"HUBER\"");
    assertThat(RecordJson.writeIndented(new Settings(2, 0.5)).lines()).hasSize(4);
  }

  @Test
  void doublesComeBackBitForBit() {
    RandomStream random = RandomStream.of(3, "record json test");
    for (int i = 0; i < 2000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      Settings found = RecordJson.read(RecordJson.write(new Settings(1, x)), Settings.class);
      assertThat(Double.doubleToLongBits(found.penalty())).isEqualTo(Double.doubleToLongBits(x));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'rank':2} | Settings lacks the field 'penalty'",
        "{'rank':2,'penalty':1,'sed':3} | Settings has a field 'sed'; it knows rank, penalty",
        "{'rank':'2','penalty':1} | Settings.rank is 2, not an integer",
        "{'rank':2.5,'penalty':1} | Settings.rank is 2.5, not an integer",
        "{'rank':null,'penalty':1} | Settings.rank is empty; it must be given",
        "{'rank':4294967297,'penalty':1} | Settings.rank is 4294967297; it must be between"
            + " -2147483648 and 2147483647",
        "{'rank':0,'penalty':1} | Settings: rank is 0; it must be 1 or more",
        "{'rank':2,'rank':2} | There are two fields 'rank'",
        "[] | Settings is [], not an object",
        "null | Settings is empty; it must be given",
        "{'rank':2,'penalty':1} 7 | Settings goes on after its end",
      })
  void saysWhatDoesNotFit(String json, String sentence) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> RecordJson.read(json.replace('\'', '"'), Settings.class))
        .withMessage(sentence);
  }

  @Test
  void whatIsNotJsonIsRefused() {
    for (String json :
        List.of("", "{", "{\"rank\":}", "rank=2", "{\"rank\":99999999999999999999}")) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> RecordJson.read(json, Settings.class));
    }
  }

  @Test
  void differencesNameTheField() {
    String two = RecordJson.write(new Settings(2, 0.5));
    assertThat(RecordJson.differences(two, two)).isEmpty();
    assertThat(RecordJson.differences(two, RecordJson.write(new Settings(3, 0.5))))
        .containsExactly(new RecordJson.Difference("rank", "2", "3"));
    assertThat(RecordJson.differences(RecordJson.write(FULL), RecordJson.write(EMPTY)))
        .contains(new RecordJson.Difference("inner.rank", "2", "1"))
        .contains(new RecordJson.Difference("rank.rank", "9", "nothing"));
  }
}
