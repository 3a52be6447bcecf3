package org.eckart.app.report;

/**
 * Something to look at, numbered by the page. Every figure has a title and a caption in words: what
 * is seen, with the numbers that matter.
 */
public sealed interface Figure permits Chart, HeatMap, Picture, Grid {
  String title();

  String caption();

  Width width();

  /** How much of the page's width a figure takes. */
  enum Width {
    WHOLE,
    HALF,
    THIRD
  }
}
