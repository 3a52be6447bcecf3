/** What readers of text tables and of text matrices have in common. Not exported. */
@NullMarked
package org.eckart.data.text;

import org.jspecify.annotations.NullMarked;
