package org.eckart.data.table;

/**
 * Where records come from, as reports and complaints name it.
 *
 * @param unit what one record is called where it is counted: {@code line} or {@code record}
 */
record Origin(
    String name,
    String format,
    long bytes,
    boolean header,
    String rowName,
    String columnName,
    String valueName,
    String unit) {}
