/**
 * Models on disk: a folder of plain files, read without running any code.
 *
 * <p>Start at {@link ModelStore}. A {@link StoredModel} is what it writes and reads: named arrays,
 * the labels of rows and columns, the kind of model, and how it was made.
 */
@NullMarked
package org.eckart.data.model;

import org.jspecify.annotations.NullMarked;
