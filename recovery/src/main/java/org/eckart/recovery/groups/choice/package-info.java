/**
 * Whether labels help, and which: {@link org.eckart.recovery.groups.choice.GroupCompletion} finds
 * out how the table's holes came about, holds entries out alike, tries the labels against the plain
 * model, and ends with the plain model where they do not help.
 */
@NullMarked
package org.eckart.recovery.groups.choice;

import org.jspecify.annotations.NullMarked;
