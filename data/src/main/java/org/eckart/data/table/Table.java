package org.eckart.data.table;

import org.eckart.core.observe.ObservedEntries;

/**
 * A table that was read.
 *
 * @param entries sorted by row, then column, so that the order of lines in the source does not
 *     matter; labels ascend, integers as numbers and texts by their UTF-8 bytes
 * @param report what was found on the way
 */
public record Table(ObservedEntries entries, TableReport report) {}
