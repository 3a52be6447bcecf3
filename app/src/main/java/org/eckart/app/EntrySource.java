package org.eckart.app;

import org.eckart.data.table.Table;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;

/** Where the observed entries of a completion come from. */
interface EntrySource {
  Table read();

  /** True if the whole matrix is to be written, filled. */
  boolean isMatrix();

  /** A table with a line for each entry. */
  record OfTable(TableSource source, TableOptions options) implements EntrySource {
    @Override
    public Table read() {
      return TableReader.read(source, options);
    }

    @Override
    public boolean isMatrix() {
      return false;
    }
  }
}
