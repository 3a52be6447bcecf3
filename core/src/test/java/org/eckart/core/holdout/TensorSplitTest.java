package org.eckart.core.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.provenance.Fingerprint;
import org.junit.jupiter.api.Test;

class TensorSplitTest {
  private static ObservedTensor counted(int n) {
    double[] values = new double[n * n * n];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return ObservedTensor.ofArray(values, n, n, n);
  }

  @Test
  void everyEntryIsInOnePart() {
    ObservedTensor all = counted(7);
    TensorSplit split = TensorSplit.uniform(all, 0.1, 3);
    assertThat(split.heldOut().count()).isEqualTo(34);
    boolean[] seen = new boolean[343];
    for (ObservedTensor part : List.of(split.observed(), split.heldOut())) {
      for (int e = 0; e < part.count(); e++) {
        int i = (int) part.value(e);
        assertThat(seen[i]).isFalse();
        seen[i] = true;
        assertThat(i).isEqualTo(49 * part.index(0, e) + 7 * part.index(1, e) + part.index(2, e));
      }
    }
    assertThat(split.observed().count() + split.heldOut().count()).isEqualTo(343);
    assertThatThrownBy(() -> TensorSplit.uniform(all.select(new int[] {4}), 0.1, 1))
        .hasMessage("There is 1 entry, and two are needed to hold one out; observe more");
  }

  @Test
  void nanIsMissingAndHugeTensorsAreCounted() {
    ObservedTensor some = ObservedTensor.ofArray(new double[] {1, Double.NaN, 3, 4}, 2, 1, 2);
    assertThat(some.count()).isEqualTo(3);
    assertThat(some.index(2, 1)).isZero();
    assertThat(some.place(2)).isEqualTo("('1', '0', '1')");
    assertThat(some.counts(0)).containsExactly(1, 2);
    assertThat(some.sortedBy(2)).containsExactly(0, 1, 2);
    assertThat(some.sortedBy(2, 0)).containsExactly(0, 1, 2);
    assertThat(counted(3).select(new int[] {26, 4, 9, 3}).sortedBy(2, 0))
        .containsExactly(3, 2, 1, 0); // (0,1,0), (1,0,0), (0,1,1), (2,2,2)
    assertThatThrownBy(() -> ObservedTensor.ofArray(new double[5], 2, 3))
        .hasMessage("A tensor of shape [2, 3] has 6 entries, not 5");
    Labels million = Labels.numbered(1_000_000);
    ObservedTensor huge =
        ObservedTensor.of(
            List.of(million, million, million), new int[][] {{5}, {6}, {7}}, new double[] {1});
    assertThat(huge.cells()).isEqualTo(1e18);
    assertThat(huge.shapeText()).isEqualTo("1000000 × 1000000 × 1000000");
    assertThatThrownBy(() ->
            ObservedTensor.of(List.of(million, million), new int[][] {{5}, {-1}}, new double[] {1}))
        .hasMessage("Entry 0 has index -1 in mode 2 of 1000000");
  }

  @Test
  void fingerprintDependsOnPlacesValuesAndLabelsOnly() {
    ObservedTensor all = counted(3);
    int[] turned = new int[27];
    for (int e = 0; e < 27; e++) {
      turned[e] = 26 - e;
    }
    assertThat(Fingerprint.of(all.select(turned))).isEqualTo(Fingerprint.of(all));
    double[] values = all.valueArray().clone();
    values[4] = 5;
    values[5] = 4;
    assertThat(Fingerprint.of(all.withValues(values))).isNotEqualTo(Fingerprint.of(all));
    assertThat(Fingerprint.of(ObservedTensor.ofArray(all.valueArray(), 3, 9)))
        .isNotEqualTo(Fingerprint.of(all));
  }
}
