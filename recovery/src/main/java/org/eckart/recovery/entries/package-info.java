/**
 * What methods that go row by row share: entries in the order they read them, small solves; not
 * exported.
 */
@NullMarked
package org.eckart.recovery.entries;

import org.jspecify.annotations.NullMarked;
