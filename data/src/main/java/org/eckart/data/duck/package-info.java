/**
 * The one door to the embedded DuckDB: {@link org.eckart.data.duck.Duck}. Not exported; what it
 * reads and writes leaves this module as arrays and labels.
 */
@NullMarked
package org.eckart.data.duck;

import org.jspecify.annotations.NullMarked;
