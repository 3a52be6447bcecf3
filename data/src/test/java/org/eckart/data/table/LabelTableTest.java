package org.eckart.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.data.table.LabelTable.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelTableTest {
  private static final Labels KNOWN = Labels.of("n1");

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("labels.csv"), text);
  }

  /** A table of one line in three columns looks like long form; its names tell. */
  @Test
  void familiesAlreadyKnownAreColumnsWhereTheirNamesStand() throws Exception {
    Path one = file("user,age,sex\nn1,30,F\n");
    assertThat(LabelTable.read(one, List.of(), null, KNOWN))
        .containsExactly(new Label("n1", "30", "F"));
    assertThat(LabelTable.readFamilies(one, List.of("sex", "age", "town"), KNOWN))
        .containsExactlyInAnyOrder(new Label("n1", "age", "30"), new Label("n1", "sex", "F"));
  }

  @Test
  void everyColumnIsAFamilyIfNoneIsNamed() throws Exception {
    Path wide = file("user,age,sex\nn1,30,F\nn2,40,M\nn3,30,M\n");
    assertThat(LabelTable.read(wide, List.of(), null, KNOWN))
        .containsExactlyInAnyOrder(
            new Label("n1", "age", "30"),
            new Label("n1", "sex", "F"),
            new Label("n2", "age", "40"),
            new Label("n2", "sex", "M"),
            new Label("n3", "age", "30"),
            new Label("n3", "sex", "M"));
  }

  @Test
  void familiesAlreadyKnownAreFoundInLongForm() throws Exception {
    Path lines = file("user,kind,label\nn1,sex,F\nn1,town,Oslo\nn1,age,30\n");
    assertThat(LabelTable.readFamilies(lines, List.of("sex", "age"), KNOWN))
        .containsExactlyInAnyOrder(new Label("n1", "age", "30"), new Label("n1", "sex", "F"));
    assertThat(LabelTable.readFamilies(lines, List.of("height"), KNOWN)).isEmpty();
  }
}
