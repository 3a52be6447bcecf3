/**
 * Tables of entries: one line for each observed entry of a matrix, with the names of its row and
 * its column, its value and perhaps its time.
 *
 * <p>Start at {@link TableReader}: it reads CSV, TSV, space- or {@code ::}-separated text (gzip or
 * not), Parquet, JSON lines or an SQL query over such files into {@link
 * org.eckart.core.observe.ObservedEntries}, with a {@link TableReport} of what was found. {@link
 * TableOptions} says which column is which, what counts as missing and what is done with
 * duplicates. {@link Pairs} are the lines of a second table (a test set, a list of wishes) matched
 * to the rows and columns that a model knows. {@link TableWriter} writes {@link Predictions}, and
 * {@link LabelFile} keeps labels.
 */
@NullMarked
package org.eckart.data.table;

import org.jspecify.annotations.NullMarked;
