/**
 * How state and models are kept: {@link NamedArrays} are plain arrays with names and a little text,
 * stored as {@link Safetensors} files, which hold no code and read in any language. Options and
 * other records become JSON through {@link RecordJson}; {@link AtomicFile} writes files that appear
 * whole or not at all.
 */
@NullMarked
package org.eckart.core.store;

import org.jspecify.annotations.NullMarked;
