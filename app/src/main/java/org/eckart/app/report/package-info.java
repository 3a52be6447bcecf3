/**
 * The page that a command leaves behind. {@link org.eckart.app.report.CompletionReport} is all that
 * the page of a completion shows, as plain data.
 */
@NullMarked
package org.eckart.app.report;

import org.jspecify.annotations.NullMarked;
