package org.eckart.data.table;

/** Something that the fast reader does not read; the reader for everything takes the table then. */
final class Surprise extends RuntimeException {
  private static final long serialVersionUID = 1;

  Surprise(String what) {
    super(what, null, false, false);
  }
}
