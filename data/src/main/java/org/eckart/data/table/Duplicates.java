package org.eckart.data.table;

/** What is done with several values for the same row and column. */
public enum Duplicates {
  /** The table is refused, with the lines of the first two. */
  REFUSE,
  /** The last one in the table counts. */
  LAST,
  /** Their mean counts. */
  MEAN,
  /** Their sum counts, as for tables of events. */
  SUM
}
