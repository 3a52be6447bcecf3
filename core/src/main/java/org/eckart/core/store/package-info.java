/**
 * How state and models are kept: {@link NamedArrays} are plain arrays with names and a little text,
 * stored as safetensors files, which hold no code and read in any language.
 */
@NullMarked
package org.eckart.core.store;

import org.jspecify.annotations.NullMarked;
