package org.eckart.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eckart.core.observe.ObservedEntries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingsLikeTest {
  private final RatingsLike ratings = RatingsLike.of(300, 200, 5000, 4, 7);

  @Test
  void pairsAreDistinctAcrossTrainAndTest() {
    Set<Integer> seen = new HashSet<>();
    for (ObservedEntries part : new ObservedEntries[] {ratings.train(), ratings.test()}) {
      for (int k = 0; k < part.count(); k++) {
        assertThat(seen.add(part.row(k) * 200 + part.column(k))).isTrue();
      }
    }
    assertThat(seen).hasSize(5000);
  }

  @Test
  void ratingsAreHalfStarsFromOneHalfToFive() {
    for (double value : ratings.train().valueArray()) {
      assertThat(value).isBetween(0.5, 5.0);
      assertThat(value * 2).isEqualTo(Math.rint(value * 2));
    }
  }

  @Test
  void sameSeedGivesTheSameTableAndAnotherGivesAnother() {
    RatingsLike again = RatingsLike.of(300, 200, 5000, 4, 7);
    RatingsLike other = RatingsLike.of(300, 200, 5000, 4, 8);
    assertThat(again.train().valueArray()).isEqualTo(ratings.train().valueArray());
    assertThat(again.train().rowArray()).isEqualTo(ratings.train().rowArray());
    assertThat(other.train().rowArray()).isNotEqualTo(ratings.train().rowArray());
  }

  @Test
  void moreEntriesThanCellsComeDownToTheCells() {
    RatingsLike full = RatingsLike.of(1, 1, 100, 2, 1);
    assertThat(full.train().count() + full.test().count()).isEqualTo(1);
  }

  @Test
  void linesHoldRowColumnAndRating(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("train.csv");
    RatingsLike.write(ratings.train(), file, ',', "user,item,rating");
    var lines = Files.readAllLines(file);
    ObservedEntries train = ratings.train();
    assertThat(lines).hasSize(train.count() + 1);
    assertThat(lines.get(0)).isEqualTo("user,item,rating");
    assertThat(lines.get(1)).isEqualTo(train.row(0) + "," + train.column(0) + "," + train.value(0));
  }

  @Test
  void noEntriesAreRefused() {
    assertThatThrownBy(() -> RatingsLike.of(10, 10, 0, 1, 1))
        .hasMessage("entries is 0; it must be from 1 to 1073741824");
  }

  @Test
  void aliasTableDrawsItsProbabilities() {
    AliasTable table = AliasTable.power(3, 1, 1); // 6/11, 3/11, 2/11
    var stream = org.eckart.linalg.RandomStream.of(1, "alias");
    int[] count = new int[3];
    for (int k = 0; k < 110_000; k++) {
      count[table.draw(stream)]++;
    }
    // 4.417 √(110000 p (1 − p)) = 730, 653, 566
    assertThat(count[0]).isBetween(60_000 - 730, 60_000 + 730);
    assertThat(count[1]).isBetween(30_000 - 653, 30_000 + 653);
    assertThat(count[2]).isBetween(20_000 - 566, 20_000 + 566);
  }
}
