/**
 * The page that a command leaves behind. {@link org.eckart.app.report.Report} is all that such a
 * page shows, as plain data.
 */
@NullMarked
package org.eckart.app.report;

import org.jspecify.annotations.NullMarked;
