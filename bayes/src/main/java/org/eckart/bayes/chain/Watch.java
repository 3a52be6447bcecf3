package org.eckart.bayes.chain;

import java.util.Arrays;
import org.eckart.linalg.RandomStream;

/**
 * Which entries are followed draw by draw: all of them up to {@value #MOST}, else some at random.
 */
final class Watch {
  static final int MOST = 2000;

  /** Of more entries, so many: the least and median ESS of 1000 stand for those of all. */
  private static final int SAMPLE = 1000;

  private Watch() {}

  static int[] of(int entries, long seed) {
    int[] watched;
    if (entries <= MOST) {
      watched = new int[entries];
      Arrays.setAll(watched, k -> k);
    } else {
      RandomStream random = RandomStream.of(seed, "watched entries");
      watched =
          java.util.stream.IntStream.generate(() -> random.nextInt(entries))
              .distinct()
              .limit(SAMPLE)
              .sorted()
              .toArray();
    }
    return watched;
  }
}
