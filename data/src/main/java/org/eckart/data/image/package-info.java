/**
 * Grey images as matrices and back: {@link GreyImage}. Needs the JDK's module {@code java.desktop},
 * which nothing else in this module does.
 */
@NullMarked
package org.eckart.data.image;

import org.jspecify.annotations.NullMarked;
