/** Observed entries in the order in which methods that go row by row read them; not exported. */
@NullMarked
package org.eckart.recovery.entries;

import org.jspecify.annotations.NullMarked;
