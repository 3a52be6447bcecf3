/**
 * Grey images as matrices and back: {@link GreyImage}; sets of them: {@link IdxImages}. Needs the
 * JDK's module {@code java.desktop}, which nothing else in this module does.
 */
@NullMarked
package org.eckart.data.image;

import org.jspecify.annotations.NullMarked;
