package org.eckart.app;

import java.util.OptionalDouble;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableSource;
import org.jspecify.annotations.Nullable;

/**
 * One completion as the command line asks for it.
 *
 * @param name of the data, for people
 * @param stem of the output folder's name, where none is given
 * @param source of the entries
 * @param table how a table of test entries is read
 * @param method with its settings
 * @param test entries to be judged on, or null
 * @param holdout share of the entries to be judged on instead, or empty
 * @param level of the intervals
 * @param bounds whether a filled matrix has the ends of the intervals written beside it
 * @param titles of the columns, for people
 * @param columnName what a column is, for people
 * @param recommendFor label of the row whose recommendations the report shows; null for the one
 *     with the most entries
 */
record CompletionTask(
    String name,
    String stem,
    EntrySource source,
    TableOptions table,
    CompletionMethod<?, ?, ?> method,
    @Nullable TableSource test,
    OptionalDouble holdout,
    double level,
    boolean bounds,
    Titles titles,
    String columnName,
    @Nullable String recommendFor) {}
