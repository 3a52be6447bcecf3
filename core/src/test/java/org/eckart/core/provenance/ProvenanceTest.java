package org.eckart.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.store.RecordJson;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  record Options(int rank, double penalty, Optional<String> note, List<Integer> path) {}

  record Other(int rank) {}

  private static final Options OPTIONS = new Options(10, 0.1, Optional.empty(), List.of(1, 2, 4));

  @Test
  void goesThroughJsonWithItsOptions() {
    Provenance made =
        Provenance.begin("als", OPTIONS)
            .withSeed(7)
            .withThreads(2)
            .withData(new Fingerprint(1, 2))
            .withKernels(List.of("OpenBLAS 0.3.31", "SIMD 256"))
            .withSeconds(1.25);
    Provenance found = RecordJson.read(RecordJson.writeIndented(made), Provenance.class);
    assertThat(found).isEqualTo(made);
    assertThat(found.optionsAs(Options.class)).isEqualTo(OPTIONS);
    assertThat(found.data()).hasValue("00000000000000010000000000000002");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> found.optionsAs(Other.class))
        .withMessage("Other has a field 'penalty'; it knows rank");
  }

  @Test
  void readsLikeJsonThatAPersonWouldWrite() {
    String json = RecordJson.write(Provenance.begin("als", OPTIONS));
    assertThat(json)
        .startsWith(
            "{\"method\":\"als\",\"options\":{\"rank\":10,\"penalty\":0.1,\"note\":null,"
                + "\"path\":[1,2,4]},\"seed\":null,\"threads\":1,\"data\":null,\"version\":\"");
  }

  @Test
  void knowsTheVersionThatTheBuildHas() {
    assertThat(Provenance.eckartVersion()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }
}
