package org.eckart.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextFieldTest {
  @Test
  void quotesWhatWouldNotComeBackAsItWas() {
    assertThat(TextField.of("plain")).isEqualTo("plain");
    assertThat(TextField.of("a,b")).isEqualTo("\"a,b\"");
    assertThat(TextField.of("say \"so\"")).isEqualTo("\"say \"\"so\"\"\"");
    assertThat(TextField.of("three\nlines\nin all")).isEqualTo("\"three\nlines\nin all\"");
    assertThat(TextField.of("one\rtwo")).isEqualTo("\"one\rtwo\"");
    assertThat(TextField.of("")).isEqualTo("\"\"");
    assertThat(TextField.of("a,b", '\t')).isEqualTo("a,b");
    assertThat(TextField.of("a\tb", '\t')).isEqualTo("\"a\tb\"");
  }
}
