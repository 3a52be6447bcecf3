/**
 * The vocabulary that every method speaks: observations, algorithms and their runs, hold-outs,
 * stored state.
 */
module org.eckart.core {
  requires static transitive org.jspecify; // annotations in signatures, needed at compile time only
  requires static com.google.errorprone.annotations;
  requires transitive org.eckart.linalg; // matrices stand in our signatures
  requires tools.jackson.databind;

  exports org.eckart.core;
  exports org.eckart.core.holdout;
  exports org.eckart.core.loss;
  exports org.eckart.core.metric;
  exports org.eckart.core.observe;
  exports org.eckart.core.provenance;
  exports org.eckart.core.run;
  exports org.eckart.core.store;
}
