package org.eckart.app.report;

import java.util.List;

/**
 * A part of a page that a verb lays out itself.
 *
 * @param title its heading
 * @param note a sentence or two below the heading; may be empty
 * @param figures in the order shown; without any, only the note is
 */
public record Section(String title, String note, List<Figure> figures) {
  public Section(String title, String note, Figure... figures) {
    this(title, note, List.of(figures));
  }
}
