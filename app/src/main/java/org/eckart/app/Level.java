package org.eckart.app;

/** The probability with which an interval is to hold the value. */
final class Level {
  private Level() {}

  /** Refuses what is no such probability. */
  static void check(String option, double level) {
    if (!(level > 0 && level < 1)) {
      throw new UsageException("%s is %s; it must be above 0 and below 1, say 0.9", option, level);
    }
  }
}
