/** Reading and writing tables, matrices, images, weights and models. */
module org.eckart.data {
  requires static transitive org.jspecify; // annotations in signatures, needed at compile time only
  requires static com.google.errorprone.annotations;
  requires transitive org.eckart.core; // observations and labels stand in our signatures
  requires java.sql;
  requires static java.desktop; // images only
  requires duckdb.jdbc;
  requires tools.jackson.core;

  exports org.eckart.data.array;
  exports org.eckart.data.image;
  exports org.eckart.data.model;
  exports org.eckart.data.table;
}
