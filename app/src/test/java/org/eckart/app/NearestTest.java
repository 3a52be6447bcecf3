package org.eckart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> VERBS = List.of("complete", "completion", "predict", "info");

  @Test
  void findsLettersSwappedDroppedAddedAndCutShort() {
    assertThat(Nearest.to("compelte", VERBS)).contains("complete");
    assertThat(Nearest.to("predct", VERBS)).contains("predict");
    assertThat(Nearest.to("infoo", VERBS)).contains("info");
    assertThat(Nearest.to("pred", VERBS)).contains("predict");
  }

  @Test
  void suggestsNothingForAWordUnlikeAll() {
    assertThat(Nearest.to("tensor", VERBS)).isEmpty();
  }
}
