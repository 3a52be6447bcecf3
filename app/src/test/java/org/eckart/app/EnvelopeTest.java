package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnvelopeTest {
  @Test
  void numbersThatJsonLacksBecomeNullAndLabelsStayAsTheyAre() {
    String label = "a \"quoted\", comma\\ ☃ </script> \u0007";
    JsonNode found =
        JsonMapper.shared()
            .readTree(
                Envelope.json(
                    Map.of(
                        "nan",
                        Double.NaN,
                        "list",
                        List.of(1, Double.POSITIVE_INFINITY, label),
                        "array",
                        new double[] {1, Double.NaN},
                        "path",
                        Path.of("a/b"))));
    assertThat(found.at("/nan").isNull()).isTrue();
    assertThat(found.at("/list/1").isNull()).isTrue();
    assertThat(found.at("/list/2").asString()).isEqualTo(label);
    assertThat(found.at("/array/1").isNull()).isTrue();
    assertThat(found.at("/path").asString()).isEqualTo("a/b");
  }

  @Test
  void timesOfOnePartAddUp() {
    Envelope envelope = new Envelope("complete");
    envelope.spent("fit", 1.5);
    envelope.spent("fit", 0.25);
    assertThat(envelope.seconds("fit")).isEqualTo(1.75);
    assertThat(envelope.seconds("read")).isZero();
  }
}
